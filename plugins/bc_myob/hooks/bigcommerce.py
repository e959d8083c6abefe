"""The BigCommerce store as an Airflow hook: connection type `bigcommerce` (docs/connections.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, Final

from airflow.sdk import Connection
from requests import Session

from bc_myob.hooks.base import ApiHook
from bc_myob.hooks.budget import RequestBudget
from bc_myob.hooks.connections import extras_of, required
from bc_myob.hooks.filters import STORE_LITERAL
from bc_myob.hooks.paging import (
    LARGEST_PAGE,
    Page,
    bundles,
    numbered,
    parts_of,
    spans,
    walk_cursor,
    walk_ids,
    walk_pages,
)
from bc_myob.hooks.policies import REAL_TIME, STORE_READS, RetryPolicy, Timing
from bc_myob.hooks.store_api import StoreApi
from bc_myob.hooks.transport import HeaderAuth
from bc_myob.hooks.windows import customer_bounds, inside, order_bounds
from bc_myob.model.errors import BcMyobError, RecordNotFound
from bc_myob.model.records import Window

DEFAULT_CONN_ID: Final = "bigcommerce_default"
ADDRESSES_WITH_CUSTOMER: Final = 10
"""How many addresses ride along with a customer; one who has that many may have more: ask `addresses_of`."""
_WITH_LINES: Final = {"include": "consignments.line_items,fees", "consignment_structure": "object"}

Json = dict[str, Any]


def is_crowded(customer: Mapping[str, Any]) -> bool:
    """Tell whether a customer may have more addresses than rode along."""
    book = customer.get("addresses")
    return isinstance(book, list) and len(book) >= ADDRESSES_WITH_CUSTOMER


class BigCommerceHook(ApiHook):
    """Reads one BigCommerce store. All records are as the store printed them, fractions as Decimal.

    Connection: host (default https://api.bigcommerce.com), password = access token, extra `store_hash`. Raises the
    errors of `bc_myob.model.errors`; reads are repeated by `retry`, calls paced so that other apps keep
    1 - `quota_share` of the store's quota. Sources: bigcommerce-api 1-11.
    """

    conn_name_attr: ClassVar[str] = "bigcommerce_conn_id"
    default_conn_name: ClassVar[str] = DEFAULT_CONN_ID
    conn_type: ClassVar[str] = "bigcommerce"
    hook_name: ClassVar[str] = "BigCommerce"
    default_host: ClassVar[str] = "https://api.bigcommerce.com"
    system: ClassVar[str] = "BigCommerce"
    literal: ClassVar[str] = STORE_LITERAL

    def __init__(
        self,
        bigcommerce_conn_id: str = DEFAULT_CONN_ID,
        *,
        quota_share: float = 0.8,
        retry: RetryPolicy = STORE_READS,
        timing: Timing = REAL_TIME,
    ) -> None:
        super().__init__(bigcommerce_conn_id)
        self.bigcommerce_conn_id = bigcommerce_conn_id
        self.budget = RequestBudget(quota_share, timing)
        self._retry = retry
        self._timing = timing

    @cached_property
    def api(self) -> StoreApi:
        """The store's API: paced, repeated, with typed errors."""
        connection = self.get_connection(self.http_conn_id)
        store_hash = required(connection, extras_of(connection).get("store_hash"), "store_hash in its extra")
        return StoreApi(self.transport, store_hash, self.budget, self._retry, self._timing)

    def test_connection(self) -> tuple[bool, str]:
        """Tell whether token, host and scopes are right: reads the store, and one row of each kind we need."""
        try:
            store = self.store()
            self.api.get("/v3/customers", {"limit": 1})
            orders = self.api.get("/v2/orders", {"limit": 1}) or []
            for order in orders:
                self.transactions(order["id"])
        except BcMyobError as error:
            return False, str(error)
        unproven = "" if orders else "; no order there yet, so reading transactions is not proven"
        return True, f"Store '{store.get('name')}' ({store.get('currency')}) can be read{unproven}"

    def walk_orders(self, window: Window, *, after_id: int = 0) -> Iterator[Page]:
        """Give the orders of the window with lines, consignments and fees, by ascending id, 250 a call.

        The cursor of a page is its last id: hand it in as `after_id` to go on. Pages may be empty.
        """
        query = {**_WITH_LINES, **order_bounds(window)}
        for page in walk_ids(self.api.get, "/v2/orders", query, after_id=after_id):
            yield Page(inside(page.records, window), page.cursor)

    def orders_by_id(self, ids: Sequence[int]) -> Iterator[Page]:
        """Give these orders with lines, consignments and fees; those that do not exist are missing, without an error.

        The store has no list of ids: neighbours share a call. Archived ones may be off the list, so a missing one is
        asked for by itself.
        """
        for bundle in spans(ids):
            # whether the bounds take their own id in is unknown: ask one wider, cut here
            bounds = {"min_id": max(1, bundle[0] - 1), "max_id": bundle[-1] + 1}
            listed = self.api.get("/v2/orders", {**_WITH_LINES, **bounds, "sort": "id:asc", "limit": LARGEST_PAGE})
            found = {row["id"]: row for row in numbered(listed, "/v2/orders")}
            orders = [found.get(one) or self._order(one) for one in bundle]
            yield Page([order for order in orders if order], bundle[-1])

    def _order(self, order_id: int) -> Json | None:
        try:
            order: Json | None = self.api.get(f"/v2/orders/{order_id}", _WITH_LINES)
        except RecordNotFound:
            return None
        return order

    def walk_customers(self, window: Window, *, cursor: str | None = None) -> Iterator[Page]:
        """Give the customers of the window with up to 10 addresses each, 250 a call.

        Hand a page's cursor in to go on after it. Rows may come twice where the store has no cursors.
        """
        # by creation: the only sort offered whose key never moves
        query = {"include": "addresses", "sort": "date_created:asc", **customer_bounds(window)}
        for page in walk_cursor(self.api.get, "/v3/customers", query, cursor=cursor):
            yield Page(inside(numbered(page.records, "/v3/customers"), window), page.cursor)

    def customers_by_id(self, ids: Sequence[int]) -> Iterator[Page]:
        """Give these customers with up to 10 addresses each, 100 a call; deleted ones are missing."""
        for bundle in bundles(ids):
            query = {"id:in": ",".join(map(str, bundle)), "include": "addresses", "limit": LARGEST_PAGE}
            yield Page(numbered(_data(self.api.get("/v3/customers", query)), "/v3/customers"), bundle[-1])

    def addresses_of(self, customer_ids: Sequence[int]) -> Iterator[Page]:
        """Give all addresses of these customers; for those with ADDRESSES_WITH_CUSTOMER. Rows may come twice."""
        for bundle in bundles(customer_ids):
            query = {"customer_id:in": ",".join(map(str, bundle))}
            yield from walk_pages(self.api.get, "/v3/customers/addresses", query)

    def transactions(self, order_id: int) -> list[Json]:
        """Give the payment transactions of one order; [] if there are none (section 11). RecordNotFound: no order."""
        return _data(self.api.get(f"/v3/orders/{order_id}/transactions", {"limit": LARGEST_PAGE}))

    def order_products(self, order_id: int) -> list[Json]:
        """Give all lines of one order, also those beyond the 50 that ride along with it."""
        return parts_of(self.api.get, f"/v2/orders/{order_id}/products")

    def order_taxes(self, order_id: int) -> list[Json]:
        """Give the taxes of one order with the line each belongs to."""
        return parts_of(self.api.get, f"/v2/orders/{order_id}/taxes", {"details": True})

    def store(self) -> Json:
        """Give the store's own record: name, currency, timezone, plan (section 13)."""
        store: Json = self.api.get("/v2/store") or {}
        return store

    def currencies(self) -> list[Json]:
        """Give the store's currencies."""
        return list(self.api.get("/v2/currencies") or [])

    def payment_methods(self) -> list[Json]:
        """Give the store's payment methods: code, name, test_mode. Not every provider is listed (section 13)."""
        return list(self.api.get("/v2/payments/methods") or [])

    def close(self) -> None:
        """Let go of the pooled connections; the hook can be used again."""
        super().close()
        self.__dict__.pop("api", None)

    def _configure_session_from_auth(self, session: Session, connection: Connection) -> Session:
        session = super()._configure_session_from_auth(session, connection)
        token = required(connection, connection.password, "password (the store's API access token)")
        session.auth = HeaderAuth("X-Auth-Token", token)
        return session


def _data(body: Mapping[str, Any] | None) -> list[Json]:
    return list((body or {}).get("data") or [])
