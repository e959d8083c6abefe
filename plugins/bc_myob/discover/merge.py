"""New rows put into a settings file that people have worked on: every character that stands there stays.

The file is parsed only to learn where its lists end; then lines are inserted. A YAML round trip would print the whole
file anew (line breaks, blanks, the place of comments), see docs/decisions/0002-discover-inserts-lines.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

from bc_myob.discover.found import Found
from bc_myob.discover.news import News, news
from bc_myob.discover.places import appended, place_of, with_lines, without_value
from bc_myob.discover.rows import NewRow, folded, payment_rows, shipping_rows
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.plain_yaml import read_yaml

_LISTS: Final = (
    (("payments", "methods"), ("store_payment_method", "currency"), payment_rows),
    (("shipping",), ("store_shipping_zone", "store_shipping_method"), shipping_rows),
)


@dataclass(frozen=True, slots=True)
class Merged:
    """The file's new text, the rows that were added, and the remarks on choices that are new."""

    text: str
    added: Sequence[NewRow]
    news: Sequence[News] = ()


def merged(text: str, found: Found) -> Merged:
    """Give the file with what it does not have yet; ConfigurationError where it cannot be read."""
    added: list[NewRow] = []
    for path, names, rows in _LISTS:
        known = {_key(row, names) for row in _rows_at(_loaded(text), path)}
        new = [row for row in rows(found) if folded(row.key) not in known]
        text = _with_rows(text, path, new) if new else text
        added += new
    remarks = news(text, found)
    text = appended(text, [each.line for each in remarks]) if remarks else text
    return Merged(text, added, remarks)


def _with_rows(text: str, path: tuple[str, ...], new: Sequence[NewRow]) -> str:
    before = _loaded(text)
    changed = _inserted(text, path, new)
    # nothing but the new rows may differ: what people decided is worth more than a row
    if not _is_addition(before, changed, path, len(new)):
        raise ConfigurationError(
            f"The list {'.'.join(path)} is written in a way that rows cannot be added to without touching others. "
            "Write it as one row per line, beginning with '- '."
        )
    return changed


def _is_addition(before: dict[str, Any], changed: str, path: tuple[str, ...], count: int) -> bool:
    try:
        after = _loaded(changed)
    except ConfigurationError:
        return False
    rows = _rows_at(after, path)
    return rows[: len(rows) - count] == _rows_at(before, path) and _without(after, path) == _without(before, path)


def _inserted(text: str, path: tuple[str, ...], new: Sequence[NewRow]) -> str:
    place = place_of(text, path)
    rest = path[place.depth :]
    if rest and place.is_flow:
        value = f"{rest[-1]}: [{', '.join(row.flow for row in new)}]"
        return place.into_flow(value)
    if not rest and place.is_flow:
        return place.into_flow(", ".join(row.flow for row in new))
    if place.is_root:
        return appended(text, _section(rest, new, 0))
    if place.is_empty:
        # a name with nothing behind it, or with an empty list or mapping in place of what comes now
        return with_lines(without_value(place), place.key_line_end, _section(rest, new, place.indent + 2))
    indent = place.column if not rest else place.indent + 2
    return with_lines(text, place.end, _section(rest, new, indent))


def _section(names: Sequence[str], new: Sequence[NewRow], indent: int) -> list[str]:
    """Give the rows as lines, under the names that the file lacks above them."""
    heads = [" " * (indent + 2 * level) + f"{name}:" for level, name in enumerate(names)]
    return [*heads, *(line for row in new for line in row.lines(indent + 2 * len(names)))]


def _loaded(text: str) -> dict[str, Any]:
    try:
        said = read_yaml(text)
    except yaml.YAMLError as exc:
        raise ConfigurationError(f"The settings file is no readable YAML: {' '.join(str(exc).split())}") from exc
    if not isinstance(said, dict):
        raise ConfigurationError("The settings file is empty or no mapping of settings; remove it and start afresh.")
    return said


def _rows_at(said: dict[str, Any], path: tuple[str, ...]) -> list[dict[str, Any]]:
    value: Any = said
    for name in path:
        value = (value or {}).get(name)
    return list(value or [])


def _without(said: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    rest = {name: value for name, value in said.items() if name != path[0]}
    inner = said.get(path[0])
    if len(path) > 1 and isinstance(inner, dict):
        other = {name: value for name, value in inner.items() if name != path[1]}
        return rest | ({path[0]: other} if other else {})
    return rest


def _key(row: dict[str, Any], names: tuple[str, str]) -> tuple[str, str]:
    return folded((str(row.get(names[0])), str(row.get(names[1]))))
