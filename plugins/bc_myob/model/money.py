"""Money as Decimal, to the digits of its currency. A float never holds money."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

from babel.numbers import get_currency_precision

ZERO = Decimal(0)
_LARGEST = Decimal(10) ** 15
"""Beyond this an amount is a mistake; the ERP's columns hold 19 digits with 4 decimals."""


def parse_money(raw: object) -> Decimal:
    """Give the amount as BigCommerce prints it: text, number or nothing (zero). ValueError names what is no amount."""
    if raw is None or raw == "":
        return ZERO
    if isinstance(raw, float):
        raise ValueError(f"{raw!r} came as a binary float; read JSON with decimals")
    try:
        amount = Decimal(str(raw))
    except InvalidOperation as exc:
        raise ValueError(f"{raw!r} is no amount of money") from exc
    if not amount.is_finite() or amount.copy_abs() >= _LARGEST:
        raise ValueError(f"{raw!r} is no amount of money")
    return amount


@cache
def currency_digits(currency: str) -> int:
    """Give the decimal places of an ISO 4217 currency: 2 for AUD, 0 for JPY, 3 for KWD."""
    return int(get_currency_precision(currency))


def round_money(amount: Decimal, currency: str) -> Decimal:
    """Give `amount` rounded half up to the digits of `currency`, as MYOB Advanced rounds documents."""
    return amount.quantize(Decimal(1).scaleb(-currency_digits(currency)), rounding=ROUND_HALF_UP)
