"""Addresses that the store lists by themselves, put back into the address books of their customers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bc_myob.hooks.paging import Name, name_of

Row = dict[str, Any]


def books_of(rows: Iterable[Row], asked: Iterable[str] = ()) -> dict[str, list[Row]]:
    """Give the addresses by customer, each once.

    Nobody can tell whose an address without a customer is. It stands without its number in the book of everybody who
    was `asked` for, so that none of these books counts as read, and none of their addresses as deleted.
    """
    everybody = tuple(asked)
    books: dict[str, dict[Name, Row]] = defaultdict(dict)
    for row in rows:
        owner = row.get("customer_id") if isinstance(row, Mapping) else None
        if type(owner) is int:
            books[str(owner)][name_of(row)] = row
            continue
        for each in everybody:
            books[each][name_of(row)] = {**row, "id": None} if isinstance(row, Mapping) else row
    return {key: list(book.values()) for key, book in books.items()}
