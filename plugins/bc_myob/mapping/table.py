"""The mapping table: one row per target field, and the one place that applies it to a frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from bc_myob.mapping.frames import column_of
from bc_myob.mapping.sources import (
    Source,
    column,
    computed,
    constant,
    first_of,
    joined,
    only_if,
    reference,
    setting,
)
from bc_myob.mapping.texts import as_text, cut, lines, single_line
from bc_myob.store.settings import StoreSettings

__all__ = [
    "Row",
    "Source",
    "Table",
    "column",
    "computed",
    "constant",
    "documents",
    "first_of",
    "joined",
    "only_if",
    "place",
    "reference",
    "setting",
]


@dataclass(frozen=True, slots=True)
class Row:
    """One target field.

    `target` is its dotted path in the document, `says` the source in words and `origin` where that is documented
    ("connector 2.3", "S2"); both print the documentation. Text longer than `limit` is cut.
    """

    target: str
    source: Source
    says: str
    origin: str
    limit: int | None = None
    note: str = ""
    keep_empty: bool = False
    """Send "" where there is no value, so that a value deleted in the store is cleared in the ERP."""
    only_with: str = ""
    """A column of the frame: where it holds nothing, the row does not apply (an address that is not there)."""
    multiline: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The standard mapping of one entity (or of one kind of its detail lines) onto a form of the ERP."""

    entity: str
    form: str
    rows: tuple[Row, ...]
    title: str = ""
    """Headline in the documentation where an entity has several tables ("Lines")."""
    later: str = ""
    """What holds for a record that is in the other system already; printed below the rows."""
    exports: bool = False
    """The targets are fields of the store: the table travels from the form to the store."""


def documents(table: Table, frame: pd.DataFrame, settings: StoreSettings) -> list[dict[str, Any]]:
    """Give one nested document per row of the frame. Fields without a value are left out."""
    made: list[dict[str, Any]] = [{} for _ in range(len(frame))]
    for row in table.rows if made else ():
        for document, value in zip(made, _values(row, frame, settings), strict=True):
            if value is not None:
                place(document, row.target, value)
    return made


def place(document: dict[str, Any], target: str, value: Any) -> None:
    """Put the value at the dotted path `target`, making the objects on the way."""
    *parents, last = target.split(".")
    for parent in parents:
        document = document.setdefault(parent, {})
    document[last] = value


def _values(row: Row, frame: pd.DataFrame, settings: StoreSettings) -> Iterable[Any]:
    fitted = (_fitted(row, value) for value in row.source(frame, settings))
    if not row.only_with:
        return fitted
    present = column_of(frame, row.only_with)
    return (value if there is not None else None for value, there in zip(fitted, present, strict=True))


def _fitted(row: Row, value: Any) -> Any:
    # A limit marks a text field: a phone or SKU that the store prints as a number is text all the same.
    if row.limit is not None and isinstance(value, int | Decimal):
        value = as_text(value)
    if row.limit is not None and isinstance(value, Mapping | list):
        raise ValueError(f"{value!r} is no text")
    if isinstance(value, str):
        clean = lines(value) if row.multiline else single_line(value)
        value = cut(clean, row.limit) or None
    return "" if value is None and row.keep_empty else value
