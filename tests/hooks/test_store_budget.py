"""The quota of the store is shared: we wait so that others keep their part."""

from __future__ import annotations

import pytest

from bc_myob.hooks.budget import LEFT, QUOTA, RESET_MS, RETRY_AFTER, RequestBudget, declined_for
from bc_myob.hooks.pacing import Pacer


def headers(left: int, quota: int = 150, reset_ms: int = 10_000) -> dict[str, str]:
    return {"X-Rate-Limit-Time-Window-Ms": "30000", RESET_MS: str(reset_ms), QUOTA: str(quota), LEFT: str(left)}


def test_the_first_call_goes_at_once_and_so_do_others_while_our_share_lasts(fake_time):
    budget = RequestBudget(0.8, fake_time.timing)
    for left in range(149, 30, -1):
        budget.acquire()
        budget.learn(headers(left))
    assert fake_time.sleeps == []


def test_the_others_part_is_left_to_them_until_the_window_resets(fake_time):
    budget = RequestBudget(0.8, fake_time.timing)
    budget.acquire()
    budget.learn(headers(left=30, reset_ms=12_000))
    budget.acquire()
    assert fake_time.sleeps == [12.0]
    budget.acquire()  # a new window: nobody knows yet what is left of it
    assert fake_time.sleeps == [12.0]


def test_what_others_take_counts(fake_time):
    budget = RequestBudget(0.8, fake_time.timing)
    budget.acquire()
    budget.learn(headers(left=5, reset_ms=7_000))
    budget.acquire()
    assert fake_time.sleeps == [7.0]


def test_time_that_passed_anyway_is_not_waited_again(fake_time):
    budget = RequestBudget(0.8, fake_time.timing)
    budget.learn(headers(left=0, reset_ms=7_000))
    fake_time.now += 8
    budget.acquire()
    assert fake_time.sleeps == []


def test_the_smallest_quota_still_lets_one_call_go_a_window(fake_time):
    budget = RequestBudget(0.1, fake_time.timing)
    budget.learn(headers(left=1, quota=1))
    budget.acquire()
    assert fake_time.sleeps == []


@pytest.mark.parametrize("broken", [{}, {QUOTA: "150"}, headers(0, quota=0), headers(0) | {LEFT: "many"}])
def test_without_whole_headers_nothing_is_learned(fake_time, broken):
    budget = RequestBudget(0.8, fake_time.timing)
    budget.learn(broken)
    budget.acquire()
    assert fake_time.sleeps == []


def test_a_declined_call_holds_the_next_one_back(fake_time):
    budget = RequestBudget(0.8, fake_time.timing)
    budget.hold(9)
    budget.acquire()
    assert fake_time.sleeps == [9]


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ({RESET_MS: "15000"}, 15.0),
        ({RETRY_AFTER: "20", RESET_MS: "15000"}, 20.0),
        ({RETRY_AFTER: "2", RESET_MS: "15000"}, 15.0),
        ({}, None),
        ({RESET_MS: "0"}, None),
    ],
)
def test_a_429_is_waited_out_by_the_longer_of_its_headers(given, seconds):
    assert declined_for(given) == seconds


@pytest.mark.parametrize("share", [0, -1, 1.2])
def test_a_share_is_a_part(share):
    with pytest.raises(ValueError, match="quota_share"):
        RequestBudget(share)


def test_the_erp_is_asked_at_an_even_pace(fake_time):
    pacer = Pacer(60, fake_time.timing)
    for _ in range(5):
        pacer.acquire()
    assert fake_time.sleeps == [1.0] * 4


def test_a_slow_answer_earns_no_burst(fake_time):
    pacer = Pacer(60, fake_time.timing)
    pacer.acquire()
    fake_time.now += 30
    pacer.acquire()
    pacer.acquire()
    assert fake_time.sleeps == [1.0]


def test_without_a_limit_nothing_waits(fake_time):
    pacer = Pacer(None, fake_time.timing)
    for _ in range(50):
        pacer.acquire()
    assert fake_time.sleeps == []
