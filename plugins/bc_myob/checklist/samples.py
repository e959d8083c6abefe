"""What the user's filters and mappings see: the newest records, made up by the very functions a run uses (7.1, 7.2)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd

from bc_myob.checklist.facts import Ask, Facts, Row, same
from bc_myob.mapping.customers import customer_frame
from bc_myob.mapping.frames import to_frame
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations import address_frame
from bc_myob.mapping.orders_facts import Facts as OrderFacts
from bc_myob.mapping.orders_facts import facts_of
from bc_myob.mapping.orders_rules import created_at
from bc_myob.mapping.payments_candidates import Candidate, candidates
from bc_myob.mapping.payments_from_order import FROM_ORDER
from bc_myob.mapping.payments_portions import State
from bc_myob.mapping.payments_records import record_of
from bc_myob.mapping.rule_values import may_be
from bc_myob.mapping.store_fields import KNOWN, KNOWN_OF_LINES
from bc_myob.mapping.totals import currency_of
from bc_myob.model.entities import Entity
from bc_myob.model.errors import UNFORESEEN
from bc_myob.model.money import ZERO
from bc_myob.model.records import SourceRecord
from bc_myob.store.fields import bare, field_paths, field_values, has_field
from bc_myob.store.settings import StoreSettings

SEEN_IN: Final = {
    Entity.CUSTOMER: (Ask.STORE_CUSTOMERS,),
    Entity.CUSTOMER_LOCATION: (Ask.STORE_CUSTOMERS,),
    Entity.SALES_ORDER: (Ask.STORE_ORDERS,),
    Entity.PAYMENT: (Ask.STORE_ORDERS, Ask.STORE_TRANSACTIONS),
}
"""Whose answers the samples are made of."""
_WHOSE: Final = {
    Entity.CUSTOMER: "The store's records",
    Entity.CUSTOMER_LOCATION: "The store's addresses",
    Entity.SALES_ORDER: "The store's records",
    Entity.PAYMENT: "The payments of the store's orders",
}
_NOW: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""No field depends on it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Some records as filters or mappings see them, in words `whose`; `known`: what others may have besides.

    `holds_back`: a field that none of them has does not stay empty, but keeps every record back.
    """

    whose: str
    frame: pd.DataFrame
    known: Collection[str]
    holds_back: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the store has no such record yet."""
        return not len(self.frame)

    def may_have(self, name: str) -> bool:
        """Tell whether records of the store may have the field, though none of these has it."""
        return not has_field(self.frame, name) and may_be(name, self.known, self.frame)

    def has(self, name: str) -> bool:
        """Tell whether a record has the field, found as a run finds it; one that is null counts as there."""
        if not has_field(self.frame, name):
            return False
        return any(value is not None for value in field_values(self.frame, name)) or self._leads(name)

    def _leads(self, name: str) -> bool:
        """Tell whether the path goes on inside of a column's lists and objects, so far as they are filled."""
        columns = {bare(column): column for column in map(str, self.frame.columns)}
        for parts in ([bare(part) for part in path.split(".")] for path in field_paths(name)):
            for length in range(len(parts), 0, -1):
                if column := columns.get(".".join(parts[:length])):
                    return any(_leads(value, parts[length:]) for value in self.frame[column])
        return True


def filtered(entity: Entity, facts: Facts, settings: StoreSettings) -> Sample:
    """Give the records as the entity's filters see them."""
    if entity is Entity.SALES_ORDER:
        return Sample(_WHOSE[entity], to_frame(facts.rows(Ask.STORE_ORDERS)), KNOWN[entity], holds_back=True)
    return replace(mapped(entity, facts, settings), holds_back=True)


def mapped(entity: Entity, facts: Facts, settings: StoreSettings) -> Sample:
    """Give the records as the entity's mappings see them."""
    return Sample(_WHOSE[entity], _FRAMES[entity](facts, settings), KNOWN[entity])


def mapped_lines(facts: Facts, settings: StoreSettings) -> Sample:
    """Give the lines of orders as mappings into Details see them."""
    frame = to_frame([line for each in _order_facts(facts, settings) for line in each.lines])
    return Sample("The store's order lines", frame, KNOWN_OF_LINES)


def _leads(value: Any, parts: Sequence[str]) -> bool:
    if not parts or value is None:
        return True
    if isinstance(value, Mapping):
        inner = [each for key, each in value.items() if bare(str(key)) == parts[0]]
        return bool(inner) and _leads(inner[0], parts[1:])
    if isinstance(value, Sequence) and not isinstance(value, str) and parts[0].isdigit():
        return not value or any(_leads(each, parts[1:]) for each in value)
    return False


def _customers(facts: Facts, settings: StoreSettings) -> pd.DataFrame:
    return customer_frame(_given(settings, facts.rows(Ask.STORE_CUSTOMERS)))


def _locations(facts: Facts, settings: StoreSettings) -> pd.DataFrame:
    return address_frame(_given(settings, facts.rows(Ask.STORE_CUSTOMERS)))


def _orders(facts: Facts, settings: StoreSettings) -> pd.DataFrame:
    return to_frame([each.header for each in _order_facts(facts, settings)])


def _payments(facts: Facts, settings: StoreSettings) -> pd.DataFrame:
    given = _given(settings, ())
    return to_frame([record for order in facts.rows(Ask.STORE_ORDERS) for record in _paid(given, order, facts)])


def _paid(given: Given, order: Row, facts: Facts) -> Iterator[Mapping[str, Any]]:
    rows = [row for row in facts.rows(Ask.STORE_TRANSACTIONS) if same(row.get("order_id"), order.get("id"))]
    try:
        found = candidates(order, rows, given.settings.payments) or [_as_if_paid(given, order)]
        yield from [record_of(given, order, one) | {"applied": ZERO} for one in found]
    except UNFORESEEN:
        return


def _as_if_paid(given: Given, order: Row) -> Candidate:
    """Give a payment of an order that has none yet: its fields are those of every payment."""
    active = [row.store_payment_method for row in given.settings.payments.methods if row.active]
    method, currency = next(iter(active), ""), currency_of(order)
    return Candidate(FROM_ORDER, State.TAKEN, method, ZERO, currency, created_at(order), reference="")


def _order_facts(facts: Facts, settings: StoreSettings) -> Iterator[OrderFacts]:
    """Walk the facts of the orders that can be understood, as if all were guests': no customer is synchronised yet."""
    nobody = settings.entities.customer.model_copy(update={"active": False})
    guests = settings.model_copy(update={"entities": settings.entities.model_copy(update={"customer": nobody})})
    given = _given(guests, facts.rows(Ask.STORE_ORDERS))
    for source in given.sources:
        try:
            yield facts_of(given, source, {})
        except UNFORESEEN:
            continue


def _given(settings: StoreSettings, rows: Any) -> Given:
    return Given(settings, [SourceRecord(str(row.get("id")), row) for row in rows], now=_NOW)


_FRAMES: Final[dict[Entity, Callable[[Facts, StoreSettings], pd.DataFrame]]] = {
    Entity.CUSTOMER: _customers,
    Entity.CUSTOMER_LOCATION: _locations,
    Entity.SALES_ORDER: _orders,
    Entity.PAYMENT: _payments,
}
