"""Repeating is decided by the kind of the error and its own wish, and it never waits in tests."""

from __future__ import annotations

import pytest

from bc_myob.hooks.policies import ERP_POLICIES, STORE_READS, RetryPolicy
from bc_myob.model.errors import OutcomeUnknown, RateLimited, RecordInvalid, SeatsExhausted, ServiceUnavailable


class Flaky:
    def __init__(self, *errors):
        self.errors = list(errors)

    def __call__(self):
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def test_pauses_grow_and_the_other_sides_wish_beats_them(fake_time):
    policy = RetryPolicy(attempts=5, pause=2, growth=3, jitter=0)
    call = Flaky(ServiceUnavailable("a"), ServiceUnavailable("b"), RateLimited("c", retry_after=7.5), RateLimited("d"))
    assert policy.run(call, fake_time.timing) == "done"
    assert fake_time.sleeps == [2, 6, 7.5, 54]


@pytest.mark.parametrize("error", [OutcomeUnknown("x"), RecordInvalid("x"), KeyboardInterrupt()])
def test_what_may_have_happened_is_never_repeated(fake_time, error):
    with pytest.raises(type(error)):
        RetryPolicy(attempts=5, pause=1).run(Flaky(error), fake_time.timing)
    assert fake_time.sleeps == []


def test_the_last_attempts_own_error_comes_out(fake_time):
    with pytest.raises(ServiceUnavailable, match="second"):
        RetryPolicy(attempts=2, pause=1).run(Flaky(*map(ServiceUnavailable, ("first", "second"))), fake_time.timing)


def test_a_policy_minds_its_own_kind(fake_time):
    with pytest.raises(RateLimited):
        RetryPolicy(attempts=5, pause=1, on=(SeatsExhausted,)).run(Flaky(RateLimited("x")), fake_time.timing)


@pytest.mark.parametrize(
    ("policy", "kind"),
    [
        (STORE_READS, ServiceUnavailable),
        (ERP_POLICIES.seats, SeatsExhausted),
        (ERP_POLICIES.calls, RateLimited),
    ],
)
def test_the_pauses_we_ship_are_bounded(fake_time, policy, kind):
    with pytest.raises(kind):
        policy.run(Flaky(*[kind("x") for _ in range(20)]), fake_time.timing)
    assert max(fake_time.sleeps) <= policy.longest
    assert sum(fake_time.sleeps) < 600
    assert ERP_POLICIES.poll_pause >= 1
