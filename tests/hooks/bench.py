"""What the hooks' tests share: where Airflow lives, a clock that nobody waits for, quick policies, the examples."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="bc-myob-tests-"))

from bc_myob.hooks.policies import ErpPolicies, RetryPolicy, Timing
from bc_myob.model.errors import RateLimited, SeatsExhausted, ServiceUnavailable

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("BC_MYOB_SHARED", ROOT.parent / "shared"))
QUICK = RetryPolicy(attempts=4, pause=1.0, growth=2.0, jitter=0.0)
QUICK_ERP = ErpPolicies(
    seats=RetryPolicy(attempts=3, pause=5.0, jitter=0.0, on=(SeatsExhausted,)),
    calls=RetryPolicy(attempts=3, pause=1.0, jitter=0.0, on=(RateLimited, ServiceUnavailable)),
)


@dataclass
class FakeTime:
    """Time that passes only by being slept."""

    now: float = 1000.0
    sleeps: list[float] = field(default_factory=list)
    meanwhile: Callable[[float], object] = lambda _seconds: None
    """What happens elsewhere while we sleep."""

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds
        self.meanwhile(seconds)

    @property
    def timing(self) -> Timing:
        return Timing(clock=lambda: self.now, sleep=self.sleep)


def example(system: str, name: str) -> Any:
    """Give one of the published examples; skips where they are not at hand."""
    path = SHARED / "specs" / system / "examples" / name
    if not path.exists():
        pytest.skip(f"the published examples are not there ({path}); set BC_MYOB_SHARED")
    return json.loads(path.read_text())
