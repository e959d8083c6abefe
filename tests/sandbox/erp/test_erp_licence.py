"""The licence's limits on requests (myob-advanced-api.md 3)."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.sandbox.erp.erp_bodies import SIGN_IN, ErpApi, new_client, wrapped


@pytest.fixture
def crowd(erp, erp_url):
    """Five signed-in clients, each with a session of its own."""
    with ExitStack() as stack:
        clients = [stack.enter_context(new_client(erp_url)) for _ in range(5)]
        for client in clients:
            client.post("/entity/auth/login", json=SIGN_IN)
        yield [ErpApi(client) for client in clients]


def save_at_once(crowd):
    def save(numbered):
        number, client = numbered
        return client.put("Customer", wrapped(CustomerName=f"Customer {number}")).status_code

    with ThreadPoolExecutor(len(crowd)) as pool:
        return list(pool.map(save, enumerate(crowd)))


def test_without_limits_sessions_work_side_by_side(crowd, erp):
    erp.kit.limits.set(put_seconds=0.2)
    started = time.monotonic()
    assert set(save_at_once(crowd)) == {200}
    assert time.monotonic() - started < 0.9


def test_requests_over_the_concurrent_limit_wait(crowd, erp):
    erp.kit.limits.set(put_seconds=0.1, concurrent_requests=1)
    started = time.monotonic()
    assert set(save_at_once(crowd)) == {200}
    assert time.monotonic() - started > 0.5


def test_requests_are_declined_when_too_many_wait(crowd, erp):
    erp.kit.limits.set(put_seconds=0.3, concurrent_requests=1, waiting_requests=2)
    assert sorted(save_at_once(crowd)) == [200, 200, 200, 429, 429]


def test_requests_are_declined_when_they_waited_too_long_and_may_be_told_when_to_return(crowd, erp):
    erp.kit.limits.set(put_seconds=0.6, concurrent_requests=1, waiting_seconds=0.1, retry_after_seconds=7)
    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(lambda api: api.put("Customer", wrapped(CustomerName="x")), crowd[:2]))
    declined = next(reply for reply in replies if reply.status_code == 429)
    assert declined.headers["retry-after"] == "7"


def test_from_half_the_minutes_number_on_requests_are_held_back(api, erp):
    erp.kit.limits.set(requests_per_minute=200)
    for _ in range(100 - erp.licence.used):
        api.get("Currency", top=0)
    started = time.monotonic()
    api.get("Currency", top=0)
    assert 0.4 < time.monotonic() - started < 2  # about 59 seconds left for 100 requests
