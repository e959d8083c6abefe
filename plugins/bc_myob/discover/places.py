"""Where in a settings file something is inserted: by the parser's marks, so that it works however people write YAML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

_NO_CONTENT = (yaml.BlockEndToken, yaml.DocumentEndToken, yaml.StreamEndToken)


@dataclass(frozen=True, slots=True)
class Place:
    """How far a path of names leads into a file: `depth` of them are there, `node` is the value of the last one.

    `indent` is the column of its name; `is_root`: none is there.
    """

    text: str
    depth: int
    node: Any
    indent: int
    key_line_end: int

    @property
    def is_root(self) -> bool:
        """Whether the file has nothing of the path."""
        return self.depth == 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing behind the name: no text, null, [] or {}."""
        return not self.node.value or (isinstance(self.node, yaml.ScalarNode) and self.node.tag.endswith(":null"))

    @property
    def is_flow(self) -> bool:
        """Whether it stands between brackets with others, or inside of such."""
        inside = self.text[: self.node.start_mark.index].rpartition("\n")[2].lstrip()
        nested = not self.is_root and any(sign in inside.partition(":")[2] for sign in "[{")
        return not self.is_root and bool(getattr(self.node, "flow_style", False)) and (nested or not self.is_empty)

    @property
    def column(self) -> int:
        """The column of the list's rows."""
        return int(self.node.start_mark.column)

    @property
    def end(self) -> int:
        """The end of the last line with content; a block's own end mark lies behind comments and blank lines."""
        return _line_end(self.text, _content_end(self.text, self.node))

    def into_flow(self, more: str) -> str:
        """Give the text with `more` as the last entry between the brackets."""
        closing = self.node.end_mark.index - 1
        before = [token for token in yaml.scan(self.text) if token.end_mark.index <= closing]
        last = before[-1]
        opened = isinstance(last, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
        sign = "" if opened else " " if isinstance(last, yaml.FlowEntryToken) else ", "
        at = last.end_mark.index
        return f"{self.text[:at]}{sign}{more}{self.text[at:]}"


def place_of(text: str, path: Sequence[str]) -> Place:
    """Give how far the path leads."""
    node, indent, line_end = yaml.compose(text), 0, 0
    for depth, name in enumerate(path):
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        found = next(((key, value) for key, value in pairs if key.value == name), None)
        if found is None:
            return Place(text, depth, node, indent, line_end)
        key, node = found
        indent, line_end = key.start_mark.column, _line_end(text, key.end_mark.index)
    return Place(text, len(path), node, indent, line_end)


def without_value(place: Place) -> str:
    """Give the text without the empty value (null, [], {}) behind the name; a remark on its line stays."""
    start, end = place.node.start_mark.index, place.node.end_mark.index
    # blanks keep every other place in the text what it was
    return place.text[:start] + " " * (end - start) + place.text[end:] if end > start else place.text


def with_lines(text: str, at: int, lines: Sequence[str]) -> str:
    """Give the text with the lines inserted behind the line that ends at `at`, with the file's own line ends."""
    sign = "\r\n" if "\r\n" in text else "\n"
    before, after = text[:at], text[at:]
    if before and not before.endswith("\n"):
        before += sign
    more = sign.join(lines) + (sign if after or text.endswith("\n") else "")
    return _tidy(before) + more + after


def appended(text: str, lines: Sequence[str]) -> str:
    """Give the text with the lines at its end, after a blank line; before the sign that ends a document."""
    sign = "\r\n" if "\r\n" in text else "\n"
    ends = [token.start_mark.index for token in yaml.scan(text) if isinstance(token, yaml.DocumentEndToken)]
    at = ends[0] if ends else len(text)
    return text[:at].rstrip("\r\n") + sign + sign + sign.join(lines) + sign + text[at:]


def _content_end(text: str, node: Any) -> int:
    start, end = node.start_mark.index, node.end_mark.index
    inside = [
        token
        for token in yaml.scan(text)
        if token.start_mark.index >= start and token.end_mark.index <= end and not isinstance(token, _NO_CONTENT)
    ]
    last = max((token.end_mark.index for token in inside), default=end)
    # a folded text ends behind its blank lines
    return int(start) + len(text[start:last].rstrip())


def _line_end(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _tidy(before: str) -> str:
    """Take the blanks of a removed value off the end of its line."""
    sign = "\r\n" if before.endswith("\r\n") else "\n" if before.endswith("\n") else ""
    line = before.removesuffix(sign).rpartition("\n")[2]
    return before if not line.strip() else before.removesuffix(sign).rstrip(" ") + sign
