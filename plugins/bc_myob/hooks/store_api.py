"""Calls of the store's API: paced by the quota, repeated by policy, refused by typed errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from bc_myob.hooks.budget import RequestBudget
from bc_myob.hooks.errors_store import error_of
from bc_myob.hooks.policies import RetryPolicy, Timing
from bc_myob.hooks.transport import MISSING, Call, Reply, Transport
from bc_myob.model.codec import dumps
from bc_myob.model.errors import OutcomeUnknown, RateLimited, ServiceUnavailable


@dataclass(frozen=True, slots=True)
class StoreApi:
    """One store's API below `/stores/{store_hash}`."""

    transport: Transport
    store_hash: str
    budget: RequestBudget
    retry: RetryPolicy
    timing: Timing

    def get(self, path: str, query: Mapping[str, object] | None = None) -> Any:
        """Give the JSON of `path` (from `/v2` or `/v3` on), fractions as Decimal; None for 204.

        Declined, failed and lost reads are repeated by the retry policy, then raised.
        """
        return self.retry.run(lambda: self._once(path, query), self.timing)

    def write(self, method: str, path: str, rows: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> Any:
        """Send `rows`, or one object, and give the JSON of the answer; None for one without a body.

        Repeated only where it is certain that nothing happened: declined by the quota, or never sent. An answer that
        was lost, or that only a broken server gives, is OutcomeUnknown: look before sending again.
        """
        call = Call(method, self._address(path), body=dumps(rows), writes=True)
        return self.retry.run(lambda: self._answer(call, path), self.timing)

    def _address(self, path: str) -> str:
        return f"/stores/{self.store_hash}{path}"

    def _once(self, path: str, query: Mapping[str, object] | None) -> Any:
        return self._answer(Call("GET", self._address(path), query or {}), path)

    def _answer(self, call: Call, path: str) -> Any:
        self.budget.acquire()
        reply = self.transport.send(call)
        self.budget.learn(reply.headers)
        error = error_of(reply, path, self.transport.target, writes=call.writes)
        if isinstance(error, RateLimited):
            self.budget.hold(error.retry_after or 0)
        if error is not None:
            raise error
        return self._value(reply, path, call)

    def _value(self, reply: Reply, path: str, call: Call) -> Any:
        if reply.status == HTTPStatus.NO_CONTENT:  # an empty 200 is no answer: taken for an empty list it loses orders
            return None
        value = reply.json()
        if value is MISSING:
            said = f"{self.transport.target} answered {path} with something that is no whole JSON"
            raise OutcomeUnknown(said) if call.writes else ServiceUnavailable(said)
        return value
