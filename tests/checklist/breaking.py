"""How a case of the checklist is told: what is broken, and what the checklist then says of which rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from sandbox.shop.basket import Draft, line
from tests.checklist.bench import HOME, Bench

FEATURES = "Enable/Disable Features (CS100000)"


@dataclass(frozen=True)
class Broken:
    """One thing broken: which row says so, with which words, and which rows wait for it (a few, or all but a few)."""

    row: str
    by: Callable[[Bench], object]
    says: str
    mend: str
    """The form or setting that is named as the place to put it right."""
    waits: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    """Further rows that the same thing breaks."""


def broken(row, by, says, mend, waits="", others=""):
    return pytest.param(
        Broken(row, by, says, mend, frozenset(waits.split("|")) - {""}, frozenset(others.split("|")) - {""}),
        id=f"{row}: {says}",
    )


def turned(flag):
    return lambda bench: bench.switch(features_turned=flag)


def sold(bench, sku="HONEY-LW-500"):
    """Let the store have an order of one article."""
    bench.store.add_order(Draft(billing=HOME, lines=(line(sku),)))
