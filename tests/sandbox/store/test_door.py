"""Tokens, scopes, quota and concurrency as bigcommerce-api.md 1, 3 and 4 describe them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from sandbox.shop.catalogue import STORE_TOKEN


@pytest.mark.parametrize("path", ["/v2/store", "/v3/customers"])
def test_a_wrong_token_is_401_in_the_words_of_the_version(api, path):
    answer = api.get(path, headers={"X-Auth-Token": "wrong"})

    assert answer.status_code == 401
    assert isinstance(answer.json(), list) is path.startswith("/v2")


def test_a_missing_scope_is_403(api, store):
    store.kit.limits.set(scopes="store_v2_orders_read_only, store_v2_information_read_only")

    assert api.get("/v2/orders").status_code == 204
    assert api.get("/v2/store").status_code == 200
    assert api.get("/v3/customers").status_code == 403
    assert api.get("/v3/orders/1/transactions").status_code == 403
    assert api.post("/v2/orders", json={}).status_code == 403


def test_every_answer_says_what_is_left_of_the_quota(api, store):
    store.kit.limits.set(quota=10, others_share=4, window_ms=60000)

    left = [int(api.get("/v2/time").headers["X-Rate-Limit-Requests-Left"]) for _ in range(3)]

    assert left == [5, 4, 3]
    assert api.get("/v2/nothing").headers["X-Rate-Limit-Requests-Quota"] == "10"


def test_a_used_up_quota_is_429_until_the_next_window(api, store):
    store.kit.limits.set(quota=1, window_ms=60000)
    assert api.get("/v2/time").status_code == 200

    refused = api.get("/v2/time")

    assert refused.status_code == 429
    assert 0 < int(refused.headers["X-Rate-Limit-Time-Reset-Ms"]) <= 60000
    store.kit.limits.set(window_ms=1)
    assert api.get("/v2/time").status_code == 200


def test_a_429_of_the_platform_carries_no_headers(api, store):
    store.kit.faults.add(path="/v2/time", status=429)

    answer = api.get("/v2/time")

    assert answer.status_code == 429
    assert not [name for name in answer.headers if name.startswith("x-rate-limit")]


def test_a_fourth_customer_update_at_once_is_429(api, store):
    customer = store.add_customer("Ruth", "L", "r@mail.example")
    store.kit.limits.set(write_seconds=0.3)

    def write(number):
        return api.put("/v3/customers", json=[{"id": customer, "notes": str(number)}]).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(write, range(4)))

    assert statuses == [200, 200, 200, 429]
    assert store.kit.calls.peak == 4


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [(b"{", "application/json", 400), (b"[]", "text/plain", 415), (b"{}", "application/json", 422)],
)
def test_bodies_that_are_no_array_of_json_are_refused(api, content, kind, status):
    assert api.post("/v3/customers", content=content, headers={"Content-Type": kind}).status_code == status


def test_another_token_can_be_set(api, store):
    store.kit.limits.set(token="fresh")

    assert api.get("/v2/time").status_code == 401
    assert api.get("/v2/time", headers={"X-Auth-Token": "fresh"}).status_code == 200
    assert STORE_TOKEN != "fresh"


def test_colons_in_dates_may_have_to_stay_unencoded(api, store):
    store.kit.switches.set(encoded_colon_refused=True)

    assert api.get("/v2/orders?min_date_modified=2026-01-01T00:00:00Z").status_code == 204
    assert api.get("/v2/orders?min_date_modified=2026-01-01T00%3A00%3A00Z").status_code == 400
