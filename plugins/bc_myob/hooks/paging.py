"""Walks over the store's lists that lose no row while rows change (bigcommerce-api 5, Drift)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from bc_myob.model.codec import content_hash
from bc_myob.model.errors import RecordInvalid, ServiceUnavailable

log = logging.getLogger(__name__)
LARGEST_PAGE: Final = 250
IDS_PER_CALL: Final = 100
"""A hundred ids in `id:in` keep the URL short enough for any server in between."""
_SMALLEST_CAP: Final = 50
"""The default page of both versions: no list is cut shorter than that, whatever `limit` it heeds."""

Get: TypeAlias = Callable[[str, Mapping[str, object]], Any]
"""Gives the JSON of a path and query; None for 204."""


@dataclass(frozen=True, slots=True)
class Page:
    """Records as the store printed them, and where to go on after them (JSON-able; None: this was the last)."""

    records: list[dict[str, Any]]
    cursor: Any = None


def walk_ids(get: Get, path: str, query: Mapping[str, object], *, after_id: int) -> Iterator[Page]:
    """Give the rows of a V2 list by ascending id, beginning after `after_id`; the cursor is the last id seen.

    Keyset, not pages: a row that leaves the list moves no other row past us. Whether `min_id` takes its own id in is
    unknown, so each call asks from the last id seen and drops it. Ends when nothing new comes.
    """
    last = after_id
    while True:
        rows = numbered(get(path, {**query, "sort": "id:asc", "limit": LARGEST_PAGE, "min_id": last or None}), path)
        _check_order(rows, path, at_least=last)
        fresh = [row for row in rows if row["id"] > last]
        if not fresh:
            return
        last = fresh[-1]["id"]
        yield Page(fresh, last)


def numbered(rows: Any, path: str) -> list[dict[str, Any]]:
    """Give the rows that can be told apart. One without a number can be no record of ours: the log says so.

    ServiceUnavailable where none of a page has one: going on would lose what lies behind it.
    """
    listed = list(rows or ())
    found = [row for row in listed if isinstance(row, dict) and type(row.get("id")) is int]
    if listed and not found:
        raise ServiceUnavailable(f"The store lists records without numbers on {path}: it cannot be walked safely")
    if len(found) < len(listed):
        log.error("%d records of %s have no number and cannot be read", len(listed) - len(found), path)
    return found


def _check_order(rows: Sequence[Mapping[str, Any]], path: str, *, at_least: int) -> None:
    ids = [row["id"] for row in rows]
    if ids != sorted(ids) or any(one < at_least for one in ids):
        # going on would skip rows in silence
        raise ServiceUnavailable(f"The store did not heed sort and min_id on {path}: its list cannot be walked safely")


def walk_cursor(get: Get, path: str, query: Mapping[str, object], *, cursor: str | None = None) -> Iterator[Page]:
    """Give the rows of a V3 list by cursor, from the start or after `cursor`; by pages where the store has no cursors.

    A cursor that the store no longer takes (unknown whether cursors survive changes) restarts the walk by pages; rows
    may then come twice.
    """
    if cursor and cursor.startswith(_PAGE):
        yield from walk_pages(get, path, query, cursor=cursor)
        return
    after = cursor
    while True:
        try:
            body = get(path, {**query, "limit": LARGEST_PAGE, "after": after})
        except RecordInvalid:
            if after is None:
                raise
            yield from walk_pages(get, path, query)
            return
        links = _links(body)
        if links is None and after is None:
            yield from walk_pages(get, path, query, first=body)
            return
        rows = _data(body)
        after = (links or {}).get("end_cursor") if rows and _has_next(links) else None
        yield Page(rows, after)
        if after is None:
            return


def _links(body: Any) -> Mapping[str, Any] | None:
    meta = (body or {}).get("meta") or {}
    found = meta.get("cursor_pagination")
    return found if isinstance(found, Mapping) and found else None


def _has_next(pagination: Mapping[str, Any] | None) -> bool:
    if not pagination:
        return False
    links = pagination.get("links")
    # `links` is missing in some recordings: then only an empty page ends the walk
    return bool(links.get("next")) if isinstance(links, Mapping) else True


_PAGE: Final = "page:"


def walk_pages(
    get: Get, path: str, query: Mapping[str, object], *, first: Any = None, cursor: str | None = None
) -> Iterator[Page]:
    """Give the rows of a V3 list by page number, from the last page to the first; the cursor is `page:<next>`.

    Backwards, because a row that leaves the list moves the later ones to earlier pages, which are still to be read.
    Page 1 tells the number of pages, so it is read first and, if there are others, again at the end.
    """
    if cursor is None:
        body = first if first is not None else get(path, {**query, "limit": LARGEST_PAGE, "page": 1})
        number = _total_pages(body)
        yield Page(_data(body), f"{_PAGE}{number}" if number > 1 else None)
        if number <= 1:
            return
    else:
        number = int(cursor.removeprefix(_PAGE))
    for page in range(number, 0, -1):
        rows = _data(get(path, {**query, "limit": LARGEST_PAGE, "page": page}))
        yield Page(rows, f"{_PAGE}{page - 1}" if page > 1 else None)


def _total_pages(body: Any) -> int:
    meta = (body or {}).get("meta") or {}
    return int((meta.get("pagination") or {}).get("total_pages") or 1)


def _data(body: Any) -> list[dict[str, Any]]:
    return list((body or {}).get("data") or [])


def parts_of(get: Get, path: str, query: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
    """Give all rows of a V2 list that belongs to one record (products, taxes); 204 gives [].

    One call in all but the longest lists: fewer rows than any known cap prove the end. A row that no id tells from
    others is given all the same: what is wrong with it, its record's mapping says.
    """
    found: dict[Name, dict[str, Any]] = {}
    number = 1
    while True:
        paging = {"limit": LARGEST_PAGE, "page": number if number > 1 else None}
        rows = get(path, {**(query or {}), **paging}) or []
        known = len(found)
        found.update({name_of(row, place): row for place, row in enumerate(rows)})
        if len(rows) < _SMALLEST_CAP or len(found) == known:
            return list(found.values())
        number += 1


Name: TypeAlias = int | str | tuple[int, str]


def name_of(row: Any, place: int = 0) -> Name:
    """Give what tells a row from others: its id, or, where that is no number or text, its content and its place."""
    found = row.get("id") if isinstance(row, Mapping) else None
    return found if isinstance(found, (int, str)) else (place, content_hash(row))


def bundles(ids: Iterable[int], size: int = IDS_PER_CALL) -> Iterator[list[int]]:
    """Give the ids, each once and ascending, in lists of at most `size`."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def spans(ids: Iterable[int], width: int = LARGEST_PAGE - 2) -> Iterator[list[int]]:
    """Give the ids, each once and ascending, in lists whose first and last lie less than `width` apart.

    So that one call over the numbers between, with one more at either end, returns them all.
    """
    bundle: list[int] = []
    for one in sorted(set(ids)):
        if bundle and one - bundle[0] >= width:
            yield bundle
            bundle = []
        bundle.append(one)
    if bundle:
        yield bundle
