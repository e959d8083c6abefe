"""Random bad luck by seed. BC_MYOB_SEEDS: how many (`make simulate SEEDS=1000`); BC_MYOB_FIRST_SEED: the first."""

from __future__ import annotations

import os

from tests.faults.simulation import Simulation

SEEDS = int(os.environ.get("BC_MYOB_SEEDS", "3"))
FIRST = int(os.environ.get("BC_MYOB_FIRST_SEED", "0"))


def test_no_seed_ends_with_a_duplicate_a_loss_or_a_stuck_record(works):
    wrong, troubles = {}, 0
    for seed in range(FIRST, FIRST + SEEDS):
        played = Simulation(works, seed)
        if found := played.play():
            wrong[seed] = found
            print(f"seed {seed} (make simulate SEED={seed} SEEDS=1):", *found, *played.line.road.happened, sep="\n  ")
        troubles += len(played.line.road.happened)
        works.tidy()
    print(f"{SEEDS} seeds from {FIRST}, {troubles} troubles, {len(wrong)} seeds ended wrong")
    assert not wrong


def test_a_seed_replays_exactly(works):
    def happened():
        played = Simulation(works, 4711)
        played.play()
        return [str(place) for place in played.line.road.places], played.line.road.happened

    assert happened() == happened()
