"""Fields that are to be emptied. Whether the ERP takes null or an empty text for that, no document says: one looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

Json = Mapping[str, Any]
_NO_FIELDS: Final = frozenset({"id", "custom", "note"})
_EMPTY: Final = (None, "")


def emptied(document: Json) -> list[str]:
    """Give the paths (`MainContact/Phone2`) of the fields that the document empties; rows of details are left out."""
    return ["/".join(path) for path in _empty(document)]


def still_filled(document: Json, reply: Json) -> list[str]:
    """Give those of them that the ERP's answer has filled."""
    return ["/".join(path) for path in _empty(document) if _at(reply, path) not in _EMPTY]


def with_nulls(document: Json) -> dict[str, Any]:
    """Give the document with null for every empty text."""
    return {name: _with_null(name, value) for name, value in document.items()}


def nulls(paths: Sequence[str]) -> dict[str, Any]:
    """Give the document that empties these fields by null and says nothing else."""
    document: dict[str, Any] = {}
    for path in paths:
        *steps, last = path.split("/")
        level = document
        for step in steps:
            level = level.setdefault(step, {})
        level[last] = None
    return document


def parents(paths: Sequence[str]) -> list[str]:
    """Give the linked records that these fields are in: `MainContact/Address/City` is in two."""
    found = [path.split("/")[:depth] for path in paths for depth in range(1, path.count("/") + 1)]
    return list(dict.fromkeys("/".join(each) for each in found))


def kept_filled(paths: Sequence[str]) -> str | None:
    """Give what is said of fields that MYOB Advanced keeps filled, whichever way they are emptied."""
    if not paths:
        return None
    return (
        f"Empty in the store, but MYOB Advanced keeps it filled: {', '.join(paths)}. Empty it there by hand, or enter "
        "the right value in the store."
    )


def _empty(document: Json, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in document.items():
        if name in _NO_FIELDS:
            continue
        if isinstance(value, Mapping):
            yield from _empty(value, (*above, name))
        elif not isinstance(value, list | tuple) and value in _EMPTY:
            yield (*above, name)


def _at(reply: Json, path: tuple[str, ...]) -> Any:
    value: Any = reply
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _with_null(name: str, value: Any) -> Any:
    if isinstance(value, Mapping) and name != "custom":
        return with_nulls(value)
    return None if value == "" and name not in _NO_FIELDS else value
