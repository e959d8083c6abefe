"""Filters and sorts of the list of customers (bigcommerce-api.md 6 and 7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.store.query import Query
from sandbox.store.refusals import Refusal
from sandbox.store.world import StoreWorld

Row = dict[str, Any]
SORTS = ("date_created", "last_name", "date_modified")
TEXT_FILTERS = {
    "company:in": lambda row: row["company"],
    "email:in": lambda row: row["email"].lower(),
    "phone:in": lambda row: row["phone"],
    "registration_ip_address:in": lambda row: row["registration_ip_address"],
    "name:in": lambda row: f"{row['first_name']} {row['last_name']}",
}
FILTERS = {
    *TEXT_FILTERS,
    *("id:in", "customer_group_id:in", "name:like", "include", "sort", "after", "before"),
    *(f"date_{what}{bound}" for what in ("created", "modified") for bound in ("", ":min", ":max")),
}


def matching(world: StoreWorld, query: Query) -> list[Row]:
    """Return the customers that pass every filter of the query."""
    table = world.table("customers")
    ids, groups, like = query.numbers("id:in"), query.numbers("customer_group_id:in"), query.text("name:like")
    tests: list[Callable[[Row], bool]] = [*_dates(query, inclusive=world.kit.switches["min_date_inclusive"])]
    if groups is not None:
        tests.append(lambda row: row["customer_group_id"] in groups)
    if like is not None:
        tests.append(lambda row: like.lower() in f"{row['first_name']} {row['last_name']}".lower())
    for name, value_of in TEXT_FILTERS.items():
        if query.text(name) is not None:
            tests.append(_one_of(value_of, query.words(name), lower=name == "email:in"))
    rows = table.values() if ids is None else (table[number] for number in ids & table.keys())
    return [row for row in rows if all(test(row) for test in tests)]


def _one_of(value_of: Callable[[Row], str], words: list[str], *, lower: bool) -> Callable[[Row], bool]:
    wanted = {word.lower() if lower else word for word in words}
    return lambda row: value_of(row) in wanted


def _dates(query: Query, *, inclusive: bool) -> list[Callable[[Row], bool]]:
    tests: list[Callable[[Row], bool]] = []
    for name in ("date_created", "date_modified"):
        exact, low, high = (query.time(f"{name}{bound}") for bound in ("", ":min", ":max"))
        if exact:
            tests.append(lambda row, n=name, at=exact: row[n] == at)  # type: ignore[misc]
        if low:
            tests.append(lambda row, n=name, at=low: row[n] > at or (inclusive and row[n] == at))  # type: ignore[misc]
        if high:
            tests.append(lambda row, n=name, at=high: row[n] <= at)  # type: ignore[misc]
    return tests


def sort_of(query: Query) -> tuple[str | None, bool]:
    """Return the field to sort by, if any, and whether descending."""
    text = query.text("sort")
    if text is None:
        return None, False
    name, _, direction = text.partition(":")
    if name not in SORTS or direction not in ("asc", "desc"):
        raise Refusal(422, "Invalid sort", {"sort": "date_created, last_name or date_modified with :asc or :desc"})
    return name, direction == "desc"


def key_of(name: str) -> Callable[[Row], list[Any]]:
    """Return the sort key of rows by a field, then by id, as JSON can carry it."""
    if name.startswith("date_"):
        return lambda row: [row[name].isoformat(), row["id"]]
    return lambda row: [row[name], row["id"]]
