"""Which field of a store's record an error speaks of, found again by the value that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def why_unreadable(record: Any, error: Exception) -> str:
    """Give what is wrong with the record, with the field in front where it is known."""
    strange = isinstance(error, AttributeError) and error.obj is not None
    said = f"{error.obj!r} is not what belongs there" if strange else str(error)  # type: ignore[attr-defined]
    return f"{field_of(record, error)}{said}"


def field_of(record: Any, error: Exception) -> str:
    """Give `field: ` for the field whose value the error is about (`products.0.quantity: `), "" where it names none.

    That is the value it holds (an AttributeError), else the longest that its message quotes.
    """
    leaves = list(_leaves(record))
    held = [path for path, value in leaves if value is getattr(error, "obj", None)]
    if held:
        return f"{held[0]}: "
    said = str(error)
    quoted = [(repr(value), path) for path, value in leaves if repr(value) in said]
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
