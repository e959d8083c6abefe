"""The transition table and the database agree: whatever happens in whatever order."""

from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bc_myob.model.statuses import READY_TO_PROCESS, Event, Status, next_status
from tests.history.bench import LEASE, START, Bench, outcome, prepared

STORES = count(1)
DOCUMENTS = [{"n": 1}, {"n": 2}]
MAXIMUM = 3

mapping_steps = st.one_of(
    st.tuples(st.just("prepare"), st.sampled_from(DOCUMENTS)),
    st.tuples(
        st.just("map"),
        st.sampled_from([Event.FILTERED, Event.HELD_BY_RULE, Event.CANNOT_SYNC, Event.BLOCKED, Event.FAILED]),
    ),
)
load_steps = st.tuples(st.sampled_from(["succeed", "fail", "block", "unknown"]), st.none())
user_steps = st.tuples(st.just("user"), st.sampled_from([Status.SKIPPED, Status.ABORTED, Status.DELETED]))


def expected(current, event, attempts):
    """The status the table gives, mapping's failures taken as prepared, then failed."""
    if event is Event.FAILED and attempts + 1 >= MAXIMUM:
        event = Event.FAILED_FOR_GOOD
    after = next_status(current, event)
    if after is None and event in (Event.FAILED, Event.FAILED_FOR_GOOD):
        via = next_status(current, Event.PREPARED)
        after = next_status(via, event) if via else None
    return after or current


class Story:
    """One record's life, told twice: to the database and to the table."""

    def __init__(self, bench):
        self.bench = bench
        self.status = None
        self.held_by_user = False
        self.attempts = 0
        self.synced = self.document = None
        self.intent = False

    def apply(self, number, step, value):
        self.run_id = f"run{number}"
        getattr(self, f"do_{step}")(value)

    def move(self, event):
        if self.held_by_user:
            return False
        after = expected(self.status, event, self.attempts)
        moved = next_status(self.status, event) is not None or (event is Event.FAILED and after is not self.status)
        if moved and event is Event.FAILED:
            self.attempts += 1
        self.status = after
        return moved

    def do_prepare(self, document):
        self.bench.save(prepared(document=document), run_id=self.run_id, maximum=MAXIMUM)
        unchanged = self.synced == document and not self.intent
        if unchanged and next_status(self.status, Event.NOT_NEEDED) and not self.held_by_user:
            self.move(Event.NOT_NEEDED)
            self.attempts, self.document = 0, None
        elif self.move(Event.PREPARED):
            self.document = document

    def do_map(self, event):
        self.bench.save(outcome(event), run_id=self.run_id, maximum=MAXIMUM)
        if self.move(event):
            self.document = None

    def load(self, write):
        claimed = self.bench.claim(run_id=self.run_id)
        assert bool(claimed) is (self.status in READY_TO_PROCESS and self.document is not None)
        for each in claimed:
            write(self.bench.records(self.run_id).mark_sending(each, now=START, lease=LEASE))
            self.intent = True
        return bool(claimed)

    def do_succeed(self, _):
        if self.load(lambda claimed: self.bench.succeed(claimed, self.run_id)):
            self.move(Event.SUCCEEDED)
            self.synced, self.document, self.attempts, self.intent = self.document, None, 0, False

    def do_fail(self, _):
        if self.load(lambda claimed: self.bench.fail(claimed, self.run_id, maximum=MAXIMUM)):
            self.move(Event.FAILED)
            self.intent = False

    def do_block(self, _):
        records = self.bench.records(self.run_id)
        if self.load(lambda claimed: records.save_blocked(claimed, error="x", now=START)):
            self.move(Event.BLOCKED)

    def do_unknown(self, _):
        fail = self.bench.fail
        if self.load(lambda claimed: fail(claimed, self.run_id, maximum=MAXIMUM, still_unknown=True)):
            self.move(Event.FAILED)

    def do_user(self, status):
        if self.status is not None:
            held_by = "user" if status is Status.SKIPPED else None
            self.bench.force(status=status.value, held_by=held_by)
            self.status, self.held_by_user = status, held_by is not None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(mapping_steps, mapping_steps, load_steps, user_steps), min_size=1, max_size=12))
def test_every_record_keeps_to_the_table(engine, steps):
    story = Story(Bench(engine, f"story{next(STORES)}"))
    for number, (step, value) in enumerate(steps):
        story.apply(number, step, value)
        rows = story.bench.rows("sync_record")
        assert [(row.status, row.attempt_count) for row in rows] == (
            [] if story.status is None else [(story.status.value, story.attempts)]
        )
        for row in rows:
            assert (row.document is None) is (story.document is None)
            assert (row.held_by is not None) is (row.status == "Skipped")
            assert (row.sending_since is not None) is story.intent
