"""Where waiting begins and ends, to the call and to the second."""

from __future__ import annotations

import logging

import pytest

from bc_myob.hooks.budget import LEFT, QUOTA, RESET_MS, RequestBudget
from bc_myob.hooks.pacing import Pacer
from bc_myob.hooks.policies import RetryPolicy
from bc_myob.model.errors import RateLimited, ServiceUnavailable


def headers(left: int, quota: int = 150, reset_ms: int = 10_000) -> dict[str, str]:
    return {"X-Rate-Limit-Time-Window-Ms": "30000", RESET_MS: str(reset_ms), QUOTA: str(quota), LEFT: str(left)}


def calls_without_waiting(budget: RequestBudget, time) -> int:
    """How many calls go one after another without a word from the store."""
    for number in range(1000):
        budget.acquire()
        if time.sleeps:
            return number
    raise AssertionError("nothing ever waited")


@pytest.mark.parametrize(("share", "goes"), [(0.8, 120), (0.5, 75), (1, 150), (0.1, 15)])
def test_calls_under_way_count_as_gone_until_the_store_says_otherwise(fake_time, share, goes):
    budget = RequestBudget(share, fake_time.timing)
    budget.learn(headers(left=150))
    assert calls_without_waiting(budget, fake_time) == goes


def test_a_fifth_is_left_to_others_unless_told_otherwise(fake_time):
    budget = RequestBudget(timing=fake_time.timing)
    budget.learn(headers(left=31))
    budget.acquire()
    assert fake_time.sleeps == []


def test_a_small_quota_with_a_small_share_is_one_call_a_window(fake_time):
    budget = RequestBudget(0.1, fake_time.timing)
    budget.learn(headers(left=4, quota=4))
    assert calls_without_waiting(budget, fake_time) == 1


def test_a_clock_that_has_only_just_begun_holds_nothing_back(fake_time):
    fake_time.now = 0.0
    Pacer(60, fake_time.timing).acquire()
    budget = RequestBudget(0.8, fake_time.timing)
    budget.hold(0.5)
    budget.acquire()
    assert fake_time.sleeps == [0.5]


@pytest.mark.parametrize("seconds", [0.25, 0.5])
def test_less_than_a_second_is_waited_too(fake_time, seconds):
    budget = RequestBudget(0.8, fake_time.timing)
    budget.hold(seconds)
    budget.acquire()
    assert fake_time.sleeps == [seconds]


def test_a_hold_never_shortens_the_window(fake_time):
    budget = RequestBudget(0.8, fake_time.timing)
    budget.learn(headers(left=0, reset_ms=20_000))
    budget.hold(5)
    budget.acquire()
    assert fake_time.sleeps == [20]


def test_a_window_that_ends_right_now_needs_no_pause(fake_time):
    budget = RequestBudget(0.8, fake_time.timing)
    budget.learn(headers(left=0, reset_ms=7_000))
    fake_time.now += 7
    budget.acquire()
    assert fake_time.sleeps == []


@pytest.mark.parametrize("rate", [0, -3])
def test_a_pace_is_positive(rate):
    with pytest.raises(ValueError, match=f"requests_per_minute is a positive number or None, not {rate}"):
        Pacer(rate)


def test_a_call_a_minute_is_a_pace(fake_time):
    pacer = Pacer(1, fake_time.timing)
    pacer.acquire()
    pacer.acquire()
    assert fake_time.sleeps == [60]


def test_a_call_that_is_due_just_now_goes_without_a_pause(fake_time):
    pacer = Pacer(60, fake_time.timing)
    pacer.acquire()
    fake_time.now += 1
    pacer.acquire()
    assert fake_time.sleeps == []


def failing(error, times):
    errors = [error] * times

    def call():
        if errors:
            raise errors.pop()
        return "done"

    return call


@pytest.mark.parametrize(("wish", "given_up"), [(30, False), (30.5, True), (600, True)])
def test_who_asks_for_more_than_the_longest_pause_is_not_waited_for(fake_time, wish, given_up):
    call, policy = failing(RateLimited("busy", retry_after=wish), 1), RetryPolicy(attempts=3, pause=1, longest=30)
    if given_up:
        with pytest.raises(RateLimited):
            policy.run(call, fake_time.timing)
        assert fake_time.sleeps == []
    else:
        assert policy.run(call, fake_time.timing) == "done"
        assert fake_time.sleeps == [wish]


def test_a_policy_may_pause_for_less_than_a_second(fake_time):
    policy = RetryPolicy(attempts=3, pause=0.25, growth=2, longest=0.5, jitter=0)
    assert policy.run(failing(ServiceUnavailable("away"), 2), fake_time.timing) == "done"
    assert fake_time.sleeps == [0.25, 0.5]


def test_what_is_waited_for_is_said(fake_time, caplog):
    policy = RetryPolicy(attempts=3, pause=4, jitter=0)
    with caplog.at_level(logging.INFO, logger="bc_myob.hooks.policies"):
        policy.run(failing(ServiceUnavailable("The ERP is away"), 1), fake_time.timing)
    assert caplog.messages == ["The ERP is away; next try in 4 s"]
