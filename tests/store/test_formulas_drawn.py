"""Whatever a formula is made of, it can do nothing but compute or complain, and its figures are exact."""

from __future__ import annotations

import contextlib
from datetime import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from bc_myob.model.errors import ConfigurationError
from bc_myob.store.formulas import FormulaFault, Special
from tests.store.formulas import RECORD, SIGNATURES, compute

ANYTHING = st.sampled_from(
    [
        "Null",
        "True",
        "0",
        "-1.5",
        "99999999999",
        "''",
        "'é 🇦🇺'",
        "'2024-01-31'",
        "'1/2/24'",
        "'{0:N2}'",
        "'{1,9:dd}'",
        "'m'",
    ]
    + [f"[{name}]" for name in (*RECORD, "addresses", "addresses.0", "absent")]
    + ["Unmap", "'BCCTAXCODES'", "Now()"]
)


def calls(inner):
    def call(name):
        fewest, most = SIGNATURES[name]
        return st.lists(inner, min_size=fewest, max_size=min(most, 4)).map(lambda given: f"{name}({','.join(given)})")

    signs = st.sampled_from(["+", "-", "*", "/", " Mod ", "=", "<", " In ", " And ", " Or "])
    joined = st.tuples(inner, signs, inner).map(lambda parts: f"({''.join(parts)})")
    return st.sampled_from(sorted(SIGNATURES)).flatmap(call) | joined


@effort(max_examples=400, deadline=None)
@given(st.recursive(ANYTHING, calls, max_leaves=8))
def test_no_formula_does_anything_but_compute_or_complain(formula):
    with contextlib.suppress(ConfigurationError):
        found = compute(f"={formula}", RECORD | {"addresses": [{"city": "Perth"}]})
        assert isinstance(found, FormulaFault | Special | str | int | Decimal | datetime | list | dict | None)


@effort(max_examples=150, deadline=None)
@given(st.text(alphabet="=[]()'+-*/<>,. 0123abNotAndOrLeftIIf", max_size=60))
def test_no_text_does_anything_but_compute_or_complain(text):
    with contextlib.suppress(ConfigurationError):
        compute(text)


@effort(max_examples=100, deadline=None)
@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=5), st.integers(0, 6))
def test_format_rounds_as_round_does(value, digits):
    rounded = compute(f"=Round([n],{digits})", {"n": value})
    for how in (f"F{digits}", "0." + "0" * digits):
        assert Decimal(compute(f"=Format('{{0:{how}}}',[n])", {"n": value})) == rounded


LEAVES = st.integers(0, 99).map(str) | st.sampled_from(["[group_id]", "[total]", "0.5"])


SUMS = st.recursive(
    LEAVES,
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda parts: f"({''.join(parts)})"),
    max_leaves=12,
)


def _split(text):
    part = ""
    for character in text:
        if character.isdigit() or character == ".":
            part += character
            continue
        if part:
            yield part
        part = ""
        yield character
    if part:
        yield part


@effort(max_examples=80, deadline=None)
@given(SUMS)
def test_arithmetic_agrees_with_exact_decimals(text):
    exact = text.replace("[group_id]", "4").replace("[total]", "10.5")
    numbers = "".join(f"Decimal('{part}')" if part[0].isdigit() else part for part in _split(exact))
    assert compute(f"={text}") == eval(numbers, {"Decimal": Decimal})


@effort(max_examples=50, deadline=None)
@given(st.text(), st.integers(0, 20))
def test_left_and_right_of_any_text_are_its_ends(text, count):
    record = {"t": "x" + text}
    assert compute(f"=Left([t],{count})", record) == record["t"][:count]
    assert record["t"].endswith(compute(f"=Right([t],{count})", record))
