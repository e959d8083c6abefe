"""Where a field's value comes from: small functions of (frame, settings) that a mapping table is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from bc_myob.mapping.frames import column_of, objects
from bc_myob.mapping.texts import as_text, is_blank
from bc_myob.store.settings import StoreSettings

Source = Callable[[pd.DataFrame, StoreSettings], pd.Series]
"""Gives one value per row of the frame; None where the record has none."""


def column(name: str) -> Source:
    """Give the field of the store's record at the dotted path `name`."""
    return lambda frame, _settings: column_of(frame, name)


def constant(value: Any) -> Source:
    """Give the same value for every record."""
    return lambda frame, _settings: objects([value] * len(frame), frame.index)


def setting(read: Callable[[StoreSettings], Any]) -> Source:
    """Give what `read` finds in the store's settings; a blank setting gives nothing."""
    return lambda frame, settings: constant(_filled(read(settings)))(frame, settings)


def first_of(*sources: Source) -> Source:
    """Give the first value that is neither missing nor blank."""

    def first(frame: pd.DataFrame, settings: StoreSettings) -> pd.Series:
        columns = [source(frame, settings) for source in sources]
        return objects([_first_filled(values) for values in zip(*columns, strict=True)], frame.index)

    return first


def joined(*sources: Source, by: str = " ") -> Source:
    """Give the values that are not blank, joined by `by`; nothing where all are blank."""

    def join(frame: pd.DataFrame, settings: StoreSettings) -> pd.Series:
        columns = [source(frame, settings) for source in sources]
        return objects([_joined(values, by) for values in zip(*columns, strict=True)], frame.index)

    return join


def computed(function: Callable[..., Any], *sources: Source) -> Source:
    """Give `function(value, ...)` of the sources' values, row by row; it has to take None for what is missing."""

    def compute(frame: pd.DataFrame, settings: StoreSettings) -> pd.Series:
        columns = [source(frame, settings) for source in sources]
        return objects([function(*values) for values in zip(*columns, strict=True)], frame.index)

    return compute


def only_if(condition: Source, source: Source) -> Source:
    """Give the source's value where the condition is true, else nothing."""
    return computed(lambda holds, value: value if holds else None, condition, source)


def reference(source: Source) -> Source:
    """Give the external reference `<id>-<store name>` of the id that the source gives."""

    def refer(frame: pd.DataFrame, settings: StoreSettings) -> pd.Series:
        ids = source(frame, settings)
        return objects([None if _filled(each) is None else settings.reference(each) for each in ids], frame.index)

    return refer


def _filled(value: Any) -> Any:
    return None if value is None or (isinstance(value, str) and is_blank(value)) else value


def _first_filled(values: tuple[Any, ...]) -> Any:
    return next((value for value in values if _filled(value) is not None), None)


def _joined(values: tuple[Any, ...], by: str) -> str | None:
    parts = [as_text(value).strip() for value in values if _filled(value) is not None]
    return by.join(parts) or None
