"""Numbers in the formats of .NET: the standard ones by their letter; patterns of 0 and # are in `formats_patterns`."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from bc_myob.store.grammar.formats_patterns import number_by_pattern

MAX_DECIMALS: Final = 28
_WIDE: Final = Context(prec=200)
_STANDARD: Final = re.compile(r"([A-Za-z])(\d{0,2})$")


def number_as(value: Decimal, how: str) -> str:
    """Give the number in a standard format (`N2`) or by a pattern (`#,##0.00`), rounded half away from zero as Round.

    ValueError says what has no meaning in the format.
    """
    standard = _STANDARD.match(how)
    if standard is None:
        return number_by_pattern(value, how)
    letter, digits = standard.groups()
    write = STANDARD.get(letter.upper())
    if write is None:
        known = ", ".join(STANDARD)
        raise ValueError(f"{how!r} is no format for a number; known are {known}, and patterns such as #,##0.00")
    count = min(int(digits), MAX_DECIMALS) if digits else None
    shown = write(value, count)
    return shown.lower() if letter in "ex" else shown


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Give the number with so many decimals, half away from zero; never a negative zero."""
    found = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_WIDE)
    return found or abs(found)


def _fixed(value: Decimal, digits: int | None) -> str:
    return f"{rounded(value, 2 if digits is None else digits):f}"


def _grouped(value: Decimal, digits: int | None) -> str:
    return f"{rounded(value, 2 if digits is None else digits):,f}"


def _currency(value: Decimal, digits: int | None) -> str:
    shown = _grouped(value, digits)
    return f"(${shown[1:]})" if shown.startswith("-") else f"${shown}"


def _percent(value: Decimal, digits: int | None) -> str:
    return f"{_grouped(_WIDE.multiply(value, Decimal(100)), digits)}%"


def _whole(value: Decimal, digits: int | None) -> str:
    number = _integer(value, "D")
    return f"{'-' if number < 0 else ''}{abs(number):0{digits or 1}d}"


def _hexadecimal(value: Decimal, digits: int | None) -> str:
    number = _integer(value, "X")
    if number < 0:
        raise ValueError(f"X prints no numbers below zero such as {number}")
    return f"{number:0{digits or 1}X}"


def _integer(value: Decimal, letter: str) -> int:
    if value != value.to_integral_value():
        raise ValueError(f"{letter} prints whole numbers, and {value:f} is none; round it first, or use N0")
    return int(value)


def _general(value: Decimal, digits: int | None) -> str:
    if digits and value:
        value = rounded_to(value, digits)
    return f"{value.normalize(_WIDE):f}"


def rounded_to(value: Decimal, significant: int) -> Decimal:
    """Give the number with so many significant digits."""
    step = Decimal(1).scaleb(value.adjusted() - significant + 1)
    return value.quantize(step, rounding=ROUND_HALF_UP, context=_WIDE)


def _scientific(value: Decimal, digits: int | None) -> str:
    decimals = 6 if digits is None else digits
    found = rounded_to(value, decimals + 1) if value else value
    exponent = found.adjusted() if found else 0
    mantissa = rounded(found.scaleb(-exponent, _WIDE), decimals)
    return f"{mantissa:f}E{'-' if exponent < 0 else '+'}{abs(exponent):03d}"


STANDARD: Final[dict[str, Callable[[Decimal, int | None], str]]] = {
    "C": _currency,
    "D": _whole,
    "E": _scientific,
    "F": _fixed,
    "G": _general,
    "N": _grouped,
    "P": _percent,
    "R": lambda value, _digits: _general(value, None),
    "X": _hexadecimal,
}
"""Letter -> how it prints; digits None: the format's own."""
