"""Random bad luck by seed. BC_MYOB_SEEDS: how many (`make simulate SEEDS=1000`); BC_MYOB_FIRST_SEED: the first.

BC_MYOB_SEEDS_BOTH: how many of a store whose customers travel both ways (`make simulate-both SEEDS=100`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import replayed
from tests.faults.replayed import SEED, happened_in
from tests.faults.simulation import Simulation
from tests.faults.simulation_both_ways import BothWays

ROOT = Path(__file__).resolve().parents[2]
SEEDS = int(os.environ.get("BC_MYOB_SEEDS", "3"))
FIRST = int(os.environ.get("BC_MYOB_FIRST_SEED", "0"))
BLOCK = 20
"""Seeds a test plays: enough to share the work between cores, few enough to see it go on."""
SEEDS_BOTH = int(os.environ.get("BC_MYOB_SEEDS_BOTH", "3"))


def blocks(seeds):
    """The seeds in blocks, each a test."""
    return [range(first, min(first + BLOCK, FIRST + seeds)) for first in range(FIRST, FIRST + seeds, BLOCK)]


BLOCKS, BLOCKS_BOTH = blocks(SEEDS), blocks(SEEDS_BOTH)


@pytest.mark.parametrize("seeds", BLOCKS, ids=lambda seeds: f"from {seeds[0]}")
def test_no_seed_ends_with_a_duplicate_a_loss_or_a_stuck_record(indoors, record_property, seeds):
    wrong, troubles = [], 0
    for seed in seeds:
        played = Simulation(indoors, seed)
        if found := played.play():
            wrong.append(seed)
            print(f"seed {seed} (make simulate SEED={seed} SEEDS=1):", *found, *played.line.road.happened, sep="\n  ")
        troubles += len(played.line.road.happened)
    record_property("seeds played", len(seeds))
    record_property("troubles", troubles)
    assert not wrong


@pytest.mark.parametrize("seeds", BLOCKS_BOTH, ids=lambda seeds: f"from {seeds[0]}")
def test_both_ways_each_edit_is_on_both_sides_in_the_end_and_nothing_is_written_again(indoors, record_property, seeds):
    wrong, troubles = [], 0
    for seed in seeds:
        played = BothWays(indoors, seed)
        if found := played.play():
            wrong.append(seed)
            print(f"seed {seed} (make simulate-both SEED={seed} SEEDS=1):", *found, sep="\n  ")
            print(*played.line.road.happened, sep="\n  ")
        troubles += len(played.line.road.happened)
    record_property("seeds played", len(seeds))
    record_property("troubles", troubles)
    assert not wrong


@pytest.mark.parametrize("kind", [Simulation, BothWays])
def test_a_seed_replays_exactly(indoors, kind):
    first = happened_in(indoors, SEED, kind)
    happened_in(indoors, 1, kind)
    assert happened_in(indoors, SEED, kind) == first


def test_a_seed_replays_exactly_in_another_process(indoors, tmp_path):
    """Whose hashes of texts are others, and so is the order in which it goes through sets."""
    told = tmp_path / "told.json"
    hashes = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    env = os.environ | {"PYTHONHASHSEED": hashes, replayed.TOLD: str(told)}
    asked = [sys.executable, "-m", "pytest", "-q", "-n", "0", replayed.__file__]
    with subprocess.Popen(asked, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as playing:
        here = replayed.happened(indoors)  # meanwhile
        said = playing.communicate()[0].decode()
    assert playing.returncode == 0, said
    assert json.loads(told.read_text(encoding="utf-8")) == json.loads(json.dumps(here))


def test_a_seed_goes_the_same_way_over_sockets_with_an_engine_for_each_process(works, indoors):
    """What makes a seed cheap changes nothing of what happens in it."""
    assert happened_in(works, 17) == happened_in(indoors, 17)
