"""Number patterns of .NET: `#,##0.00;(#,##0.00);none`, digits among other signs (`000-000`), and percent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

_WIDE: Final = Context(prec=200)
_MOST_SECTIONS: Final = 3
_TOKEN: Final = re.compile(r"'([^']*)'|\"([^\"]*)\"|\\(.)|(.)", re.DOTALL)
_EXPONENT: Final = re.compile(r"[eE][+-]?\d")

Token = tuple[str, bool]
"""A sign of the pattern, and whether it is a word in quotation marks (or stands behind a backslash)."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a pattern: what stands before the point and behind it, in the pattern's order."""

    whole: tuple[Token, ...]
    fraction: tuple[Token, ...]
    grouped: bool
    percent: bool

    @property
    def decimals(self) -> int:
        return sum(map(_is_digit, self.fraction))

    @property
    def has_digits(self) -> bool:
        return any(map(_is_digit, (*self.whole, *self.fraction)))


def number_by_pattern(value: Decimal, pattern: str) -> str:
    """Give the number by the pattern; ValueError says what of the pattern has no meaning."""
    positive, *others = _sections(pattern)
    section = others[0] if value < 0 and others and others[0] else positive
    amount = _amount(value, section)
    if not amount:
        zero = others[1] if len(others) > 1 and others[1] else positive
        return _written(_amount(value, zero), zero)
    return f"{'-' if value < 0 and section is positive else ''}{_written(amount, section)}"


@lru_cache(maxsize=256)
def _sections(pattern: str) -> tuple[_Section, ...]:
    parts = [_section(tokens, pattern) for tokens in _split(list(_tokens(pattern)), ";")]
    if len(parts) > _MOST_SECTIONS or parts[0] is None or not parts[0].has_digits:
        raise ValueError(
            f"{pattern!r} is no format for a number; write C, D, E, F, G, N, P, R or X with the number of digits, or "
            "a pattern of 0 and # such as #,##0.00 for positive; negative; zero"
        )
    return tuple(parts)  # type: ignore[arg-type]


def _tokens(pattern: str) -> Iterator[Token]:
    if _EXPONENT.search(pattern):
        raise ValueError(f"{pattern!r} asks for an exponent by a pattern; write E2")
    for found in _TOKEN.finditer(pattern):
        sign = found.group(4)
        if sign == "‰":
            raise ValueError(f"{pattern!r} has a ‰, which is not supported; write P1 for percent")
        if sign is not None:
            yield sign, False
        else:
            yield next(found.group(number) for number in (1, 2, 3) if found.group(number) is not None), True


def _section(tokens: list[Token], pattern: str) -> _Section | None:
    if not tokens:
        return None
    whole, *rest = _split(tokens, ".")
    fraction = [token for part in rest for token in part]
    digits = [number for number, token in enumerate(whole) if _is_digit(token)]
    commas = [number for number, token in enumerate(whole) if token == (",", False)]
    if (digits and commas and commas[-1] > digits[-1]) or (",", False) in fraction:
        raise ValueError(f"{pattern!r} has a comma that does not stand between digits of the whole number")
    bare = tuple(token for token in whole if token != (",", False) or not digits)
    percent = ("%", False) in tokens
    return _Section(bare, tuple(fraction), grouped=bool(digits and commas), percent=percent)


def _split(tokens: list[Token], sign: str) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token == (sign, False):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _is_digit(token: Token) -> bool:
    return token in {("0", False), ("#", False)}


def _amount(value: Decimal, section: _Section) -> Decimal:
    scaled = _WIDE.multiply(abs(value), Decimal(100)) if section.percent else abs(value)
    return scaled.quantize(Decimal(1).scaleb(-section.decimals), rounding=ROUND_HALF_UP, context=_WIDE)


def _written(amount: Decimal, section: _Section) -> str:
    whole, _, fraction = f"{amount:f}".partition(".")
    return _whole(section, whole.lstrip("0")) + _fraction(section, fraction)


def _whole(section: _Section, digits: str) -> str:
    """Fill the places from the right; the leftmost one takes all that is left."""
    places = [number for number, token in enumerate(section.whole) if _is_digit(token)]
    zeros = [number for number in places if section.whole[number][0] == "0"]
    least = sum(number >= zeros[0] for number in places) if zeros else 0
    left = _marked(digits.rjust(least, "0"), grouped=section.grouped)
    shown: list[str] = []
    for number in reversed(range(len(section.whole))):
        if number not in places:
            shown.append(section.whole[number][0])
        elif number == places[0]:
            shown.append("".join(left))
        elif left:
            shown.append(left.pop())
    return "".join(reversed(shown))


def _marked(digits: str, *, grouped: bool) -> list[str]:
    size = len(digits)
    return [
        f"{digit}," if grouped and (size - number) % 3 == 1 and number < size - 1 else digit
        for number, digit in enumerate(digits)
    ]


def _fraction(section: _Section, digits: str) -> str:
    """Write the decimals: 0 always, # up to the last one that is not nought; the point only before a digit."""
    places = [number for number, token in enumerate(section.fraction) if _is_digit(token)]
    least = max((count for count, number in enumerate(places, 1) if section.fraction[number][0] == "0"), default=0)
    count = max(least, len(digits.rstrip("0")))
    shown, used = "", 0
    for number, (sign, _) in enumerate(section.fraction):
        if number not in places:
            shown += sign
        elif used < count:
            shown, used = shown + digits[used], used + 1
    return f".{shown}" if count else shown
