"""Who may come in and how often: token, scopes, quota and rate headers (bigcommerce-api.md 1 and 3)."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from threading import Lock

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.kit import Kit
from sandbox.shop.catalogue import STORE_HASH, STORE_TOKEN
from sandbox.store.refusals import Refusal, answer

SCOPE_OF = (
    (r"/v3/orders/\d+/transactions|/v2/orders/\d+/transactions|/v3/orders/payment_actions", "store_v2_transactions"),
    (r"/v[23]/orders/|/v[23]/orders$|/v2/order_statuses", "store_v2_orders"),
    (r"/v3/customers|/v2/customer_groups|/v2/customers", "store_v2_customers"),
    (r"/v[23]/payments/methods", "store_payments_methods_read"),
    (r"/v2/(store|currencies|tax_classes|shipping|countries|time)|/v3/hooks", "store_v2_information"),
)
SLOW_WRITES = re.compile(r"/v3/customers(/addresses|/attribute-values)?$")


class Quota:
    """Requests left in the present window of the store; other apps take their share at its start."""

    def __init__(self, kit: Kit) -> None:
        """Start with a full window."""
        self._limits, self._clock = kit.limits, kit.clock
        self._lock = Lock()
        self.open_window()
        kit.on_reset.append(self.open_window)

    def open_window(self) -> None:
        """Start a new window."""
        self._opened, self._used = self._clock.seconds(), 0

    def take(self) -> tuple[bool, list[tuple[bytes, bytes]]]:
        """Count one request; return whether it may pass and the headers of its answer."""
        quota, window = self._limits["quota"], self._limits["window_ms"]
        with self._lock:
            gone = (self._clock.seconds() - self._opened) * 1000
            if not 0 <= gone < window:  # before its beginning: the clock was set back
                self.open_window()
                gone = 0.0
            left = quota - self._limits["others_share"] - self._used
            allowed = not quota or left > 0
            self._used += allowed
        return allowed, _headers(window, int(window - gone), quota, max(0, left - 1))


def _headers(window: int, reset: int, quota: int, left: int) -> list[tuple[bytes, bytes]]:
    values = {"time-window-ms": window, "time-reset-ms": reset, "requests-quota": quota, "requests-left": left}
    return [(f"x-rate-limit-{name}".encode(), str(value).encode()) for name, value in values.items()]


class Door:
    """ASGI layer before the store's routes."""

    def __init__(self, app: ASGIApp, kit: Kit) -> None:
        """Guard `app`."""
        self._app, self._kit, self._quota = app, kit, Quota(kit)
        self._writing: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request in, or refuse it."""
        if scope["type"] != "http" or not scope["path"].startswith("/stores/"):
            await self._app(scope, receive, send)
            return
        allowed, headers = self._quota.take()

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *headers]
            await send(message)

        refusal = self._refusal(scope) if allowed else Refusal(429, "Too many requests")
        if refusal:
            await answer(scope["path"], refusal)(scope, receive, stamped)
        else:
            await self._counted(scope, receive, stamped)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "PUT" or not SLOW_WRITES.search(scope["path"]):
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if self._writing[path] >= self._kit.limits["concurrent_customer_writes"]:
            await answer(path, Refusal(429, "Too many concurrent requests"))(scope, receive, send)
            return
        self._writing[path] += 1
        try:
            await asyncio.sleep(self._kit.limits["write_seconds"])
            await self._app(scope, receive, send)
        finally:
            self._writing[path] -= 1

    def _refusal(self, scope: Scope) -> Refusal | None:
        token = dict(scope["headers"]).get(b"x-auth-token", b"").decode()
        if not scope["path"].startswith(f"/stores/{STORE_HASH}/"):
            return Refusal(403, "You are not authorized to access this store")
        if token != (self._kit.limits["token"] or STORE_TOKEN):
            return Refusal(401, "X-Auth-Token header is required" if not token else "Unauthorized")
        if len(scope["path"]) + len(scope["query_string"]) > self._kit.limits["url_length"]:
            return Refusal(414, "Request-URI Too Long")
        return self._scope_refusal(scope["method"], scope["path"])

    def _scope_refusal(self, method: str, path: str) -> Refusal | None:
        owned = {name.strip() for name in str(self._kit.limits["scopes"]).split(",")}
        needed = next((name for pattern, name in SCOPE_OF if re.search(pattern, path)), None)
        if "all" in owned or needed is None or needed in owned:
            return None
        if method == "GET" and f"{needed}_read_only" in owned:
            return None
        return Refusal(403, "You don't have a required scope to access the endpoint")
