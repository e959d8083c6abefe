"""How long the servers ask us to wait is believed where it can be read, and up to an hour."""

from __future__ import annotations

import pytest

from bc_myob.hooks.budget import LEFT, QUOTA, RESET_MS, RETRY_AFTER, RequestBudget, declined_for
from bc_myob.hooks.connections import Target
from bc_myob.hooks.errors_erp import error_of as erp_error
from bc_myob.hooks.errors_store import error_of as store_error
from bc_myob.hooks.pauses import LONGEST, number_in
from bc_myob.hooks.transport import Call, Reply

UNREADABLE = [
    "",
    "²",
    "٣",
    "9" * 5000,
    "nan",
    "inf",
    "1e400",
    "1_0",
    "0x10",
    "soon\r\nX: y",
    "Wed, 21 Oct 2026 07:28:00 GMT",
]
TARGET = Target("MYOB Advanced", "erp", "https://erp.example")


def of_erp(status: int, asked: str):
    return erp_error(Reply(status, {"Retry-After": asked}, ""), Call("GET", "/x"), "a record", TARGET)


def of_store(asked: str):
    return store_error(Reply(503, {"Retry-After": asked}, ""), "/v2/orders", TARGET)


@pytest.mark.parametrize("asked", UNREADABLE)
def test_a_pause_that_cannot_be_read_counts_as_none(asked):
    assert [of_erp(429, asked).retry_after, of_erp(503, asked).retry_after, of_store(asked).retry_after] == [None] * 3
    assert declined_for({RETRY_AFTER: asked, RESET_MS: asked}) is None


@pytest.mark.parametrize(
    ("asked", "seconds"), [("7", 7), (" 7.5 ", 7.5), ("0", None), ("-3", None), ("9" * 15, LONGEST)]
)
def test_a_pause_that_can_be_read_is_kept_up_to_an_hour(asked, seconds):
    assert [of_erp(429, asked).retry_after, of_store(asked).retry_after] == [seconds] * 2
    assert declined_for({RETRY_AFTER: asked}) == seconds


@pytest.mark.parametrize("name", [QUOTA, LEFT, RESET_MS])
@pytest.mark.parametrize("said", UNREADABLE)
def test_a_quota_that_cannot_be_read_teaches_nothing(fake_time, name, said):
    budget = RequestBudget(0.8, fake_time.timing)
    budget.learn({QUOTA: "100", LEFT: "0", RESET_MS: "5000"} | {name: said})
    budget.acquire()
    assert fake_time.sleeps == []


def test_a_window_without_end_is_asked_again_after_an_hour(fake_time):
    budget = RequestBudget(0.8, fake_time.timing)
    budget.learn({QUOTA: "100", LEFT: "0", RESET_MS: "9" * 15})
    budget.acquire()
    budget.acquire()
    assert fake_time.sleeps == [LONGEST]


def test_who_has_less_than_nothing_left_has_nothing():
    assert number_in({LEFT: "-5"}, LEFT) == 0
