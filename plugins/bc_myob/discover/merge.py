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
from bc_myob.discover.rows import NewRow, payment_rows, shipping_rows
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.plain_yaml import read_yaml

_LISTS: Final = (
    (("payments", "methods"), ("store_payment_method", "currency"), payment_rows),
    (("shipping",), ("store_shipping_zone", "store_shipping_method"), shipping_rows),
)


@dataclass(frozen=True, slots=True)
class Merged:
    """The file's new text and the rows that were added."""

    text: str
    added: Sequence[NewRow]


def merged(text: str, found: Found) -> Merged:
    """Give the file with rows for what it does not have yet; ConfigurationError where it cannot be read."""
    added: list[NewRow] = []
    for path, names, rows in _LISTS:
        known = {_key(row, names) for row in _rows_at(_loaded(text), path)}
        new = [row for row in rows(found) if _folded(row.key) not in known]
        text = _with_rows(text, path, new) if new else text
        added += new
    return Merged(text, added)


def _with_rows(text: str, path: tuple[str, ...], new: Sequence[NewRow]) -> str:
    before = _loaded(text)
    changed = _inserted(text, path, new)
    after = _loaded(changed)
    # nothing but the new rows may differ: what people decided is worth more than a row
    rows = _rows_at(after, path)
    kept = rows[: len(rows) - len(new)]
    if kept != _rows_at(before, path) or _without(after, path) != _without(before, path):
        raise ConfigurationError(
            f"The list {'.'.join(path)} is written in a way that rows cannot be added to without touching others. "
            "Write it as one row per line, beginning with '- '."
        )
    return changed


def _inserted(text: str, path: tuple[str, ...], new: Sequence[NewRow]) -> str:
    holder, key, value = _node_at(yaml.compose(text), path)
    if key is None:
        return _as_section(text, holder, path, new)
    if isinstance(value, yaml.SequenceNode) and value.value:
        last = value.value[-1]
        if value.flow_style:
            at = last.end_mark.index
            return text[:at] + "".join(f", {row.flow}" for row in new) + text[at:]
        return _after_line(text, _last_line(last), new, value.start_mark.column)
    # an empty list, or a name with nothing behind it
    cut = text[: value.start_mark.index].rstrip(" "), text[value.end_mark.index :]
    lines = "\n".join(line for row in new for line in row.lines(key.start_mark.column + 2))
    return (
        f"{cut[0]}\n{lines}{cut[1]}"
        if value.end_mark.index > value.start_mark.index
        else _after_line(text, key.end_mark.line, new, key.start_mark.column + 2)
    )


def _as_section(text: str, holder: Any, path: tuple[str, ...], new: Sequence[NewRow]) -> str:
    """Add the whole section where the file has none, or the list where its section has none."""
    depth = 0 if holder is None else len(path) - 1
    lines = ["  " * level + f"{name}:" for level, name in enumerate(path)][depth:]
    lines += [line for row in new for line in row.lines(2 * len(path))]
    if holder is not None and depth:
        return _lines_after(text, _last_line(holder), lines)
    return text.rstrip("\n") + "\n\n" + "\n".join(lines) + "\n"


def _after_line(text: str, line: int, new: Sequence[NewRow], indent: int) -> str:
    return _lines_after(text, line, [each for row in new for each in row.lines(indent)])


def _lines_after(text: str, line: int, more: Sequence[str]) -> str:
    lines = text.split("\n")
    return "\n".join([*lines[: line + 1], *more, *lines[line + 1 :]])


def _node_at(root: Any, path: tuple[str, ...]) -> tuple[Any, Any, Any]:
    """Give (the mapping above, key node, value node); key None where the mapping lacks it, all None without one."""
    holder, key, value = None, None, root
    for name in path:
        if not isinstance(value, yaml.MappingNode):
            return None, None, None
        holder = value
        key, value = next(((k, v) for k, v in holder.value if k.value == name), (None, None))
    return holder, key, value


def _last_line(node: Any) -> int:
    """Give the last line with content of the node: a block's own end mark lies behind comments and blank lines."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)


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
    return _folded((str(row.get(names[0])), str(row.get(names[1]))))


def _folded(key: tuple[str, str]) -> tuple[str, str]:
    return key[0].strip().casefold(), key[1].strip().casefold()
