"""The three books laid side by side: read in an order in which a sync that runs meanwhile raises no false alarm.

The store first, then the ERP, then Sync History: whatever the sync writes into the ERP while that is read has a younger
line in Sync History, and counts as in motion.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bc_myob.history.recorded import Recorded, Records
from bc_myob.history.records import SyncRecords
from bc_myob.model.entities import Entity
from bc_myob.model.pairs import is_unborn
from bc_myob.model.records import Window
from bc_myob.operators.pairing.pairs import both_ways
from bc_myob.operators.reconciling.erp import ErpDesk, by_stem
from bc_myob.operators.reconciling.owners import Owners
from bc_myob.operators.reconciling.store import StoreBook
from bc_myob.operators.reconciling.unlisted import last_seen, with_last_seen
from bc_myob.reconcile.books import Entry, ErpRecord, HistoryRecord, StoreRecord
from bc_myob.reconcile.references import bundles, number_of, reference_stem, stem_of
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import CUSTOMERS_STREAM, ORDERS_STREAM

_STREAMS: Final = {
    Entity.CUSTOMER: CUSTOMERS_STREAM,
    Entity.CUSTOMER_LOCATION: CUSTOMERS_STREAM,
    Entity.SALES_ORDER: ORDERS_STREAM,
    Entity.PAYMENT: ORDERS_STREAM,
}
_TYPED: Final = frozenset({Entity.SALES_ORDER, Entity.PAYMENT})
"""Documents: their key begins with a type. Copies of another type (a return order) stand for something else."""

_MONEY_IN: Final = frozenset({"prepayment", "payment"})
"""Both book the same money in: entered by hand as a Payment, it is a double all the same."""


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """One entity's books while they are collected. `subjects`: the source ids that the window is about."""

    entity: Entity
    book: Mapping[str, StoreRecord]
    subjects: set[str]
    names: Sequence[tuple[str, str]]
    rows: dict[str, tuple[ErpRecord, ...]] = field(default_factory=dict)
    known: dict[str, Recorded] = field(default_factory=dict)

    @property
    def wanted(self) -> set[str]:
        """The stems to look for in the ERP; of orders, whatever was paid for them."""
        named = {external_id for external_id, source_id in self.names if source_id in self.subjects}
        stems = {reference_stem(self.entity, name) for name in (*self.book, *named)}
        return stems | {f"{one}/" for one in self.subjects} if self.entity is Entity.PAYMENT else stems

    def is_about(self, name: str) -> bool:
        """Tell whether the window is about the record: a neighbour that the sync knows belongs to another window."""
        return name in self.book or (name in self.known and self.known[name].source_id in self.subjects)


@dataclass(slots=True, kw_only=True)
class Library:
    """Where the books of one reconciliation are laid side by side. `records`: what the sync read last is asked of."""

    settings: StoreSettings
    records: SyncRecords
    history: Records
    window: Window
    erp: ErpDesk

    def entries(self, store: StoreBook) -> dict[Entity, list[Entry]]:
        """Give every record of the window in its three books, entity by entity."""
        shelves = [self._shelf(entity, book) for entity, book in store.items()]
        for shelf in shelves:
            shelf.rows = self._rows(shelf)
        for shelf in shelves:
            shelf.known = self._known(shelf)
        owners = Owners.of(self.settings, {shelf.entity: shelf.known for shelf in shelves})
        laid = {shelf.entity: self._last_seen(self._under_keys(shelf.entity, self._laid(shelf))) for shelf in shelves}
        return owners.told(laid, self.erp)

    def _shelf(self, entity: Entity, book: Mapping[str, StoreRecord]) -> _Shelf:
        subjects = {record.source_id for record in book.values()}
        names = [pair for pair in self.history.names(entity) if not is_unborn(pair[0])]
        if self.window.start is None:
            subjects.update(source_id for _, source_id in names)
        else:
            subjects.update(self.history.created_in(_STREAMS[entity], self.window))
        return _Shelf(entity=entity, book=book, subjects=subjects, names=names)

    def _rows(self, shelf: _Shelf) -> dict[str, tuple[ErpRecord, ...]]:
        entity, wanted = shelf.entity, shelf.wanted
        known = {reference_stem(entity, external_id) for external_id, _ in shelf.names}
        everything = self.window.start is None
        found = [
            (stem, row)
            for prefixes in bundles(entity, known | wanted, None if everything else wanted)
            for row in self.erp.under_references(entity, prefixes)
            if (stem := stem_of(entity, row.reference, self.settings.store_name))
        ]
        if everything or not wanted:
            return by_stem(found)
        numbers = [number_of(stem) for stem in wanted]
        return by_stem((stem, row) for stem, row in found if min(numbers) <= number_of(stem) <= max(numbers))

    def _known(self, shelf: _Shelf) -> dict[str, Recorded]:
        ids = set(shelf.subjects)
        if shelf.entity is not Entity.CUSTOMER_LOCATION:  # whose address it is, is not in its reference
            ids |= {str(number_of(stem)) for stem in shelf.rows}
        known = self.history.recorded(shelf.entity, source_ids=ids)
        linked = {record.erp_id for record in known.values()}
        strange = [row.id for each in shelf.rows.values() for row in each if row.id not in linked]
        known |= self.history.recorded(shelf.entity, erp_ids=strange)
        return {name: record for name, record in known.items() if not is_unborn(name)}

    def _laid(self, shelf: _Shelf) -> list[Entry]:
        rows = self._of_our_types(shelf)
        names = {reference_stem(shelf.entity, name): name for name in (*shelf.known, *shelf.book)}
        inside = {stem for stem, name in names.items() if shelf.is_about(name)} | (set(rows) - set(names))
        names |= {stem: _named(shelf.entity, stem) for stem in rows if stem not in names}
        return [
            Entry(
                entity=shelf.entity,
                external_id=names[stem],
                store=shelf.book.get(names[stem]),
                history=_history(shelf.known.get(names[stem])),
                erp=rows.get(stem, ()),
            )
            for stem in sorted(inside, key=lambda stem: (number_of(stem), stem))
        ]

    def _of_our_types(self, shelf: _Shelf) -> dict[str, tuple[ErpRecord, ...]]:
        """Give the documents that may stand for ours: where the linked one is there, of its type; else of any we use.

        The settings' type may have changed since an order was brought: its copy of the new type is no double.
        """
        if shelf.entity not in _TYPED:
            return shelf.rows
        links = {record.erp_id: _type(record.erp_key) for record in shelf.known.values() if record.erp_key}
        ours = {*links.values(), self.settings.orders.order_type.casefold()}
        beside = _MONEY_IN if shelf.entity is Entity.PAYMENT else frozenset[str]()
        kept = {}
        for stem, rows in shelf.rows.items():
            types = beside | ({links[row.id] for row in rows if row.id in links} or ours)
            kept[stem] = tuple(row for row in rows if _type(row.key) in types)
        return {stem: rows for stem, rows in kept.items() if rows}

    def _under_keys(self, entity: Entity, entries: Sequence[Entry]) -> list[Entry]:
        """Look up by its key what is not under its reference: a changed reference is no missing record."""
        pairs = both_ways(self.settings, entity)
        lost = [entry.history.erp_key or "" if entry.history and _is_lost(entry) else "" for entry in entries]
        there = self.erp.under_keys(entity, filter(None, lost))
        return [
            self._with(replace(entry, both_ways=pairs), there.get(key.casefold()) if key else None)
            for entry, key in zip(entries, lost, strict=True)
        ]

    def _last_seen(self, entries: Sequence[Entry]) -> list[Entry]:
        """Note what the store had ended and given back when the sync read it last, where it lists it no more."""
        unlisted = {history.source_id for entry in entries if (history := _unlisted(entry))}
        seen = dict(last_seen(self.settings, self.records, unlisted))
        return [
            replace(entry, history=with_last_seen(history, seen.get(history.source_id)))
            if (history := _unlisted(entry))
            else entry
            for entry in entries
        ]

    def _with(self, entry: Entry, there: ErpRecord | None) -> Entry:
        """Give the entry with what is under its key. It counts as found where nothing is wrong with its reference.

        That is so for what was born in the ERP, and for what a list left out.
        """
        if there is None:
            return entry
        stem = stem_of(entry.entity, there.reference, self.settings.store_name)
        right = entry.both_ways or stem == reference_stem(entry.entity, entry.external_id)
        return replace(entry, under_key=there, erp=(there,) if right and not entry.erp else entry.erp)


def _unlisted(entry: Entry) -> HistoryRecord | None:
    """Give the sync record of a document that was brought, and that the store does not list."""
    brought = entry.store is None and entry.linked and entry.entity in _TYPED
    return entry.history if brought else None


def _is_lost(entry: Entry) -> bool:
    history = entry.history
    if history is None or history.erp_id is None or history.is_left_out or history.is_open:
        return False
    return not any(row.id == history.erp_id for row in entry.erp)


def _named(entity: Entity, stem: str) -> str:
    return stem.replace("/", ",", 1) if entity is Entity.PAYMENT else stem


def _type(key: str) -> str:
    return key.partition(",")[0].casefold()


def _history(record: Recorded | None) -> HistoryRecord | None:
    if record is None:
        return None
    return HistoryRecord(
        external_id=record.external_id,
        source_id=record.source_id,
        status=record.status,
        updated_at=record.updated_at,
        held_by_user=record.held_by == "user",
        erp_id=record.erp_id,
        erp_key=record.erp_key,
        last_error=record.last_error,
        brought_at=record.brought_at,
        details=record.details,
    )
