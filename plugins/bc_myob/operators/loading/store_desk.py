"""What a load works with when it writes to the store, and what its writes make of either side of a pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from bc_myob.history.engine import together
from bc_myob.history.records import Claimed, Rebased, SyncRecords
from bc_myob.history.staging import Staging
from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.store_writes import StoreWriter
from bc_myob.hooks.windows import parse_date
from bc_myob.mapping.given import Given
from bc_myob.mapping.rules import mapping_lines
from bc_myob.model.codec import content_hash
from bc_myob.model.entities import Entity
from bc_myob.model.pairs import is_unborn
from bc_myob.model.records import GONE, Link, Mapped, SourceRecord
from bc_myob.operators.reading.erp_streams import erp_record
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import CUSTOMERS_STREAM, ERP_LOCATIONS_STREAM, REGISTRY
from bc_myob.sync.wording import GROUP, in_its_own_words, with_group

Json = Mapping[str, Any]
SENT_GROUP: Final = "sent_group"
"""Detail of a customer: the group that its price class stood for when it was last exported, by External ID."""
_LAST: Final = 10**12
"""A number after those of all addresses."""


@dataclass(slots=True, kw_only=True)
class StoreDesk:
    """The store's side of a load: reading, writing, and the staged picture that our own writes keep current.

    The picture is changed by exactly what we wrote, never re-read: so what others change meanwhile still shows up as
    their change, and what we wrote never does. `started`: the run's start, which formulas take for the present.
    """

    settings: StoreSettings
    records: SyncRecords
    staging: Staging
    hook: BigCommerceHook
    started: datetime
    written: dict[str, Link] = field(default_factory=dict)
    """Links of addresses this load created, by their new external id."""

    @property
    def writer(self) -> StoreWriter:
        """The store's writing calls."""
        return StoreWriter(self.hook.api)

    def customers(self, ids: Iterable[str]) -> dict[str, SourceRecord]:
        """Give the staged customers of the store."""
        return self.records.staged(CUSTOMERS_STREAM, ids)

    def change(self, changed: Mapping[str, Json]) -> dict[str, Mapped]:
        """Stage customers of the store as we left them and note what that made of their other pairs.

        Gives what they, and their addresses, now say to the ERP, by external id.
        """
        before = self.customers(changed)
        after = {key: SourceRecord(key, payload, _stamp(payload, before.get(key))) for key, payload in changed.items()}
        said_before, said_after = self._said(before.values()), self._said(after.values())
        moved = {entity: _moved(said_before[entity], now) for entity, now in said_after.items()}
        together(
            self.records.engine,
            *(self.records.rebasing(entity, "external", rows) for entity, rows in moved.items()),
            self.staging.keeping(CUSTOMERS_STREAM, list(after.values())),
        )
        return {key: mapped for now in said_after.values() for key, mapped in now.items()}

    def foresee(self, writes: Mapping[str, Json], *, undone: bool = False) -> None:
        """Note what our writes to customers will make of their addresses' pairs; `undone`: they were refused.

        Should an answer be lost, what the store then shows must not pass for its own change. The customer is sent again
        before its addresses are looked at, so this holds also where the write never arrived.
        """
        before = self.customers(writes)
        after = {
            key: replace(source, payload=with_reply(source.payload, writes[key])) for key, source in before.items()
        }
        now, then = self._said(before.values()), self._said(after.values())
        for entity in now.keys() & {Entity.CUSTOMER_LOCATION}:
            first, second = (then, now) if undone else (now, then)
            self.records.rebase(entity, "external", _moved(first[entity], second[entity]))

    def foreseen(self, books: Mapping[str, Sequence[Json]]) -> dict[str, tuple[str, str]]:
        """Give the hashes of what customers say to the ERP now, and with these addresses written to their books."""
        before = self.customers(books)
        after = {key: replace(row, payload=with_addresses(row.payload, books[key])) for key, row in before.items()}
        now, then = (self._said(rows.values())[Entity.CUSTOMER] for rows in (before, after))
        return {each.external_id: (each.before, each.after) for each in _moved(now, then)}

    def erp_hash(self, entity: Entity, row: Json, document: Json) -> str | None:
        """Give what our `document` made of a record of the ERP; and stage the record as it answered us.

        What else the answer says otherwise than before is somebody's edit meanwhile: it still shows up as a change.
        """
        spec = REGISTRY[entity]
        if spec.export is None:
            return None
        record = erp_record(row)
        before = self.records.staged(spec.erp_stream, [record.source_id]).get(record.source_id)
        ours = record
        if before is not None and GONE not in before.payload:
            ours = replace(record, payload=_written(before.payload, record.payload, document))
        self.staging.keep(spec.erp_stream, [record])
        (said,) = spec.export(Given(self.settings, [ours], now=self.started))
        return None if said.content is None else content_hash(said.content)

    def in_own_words(self, entity: Entity, claimed: Sequence[Claimed]) -> dict[int, dict[str, Any]]:
        """Give the documents for the store, by claim, without what would alter words that say the same already."""
        known = [one for one in claimed if one.erp_id and not is_unborn(one.external_id)]
        ours = self.customers({one.source_id for one in known})
        said = self._said(ours.values()).get(entity, {})
        theirs = self.records.staged(REGISTRY[entity].erp_stream, (str(one.erp_id) for one in known))
        mapped = {line.target for line in mapping_lines(self.settings, entity, "Export")}
        worded = {one.id: dict(one.document) for one in claimed}
        for one in known:
            record, content = _found(entity, one, ours), said.get(one.external_id)
            account = theirs.get(str(one.erp_id))
            if record is not None and entity is Entity.CUSTOMER:
                worded[one.id] = self.in_group(one, worded[one.id], record)
            if record is not None and content is not None and content.content is not None and account is not None:
                worded[one.id] = in_its_own_words(
                    *(entity, worded[one.id]), ours=record, said=content.content, theirs=account.payload, mapped=mapped
                )
        return worded

    def in_group(self, claimed: Claimed, document: Json, ours: Json) -> dict[str, Any]:
        """Give a customer's document so that it touches the group only where the account's price class is news."""
        if any(line.target == GROUP for line in mapping_lines(self.settings, Entity.CUSTOMER, "Export")):
            return dict(document)
        groups = set(self.settings.customers.price_class_groups.values())
        last = claimed.details.get(SENT_GROUP, {}).get(str(ours["id"]))
        return with_group(document, ours=ours, last=last, mapped=groups)

    def gone_in_the_erp(self, entity: Entity, claimed: Claimed) -> None:
        """Stage a record as gone: an update found it deleted."""
        spec = REGISTRY[entity]
        owner = {spec.erp_owner: spec.owner_in(claimed.erp_key or "")}
        self.staging.keep(
            spec.erp_stream, [SourceRecord(str(claimed.erp_id), {"id": claimed.erp_id, GONE: True, **owner})]
        )

    def account_changed(self, account: Json) -> None:
        """Note what a customer's own write made of its locations: those without an own address or contact follow it."""
        staged = self.records.staged_under(ERP_LOCATIONS_STREAM, [str(account.get("CustomerID") or "")])
        after = {key: _following(row, account) for key, row in staged.items()}
        before_said, after_said = self._exported(staged), self._exported(after)
        known = self.records.standings(Entity.CUSTOMER_LOCATION, erp_id=list(staged))
        moved = [
            Rebased(each.external_id, before_said[each.erp_id], after_said[each.erp_id])
            for each in known
            if each.erp_id in before_said and each.erp_id in after_said
        ]
        together(
            self.records.engine,
            self.records.rebasing(Entity.CUSTOMER_LOCATION, "erp", moved),
            self.staging.keeping(ERP_LOCATIONS_STREAM, [row for key, row in after.items() if row != staged[key]]),
        )

    def _exported(self, rows: Mapping[str, SourceRecord]) -> dict[str, str]:
        export = REGISTRY[Entity.CUSTOMER_LOCATION].export
        given = Given(self.settings, list(rows.values()), now=self.started)
        said = export(given) if export and rows else []
        return {each.source_id: content_hash(each.content) for each in said if each.content is not None}

    def _said(self, customers: Iterable[SourceRecord]) -> dict[Entity, dict[str, Mapped]]:
        sources = list(customers)
        ids = [source.source_id for source in sources]
        owners = self.records.links(Entity.CUSTOMER, source_ids=ids)
        places = {**self.records.links(Entity.CUSTOMER_LOCATION, source_ids=ids), **self.written}
        links = {Entity.CUSTOMER: owners, Entity.CUSTOMER_LOCATION: places}
        given = Given(self.settings, sources, links, now=self.started)
        entities = [Entity.CUSTOMER]
        if self.settings.entities.customer_location.active:
            entities.append(Entity.CUSTOMER_LOCATION)
        return {entity: {each.external_id: each for each in REGISTRY[entity].map(given)} for entity in entities}


def _found(entity: Entity, claimed: Claimed, customers: Mapping[str, SourceRecord]) -> Json | None:
    customer = customers.get(claimed.source_id)
    if customer is None or entity is Entity.CUSTOMER:
        return customer.payload if customer else None
    number = claimed.external_id.partition(",")[2]
    return next((one for one in customer.payload.get("addresses") or () if str(one.get("id")) == number), None)


def _written(before: Json, answer: Json, document: Json) -> dict[str, Any]:
    """Give a record as it was, with what the answer says of the document's fields."""
    fields = {name: _after(before.get(name), answer.get(name), document[name]) for name in document if name in answer}
    return {**answer, **before, **fields}


def _after(before: Any, answer: Any, sent: Any) -> Any:
    if isinstance(sent, Mapping) and isinstance(answer, Mapping):
        return _written(before if isinstance(before, Mapping) else {}, answer, sent)
    return answer


def with_address(customer: Json, address: Json) -> dict[str, Any]:
    """Give the customer with this address in its book: in the place of its older self, or added."""
    others = [each for each in customer.get("addresses") or () if each.get("id") != address.get("id")]
    return {**customer, "addresses": [*others, dict(address)]}


def with_addresses(customer: Json, addresses: Sequence[Json]) -> dict[str, Any]:
    """Give the customer as writes will leave it; a new address, which has no number yet, comes after all others."""
    known = {each.get("id"): each for each in customer.get("addresses") or ()}
    for place, address in enumerate(addresses):
        number = address.get("id", _LAST + place)
        known[number] = {**known.get(number, {}), **address, "id": number}
    return {**customer, "addresses": list(known.values())}


def with_reply(customer: Json | None, reply: Json) -> dict[str, Any]:
    """Give the customer as the store answered our write; the answer to an update holds no addresses."""
    known = dict(customer or {"addresses": []})
    return {**known, **{name: value for name, value in reply.items() if name != "addresses" or value}}


def _stamp(payload: Json, before: SourceRecord | None) -> Any:
    return parse_date(payload.get("date_modified")) or (before.modified_at if before else None)


def _moved(before: Mapping[str, Mapped], after: Mapping[str, Mapped]) -> Sequence[Rebased]:
    return [
        Rebased(key, content_hash(before[key].content), content_hash(now.content))
        for key, now in after.items()
        if key in before and before[key].content is not None and now.content is not None
    ]


def _following(location: SourceRecord, account: Json) -> SourceRecord:
    main, payload = dict(account.get("MainContact") or {}), dict(location.payload)
    contact = dict(payload.get("LocationContact") or {})
    if payload.get("ContactOverride") is False:
        own = {name: main[name] for name in contact if name in main and name not in {"id", "Address"}}
        contact |= own
    if payload.get("AddressOverride") is False:
        contact["Address"] = {**(contact.get("Address") or {}), **_without_id(main.get("Address") or {})}
    return replace(location, payload={**payload, "LocationContact": contact})


def _without_id(address: Json) -> dict[str, Any]:
    return {name: value for name, value in address.items() if name != "id"}
