"""Fields as users name them in filters and formulas, found in a frame of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd


def field_values(frame: pd.DataFrame, name: str) -> list[Any]:
    """Give the field's value of every record; None throughout where no record has the field.

    `name` is a dotted path ("billing_address.city"), may stand in brackets and may start with its object
    ("Customer.Email"); capitals, blanks and underscores do not count ("Customer Group ID"). A number in the path
    counts list entries from 0 ("addresses.0.city").
    """
    wanted = name.strip().removeprefix("[").removesuffix("]")
    for path in (wanted, wanted.partition(".")[2]):
        found = _walk(frame, path) if path else None
        if found is not None:
            return found
    return [None] * len(frame)


def _walk(frame: pd.DataFrame, path: str) -> list[Any] | None:
    """Take the longest column that starts the path, then step into its values."""
    columns = {_bare(column): column for column in map(str, frame.columns)}
    parts = [_bare(part) for part in path.split(".")]
    for length in range(len(parts), 0, -1):
        column = columns.get(".".join(parts[:length]))
        if column is not None:
            return [_step(value, parts[length:]) for value in frame[column]]
    return None


def _step(value: Any, parts: Sequence[str]) -> Any:
    for part in parts:
        if isinstance(value, Mapping):
            value = next((inner for key, inner in value.items() if _bare(str(key)) == part), None)
        elif isinstance(value, Sequence) and not isinstance(value, str) and part.isdigit() and len(part) < 6:  # noqa: PLR2004
            value = value[int(part)] if int(part) < len(value) else None
        else:
            return None
    return value


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    return name.replace(" ", "").replace("_", "").casefold()
