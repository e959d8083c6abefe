"""Which field of a store's record an error speaks of, found again by the value that its message quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def field_of(record: Any, error: Exception) -> str:
    """Give `field: ` for the field whose value the error quotes (`products.0.quantity: `), "" where it quotes none."""
    said = str(error)
    quoted = [(repr(value), path) for path, value in _leaves(record) if repr(value) in said]
    if not quoted:
        return ""
    longest = max(len(text) for text, _ in quoted)
    return f"{next(path for text, path in quoted if len(text) == longest)}: "


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give what stands in the record by its path: texts with something in them, and what is empty or no text."""
    if path and not _is_common(value):
        yield path, value
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _leaves(each, f"{path}.{name}" if path else str(name))
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _leaves(each, f"{path}.{number}")


def _is_common(value: Any) -> bool:
    # what stands in many fields, or in any sentence, tells nothing
    return value in (None, "", [], {}) or (isinstance(value, int) and abs(value) < 10**6)
