"""Money stays exact from the store's text to the ERP's number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bc_myob.model.codec import content_hash, dumps, loads
from bc_myob.model.money import currency_digits, parse_money, round_money


@pytest.mark.parametrize(
    ("raw", "amount"), [("361.9500", "361.9500"), ("", "0"), (None, "0"), (7, "7"), (Decimal("0.1"), "0.1")]
)
def test_every_way_the_store_prints_money_is_read(raw, amount):
    assert parse_money(raw) == Decimal(amount)


@pytest.mark.parametrize("raw", ["12,50", "AUD 3", "NaN", "Infinity", 0.1, "1e999999999999999999"])
def test_what_is_no_amount_is_refused(raw):
    with pytest.raises(ValueError, match=r"amount|float"):
        parse_money(raw)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [("1.005", "AUD", "1.01"), ("2.675", "USD", "2.68"), ("99.5", "JPY", "100"), ("0.0005", "KWD", "0.001")],
)
def test_money_is_rounded_half_up_to_its_currency(amount, currency, rounded):
    assert round_money(Decimal(amount), currency) == Decimal(rounded)


def test_currencies_have_their_own_digits():
    assert [currency_digits(code) for code in ("AUD", "JPY", "KWD")] == [2, 0, 3]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_a_decimal_survives_json_to_the_last_digit(amount):
    assert loads(dumps({"a": amount}))["a"] == amount


@pytest.mark.parametrize(
    ("half", "fit"),
    [(r"\ud83d", "\ufffd"), (r"\uDC4D", "\ufffd"), (r"\u0000", "\x01"), (r"\ude00\ud83d", "\ufffd\ufffd")],
)
def test_what_json_alone_can_carry_is_replaced_wherever_it_stands(half, fit):
    value = loads(f'{{"{half}k": [{{"note": "tea {half}"}}, 1.5]}}')
    (name,) = value
    assert name == f"{fit}k"
    assert value[name][0]["note"] == f"tea {fit}"
    assert "\0" not in dumps(value)
    dumps(value).encode()


def test_a_whole_emoji_stays_however_it_is_written():
    assert loads(r'"\ud83d\ude00 😀 \\ud83d"') == "😀 😀 \\ud83d"


def test_equal_content_has_an_equal_hash_whatever_the_order_of_keys():
    assert content_hash({"a": 1, "b": [Decimal("1.10")]}) == content_hash({"b": [Decimal("1.10")], "a": 1})
    assert content_hash({"a": Decimal("1.10")}) != content_hash({"a": Decimal("1.11")})
