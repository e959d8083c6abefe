"""What the tests of formulas compute with: one record, the surroundings of a run, and all functions."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bc_myob.mapping.frames import to_frame
from bc_myob.store.formulas import Surroundings, compile_formula
from bc_myob.store.grammar import basics, comparisons, dates, formats, lazy

AROUND = Surroundings(
    now=datetime(2026, 1, 31, 20, 5, 6, tzinfo=UTC),
    zone=ZoneInfo("Australia/Sydney"),
    lists={"BCCTAXCODES": {"GST": "GSTAU"}},
)
RECORD = {
    "name": " O'Hara, Zoë ",
    "company": "Acme",
    "group_id": 4,
    "blank": "",
    "nothing": None,
    "total": "10.5000",
    "zip": "0800",
    "ok": True,
    "made": "2024-02-29T22:10:30Z",
    "billing": {"city": "Perth"},
}
SIGNATURES = {
    name: signature[:2]
    for table in (basics.FUNCTIONS, comparisons.FUNCTIONS, dates.FUNCTIONS, formats.FUNCTIONS)
    for name, signature in table.items()
} | {label: (fewest, most) for label, fewest, most, _ in lazy.FUNCTIONS.values()}


def compute(formula, record=RECORD):
    (found,) = compile_formula(formula).values(to_frame([record]), AROUND)
    return found
