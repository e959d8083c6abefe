"""Filters and sorts of the list of orders (bigcommerce-api.md 10.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sandbox.store.paging import unsorted
from sandbox.store.query import Query
from sandbox.store.refusals import Refusal
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
Test = Callable[[Row], bool]
SORTS = ("id", "customer_id", "date_created", "date_modified", "status_id", "channel_id", "external_id")
NUMBERS = ("customer_id", "status_id", "channel_id")
TEXTS = ("cart_id", "payment_method", "external_order_id")
DATES = ("date_created", "date_modified")
FILTERS = {
    *("min_id", "max_id", "min_total", "max_total", "email", *NUMBERS, *TEXTS),
    *(f"{bound}_{name}" for bound in ("min", "max") for name in DATES),
}


def matching(world: StoreWorld, query: Query) -> list[Row]:
    """Return the orders that pass every filter; archived ones only where the switch lists them."""
    tests = list(_tests(query, inclusive=world.kit.switches["min_date_inclusive"]))
    if not world.kit.switches["archived_listed"]:
        tests.append(lambda row: not row["is_deleted"])
    return [row for row in world.table("orders").values() if all(test(row) for test in tests)]


def in_order(world: StoreWorld, rows: list[Row], query: Query) -> list[Row]:
    """Return the rows sorted as asked; ties by id."""
    text = query.text("sort")
    if text is None:
        return unsorted(world, rows)
    name, _, direction = text.partition(":")
    if name not in SORTS or direction not in ("", "asc", "desc"):
        raise Refusal(400, f"The sort field '{text}' is not supported.")
    if name == "external_id":  # null on every order
        name = "id"
    return sorted(rows, key=lambda row: (row[name], row["id"]), reverse=direction == "desc")


def _tests(query: Query, *, inclusive: bool) -> Iterator[Test]:
    yield from _bounds(query.number("min_id"), query.number("max_id"), "id")
    yield from _bounds(query.money("min_total"), query.money("max_total"), "total_inc_tax")
    for name in DATES:
        yield from _bounds(query.time(f"min_{name}"), query.time(f"max_{name}"), name, inclusive=inclusive)
    for name in NUMBERS:
        yield from _equal(query.number(name), name)
    for name in TEXTS:
        yield from _equal(query.text(name), name)
    email = query.text("email")
    if email is not None:
        yield lambda row: row["billing_address"]["email"].lower() == email.lower()


def _bounds(low: Any, high: Any, name: str, *, inclusive: bool = True) -> Iterator[Test]:
    if low is not None:
        yield lambda row: row[name] > low or (inclusive and row[name] == low)
    if high is not None:
        yield lambda row: row[name] <= high


def _equal(value: Any, name: str) -> Iterator[Test]:
    if value is not None:
        yield lambda row: row[name] == value
