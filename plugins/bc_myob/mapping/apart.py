"""A mapping that breaks on one record: that record fails, the others are mapped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bc_myob.mapping.given import Given
from bc_myob.mapping.texts import quoted
from bc_myob.mapping.unreadable import field_of
from bc_myob.model.errors import UNFORESEEN
from bc_myob.model.records import Mapped
from bc_myob.model.statuses import Event

_LONGEST: Final = 300
"""So that what to do stays in sight whatever the value is that the error repeats."""


def map_apart(
    map_records: Callable[[Given], list[Mapped]], given: Given, named: Callable[[str], str] = str
) -> list[Mapped]:
    """Give the outcomes of all sources; a source on which `map_records` breaks becomes Failed, and says what broke.

    `named` gives the External ID of a source by its id.
    """
    try:
        return map_records(given)
    except UNFORESEEN as error:
        if not given.sources:
            raise
        if len(given.sources) == 1:
            return [_broken(given, error, named)]
    half = len(given.sources) // 2
    parts = (given.sources[:half], given.sources[half:])
    return [one for sources in parts for one in map_apart(map_records, replace(given, sources=sources), named)]


def _broken(given: Given, error: Exception, named: Callable[[str], str]) -> Mapped:
    source = given.sources[0]
    reason = (
        "This record holds something that the mapping does not know how to read "
        f"({field_of(source.payload, error)}{type(error).__name__}: {quoted(str(error), _LONGEST)}). "
        "The other records are not concerned. Please report it with the record's data; it is tried again by each run."
    )
    return Mapped(
        external_id=named(source.source_id),
        source_id=source.source_id,
        event=Event.FAILED,
        reason=reason,
        modified_at=source.modified_at,
    )
