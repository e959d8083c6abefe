"""Fields as users name them in filters and formulas, found in a frame of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import pandas as pd

OBJECTS: Final = frozenset(
    {
        *("customer", "customers", "customerlocation", "customeraddress", "location", "address"),
        *("salesorder", "order", "orders", "payment"),
    }
)
"""What may stand before a field as the name of its own object, without blanks and underscores."""


def field_values(frame: pd.DataFrame, name: str) -> list[Any]:
    """Give the field's value of every record; None throughout where no record has the field.

    `name` is a dotted path ("billing_address.city"), may stand in brackets and may start with its object
    ("Customer.Email"); capitals, blanks and underscores do not count ("Customer Group ID"). A number in the path
    counts list entries from 0 ("addresses.0.city"). The name of an object gives all it holds.
    """
    found = _found(frame, name)
    return [None] * len(frame) if found is None else found


def has_field(frame: pd.DataFrame, name: str) -> bool:
    """Tell whether any record of the frame has the field, be it Null there."""
    return _found(frame, name) is not None


def field_paths(name: str) -> tuple[str, ...]:
    """Give the paths that the name may mean, the first one first: as it stands, then without its object."""
    wanted = name.strip().removeprefix("[").removesuffix("]").strip()
    first, _, rest = wanted.partition(".")
    return (wanted, rest) if rest and bare(first) in OBJECTS else (wanted,)


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """Give what all spellings of a field's name share."""
    return name.replace(" ", "").replace("_", "").casefold()


def _found(frame: pd.DataFrame, name: str) -> list[Any] | None:
    columns = {bare(column): column for column in map(str, frame.columns)}
    whole, *without_object = field_paths(name)
    if without_object and not _has_object(columns, whole):
        return _walk(frame, columns, without_object[0])
    return _walk(frame, columns, whole)


def _has_object(columns: Mapping[str, str], path: str) -> bool:
    # decided by the object alone: which fields of it the records at hand have must not change what the name means
    start = bare(path.partition(".")[0])
    return start in columns or any(column.startswith(f"{start}.") for column in columns)


def _walk(frame: pd.DataFrame, columns: Mapping[str, str], path: str) -> list[Any] | None:
    """Take the longest column that starts the path, then step into its values; else gather the columns it starts."""
    parts = [bare(part) for part in path.split(".")]
    for length in range(len(parts), 0, -1):
        column = columns.get(".".join(parts[:length]))
        if column is not None:
            return [_step(value, parts[length:]) for value in frame[column]]
    return _gathered(frame, columns, ".".join(parts))


def _gathered(frame: pd.DataFrame, columns: Mapping[str, str], path: str) -> list[Any] | None:
    inside = {name.removeprefix(f"{path}."): column for name, column in columns.items() if name.startswith(f"{path}.")}
    if not inside:
        return None
    rows = zip(*(frame[column] for column in inside.values()), strict=True)
    return [{name: value for name, value in zip(inside, row, strict=True) if value is not None} for row in rows]


def _step(value: Any, parts: Sequence[str]) -> Any:
    for part in parts:
        if isinstance(value, Mapping):
            value = next((inner for key, inner in value.items() if bare(str(key)) == part), None)
        elif isinstance(value, Sequence) and not isinstance(value, str) and part.isdigit() and len(part) < 6:  # noqa: PLR2004
            value = value[int(part)] if int(part) < len(value) else None
        else:
            return None
    return value
