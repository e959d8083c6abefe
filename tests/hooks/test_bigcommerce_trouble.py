"""What the store does wrong is repeated, waited out or said in one sentence."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from bc_myob.checklist.facts import Ask
from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.model.errors import ConfigurationError, CredentialsError, RateLimited, ServiceUnavailable
from bc_myob.model.records import Window
from bc_myob.operators.checking.store_facts import STORE_QUESTIONS
from tests.hooks.bench import QUICK

EVER = Window(None, datetime(2027, 1, 1, tzinfo=UTC))


@pytest.fixture
def hook(store_conn, fake_time):
    return BigCommerceHook(store_conn, retry=QUICK, timing=fake_time.timing)


def hook_for(connect, fake_time, **fields):
    fields = {"conn_type": "bigcommerce", "password": "a-token", "extra": {"store_hash": "harbour"}} | fields
    return BigCommerceHook(connect("odd_store", **fields), retry=QUICK, timing=fake_time.timing)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500}, {"status": 502, "kind": "html"}, {"status": 504}, {"kind": "cut"}, {"kind": "truncate"},
        {"status": 429}, {"status": 503, "body": {"title": "Down for maintenance"}}, {"status": 423},
        {"kind": "html", "status": 200},
    ],
    ids=str,
)  # fmt: skip
def test_a_read_that_failed_is_repeated_with_growing_pauses(box, hook, fake_time, fault):
    box.store.kit.faults.add(path="/v2/store", times=2, **fault)
    assert hook.store()["name"]
    assert fake_time.sleeps == [1.0, 2.0]


def test_trouble_that_lasts_is_raised(box, hook):
    box.store.kit.faults.add(path="/v2/store", times=None, status=502, kind="html")
    with pytest.raises(ServiceUnavailable, match="a_store"):
        hook.store()
    assert box.store.kit.calls.count() == QUICK.attempts


def test_a_429_is_waited_out_by_its_headers(box, hook, fake_time):
    headers = {"X-Rate-Limit-Time-Reset-Ms": "9000", "X-Retry-After": "4", "X-Rate-Limit-Requests-Left": "35"}
    box.store.kit.faults.add(path="/v2/store", status=429, headers=headers)
    assert hook.store()
    assert fake_time.sleeps == [9.0]


def test_a_pause_longer_than_anybody_waits_is_left_to_the_task(box, hook, fake_time):
    box.store.kit.faults.add(path="/v2/store", status=429, headers={"X-Retry-After": "3600"})
    with pytest.raises(RateLimited) as caught:
        hook.store()
    assert caught.value.retry_after == 3600
    assert fake_time.sleeps == []


def test_the_share_of_others_is_kept(box, hook, fake_time):
    box.store.kit.limits.set(quota=20, others_share=8, window_ms=30_000)
    for _ in range(10):
        hook.currencies()
    assert fake_time.sleeps, "the quota of 20 leaves 12, of which 4 belong to others"
    assert all(25 <= pause <= 30 for pause in fake_time.sleeps)
    assert box.store.kit.calls.count(status=429) == 0


def test_a_suspended_store_stops_at_once(box, hook, fake_time):
    box.store.kit.faults.add(path="/v2/store", times=None, status=503, body={"title": "Store is suspended"})
    with pytest.raises(ConfigurationError, match="suspended"):
        hook.store()
    assert fake_time.sleeps == []


def test_a_wrong_token_is_said_once_and_not_tried_again(box, connect, fake_time):
    hook = hook_for(connect, fake_time, host=box.store_url, password="nobody-knows-this-token")
    with pytest.raises(CredentialsError, match=r"connection 'odd_store'.*access token") as caught:
        next(hook.walk_orders(EVER))
    assert "nobody-knows" not in str(caught.value)
    assert box.store.kit.calls.count() == 1
    assert hook.test_connection()[0] is False


def test_a_missing_scope_is_named(box, hook):
    box.store.kit.limits.set(scopes="store_v2_customers")
    with pytest.raises(CredentialsError, match="store_v2_orders_read_only"):
        next(hook.walk_orders(EVER))


def test_a_wrong_store_hash_is_a_matter_of_the_connection(box, connect, fake_time):
    hook = hook_for(connect, fake_time, host=box.store_url, extra={"store_hash": "nobodys"})
    with pytest.raises(ConfigurationError, match="store_hash"):
        hook.store()


def test_an_unreachable_host_is_named(connect, fake_time):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for host, why in ((f"http://127.0.0.1:{port}", "refuses"), ("http://no-such-host.invalid", "resolved")):
        hook = hook_for(connect, fake_time, host=host)
        with pytest.raises(ServiceUnavailable, match=f"(?s){host.split('//')[1]}.*odd_store.*{why}"):
            hook.store()


def test_a_store_without_tls_is_not_spoken_to_in_the_clear(box, connect, fake_time):
    hook = hook_for(connect, fake_time, host=box.store_url.removeprefix("http://"))
    with pytest.raises(ServiceUnavailable, match="TLS"):
        hook.store()


def test_redirects_are_not_followed(box, hook):
    box.store.kit.faults.add(path="/v2/store", status=302, headers={"Location": "https://elsewhere.example/"})
    with pytest.raises(ConfigurationError, match="redirect"):
        hook.store()


def test_a_list_that_heeds_no_sort_is_not_walked(box, hook):
    rows = [{"id": 9, "date_modified": ""}, {"id": 3, "date_modified": ""}]
    box.store.kit.faults.add(path="/v2/orders", times=None, status=200, body=rows)
    with pytest.raises(ServiceUnavailable, match="sort"):
        list(hook.walk_orders(EVER))


def test_transactions_without_a_way_of_paying_do_not_hide_how_others_were_paid(box, hook):
    ways = [(None, "token"), ("stripe", "credit_card"), (["x"], None), ("manual", "cash"), ("stripe", None)]
    rows = [{"gateway": gateway, "method": method} for gateway, method in ways]
    box.store.kit.faults.add(path="/v2/orders", times=None, status=200, body=[{"id": 1}])
    box.store.kit.faults.add(path="/v3/orders/1/transactions", times=None, status=200, body={"data": rows})
    paid = STORE_QUESTIONS[Ask.STORE_PAID](hook, {})
    assert paid == [{"gateway": "manual", "method": "cash"}, {"gateway": "stripe", "method": "credit_card"}]
