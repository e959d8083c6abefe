"""What changed in the ERP, into staging; and who is gone, on either side, after everything was read."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bc_myob.history.records import SyncRecords
from bc_myob.history.staging import Staging
from bc_myob.history.times import utc_now
from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.erp_changes import STAMP, Asked, Changes, by_owner, find_changes, read_owners
from bc_myob.hooks.erp_session import ErpSession
from bc_myob.hooks.windows import parse_date
from bc_myob.mapping.contract import contract
from bc_myob.mapping.texts import quoted
from bc_myob.model.entities import Entity
from bc_myob.model.records import GONE, SourceRecord
from bc_myob.operators.request import Flow, RunRequest
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import CUSTOMERS_STREAM, REGISTRY, EntitySpec

log = logging.getLogger(__name__)
_READ_AGAIN: Final = (
    "The next run starts to read %s of the ERP where this one did: what the lines above name may have changed. Each "
    "run reads all changes since then again until those records are mended there"
)
_NAMED: Final = re.compile(r"\[(?:\w+\.)?([\w ]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErpExtraction:
    """Everything one task works with that reads the ERP."""

    entity: Entity
    settings: StoreSettings
    staging: Staging
    records: SyncRecords
    session: ErpSession
    request: RunRequest


def is_read(entity: Entity, settings: StoreSettings, request: RunRequest) -> bool:
    """Say whether the run reads records of `entity` in the ERP: they are asked for, active, and no backfill's."""
    return settings.entities.of(entity).active and entity in request.entities and request.flow is not Flow.BACKFILL


def extract_erp(work: ErpExtraction) -> int:
    """Stage what changed in the ERP since it was last read to the end; gives the number of records.

    The owners' records are read whole: a customer's locations are judged together. Where an answer cannot be read, the
    next run starts where this one did.
    """
    spec = REGISTRY[work.entity]
    asked = asked_of(spec, work.settings)
    changes = _changes(work, asked)
    cursor = None if work.request.by_ids else _cursor(changes)
    count, seen, unread = 0, set[str](), False
    for rows in read_owners(work.session, asked, changes):
        readable = [row for row in rows if _is_readable(asked, row)]
        unread |= len(readable) < len(rows)
        records = [erp_record(row) for row in readable]
        # Else what was left out would be behind the next run's starting point, and an edit of it lost.
        count += work.staging.save_page(spec.erp_stream, records, cursor=None if unread else cursor)
        seen |= {record.source_id for record in records}
    if not unread:  # else nobody can tell who is missing
        _stage_gone_in_the_erp(work, spec, asked, changes, seen)
    elif cursor:
        log.warning(_READ_AGAIN, spec.resource)
    work.staging.finish(spec.erp_stream)
    return count


def asked_of(spec: EntitySpec, settings: StoreSettings) -> Asked:
    """Give how records of the ERP are read: what exports need, and the fields that the user's export lines name."""
    return Asked(
        resource=spec.resource,
        owner=spec.erp_owner,
        keys=spec.keys,
        select=tuple(dict.fromkeys((*spec.erp_fields, *_named_by_the_user(spec, settings)))),
        expand=spec.erp_expand,
    )


def erp_record(row: Mapping[str, Any]) -> SourceRecord:
    """Give a record of the ERP as it is staged: by its id, without its place in the answer."""
    payload = {name: value for name, value in row.items() if name not in {"rowNumber", "_links", "note", "custom"}}
    return SourceRecord(str(row["id"]), payload, parse_date(row.get(STAMP)))


def stage_gone_in_the_store(staging: Staging, records: SyncRecords, hook: BigCommerceHook) -> int:
    """Stage as gone the customers that this run, which read all there are, neither saw nor finds by their id."""
    gone = gone_customers(hook, records.not_seen(Entity.CUSTOMER, CUSTOMERS_STREAM))
    staging.keep(CUSTOMERS_STREAM, list(gone.values()))
    return len(gone)


def gone_customers(hook: BigCommerceHook, suspects: Iterable[str]) -> dict[str, SourceRecord]:
    """Give those of the customers whom the store, asked by their ids, does not have any more, as they are staged."""
    ids = [int(one) for one in suspects if one.isdigit()]
    there = {row["id"] for page in hook.customers_by_id(ids) for row in page.records}
    return {str(one): SourceRecord(str(one), {"id": one, GONE: True}) for one in ids if one not in there}


def _is_readable(asked: Asked, row: Mapping[str, Any]) -> bool:
    """Tell whether an answer has the shape of a record: one that has not is left out and stays as it was last read."""
    if _is_id(row.get("id")) and all(_is_record(row, path.split("/")) for path in asked.expand):
        return True
    key = " ".join(quoted(str(row.get(name))) for name in asked.keys)
    log.warning("%s %s of the ERP is not read: its id or a linked record has an unknown form", asked.resource, key)
    return False


def _is_id(said: object) -> bool:
    return isinstance(said, str) and bool(said.strip())


def _is_record(row: Mapping[str, Any], path: Sequence[str]) -> bool:
    found = row.get(path[0])
    if found is None:
        return True
    return isinstance(found, Mapping) and (len(path) == 1 or _is_record(found, path[1:]))


def _changes(work: ErpExtraction, asked: Asked) -> Changes:
    if work.request.by_ids:
        ids = [str(one) for one in work.request.customer_ids]
        standings = work.records.standings(Entity.CUSTOMER, external_id=ids)
        return Changes(tuple(sorted({each.erp_key for each in standings if each.erp_key})), None)
    start = work.request.window.start
    since = None if start is None else work.staging.watermark(REGISTRY[work.entity].erp_stream)
    moment = parse_date(since["watermark"]) if since else None
    if moment and start and work.request.dated:
        moment = min(moment, start)  # never later than what was read: the next watermark would leave a gap
    return find_changes(work.session, asked, moment, work.settings.run.overlap, now=utc_now())


def _cursor(changes: Changes) -> dict[str, str] | None:
    return {"watermark": changes.watermark.isoformat()} if changes.watermark else None


def _stage_gone_in_the_erp(
    work: ErpExtraction, spec: EntitySpec, asked: Asked, changes: Changes, seen: set[str]
) -> None:
    """Stage as gone what was synchronised, is no more in the list, and is not found by its owner either."""
    if work.request.by_ids:
        return
    owners = {} if changes.everything else {"erp_key": changes.owners}
    missing = set(work.records.not_seen(work.entity, spec.erp_stream)) if changes.everything else set[str]()
    if spec.entity is Entity.CUSTOMER_LOCATION and owners:
        known = work.records.staged_under(spec.erp_stream, changes.owners)
        missing = {key for key, row in known.items() if key not in seen and GONE not in row.payload}
    if not missing:
        return
    kept = work.records.staged(spec.erp_stream, missing)
    asked_again = {_owner(spec, row) for row in kept.values()} - {""}
    found = list(by_owner(work.session, asked, sorted(asked_again)))
    if not all(_is_readable(asked, row) for row in found):  # nobody can tell who is missing
        return
    there = {row["id"] for row in found}
    gone = [_gone(spec, key, row) for key, row in kept.items() if key not in there]
    work.staging.keep(spec.erp_stream, gone)


def _gone(spec: EntitySpec, key: str, row: SourceRecord) -> SourceRecord:
    owner = {spec.erp_owner: row.payload.get(spec.erp_owner)}
    return SourceRecord(key, {"id": key, GONE: True, **owner})


def _owner(spec: EntitySpec, row: SourceRecord) -> str:
    return str(row.payload.get(spec.erp_owner) or "").strip()


def _named_by_the_user(spec: EntitySpec, settings: StoreSettings) -> Iterable[str]:
    """Give the fields of the record itself that export filters and mappings name, as the contract writes them."""
    lines = [line.field for line in settings.filters if line.entity is spec.entity and line.direction == "Export"]
    for mapping in settings.mappings:
        if mapping.entity is spec.entity and mapping.direction == "Export":
            lines += _NAMED.findall(mapping.source)
    wanted = {name.rpartition(".")[2].replace(" ", "").replace("_", "").casefold() for name in lines}
    fields = contract()[spec.resource].items()
    version = settings.endpoint.version
    return [name for name, field in fields if name.casefold() in wanted and field.since <= version and not field.of]
