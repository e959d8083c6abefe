"""What happens in a seed; and a test that tells it to a file, collected only where it is named (by another process)."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.faults.simulation import Simulation
from tests.faults.simulation_both_ways import BothWays

SEED = 4711
TOLD = "BC_MYOB_REPLAY_TO"
"""The file that it is told to."""


def happened_in(works, seed, kind=Simulation):
    """Every boundary that is passed in a seed, and what goes wrong where."""
    played = kind(works, seed)
    played.play()
    return [str(place) for place in played.line.road.places], played.line.road.happened


def happened(works):
    """The same of one seed of either simulation."""
    return [happened_in(works, SEED, kind) for kind in (Simulation, BothWays)]


def test_what_happens_is_told(indoors):
    Path(os.environ[TOLD]).write_text(json.dumps(happened(indoors)), encoding="utf-8")
