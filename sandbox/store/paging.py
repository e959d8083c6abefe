"""Pages of lists: V2 by number, V3 by number and, for customers, by cursor (bigcommerce-api.md 5)."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from sandbox.store.query import Query
from sandbox.store.refusals import Refusal
from sandbox.store.tables import Tables
from sandbox.store.wire import v2, v3

Row = dict[str, Any]
Show = Callable[[Row], Any]


def unsorted(world: Tables, rows: list[Row]) -> list[Row]:
    """Return rows that nobody asked to sort: by id, or in any order where the switch says so."""
    rows = sorted(rows, key=lambda row: row["id"])
    if world.kit.switches["unsorted_order"] == "shuffled":
        random.shuffle(rows)
    return rows


def page_v2(rows: list[Row], query: Query, show: Show = dict) -> Response:
    """Return one page of a V2 list: a bare array, or 204 beyond the end."""
    page, limit = query.page()
    return v2([show(row) for row in rows[(page - 1) * limit : page * limit]])


def page_v3(rows: list[Row], query: Query, show: Show = dict, more: Row | None = None) -> Response:
    """Return one page of a V3 list with its pagination; `more` is added to the meta."""
    page, limit = query.page()
    shown = rows[(page - 1) * limit : page * limit]
    return v3([show(row) for row in shown], {"pagination": _pagination(len(rows), len(shown), query)} | (more or {}))


def _pagination(total: int, count: int, query: Query) -> Row:
    page, limit = query.page()
    pages = max(1, -(-total // limit))
    counts = {"total": total, "count": count, "per_page": limit, "current_page": page, "total_pages": pages}
    if not query.wants_links:
        return counts
    near = {"previous": page - 1, "current": page, "next": page + 1}
    links = {name: _link(query, page=n, limit=limit) for name, n in near.items() if 0 < n <= max(page, pages)}
    return counts | {"links": links}


def _link(query: Query, **position: object) -> str:
    return "?" + urlencode({**position, **query.others()}, safe=":,")


class CursorPage:
    """A V3 list that can also be walked by cursor: rows in the order of `key`, which the cursor remembers."""

    def __init__(self, world: Tables, query: Query, key: Callable[[Row], Any], *, descending: bool = False) -> None:
        """Prepare to page through rows sorted by `key`; it returns a list that JSON can carry."""
        self._world, self._query, self._key, self._descending = world, query, key, descending

    def answer(self, rows: list[Row], show: Show) -> Response:
        """Return the page asked for: by `after` or `before` if given, else by number."""
        after, before = self._query.text("after"), self._query.text("before")
        page, limit = self._query.page()
        if after is None and before is None:
            shown = rows[(page - 1) * limit : page * limit]
            more = {"cursor_pagination": self._meta(rows, shown, limit)} if page == 1 else {}
            return page_v3(rows, self._query, show, more)
        mark = self._read(after or before or "")
        if after is not None:
            shown = [row for row in rows if self._comes_later(self._key(row), mark)][:limit]
        else:
            shown = [row for row in rows if self._comes_later(mark, self._key(row))][-limit:]
        return v3([show(row) for row in shown], {"cursor_pagination": self._meta(rows, shown, limit)})

    def _comes_later(self, this: Any, that: Any) -> bool:
        return bool(this < that if self._descending else this > that)

    def _meta(self, rows: list[Row], shown: list[Row], limit: int) -> Row:
        meta: Row = {"count": len(shown), "per_page": limit, "links": {}}
        if shown:
            meta |= {"start_cursor": self._write(shown[0]), "end_cursor": self._write(shown[-1])}
            if shown[-1] is not rows[-1]:
                meta["links"]["next"] = _link(self._query, after=meta["end_cursor"], limit=limit)
            if shown[0] is not rows[0]:
                meta["links"]["previous"] = _link(self._query, before=meta["start_cursor"], limit=limit)
        return meta

    def _write(self, row: Row) -> str:
        text = json.dumps([self._key(row), self._world.version])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _read(self, cursor: str) -> Any:
        try:
            key, version = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        except ValueError as error:
            raise Refusal(422, "The cursor is invalid", {"after": "invalid cursor"}) from error
        if version != self._world.version and not self._world.kit.switches["cursor_survives_change"]:
            raise Refusal(422, "The cursor is no longer valid", {"after": "expired cursor"})
        return key
