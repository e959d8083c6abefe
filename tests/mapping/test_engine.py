"""The engine: frames of exact values, rows applied to them, texts made fit by rule."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bc_myob.mapping.frames import to_frame
from bc_myob.mapping.table import (
    Row,
    Table,
    column,
    computed,
    constant,
    documents,
    first_of,
    joined,
    only_if,
    reference,
    setting,
)
from bc_myob.mapping.texts import LONGEST_QUOTED, cut, lines, quoted, single_line
from tests.mapping.customer_shop import settings

SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


def one(source, payload, **how):
    table = Table("x", "x", (Row("A.B", source, "", "", **how),))
    (found,) = documents(table, to_frame([payload, {"other": Decimal("1.5")}]), settings())[:1]
    return found.get("A", {}).get("B")


def test_a_frame_keeps_money_exact_and_gaps_empty():
    frame = to_frame([{"a": {"b": Decimal("0.1")}, "n": 3}, {"lines": [1, 2]}, {}])
    assert frame.to_dict("list") == {
        "a.b": [Decimal("0.1"), None, None],
        "n": [3, None, None],
        "lines": [None, [1, 2], None],
    }
    assert all(dtype.hasobject for dtype in frame.dtypes)
    assert len(to_frame([{}, {}])) == 2


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (column("name"), "Zoë"),
        (column("absent"), None),
        (constant(value=False), False),
        (first_of(column("blank"), column("absent"), column("name")), "Zoë"),
        (first_of(column("zero"), column("name")), 0),
        (joined(column("name"), column("blank"), column("zero"), by="-"), "Zoë-0"),
        (joined(column("blank"), column("absent")), None),
        (setting(lambda store: store.orders.branch), "SYDNEY"),
        (setting(lambda store: store.orders.refund_amount_item and ""), None),
        (computed(lambda name, zero: f"{name}{zero}", column("name"), column("zero")), "Zoë0"),
        (only_if(column("zero"), column("name")), None),
        (only_if(column("name"), column("zero")), 0),
        (reference(column("zero")), "0-Harbour Provisions"),
        (reference(column("absent")), None),
    ],
)
def test_sources_give_a_value_per_record(source, value):
    assert one(source, {"name": "Zoë", "blank": " ", "zero": 0}) == value


def test_a_limited_field_is_text_whatever_the_store_prints():
    assert one(column("phone"), {"phone": 4005550100}, limit=50) == "4005550100"
    assert one(column("zip"), {"zip": Decimal("850.0")}, limit=3) == "850"
    assert one(column("amount"), {"amount": Decimal("850.0")}) == Decimal("850.0")


def test_a_row_can_clear_cut_keep_lines_and_depend_on_another_field():
    assert one(column("t"), {"t": " "}) is None
    assert one(column("t"), {"t": " "}, keep_empty=True) == ""
    assert one(column("t"), {"t": "abcdef"}, limit=3) == "abc"
    assert one(column("t"), {"t": "a\r\nb"}) == "a b"
    assert one(column("t"), {"t": "a\r\nb"}, multiline=True) == "a\nb"
    assert one(column("t"), {"t": "x"}, only_with="u") is None
    assert one(column("t"), {"t": "x", "u": 1}, only_with="u") == "x"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 10, "short"),
        ("abcdef", 3, "abc"),
        ("ab cd", 3, "ab"),
        ("😀😀😀", 5, "😀😀"),
        ("e\u0301e\u0301", 3, "e\u0301"),
        ("a👍🏽", 3, "a"),
        ("ab👨\u200d👩\u200d👧", 7, "ab"),
        ("\u0301\u0301\u0301", 2, "\u0301\u0301"),
        ("🇦🇺🇳🇿🇦🇺", 6, "🇦🇺"),
        ("a🇦🇺🇳🇿", 8, "a🇦🇺"),
        (f"{SCOTLAND}{SCOTLAND}", 27, SCOTLAND),
        ("1️⃣2️⃣", 5, "1️⃣"),
        ("\u1112\u1161\u11ab\u1112\u1161", 4, "\u1112\u1161\u11ab"),
        ("กำกำ", 3, "กำ"),
        ("abc", None, "abc"),
    ],
)
def test_text_is_cut_between_whole_characters_by_utf16_length(text, limit, expected):
    assert cut(text, limit) == expected


@pytest.mark.parametrize(
    "blank", ["\x00", "\x07 \x1b", "\u200b", "\u200e \ufeff", "\u00ad", "\u3164", "\ufe0f", "\u2800"]
)
def test_what_nobody_can_see_is_blank(blank):
    assert single_line(blank) == lines(blank) == ""
    record = {"seen": "Ann", "unseen": blank}
    assert one(first_of(column("unseen"), column("seen")), record) == "Ann"
    assert one(joined(column("unseen"), column("seen")), record) == "Ann"
    assert one(column("unseen"), record) is None
    assert single_line(f"a{blank}b") != ""


@pytest.mark.parametrize("letter", ["x", "é", "👩", "\u202e\nx"])
def test_a_text_that_is_quoted_is_cut_at_its_end_says_so_and_stays_as_it_is(letter):
    fits = quoted(letter * 1000)
    assert "cut here" not in fits
    cut_short = quoted(letter * 60_000)
    assert cut_short.endswith("… (cut here)")
    assert LONGEST_QUOTED / 2 < len(cut_short) <= LONGEST_QUOTED
    assert quoted(cut_short) == cut_short
    assert not {"\n", "\u202e"} & set(cut_short)


def test_control_characters_go_and_nfc_stays():
    assert single_line("\x00a\tb\u2028c\x1b[0m Cafe\u0301 \ud800") == "a b c[0m Café \ufffd"
    assert lines(" a\rb\x07\r\n c ") == "a\nb\n c"


@given(st.text(max_size=200), st.integers(1, 60))
def test_any_text_fits_its_field_and_fits_it_again(text, limit):
    fitted = cut(single_line(text), limit)
    assert len(fitted.encode("utf-16-le")) // 2 <= limit
    assert "\n" not in fitted
    assert cut(single_line(fitted), limit) == fitted
