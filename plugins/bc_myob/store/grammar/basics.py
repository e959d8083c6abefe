"""Conversion, text, mathematical and other functions of formulas, as the vendor names and describes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Final

from bc_myob.store.grammar.kinds import ARITHMETIC, MAX_TEXT, bounded, number, text, truth, whole

_SIGNED: Final = {"CShort": 16, "CInt": 32, "CLong": 64}
_DIGITS: Final = {"CDbl": 15, "CSng": 7}
_MAX_DECIMALS: Final = 28


def _kept_null(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give the function with the vendor's rule for text: of nothing comes nothing."""
    return lambda value, *others: None if value is None else function(value, *others)


def _of_both(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda one, other: None if one is None or other is None else function(one, other)


def _cstr(value: Any) -> str:
    if value is None:
        raise ValueError("there is no value to turn into text; write IsNull(..., '')")
    return text(value)


def _integer(bits: int) -> Callable[[Any], int]:
    def convert(value: Any) -> int:
        found = whole(value)
        if not -(1 << bits - 1) <= found < 1 << bits - 1:
            raise ValueError(f"{found} does not fit a whole number of {bits} bits")
        return found

    return convert


def _rounded_to(significant: int) -> Callable[[Any], Decimal]:
    return lambda value: ARITHMETIC.create_decimal(f"{number(value):.{significant}g}")


def _left(value: Any, length: Any) -> str:
    return text(value)[: _length(length)]


def _right(value: Any, length: Any) -> str:
    return text(value)[-_length(length) :] if _length(length) else ""


def _substring(value: Any, start: Any, length: Any) -> str:
    return text(value)[_length(start) : _length(start) + _length(length)]


def _length(value: Any) -> int:
    found = whole(value)
    if found < 0:
        raise ValueError(f"{found} is less than zero; a position or length cannot be")
    return found


def _replace(value: Any, old: Any, new: Any) -> str:
    source, what, by = text(value), text(old), text(new)
    if not what:
        raise ValueError("the text to replace is empty")
    if len(source) + source.count(what) * (len(by) - len(what)) > MAX_TEXT:
        raise ValueError(f"the text would have more than {MAX_TEXT:,} characters")
    return source.replace(what, by)


def _padded(side: Callable[[str, int, str], str]) -> Callable[[Any, Any, Any], str]:
    def pad(value: Any, width: Any, character: Any) -> str:
        filler, size = text(character), _length(width)
        if len(filler) != 1:
            raise ValueError(f"{filler!r} is not one character to pad with")
        if size > MAX_TEXT:
            raise ValueError(f"a width of {size} is more than any field takes")
        return side(text(value), size, filler)

    return pad


def _round(value: Any, decimals: Any = 0) -> Decimal:
    digits = _length(decimals)
    if digits > _MAX_DECIMALS:
        raise ValueError(f"{digits} decimals are more than {_MAX_DECIMALS}")
    return number(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=ARITHMETIC)


def _hash(value: Any) -> str:
    return hashlib.sha256(text(value).encode()).hexdigest()


def _hash_code(value: Any) -> int:
    return int.from_bytes(hashlib.sha256(text(value).encode()).digest()[:4], "big", signed=True)


FUNCTIONS: Final[dict[str, tuple[int, int, Callable[..., Any]]]] = {
    "CBool": (1, 1, truth),
    "CStr": (1, 1, _cstr),
    "CDec": (1, 1, number),
    **{name: (1, 1, _rounded_to(digits)) for name, digits in _DIGITS.items()},
    **{name: (1, 1, _integer(bits)) for name, bits in _SIGNED.items()},
    "LTrim": (1, 1, _kept_null(lambda value: text(value).lstrip())),
    "RTrim": (1, 1, _kept_null(lambda value: text(value).rstrip())),
    "Trim": (1, 1, _kept_null(lambda value: text(value).strip())),
    "UCase": (1, 1, _kept_null(lambda value: bounded(text(value).upper()))),
    "LCase": (1, 1, _kept_null(lambda value: bounded(text(value).lower()))),
    "InStr": (2, 2, _of_both(lambda value, part: text(value).find(text(part)))),
    "InStrRev": (2, 2, _of_both(lambda value, part: text(value).rfind(text(part)))),
    "Len": (1, 1, lambda value: len(text(value))),
    "Left": (2, 2, _kept_null(_left)),
    "Right": (2, 2, _kept_null(_right)),
    "Substring": (3, 3, _kept_null(_substring)),
    "Replace": (3, 3, _kept_null(_replace)),
    "PadLeft": (3, 3, _kept_null(_padded(str.rjust))),
    "PadRight": (3, 3, _kept_null(_padded(str.ljust))),
    "Abs": (1, 1, _kept_null(lambda value: abs(number(value)))),
    "Floor": (1, 1, _kept_null(lambda value: number(value).to_integral_value(ROUND_FLOOR))),
    "Ceiling": (1, 1, _kept_null(lambda value: number(value).to_integral_value(ROUND_CEILING))),
    "Round": (1, 2, _kept_null(_round)),
    "Pow": (2, 2, lambda value, power: ARITHMETIC.power(number(value), number(power))),
    "IsNull": (2, 2, lambda value, instead: instead if value is None else value),
    "Provider.CalculateHash": (1, 1, _hash),
    "Provider.CalculateHashCode": (1, 1, _hash_code),
}
"""Name -> (fewest, most arguments, function). Positions count from 0 and -1 means "not found"."""
