"""A store whose answers hold one bad value: what no shop's form lets in, but an import or another app may have left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
import simplejson
from requests.adapters import BaseAdapter

MISSING = object()


@dataclass(frozen=True)
class Bad:
    """`value` instead of what record `number` of `stream` says at `path`; MISSING: the field is not there."""

    stream: str
    path: str
    value: Any

    def __str__(self) -> str:
        value = "missing" if self.value is MISSING else repr(self.value)
        return f"{self.stream}: {self.path} {value}"

    def record(self, url: str, body: Any, number: int) -> Any:
        """Give the record in an answer of the store, None where it holds others."""
        match self.stream:
            case "orders" if "/v2/orders?" in url:
                return next((row for row in body if row["id"] == number), None)
            case "customers" if "/v3/customers?" in url:
                return next((row for row in body["data"] if row["id"] == number), None)
            case "transactions" if f"/v3/orders/{number}/transactions" in url:
                return body["data"][0]
            case "taxes" if f"/v2/orders/{number}/taxes" in url:
                return body[0]
            case "addresses" if "/v3/customers/addresses?" in url:
                return next((row for row in body["data"] if row["customer_id"] == number), None)
        return None

    def put_into(self, record: Any) -> None:
        """Spoil the record."""
        *way, last = (int(step) if step.isdecimal() else step for step in self.path.split("."))
        for step in way:
            record = record[step]
        if self.value is MISSING:
            del record[last]
        else:
            record[last] = self.value


@dataclass
class Sometimes:
    """A bad value that comes and goes."""

    bad: Bad
    on: bool = False

    @property
    def stream(self) -> str:
        """Whose record it is in."""
        return self.bad.stream

    def record(self, url: str, body: Any, number: int) -> Any:
        """Give the record while there is something bad in it."""
        return self.bad.record(url, body, number) if self.on else None

    def put_into(self, record: Any) -> None:
        """Spoil the record."""
        self.bad.put_into(record)


@dataclass
class Spoiling(BaseAdapter):
    """Carries calls, and spoils the answers that hold the record."""

    carrier: BaseAdapter
    bad: Bad | Sometimes
    number: Callable[[], int]

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Give the answer as the other side would, but for the bad value."""
        answer = self.carrier.send(request, *args, **kwargs)
        if answer.status_code == 200 and "/stores/" in str(request.url):
            body = simplejson.loads(answer.content, use_decimal=True)
            if (record := self.bad.record(str(request.url), body, self.number())) is not None:
                self.bad.put_into(record)
                answer._content = simplejson.dumps(body, use_decimal=True).encode()
        return answer

    def close(self) -> None:
        """Stay open."""


@dataclass
class SpoilingErp(BaseAdapter):
    """Carries calls, and puts `value` at `path` of one account's records in the ERP's lists of `resource`."""

    carrier: BaseAdapter
    resource: str
    path: str
    value: Any
    account: str = ""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Give the answer as the ERP would, but for the bad value."""
        answer = self.carrier.send(request, *args, **kwargs)
        if request.method == "GET" and str(request.url).partition("?")[0].endswith(f"/{self.resource}"):
            rows = simplejson.loads(answer.content, use_decimal=True)
            for row in [row for row in rows if self._is_its(row)]:
                *way, last = self.path.split(".")
                record = row
                for step in way:
                    record = record.get(step, {})
                record[last] = self.value
            answer._content = simplejson.dumps(rows, use_decimal=True).encode()
        return answer

    def _is_its(self, row: Any) -> bool:
        named = row.get("CustomerID") or row.get("Customer") or {}
        return bool(self.account) and str(named.get("value", "")).strip() == self.account

    def close(self) -> None:
        """Stay open."""
