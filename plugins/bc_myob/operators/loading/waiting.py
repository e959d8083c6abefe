"""The pause after which a write that nobody answered has surely arrived, or never will."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bc_myob.history.records import Claimed
from bc_myob.operators.loading.workbench import Workbench


def until_known(bench: Workbench, waiting: Sequence[Claimed]) -> list[Claimed]:
    """Wait for the outcomes of the marked writes among `waiting`; gives those whose claims still hold."""
    # Counted from the mark, the one moment that a killed process has left behind, to when nobody waits for an answer.
    marked = max(one.sending_since for one in waiting if one.sending_since is not None)
    due = marked + timedelta(seconds=bench.session.patience + bench.settings.run.unknown_outcome_wait_seconds)
    still = max(timedelta(), due - bench.waiting.now())
    # held as long as the wait, too: nobody else shall take them up before we look
    held = bench.records.renew(waiting, now=bench.waiting.now(), lease=still + bench.lease)
    bench.waiting.sleep(still.total_seconds())
    return held
