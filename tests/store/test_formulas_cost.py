"""What formulas cost: steps, time and memory."""

from __future__ import annotations

import sys
import time
import tracemalloc

import pytest

from bc_myob.mapping.frames import to_frame
from bc_myob.store.formulas import compile_formula
from tests.store.formulas import AROUND, compute


def test_what_grows_out_of_bounds_is_stopped_while_it_grows():
    tracemalloc.start()
    try:
        compute("=Len(Format(Replace(PadLeft('a',3000,'a'),'a','{0}'),PadLeft('x',65000,'x')))")
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


SIMPLE = [
    "=[company]+'x'",
    "=[total]*1.1",
    "=Round([total]*0.1,2)",
    "=IIf([n]>10,UCase([company]),'few')",
    "=PadLeft(CStr([n]),6,'0')",
    "=Switch([n]<10,'a',True,'c')",
    "=[company]='c5' Or [n]>10 And [n]<100",
    "='a' In [company]",
    "=Year([made])",
    "=Format('{0:N2}',[total])",
    "=Format('{0:yyyy-MM-dd}',[made])",
    "=SubstituteListed([company],'BCCTAXCODES')",
]


@pytest.mark.parametrize("formula", SIMPLE)
def test_a_simple_value_costs_about_a_hundred_steps_at_most(formula):
    rows = [
        {"company": f"c{n}", "n": n, "total": f"{n}.5000", "made": f"2024-01-01T00:00:{n % 60:02}Z"} for n in range(200)
    ]
    frame, compiled = to_frame(rows), compile_formula(formula)
    compiled.values(frame, AROUND)
    steps = 0

    def count(_frame, event, _argument):
        nonlocal steps
        steps += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        compiled.values(frame, AROUND)
    finally:
        sys.setprofile(None)
    assert steps / len(rows) < 110


def test_a_hundred_thousand_simple_values_take_no_more_than_a_second_of_work():
    frame = to_frame([{"company": f"c{number}", "n": number} for number in range(50_000)])
    formula = compile_formula("=IIf([n] > 10, UCase([company]), 'few')")
    started = time.process_time()
    assert len(formula.values(frame, AROUND)) == 50_000
    assert time.process_time() - started < 0.5
