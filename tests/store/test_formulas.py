"""Formulas compute what the vendor's formula language says."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from bc_myob.mapping.frames import to_frame
from bc_myob.store.formulas import FormulaFault, Special, compile_formula
from bc_myob.store.grammar import formats_dates, formats_numbers
from tests.store.formulas import AROUND, SIGNATURES, compute


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
