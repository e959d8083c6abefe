"""Payloads of the store as a pandas frame of objects: dotted paths for columns, nothing ever turned into a float."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd


def to_frame(payloads: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Give one row per payload, one object column per dotted path (`billing_address.city`).

    Lists stay what they are; a key that a payload lacks is None. Decimals stay Decimal, ints stay int.
    """
    rows = [dict(_flat(payload, "")) for payload in payloads]
    names = list(dict.fromkeys(name for row in rows for name in row))
    # one block of cells: a frame made of columns looks at each of them by itself, a millisecond for a few records
    cells = np.empty((len(rows), len(names)), dtype=object)
    for place, row in zip(cells, rows, strict=True):
        for number, name in enumerate(names):
            place[number] = row.get(name)
    return pd.DataFrame(cells, columns=names, dtype=object)


def objects(values: Sequence[Any], index: pd.Index | None = None) -> pd.Series:
    """Give the values as an object column: pandas would make float64 of ints with a gap, and str of texts."""
    return pd.Series(values, index=index, dtype=object)


def column_of(frame: pd.DataFrame, name: str) -> pd.Series:
    """Give the column, or Nones where no payload of the frame has it."""
    return frame[name] if name in frame.columns else objects([None] * len(frame), frame.index)


def _flat(payload: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in payload.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
