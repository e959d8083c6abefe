"""Reading a request: filters, paging parameters, bodies (bigcommerce-api.md 2, 5, 6)."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.requests import Request

from sandbox.kit import Kit
from sandbox.store.refusals import Refusal
from sandbox.store.wire import parse_time

DEFAULTS = (1, 50)  # page, limit
MAX_LIMIT = 250
PAGING = frozenset({"page", "limit"})


class Query:
    """The query string of one request, read strictly: a value of the wrong type is refused, not ignored."""

    def __init__(self, request: Request, kit: Kit) -> None:
        """Read the query of `request` under the switches of `kit`."""
        self._values = dict(request.query_params)
        self._raw = request.scope["query_string"].decode()
        self.is_v3 = "/v3/" in request.url.path
        self._switches = kit.switches

    def allow(self, names: Collection[str]) -> None:
        """Refuse the request if it carries a parameter outside `names`, where the store refuses such."""
        unknown = sorted(set(self._values) - set(names) - PAGING)
        switch = "unknown_v3_filter" if self.is_v3 else "unknown_v2_filter"
        if unknown and self._switches[switch] == "refuse":
            raise Refusal(422 if self.is_v3 else 400, f"The field '{unknown[0]}' is not supported by this resource.")

    def text(self, name: str) -> str | None:
        """Return a parameter as it came, None if it did not."""
        return self._values.get(name)

    def words(self, name: str) -> list[str]:
        """Return a comma-separated parameter, empty if it did not come."""
        return [word.strip() for word in self._values.get(name, "").split(",") if word.strip()]

    def number(self, name: str) -> int | None:
        """Return a whole number."""
        text = self._values.get(name)
        return None if text is None else self._int(name, text)

    def numbers(self, name: str) -> set[int] | None:
        """Return a comma-separated list of whole numbers, None if it did not come."""
        return {self._int(name, word) for word in self.words(name)} if name in self._values else None

    def money(self, name: str) -> Decimal | None:
        """Return an amount."""
        text = self._values.get(name)
        try:
            return None if text is None else Decimal(text)
        except InvalidOperation as error:
            raise self._bad(name, text) from error

    def time(self, name: str) -> datetime | None:
        """Return a time in UTC."""
        text = self._values.get(name)
        if text is None:
            return None
        if self._switches["encoded_colon_refused"] and re.search(rf"{name[-8:]}=[^&]*%3A", self._raw, re.IGNORECASE):
            raise self._bad(name, text)
        try:
            return parse_time(text)
        except ValueError as error:
            raise self._bad(name, text) from error

    def page(self) -> tuple[int, int]:
        """Return the page number, from 1, and the number of rows on a page."""
        asked = self.number("page"), self.number("limit")
        page, limit = (default if number is None else number for number, default in zip(asked, DEFAULTS, strict=True))
        if limit > MAX_LIMIT and self._switches["over_limit"] != "cap":
            raise Refusal(int(self._switches["over_limit"]), f"The limit is at most {MAX_LIMIT}")
        if page < 1 or limit < 1:
            raise self._bad("page" if page < 1 else "limit", str(min(page, limit)))
        return page, min(limit, MAX_LIMIT)

    @property
    def wants_links(self) -> bool:
        """Tell whether the store prints links to other pages."""
        return bool(self._switches["page_links"])

    def others(self) -> dict[str, str]:
        """Return every parameter but those of paging, for links to other pages."""
        return {name: value for name, value in self._values.items() if name not in PAGING | {"after", "before"}}

    def _int(self, name: str, text: str) -> int:
        try:
            return int(text)
        except ValueError as error:
            raise self._bad(name, text) from error

    def _bad(self, name: str, text: str | None) -> Refusal:
        return Refusal(422 if self.is_v3 else 400, f"The field '{name}' is invalid: {text}", {name: "invalid"})


async def body_of(request: Request) -> Any:
    """Return the JSON body; 415 unless it is called JSON, 400 unless it is."""
    if "json" not in request.headers.get("content-type", ""):
        raise Refusal(415, "Unsupported Media Type")
    try:
        return json.loads(await request.body(), parse_float=Decimal)
    except ValueError as error:
        raise Refusal(400, "The request body is not valid JSON") from error


async def object_of(request: Request) -> dict[str, Any]:
    """Return the body of a V2 write: one object."""
    body = await body_of(request)
    if not isinstance(body, dict):
        raise Refusal(400, "The request body must be an object")
    return body


async def batch_of(request: Request, most: int) -> list[dict[str, Any]]:
    """Return the body of a V3 write: an array of one to `most` objects (0 = any number)."""
    body = await body_of(request)
    if not isinstance(body, list) or not all(isinstance(item, dict) for item in body) or not body:
        raise Refusal(422, "The request body must be an array of objects", {"body": "array expected"})
    if most and len(body) > most:
        raise Refusal(413, f"At most {most} items can be sent at once")
    return body
