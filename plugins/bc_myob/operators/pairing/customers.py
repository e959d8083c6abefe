"""Customers of both systems as pairs: joined by Sync History, by reference, or by e-mail (connector 2.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bc_myob.history.pairs import Rebased
from bc_myob.model.codec import content_hash
from bc_myob.model.entities import Entity
from bc_myob.model.pairs import Standing, is_unborn
from bc_myob.model.records import GONE, Mapped, SourceRecord
from bc_myob.model.statuses import Status
from bc_myob.operators.pairing.emails import accounts_of, customers_of, email_of_account, is_guest, referenced
from bc_myob.operators.pairing.pairs import PairDesk, erp_seen, side, store_seen
from bc_myob.sync.pairing import settle
from bc_myob.sync.registry import CUSTOMERS_STREAM, ERP_CUSTOMERS_STREAM
from bc_myob.sync.sides import Pair, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A pair's staged records and its sync record; `absorbs`: the other side's, which becomes part of it."""

    external: SourceRecord | None = None
    erp: SourceRecord | None = None
    standing: Standing | None = None
    absorbs: Standing | None = None


def map_customer_pairs(desk: PairDesk) -> Counter[str]:
    """Decide about every customer that changed on either side; gives how many stand in which status."""
    counts: Counter[str] = Counter()
    for chunk in desk.chunks(CUSTOMERS_STREAM):
        # Deletions first: who registered again takes the account that they leave.
        gone = [each for each in chunk if _is_gone(each)]
        counts += _settle(desk, _of_the_store(desk, gone), gone)
        there = {each.source_id: each for each in (*chunk, *_registered_again(desk, gone)) if not _is_gone(each)}
        counts += _settle(desk, _of_the_store(desk, list(there.values())), list(there.values()))
    for chunk in desk.chunks(ERP_CUSTOMERS_STREAM):
        counts += _settle(desk, _of_the_erp(desk, chunk), chunk)
    return counts


def _registered_again(desk: PairDesk, gone: Sequence[SourceRecord]) -> list[SourceRecord]:
    """Give the customers who have the e-mails of those that are gone: they wait for their accounts."""
    ids = [each.source_id for each in gone]
    linked = [each.erp_id for each in _standings(desk, external_id=ids) if each.erp_id]
    accounts = desk.records.staged(ERP_CUSTOMERS_STREAM, linked)
    found = desk.records.staged_under(CUSTOMERS_STREAM, filter(None, map(email_of_account, accounts.values())))
    return [each for each in found.values() if not _is_gone(each)]


def _settle(desk: PairDesk, units: Sequence[_Unit], done: Sequence[SourceRecord]) -> Counter[str]:
    imported = desk.imported([unit.external for unit in units if unit.external])
    units = _with_lost_addresses(desk, units, imported)
    exported = desk.exported([unit.erp for unit in units if unit.erp])
    rules = desk.settings.entities.of(desk.entity)
    decided = []
    for unit in units:
        standing = unit.standing
        pair = Pair(
            external=_store_side(desk, unit, imported),
            erp=side(unit.erp, exported.get(unit.erp.source_id) if unit.erp else None, erp_seen(unit.erp, standing)),
            standing=standing,
            absorbs=unit.absorbs,
            erp_id=unit.erp.source_id if unit.erp else standing.erp_id if standing else None,
            erp_key=_key(unit.erp) or (standing.erp_key if standing else None),
            restored=_came_back(unit),
            reentered=_was_reentered(unit),
        )
        if (found := settle(pair, rules)) is not None:
            decided.append(found)
    return desk.save(decided, done)


def _with_lost_addresses(desk: PairDesk, units: Sequence[_Unit], imported: Mapping[str, Mapped]) -> list[_Unit]:
    """Give the pairs so that an address of ours whose answer was lost is no change of its customer."""
    ids = [unit.external.source_id for unit in units if unit.external]
    places = desk.records.standings(Entity.CUSTOMER_LOCATION, source_id=ids)
    owners = {(each.source_id, each.sent.owner) for each in places if each.sent and each.sent.owner}
    moved = []
    for number, (before, after) in ((number, owner) for number, owner in owners if owner):
        said = imported.get(number)
        if said is not None and said.content is not None and content_hash(said.content) == after:
            moved.append(Rebased(number, before, after))
    desk.records.rebase(desk.entity, "external", moved)
    known = {each.external_id: each for each in moved}
    return [_rebased(unit, known) for unit in units]


def _rebased(unit: _Unit, moved: Mapping[str, Rebased]) -> _Unit:
    standing = unit.standing
    own = moved.get(standing.external_id) if standing else None
    if standing is None or own is None or standing.external_hash != own.before:
        return unit
    return replace(unit, standing=replace(standing, external_hash=own.after))


def _store_side(desk: PairDesk, unit: _Unit, imported: Mapping[str, Mapped]) -> Side:
    record = unit.external
    number = record.source_id if record else ""
    return side(record, imported.get(number), store_seen(desk.entity, number, record, unit.standing))


def _came_back(unit: _Unit) -> bool:
    """Tell whether a customer that was deleted in the store registered again: another id, the same e-mail."""
    if unit.standing is None or unit.standing.status is not Status.DELETED or unit.external is None:
        return False
    return unit.standing.external_id != unit.external.source_id and GONE not in unit.external.payload


def _was_reentered(unit: _Unit) -> bool:
    """Tell whether an account that was deleted in the ERP was entered there again: another id, the same e-mail."""
    if unit.standing is None or unit.standing.erp_id is None or unit.erp is None:
        return False
    return unit.standing.erp_id != unit.erp.source_id and not _is_gone(unit.erp)


def _of_the_store(desk: PairDesk, chunk: Sequence[SourceRecord]) -> list[_Unit]:
    known = {each.external_id: each for each in _standings(desk, external_id=[each.source_id for each in chunk])}
    linked = desk.records.staged(ERP_CUSTOMERS_STREAM, (each.erp_id for each in known.values() if each.erp_id))
    own = {key: linked.get(each.erp_id or "") for key, each in known.items()}
    loose = [each for each in chunk if _is_loose(known.get(each.source_id), own.get(each.source_id))]
    found = accounts_of(desk, loose)
    theirs = {each.erp_id: each for each in _standings(desk, erp_id=[each.source_id for each in found.values()])}
    units = []
    for record in chunk:
        standing, erp, other = known.get(record.source_id), own.get(record.source_id), None
        if _is_loose(standing, erp) and (same := found.get(record.source_id)):
            other = theirs.get(same.source_id)
            taken = other is not None and not other.free
            erp, other = (erp, None) if taken else (same, other)
        units.append(_joined(record, erp, standing, other))
    return units


def _of_the_erp(desk: PairDesk, chunk: Sequence[SourceRecord]) -> list[_Unit]:
    known = {each.erp_id: each for each in _standings(desk, erp_id=[each.source_id for each in chunk])}
    loose = [each for each in chunk if not _is_linked(known.get(each.source_id))]
    named = {each.source_id: number for each in loose if (number := referenced(desk, each))}
    by_id = desk.records.staged(CUSTOMERS_STREAM, [*named.values(), *_external_ids(known.values())])
    by_email = customers_of(desk, loose)
    candidates = [*by_id, *(each.source_id for each in by_email.values())]
    theirs = {each.external_id: each for each in _standings(desk, external_id=candidates)}
    units = []
    for record in chunk:
        standing = known.get(record.source_id)
        if standing is not None and _is_linked(standing):
            units.append(_Unit(external=by_id.get(standing.external_id), erp=record, standing=standing))
            continue
        if is_guest(desk, record):
            units.append(_Unit(erp=record, standing=standing))
            continue
        external = by_id.get(named.get(record.source_id, "")) or by_email.get(record.source_id)
        other = theirs.get(external.source_id) if external else None
        if other is not None and other.erp_id not in {None, record.source_id} and not other.free:
            external, other = None, None
        units.append(_joined(external, record, other, standing) if external else _Unit(erp=record, standing=standing))
    return units


def _joined(
    external: SourceRecord, erp: SourceRecord | None, standing: Standing | None, other: Standing | None
) -> _Unit:
    if other is None or other is standing:
        return _Unit(external=external, erp=erp, standing=standing)
    return _Unit(external=external, erp=erp, standing=standing or other, absorbs=other if standing else None)


def _standings(desk: PairDesk, **ids: Sequence[str]) -> list[Standing]:
    return desk.records.standings(desk.entity, **ids)


def _is_linked(standing: Standing | None) -> bool:
    return standing is not None and standing.erp_id is not None and not is_unborn(standing.external_id)


def _is_loose(standing: Standing | None, erp: SourceRecord | None) -> bool:
    """Tell whether a customer of the store looks for its account: it has none, or the ERP deleted it."""
    return not _is_linked(standing) or (erp is not None and _is_gone(erp))


def _is_gone(record: SourceRecord) -> bool:
    return GONE in record.payload


def _external_ids(standings: Iterable[Standing]) -> list[str]:
    return [each.external_id for each in standings if not is_unborn(each.external_id)]


def _key(record: SourceRecord | None) -> str | None:
    return str(record.payload.get("CustomerID") or "").strip() or None if record else None
