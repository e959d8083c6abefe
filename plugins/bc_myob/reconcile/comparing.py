"""All entries of a reconciliation judged: what was found, in the order of the entities, and how the books add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bc_myob.mapping.texts import quoted
from bc_myob.model.entities import Entity
from bc_myob.model.money import ZERO
from bc_myob.reconcile.applications import judge_applications, order_side
from bc_myob.reconcile.books import Entry, ErpRecord, Freshness
from bc_myob.reconcile.contents import judge_order, judge_payment
from bc_myob.reconcile.findings import Finding, Kind, Weight
from bc_myob.reconcile.presence import Terms, judge_presence, unread
from bc_myob.reconcile.refunds import Budget, budgets

Books = Mapping[Entity, Sequence[Entry]]
_FIRST: Final = frozenset({Kind.AMOUNT, Kind.CURRENCY, Kind.OPEN, Kind.UNSEEN})
_CONTENTS: Final = {Entity.SALES_ORDER: judge_order, Entity.PAYMENT: judge_payment}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How the books of one entity add up in one currency ("" where there is none).

    `compared` and `in_erp` count the records that should be there and those that are; `expected` and `booked` are
    their amounts. `open` and `left_out` are the store's other records.
    """

    entity: Entity
    currency: str
    in_store: int = 0
    in_history: int = 0
    in_erp: int = 0
    compared: int = 0
    open: int = 0
    left_out: int = 0
    expected: Decimal = ZERO
    booked: Decimal = ZERO


def compare(books: Books, terms: Terms) -> list[Finding]:
    """Give everything that is wrong, open or worth a note, entity by entity."""
    said: list[Finding] = []
    known = budgets(books.get(Entity.SALES_ORDER, ()), books.get(Entity.PAYMENT, ()))
    for entity in Entity:
        good: list[tuple[Entry, ErpRecord]] = []
        for entry in books.get(entity, ()):
            findings, row = _judged(entry, terms, known.get(entry.order_id, Budget()))
            said.extend(findings)
            if row is not None and not row.dead and not _stops_applications(entry, findings):
                good.append((entry, row))
        if entity is Entity.PAYMENT:
            said.extend(_applications(good, books.get(Entity.SALES_ORDER, ()), known))
    return sorted(said, key=lambda each: (list(Entity).index(each.entity), list(Weight).index(each.weight)))


def count_up(books: Books) -> list[Count]:
    """Give how the books add up, by entity and currency."""
    return [count for entity in Entity if entity in books for count in _counts(entity, books[entity])]


def _judged(entry: Entry, terms: Terms, budget: Budget) -> tuple[list[Finding], ErpRecord | None]:
    present = judge_presence(entry, terms)
    if isinstance(present, Finding):
        return [present], None
    judge = _CONTENTS.get(entry.entity)
    if present is None or judge is None:
        return [], None
    late = unread(entry) if entry.entity is Entity.SALES_ORDER else None
    if late is not None:
        return [late], present
    findings = list(judge(entry, present, terms, budget))
    late = unread(entry) if any(each.weight is Weight.FAULT for each in findings) else None
    return ([late] if late else findings), present


def _stops_applications(entry: Entry, findings: Iterable[Finding]) -> bool:
    """Tell whether a payment has something else to mend first, before its application can be judged."""
    cancelled = entry.store is not None and entry.store.cancelled
    return cancelled or any(finding.kind in _FIRST for finding in findings)


def _applications(
    good: Iterable[tuple[Entry, ErpRecord]], orders: Iterable[Entry], known: Mapping[str, Budget]
) -> Iterator[Finding]:
    sides = {entry.external_id: entry for entry in orders}
    groups: dict[str, list[tuple[Entry, ErpRecord]]] = defaultdict(list)
    for entry, row in good:
        groups[entry.order_id].append((entry, row))
    for number, group in groups.items():
        order = sides.get(number)
        if order is not None and (order.store is None or order.store.freshness is Freshness.SEEN):
            yield from judge_applications(group, order_side(order, known.get(number, Budget())))


def _counts(entity: Entity, entries: Sequence[Entry]) -> Iterator[Count]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.currency or (entry.erp[0].currency if entry.erp else "")].append(entry)
    for currency, group in sorted(groups.items()) or [("", [])]:
        expected = [entry for entry in group if _is_expected(entry) and not _ended(entry)]
        rows = [row for entry in group for row in entry.rows if not row.dead]
        yield Count(
            entity=entity,
            currency=quoted(currency),
            in_store=sum(entry.store is not None for entry in group),
            in_history=sum(entry.linked for entry in group),
            in_erp=len(rows),
            compared=len(expected),
            open=sum(_open(entry) for entry in group),
            left_out=sum(entry.store is not None for entry in group if not _is_expected(entry) and not _open(entry)),
            expected=sum((entry.amount or ZERO for entry in expected), ZERO),
            booked=sum((row.amount or ZERO for row in rows), ZERO),
        )


def _open(entry: Entry) -> bool:
    return entry.history is not None and entry.history.is_open


def _ended(entry: Entry) -> bool:
    """Tell whether the record came to its end on both sides, so that no sum has it."""
    return entry.ended and (entry.rows[0].dead if entry.rows else entry.linked)


def _is_expected(entry: Entry) -> bool:
    if entry.history is None:
        return entry.store is not None and entry.store.wanted
    return entry.linked and not entry.history.is_left_out
