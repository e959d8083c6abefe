"""Formulas compute what the vendor's formula language says, and can do nothing else."""

import contextlib
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from bc_myob.mapping.frames import to_frame
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.formulas import FormulaFault, Special, Surroundings, compile_formula
from bc_myob.store.grammar import basics, dates, lazy

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


def compute(formula, record=RECORD):
    (found,) = compile_formula(formula).values(to_frame([record]), AROUND)
    return found


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("='DEF_CLASS'", "DEF_CLASS"),
        ("='O''Hara'", "O'Hara"),
        ("=8.25", Decimal("8.25")),
        ("= 2", 2),
        ("=[company]", "Acme"),
        ("=[Customer.Company]", "Acme"),
        ("=[billing.city]", "Perth"),
        ("=[absent]", None),
        ("='X'+[company]", "XAcme"),
        ("='X'+[nothing]+2", "X2"),
        ("=[group_id]+1", 5),
        ("=[total]*0.03", Decimal("0.315000")),
        ("=1-2-3", -4),
        ("=2+3*4", 14),
        ("=(2+3)*4", 20),
        ("=-[group_id]+1", -3),
        ("=7/2", Decimal("3.5")),
        ("=7 Mod 4", 3),
        ("=[nothing]+1", None),
        ("=0.1+0.2", Decimal("0.3")),
        ("=[company]='acme'", True),
        ("=[company]<>'acme'", False),
        ("=[zip]='800'", False),
        ("=[total]=10.5", True),
        ("=[nothing]=Null", True),
        ("=[blank]=Null", False),
        ("=[blank]=''", True),
        ("=[group_id]=>4", True),
        ("=[group_id]<4", False),
        ("=[nothing]<4", False),
        ("=[made]>CDate('2024-02-29')", True),
        ("='cm' In [company]", True),
        ("=Not [ok]", False),
        ("=Not [group_id]=5 And [ok]", True),
        ("=[ok] Or 1/0=1", True),
        ("=False And 1/0=1", False),
        ("=True Or False And False", True),
        ("=[nothing] Or [ok]", True),
        ("=CBool(0)", False),
        ("=CStr([group_id])", "4"),
        ("=CDec('2012')-2", 2010),
        ("=CInt('2.5')", 2),
        ("=CLong(3.5)", 4),
        ("=CShort(-7)", -7),
        ("=CDbl(1)/3=CDbl(1)/3", True),
        ("=CSng(1.23456789)", Decimal("1.234568")),
        ("=Trim([name])", "O'Hara, Zoë"),
        ("=LTrim('  a ')+RTrim(' b  ')", "a  b"),
        ("=UCase([name])", " O'HARA, ZOË "),
        ("=lcase([company])", "acme"),
        ("=UCase([nothing])", None),
        ("=Left(trim(UCase([name])),3)", "O'H"),
        ("=Left('ab',9)", "ab"),
        ("=Right('abc',2)+Right('abc',0)", "bc"),
        ("=Substring('abcdef',3,2)", "de"),
        ("=Substring('abc',9,2)", ""),
        ("=InStr([company],'m')", 2),
        ("=InStr([company],'z')", -1),
        ("=InStrRev('abab','ab')", 2),
        ("=Len([company])", 4),
        ("=Replace('a-b-c','-','+')", "a+b+c"),
        ("=PadLeft(CStr([group_id]),4,'0')", "0004"),
        ("=PadRight('long',2,'_')", "long"),
        ("=Abs(-1.50)", Decimal("1.50")),
        ("=Floor(-1.5)", -2),
        ("=Ceiling(1.2)", 2),
        ("=Round(2.345,2)", Decimal("2.35")),
        ("=Round(-0.5)", -1),
        ("=Min(3,2)+Max(3,2)", 5),
        ("=Pow(1.1,2)", Decimal("1.21")),
        ("=Year([made])*10000+Month([made])*100+Day([made])", 20240229),
        ("=Hour([made])*100+Minute([made])", 2210),
        ("=Second([made])", 30),
        ("=DayOfWeek(CDate('2024-03-03'))", 0),
        ("=DayOfYear([made])", 60),
        ("=DayOrdinal(1)+DayOrdinal(22)+DayOrdinal(13)+DayOrdinal(99)", "1st22nd13th"),
        ("=MonthName(CDate('3/12/2022'))", "March"),
        ("=Day(CDate('24/12/2011'))", 24),
        ("=Format('{0:yyyy-MM-dd}', DateAdd(CDate('2024-01-31'),'m',1))", "2024-02-29"),
        ("=Format('{0:yyyy-MM-dd HH:mm}', DateAdd([made],'h',-23))", "2024-02-28 23:10"),
        ("=Year(DateAdd([made],'yyyy',1))", 2025),
        ("=DateDiff('d', CDate('3/12/2018'), CDate('4/12/2018'))", 31),
        ("=DateDiff('y', CDate('2023-12-31'), CDate('2024-01-01'))", 1),
        ("=DateDiff('ww', CDate('2024-03-02'), CDate('2024-03-03'))", 1),
        ("=Day(Now())", 1),
        ("=Day(NowUTC())", 31),
        ("=Hour(Today())+Hour(TodayUTC())", 0),
        ("=IIf([blank]='', 'USD', [blank])", "USD"),
        ("=iif([ok], 1, 1/0)", 1),
        ("=IsNull([nothing],'NULL value')", "NULL value"),
        ("=NullIf([group_id],4)", None),
        ("=Switch([total]<10,'small',[total]<100,'medium')", "medium"),
        ("=Switch([total]<1,'small')", None),
        ("=SubstituteAll('GST','BCCTAXCODES')", "GSTAU"),
        ("=SubstituteListed('VAT','bcctaxcodes')", "VAT"),
        ("=Len(Provider.CalculateHash([company]))", 64),
        ("=Provider.CalculateHashCode('a')=Provider.CalculateHashCode('a')", True),
        ("=Unmap", Special.UNMAP),
        ("=IIf([ok], DefaultMapping, Unmap())", Special.DEFAULT_MAPPING),
        ("=Format('{{{0:C}}} {1,6:N1}|{2,-3}|', [total], 1234.56, 'a')", "{$10.50} 1,234.6|a  |"),
        ("=Format('{0:D5} {1:P0} {2:F} {3:#,##0.0}', 42, 0.5, 1, 1234.56)", "00042 50% 1.00 1,234.6"),
    ],
)
def test_a_formula_gives_its_value(formula, value):
    assert compute(formula) == value


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
        ("=Unmap+'x'", "it can only be a whole result"),
        ("=Round(1,99)", "99 decimals are more than 28"),
    ],
)
def test_what_cannot_be_computed_is_a_fault_of_its_record(formula, said):
    found = compute(formula)
    assert isinstance(found, FormulaFault)
    assert said in str(found)


def test_one_faulty_record_leaves_the_others_alone():
    frame = to_frame([{"n": 0}, {"n": 2}])
    first, second = compile_formula("=10/[n]").values(frame, AROUND)
    assert isinstance(first, FormulaFault)
    assert second == 5
    assert compile_formula("='same'").values(frame, AROUND) == ["same", "same"]
    assert compile_formula("=[n]").values(to_frame([]), AROUND) == []


def test_the_page_on_formulas_names_every_function():
    page = (Path(__file__).resolve().parents[2] / "docs" / "mapping" / "formulas.md").read_text(encoding="utf-8")
    names = [*basics.FUNCTIONS, *dates.FUNCTIONS, *(label for label, *_ in lazy.FUNCTIONS.values()), "Format"]
    assert [name for name in names if name not in page] == []


@effort(max_examples=150, deadline=None)
@given(st.text(alphabet="=[]()'+-*/<>,. 0123abNotAndOrLeftIIf", max_size=60))
def test_no_text_does_anything_but_compute_or_complain(text):
    with contextlib.suppress(ConfigurationError):
        compute(text)


LEAVES = st.integers(0, 99).map(str) | st.sampled_from(["[group_id]", "[total]", "0.5"])
SUMS = st.recursive(
    LEAVES,
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda parts: f"({''.join(parts)})"),
    max_leaves=12,
)


@effort(max_examples=80, deadline=None)
@given(SUMS)
def test_arithmetic_agrees_with_exact_decimals(text):
    exact = text.replace("[group_id]", "4").replace("[total]", "10.5")
    numbers = "".join(f"Decimal('{part}')" if part[0].isdigit() else part for part in _split(exact))
    assert compute(f"={text}") == eval(numbers, {"Decimal": Decimal})


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


@effort(max_examples=50, deadline=None)
@given(st.text(), st.integers(0, 20))
def test_left_and_right_of_any_text_are_its_ends(text, count):
    record = {"t": "x" + text}
    assert compute(f"=Left([t],{count})", record) == record["t"][:count]
    assert record["t"].endswith(compute(f"=Right([t],{count})", record))


def test_a_hundred_thousand_simple_values_take_no_more_than_a_second_of_work():
    frame = to_frame([{"company": f"c{number}", "n": number} for number in range(50_000)])
    formula = compile_formula("=IIf([n] > 10, UCase([company]), 'few')")
    started = time.process_time()
    assert len(formula.values(frame, AROUND)) == 50_000
    assert time.process_time() - started < 0.5
