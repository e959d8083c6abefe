"""A mistake in a formula is shown by its column, and what cannot be computed is a fault of its record."""

from __future__ import annotations

import pytest

from bc_myob.model.errors import ConfigurationError
from bc_myob.store.formulas import FormulaFault, compile_formula
from tests.store.formulas import compute


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("=1 +", "column 5: the formula ends too early"),
        ("", "column 1: the formula ends too early"),
        ("=Left([name], 3", "column 16: the formula ends too early"),
        ("=Left([name] 3)", "column 14: '3' is not expected here"),
        ("='abc", "column 2: the text that starts here has no closing quotation mark"),
        ("=1+[name", "column 4: the field that starts here has no closing bracket"),
        ("=[a] ; [b]", "column 6: ';' has no meaning here"),
        ("=Leftt([name],3)", "column 2: there is no function Leftt"),
        ("=Left([name])", "column 2: Left takes 2 argument"),
        ("=1=2=3", "column 5: '=' is not expected here"),
        ("=Switch(1=1,'a','b')", "column 2: Switch takes pairs of test and value, here are 3"),
        ("=[company].__class__", "column 11: '.' has no meaning here"),
        ("=__import__('os')", "column 2: '_' has no meaning here"),
        ("=eval('1')", "column 2: there is no function eval"),
        ("=Provider.Open('x')", "column 2: there is no function Provider.Open"),
        ("=company", "column 9: the formula ends too early"),
        ("=" + "+".join("1" * 200), "more than 100 operations"),
        ("=" + "Trim(" * 150 + "'a'" + ")" * 150, "more than 100 operations"),
        ("=" + "-" * 3000 + "1", "more than 100 operations"),
        ("=" + "1" * 5000, "has 5001 characters"),
    ],
)
def test_a_mistake_is_shown_by_its_column(formula, said):
    with pytest.raises(ConfigurationError) as caught:
        compile_formula(formula)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("=1/[blank]", "column 3: '/' cannot be computed: '' is no number"),
        ("=1/0", "column 3: '/' cannot be computed: the number is divided by zero"),
        ("=CStr([nothing])", "write IsNull(..., '')"),
        ("=CDate('soon')", "'soon' is no date"),
        ("=CDate('31/31/2020')", "cannot be computed"),
        ("=CShort(40000)", "does not fit a whole number of 16 bits"),
        ("=CBool([company])", "'Acme' is neither True nor False"),
        ("=SubstituteAll('VAT','BCCTAXCODES')", "has no value for 'VAT'"),
        ("=SubstituteAll('VAT','Nope')", "there is no substitution list 'Nope'"),
        ("=Pow(10,999999)", "grows out of bounds"),
        ("=Pow(9,Pow(9,9))", "cannot be computed"),
        ("=Replace(PadLeft('a',60000,'a'),'a','bbbb')", "more than 65,536 characters"),
        ("=PadLeft('a',99999999999,'a')", "more than any field takes"),
        ("=PadLeft('a',5,'ab')", "is not one character"),
        ("=Substring('a',-1,2)", "less than zero"),
        ("=DateAdd([made],'eon',1)", "'eon' is no interval"),
        ("=DateAdd([made],'y',99999)", "outside the calendar"),
        ("=Format('{3}', 1)", "names value 3"),
        ("=CDate('2/30/2024')", "'2/30/2024' is no date; write it like 2/29/2024"),
        ("=CDate('1/2/2024 13:00 PM')", "is no date; write it like"),
        ("=CDate('20240229')", "is no date"),
        ("=Format('{0:q}', 1)", "column 2: Format cannot be computed: 'q' is no format for a number; known are C, D"),
        ("=Format('{0:q}', [made])", "'q' is no format for a date; known are d, D"),
        ("=Format('{0:yyyy}', 5)", "'yyyy' is no format for a number"),
        ("=Format('{0:N2}', [made])", "'N' has no meaning in the format of a date"),
        ("=Format('{0:dd at HH}', [made])", "'a' has no meaning"),
        ("=Format('{0:D}', 1.7)", "D prints whole numbers, and 1.7 is none"),
        ("=Format('{0:X}', -1)", "X prints no numbers below zero"),
        ("=Format('{0:0;0;0;0}', 1)", "is no format for a number"),
        ("=Format('{0:;}', 1)", "is no format for a number"),
        ("=Format('{0:0,}', 1)", "has a comma that does not stand between digits"),
        ("=Format('{0:0.0E0}', 1)", "write E2"),
        ("=Format('{0', 1)", "the { at position 1 holds no value; write {{"),
        ("=Format('a}', 1)", "the } at position 2 holds no value"),
        ("=Format('{x}', 1)", "the { at position 1 holds no value"),
        ("=Format(Replace(PadLeft('a',3000,'a'),'a','{0}'),PadLeft('x',65000,'x'))", "more than 65,536 characters"),
        ("=Min('a',1)", "the two values do not compare"),
        ("=Unmap+'x'", "it can only be a whole result"),
        ("=Round(1,99)", "99 decimals are more than 28"),
    ],
)
def test_what_cannot_be_computed_is_a_fault_of_its_record(formula, said):
    found = compute(formula)
    assert isinstance(found, FormulaFault)
    assert said in str(found)
