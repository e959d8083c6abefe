"""How text is made fit for an ERP field, by rule and the same everywhere."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

_LINE_BREAKS: Final = ("\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c")
_CONTROL: Final = dict.fromkeys((*range(9), *range(14, 32), *range(127, 160)), "") | {9: " "}
_SURROGATES: Final = range(0xD800, 0xE000)
_JOINER: Final = "\u200d"
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)


def single_line(text: str) -> str:
    """Give the text in NFC on one line: line breaks and tabs become a blank, other control characters go."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return lines(text).replace("\n", " ")


def lines(text: str) -> str:
    """Give the text in NFC with plain line feeds; tabs become a blank, other control characters go."""
    unified = _normal(text)
    for line_break in _LINE_BREAKS:
        unified = unified.replace(line_break, "\n")
    return unified.translate(_CONTROL).strip()


def cut(text: str, limit: int | None) -> str:
    """Give the text cut to `limit` UTF-16 units, as nvarchar counts them, between whole characters.

    An emoji counts two units there; a base letter keeps its accents and a joined emoji is never cut in the middle.
    """
    if limit is None or (len(text) <= limit and (text.isascii() or _units(text) <= limit)):
        return text
    end, room = 0, limit
    while end < len(text) and (room := room - _units(text[end])) >= 0:
        end += 1
    whole = end
    while 0 < whole < len(text) and _belongs_to_the_one_before(text, whole):
        whole -= 1
    return text[: whole or end].rstrip()


def as_text(value: Any) -> str:
    """Give a plain value as the text a person would write: no exponent, True as true."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if hasattr(value, "as_tuple") else str(value)


def _normal(text: str) -> str:
    # A lone surrogate is valid in JSON but not in UTF-8: it would break the request, not the record.
    clean = text if text.isascii() else "".join("\ufffd" if ord(c) in _SURROGATES else c for c in text)
    return unicodedata.normalize("NFC", clean)


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _belongs_to_the_one_before(text: str, position: int) -> bool:
    following = text[position]
    if following == _JOINER or text[position - 1] == _JOINER:
        return True
    return unicodedata.category(following).startswith("M") or ord(following) in _SKIN_TONES
