"""How text is made fit for an ERP field, by rule and the same everywhere."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

LONGEST_QUOTED: Final = 4000
"""More than any sentence of ours needs; a value of the other side that is repeated in one may be of any length."""
_CUT: Final = "… (cut here)"
_LINE_BREAKS: Final = ("\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c")
_CONTROL: Final = dict.fromkeys((*range(9), *range(14, 32), *range(127, 160)), "") | {9: " "}
_TURNING: Final = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Turn the direction of writing: part of the text in a name; in a log what stands behind them reads otherwise."""
_SURROGATES: Final = range(0xD800, 0xE000)
_JOINER: Final = "\u200d"
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)
"""Regional indicators: two of them are a flag."""
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_INVISIBLE_KINDS: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_ENDINGS: Final = tuple(
    range(first, last + 1)
    for first, last in (
        (0x1F3FB, 0x1F3FF),  # skin tones
        (0xE0020, 0xE007F),  # tags: the flags of Scotland and Wales
        (0x1160, 0x11FF),  # vowels and ends of Korean syllables
        (0xD7B0, 0xD7FF),
        (0xFF9E, 0xFF9F),  # voice marks of halfwidth Katakana
        (0x0E33, 0x0E33),  # vowels of Thai and Lao that are letters by category
        (0x0EB3, 0x0EB3),
        (0x200C, 0x200C),
    )
)
"""What never begins a character, besides marks and joiners."""


def single_line(text: str) -> str:
    """Give the text in NFC on one line: line breaks and tabs become a blank, all other controls go."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return lines(text).replace("\n", " ")


def quoted(text: str, longest: int = LONGEST_QUOTED) -> str:
    """Give the text on one line as a log or a reason may repeat it: nothing in it turns the direction of writing.

    At most `longest` characters; one that is cut says so.
    """
    line = single_line(text.translate(_TURNING))
    return line if len(line) <= longest else cut(line, longest - len(_CUT)) + _CUT


def lines(text: str) -> str:
    """Give the text in NFC with plain line feeds; tabs become a blank, other control characters go."""
    unified = _normal(text)
    for line_break in _LINE_BREAKS:
        unified = unified.replace(line_break, "\n")
    clean = unified.translate(_CONTROL).strip()
    return "" if is_blank(clean) else clean


def is_blank(text: str) -> bool:
    """Tell whether nobody can see anything of the text: blanks, control and format characters alone."""
    if text.isascii() and text.isprintable():
        return not text.strip()
    return all(map(_is_invisible, text))


def cut(text: str, limit: int | None) -> str:
    """Give the text cut to `limit` UTF-16 units, as nvarchar counts them, between whole characters.

    An emoji counts two units there; a base letter keeps its accents, and neither a joined emoji nor a flag is ever cut
    in the middle.
    """
    if limit is None or (len(text) <= limit and (text.isascii() or _units(text) <= limit)):
        return text
    end, room = 0, limit
    while end < len(text) and (room := room - _units(text[end])) >= 0:
        end += 1
    whole = end
    while 0 < whole < len(text) and _belongs_to_the_one_before(text, whole):
        whole -= 1
    kept = text[: whole or end].rstrip()
    return "" if is_blank(kept) else kept


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
    if ord(following) in _FLAG_LETTERS:
        return _flag_letters_before(text, position) % 2 == 1
    return unicodedata.category(following).startswith("M") or any(ord(following) in each for each in _ENDINGS)


def _flag_letters_before(text: str, position: int) -> int:
    start = position
    while start and ord(text[start - 1]) in _FLAG_LETTERS:
        start -= 1
    return position - start


def _is_invisible(character: str) -> bool:
    if character in _INVISIBLE or "\ufe00" <= character <= "\ufe0f":
        return True
    return unicodedata.category(character) in _INVISIBLE_KINDS
