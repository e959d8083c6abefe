"""What tests of single judgements turn: the demo's settings, and what was read while all was right."""

from __future__ import annotations

import copy
from pathlib import Path

from bc_myob.checklist.catalogue import checklist
from bc_myob.checklist.facts import Answer, Ask, Facts
from bc_myob.checklist.judging import judged
from bc_myob.store.plain_yaml import read_yaml
from bc_myob.store.settings import StoreSettings

DEMO = Path(__file__).resolve().parents[2] / "include" / "stores" / "demo.yaml"
DOORS = {"store.connection": Ask.STORE, "erp.sign_in": Ask.ENDPOINTS, "erp.sign_out": Ask.SIGN_OUT}
WALKS = {Ask.WALK_THROUGH: Answer(), Ask.WALK_BOTH: Answer()}


def settings(**changes):
    """The demo's settings with some changed: `orders__refund_amount_item="X"`."""
    said = read_yaml(DEMO.read_text())
    for path, value in changes.items():
        *parents, last = path.split("__")
        where = said
        for part in parents:
            where = where.setdefault(part, {})
        where[last] = value
    return StoreSettings.model_validate({"name": "demo"} | said)


def given(right, answers=None, **rows):
    """What was read, with some answers exchanged: whole ones by question, or rows by the question's name."""
    new = {Ask[name]: Answer(rows=found) for name, found in rows.items()}
    return Facts({**right.answers, **WALKS, **new, **(answers or {})})


def changed(right, ask, where, **values):
    """The rows of an answer, with other values (None: not shown) in the one that has `where`."""
    rows = copy.deepcopy([dict(row) for row in right.rows(ask)])
    for row in rows:
        if where.items() <= row.items():
            row |= {name: value for name, value in values.items() if value is not None}
            for name in (name for name, value in values.items() if value is None):
                row.pop(name, None)
    return {ask.name: rows}


def results(facts, of=None):
    of = of or settings()
    return {each.criterion.key: each for each in judged(checklist(of), facts, of)}


def finding(facts, key, of=None):
    return results(facts, of)[key].finding


def broken(facts, of=None):
    return {
        key
        for key, each in results(facts, of).items()
        if each.finding.verdict == "not met" and not each.finding.waits_for
    }
