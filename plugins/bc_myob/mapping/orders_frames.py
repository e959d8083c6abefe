"""Details of many orders as one frame: a detail table is applied once, its rows go back to their orders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import pandas as pd

from bc_myob.mapping.frames import to_frame
from bc_myob.mapping.rules import apply_mappings
from bc_myob.mapping.table import Table, documents
from bc_myob.model.entities import Entity
from bc_myob.store.settings import StoreSettings


@dataclass(frozen=True, slots=True)
class Details:
    """One kind of details: `rows` by order, and the frame of all of them in the same order."""

    rows: list[list[dict[str, Any]]]
    frame: pd.DataFrame

    @classmethod
    def of(cls, table: Table, records: Sequence[Sequence[Mapping[str, Any]]], settings: StoreSettings) -> Self:
        """Apply the table to the records, which stand order by order."""
        frame = to_frame([record for each in records for record in each])
        made = iter(documents(table, frame, settings))
        return cls([[next(made) for _ in each] for each in records], frame)

    def mapped(self, settings: StoreSettings, part: str, now: datetime) -> Iterator[str | None]:
        """Apply the user's mappings of the detail `part`, changing the rows; walk the first fault of each order."""
        flat = [row for each in self.rows for row in each]
        faults = iter(apply_mappings(settings, Entity.SALES_ORDER, flat, self.frame, part, now=now))
        for each in self.rows:
            own = [next(faults) for _ in each]
            yield next((fault for fault in own if fault), None)
