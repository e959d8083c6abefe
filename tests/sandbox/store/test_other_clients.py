"""Clients nobody here wrote read the stand-in without complaint."""

from __future__ import annotations

import pytest
import requests
from bigcommerce.api import BigcommerceApi
from bigcommerce.exception import ClientRequestException, RateLimitingException
from dlt.sources.rest_api import rest_api_source
from requests.adapters import HTTPAdapter

from sandbox.kit import Plan
from sandbox.shop.catalogue import STORE_HASH, STORE_TOKEN

COUNTS = {"customers": 30, "orders": 60}


class PlainText(HTTPAdapter):
    """Carries https requests over plain http: the official client knows no other scheme."""

    def send(self, request, *args, **kwargs):
        request.url = request.url.replace("https://", "http://", 1)
        return super().send(request, *args, **kwargs)


@pytest.fixture
def shop(store):
    store.seed(Plan(**COUNTS))
    return store


@pytest.fixture
def official(store_url, shop, monkeypatch):
    monkeypatch.setenv("BC_API_ENDPOINT", store_url.removeprefix("http://"))
    api = BigcommerceApi(client_id="any", store_hash=STORE_HASH, access_token=STORE_TOKEN)
    api.connection._session.mount("https://", PlainText())
    return api


def test_the_official_client_walks_orders_and_their_parts(official, shop):
    orders = list(official.Orders.iterall())

    assert [order.id for order in orders] == [
        number for number in shop.order_ids() if not shop.order(number)["is_deleted"]
    ]
    first = official.Orders.get(orders[0].id)
    assert first.products()[0].order_id == first.id
    assert first.shipping_addresses()[0].order_id == first.id
    assert "code" not in first.coupons()
    assert official.Orders.count() == len(orders)


def test_the_official_client_reads_the_set_up_and_the_customers(official):
    assert official.Store.all()["name"] == "Harbour Provisions"
    assert official.Time.all().time > 0
    assert [currency.currency_code for currency in official.Currencies.all()] == ["AUD", "NZD", "USD", "JPY"]
    assert len(official.OrderStatuses.all()) == 15
    assert official.TaxClasses.all()[0].id == "0"
    customers = list(official.Customers.iterall())
    assert len(customers) == COUNTS["customers"]
    assert customers[0].addresses()[0].country_iso2 == "AU"


def test_the_official_client_writes_and_meets_errors_it_knows(official, store):
    order = official.Orders.get(store.order_ids()[0])

    assert order.update(external_order_id="SO000001").external_order_id == "SO000001"
    with pytest.raises(ClientRequestException, match="404"):
        official.Orders.get(1)
    store.kit.faults.add(path="/v2/time", status=429)
    with pytest.raises(RateLimitingException):
        official.Time.all()


def dlt_source(store_url):
    pages = {"type": "page_number", "base_page": 1, "stop_after_empty_page": True}
    return rest_api_source(
        {
            "client": {
                "base_url": f"{store_url}/stores/{STORE_HASH}/",
                "auth": {"type": "api_key", "name": "X-Auth-Token", "api_key": STORE_TOKEN, "location": "header"},
            },
            "resources": [
                {
                    "name": "customers",
                    "endpoint": {
                        "path": "v3/customers",
                        "params": {"limit": 20, "include": "addresses"},
                        "data_selector": "data",
                        "paginator": pages | {"total_path": "meta.pagination.total_pages"},
                    },
                },
                {
                    "name": "orders",
                    "endpoint": {
                        "path": "v2/orders",
                        "params": {"limit": 25, "sort": "id:asc"},
                        "paginator": pages | {"total_path": None},
                        "response_actions": [{"status_code": 204, "action": "ignore"}],
                    },
                },
                {
                    "name": "transactions",
                    "endpoint": {
                        "path": "v3/orders/{resources.orders.id}/transactions",
                        "data_selector": "data",
                        "paginator": "single_page",
                        "response_actions": [{"status_code": 204, "action": "ignore"}],
                    },
                },
            ],
        }
    )


def test_dlts_rest_source_reads_customers_orders_and_transactions(store_url, shop, monkeypatch):
    monkeypatch.setenv("PROVIDERS__ENABLE_AIRFLOW_SECRETS", "false")  # or dlt asks Airflow's database for settings
    source = dlt_source(store_url)
    rows = {name: list(source.resources[name]) for name in ("customers", "orders", "transactions")}

    assert len(rows["customers"]) == COUNTS["customers"]
    visible = [number for number in shop.order_ids() if not shop.order(number)["is_deleted"]]
    assert [row["id"] for row in rows["orders"]] == visible
    listed = [row["id"] for n in visible for row in shop.order(n)["transactions"] if not row["hidden"]]
    assert sorted(row["id"] for row in rows["transactions"]) == sorted(listed)


def test_plain_requests_sees_keep_alive_and_gzip_headers_without_harm(store_url):
    with requests.Session() as session:
        session.headers.update({"X-Auth-Token": STORE_TOKEN, "Accept-Encoding": "gzip"})
        answers = [session.get(f"{store_url}/stores/{STORE_HASH}/v2/time") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
