"""Formulas compute what the vendor's formula language says, and can do nothing else."""

import contextlib
import re
import sys
import time
import tracemalloc
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
from bc_myob.store.grammar import basics, comparisons, dates, formats, formats_dates, formats_numbers, lazy

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
        ("=Year([made])*10000+Month([made])*100+Day([made])", 20240301),
        ("=Hour([made])*100+Minute([made])", 910),
        ("=Second([made])", 30),
        ("=DayOfWeek(CDate('2024-03-03'))", 0),
        ("=DayOfYear([made])", 61),
        ("=DayOrdinal(1)+DayOrdinal(22)+DayOrdinal(13)+DayOrdinal(99)", "1st22nd13th"),
        ("=MonthName(CDate('3/12/2022'))", "March"),
        ("=Day(CDate('24/12/2011'))", 24),
        ("=Format('{0:yyyy-MM-dd}', DateAdd(CDate('2024-01-31'),'m',1))", "2024-02-29"),
        ("=Format('{0:yyyy-MM-dd HH:mm}', DateAdd([made],'h',-23))", "2024-02-29 10:10"),
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
        # moments: the store's clock, whatever made them
        ("=[made]<Now() And [made]<NowUTC() And Now()=NowUTC()", True),
        ("='2026-01-31T20:05:07Z'>Now()", True),
        ("='2026-01-31T20:05:05Z'<Now()", True),
        ("=DateDiff('s','2026-01-31T20:05:06Z',Now())+DateDiff('h',Now(),NowUTC())", 0),
        ("=[made]='2024-03-01'", True),
        ("=[made]=CDate('3/1/2024 9:10:30 AM')", True),
        ("=Now()+'|'+Today()+'|'+NowUTC()", "2026-02-01T07:05:06|2026-02-01|2026-01-31T20:05:06"),
        ("=CStr(CDate([made]))", "2024-03-01T09:10:30"),
        ("=DateDiff('h',CDate('4/4/2026'),CDate('4/6/2026'))", 49),
        ("=Hour(DateAdd(CDate('4/4/2026 11:00 PM'),'h',5))*100+Hour(DateAdd(CDate('4/4/2026'),'d',2))", 300),
        ("=CDate('2/29/2024 1:05:06 PM')=CDate('2/29/24 13:05:06')", True),
        ("=Hour(CDate('2/29/2024 12:30 am'))+Year(CDate('1/1/99'))", 1999),
        # Null and blanks
        ("=NullIf([blank],'')", None),
        ("=IsNull(NullIf([blank],''),'fallback')", "fallback"),
        ("=NullIf([nothing],1)", None),
        ("=NullIf('A','a')", None),
        ("=NullIf('A','b')", "A"),
        ("=NullIf([total],10.5)", None),
        ("=IsNull([blank],'x')", ""),
        ("=IsNull(Null,Unmap)", Special.UNMAP),
        ("=Null In 'o' Or 'o' In Null Or Null In Null", False),
        ("=InStr('abc',Null)", None),
        ("=InStrRev(Null,'a')", None),
        ("=Min(Null,3)", None),
        ("=Max(3,Null)", None),
        ("=Switch(Null,1,True,2)", 2),
        ("=Switch(1=2,'a',True,'b')", "b"),
        # Format
        ("=Format('{0:N2}',0.125)+Format('{0:N2}',2.345)+Format('{0:N0}',2.5)", "0.132.353"),
        ("=Format('{0:C} {1:C}',1234.565,-5)", "$1,234.57 ($5.00)"),
        ("=Format('{0:F1} {1:P1} {2:P0}',-0.04,0.1255,-0.5)", "0.0 12.6% -50%"),
        ("=Format('{0:D3} {1:D5} {2:X} {2:x4}',7,-42,255)", "007 -00042 FF 00ff"),
        ("=Format('{0:E2} {1:e} {2:E0} {3:E1}',255,0.00012345,0,9.96)", "2.55E+002 1.234500e-004 0E+000 1.0E+001"),
        ("=Format('{0:G} {1:G3} {2:R}',10.50,1234.5,[total])", "10.5 1230 10.5"),
        ("=Format('{0:000-000} {0:0000} {1:#} {2:#.##}|',123456,0,0.5)", "123-456 123456  .5|"),
        ("=Format('{0:#,##0.00;(#,##0.00);none}|{1:#,##0.00;(#,##0.00);none}',-1234.5,0.001)", "(1,234.50)|none"),
        (
            "=Format('{0:0.0#%} {1:0;;zero} {2:$#,##0} {3:0 \"pcs\"}',0.12345,-3,1234567.8,5)",
            "12.35% -3 $1,234,568 5 pcs",
        ),
        ("=Format('{0:dd/MM/yyyy}',[made])", "01/03/2024"),
        ("=Format('{0:yyyy-MM-ddTHH:mm:ss.ff}',[made])", "2024-03-01T09:10:30.00"),
        ("=Format('{0:dd MMM yyyy HH:mm}','Wed, 25 Nov 2026 22:54:36 +0000')", "26 Nov 2026 09:54"),
        ("=Format('{0:d}|{0:D}|{0:t}|{0:T}',CDate([made]))", "3/1/2024|Friday, March 1, 2024|9:10 AM|9:10:30 AM"),
        (
            "=Format('{0:f}|{0:g}|{0:G}',Today())",
            "Sunday, February 1, 2026 12:00 AM|2/1/2026 12:00 AM|2/1/2026 12:00:00 AM",
        ),
        ("=Format('{0:M}|{0:y}|{0:s}|{0:u}',[made])", "March 1|March 2024|2024-03-01T09:10:30|2024-02-29 22:10:30Z"),
        ("=Format('{0:r}|{0:o}',[made])", "Thu, 29 Feb 2024 22:10:30 GMT|2024-03-01T09:10:30.0000000+11:00"),
        (
            "=Format('{0:%d} {0:ddd} {0:MMM} {0:yy} {0:h:mm tt} {0:zzz} {0:\"Q\"yyyy}',[made])",
            "1 Fri Mar 24 9:10 AM +11:00 Q2024",
        ),
        ("=Format('{0:N2}|{1:N2}|{2:N2}',[nothing],'10.50',[ok])", "|10.50|True"),
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


def test_one_faulty_record_leaves_the_others_alone():
    frame = to_frame([{"n": 0}, {"n": 2}])
    first, second = compile_formula("=10/[n]").values(frame, AROUND)
    assert isinstance(first, FormulaFault)
    assert second == 5
    assert compile_formula("='same'").values(frame, AROUND) == ["same", "same"]
    assert compile_formula("=[n]").values(to_frame([]), AROUND) == []


def test_the_page_on_formulas_names_every_function():
    page = (Path(__file__).resolve().parents[2] / "docs" / "mapping" / "formulas.md").read_text(encoding="utf-8")
    assert [name for name in SIGNATURES if name not in page] == []
    letters = {*formats_numbers.STANDARD, *formats_dates.STANDARD}
    assert letters <= set(re.findall(r"`([A-Za-z])`", page))


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


def test_what_grows_out_of_bounds_is_stopped_while_it_grows():
    tracemalloc.start()
    try:
        compute("=Len(Format(Replace(PadLeft('a',3000,'a'),'a','{0}'),PadLeft('x',65000,'x')))")
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


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
