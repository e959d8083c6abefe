"""The ERP's items behind the store's SKUs, kept so that each is looked up once a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import Engine

from bc_myob.history.engine import reading, writing
from bc_myob.history.queries import chunks, run, run_many
from bc_myob.history.times import Clock, to_text, utc_now

KNOWN_FOR: Final = timedelta(days=1)
"""How long a look-up counts: people rename items and give their alternate ids to others."""


class Items:
    """A store's cache of item look-ups."""

    def __init__(self, engine: Engine, store: str, *, clock: Clock = utc_now) -> None:
        self.engine = engine
        self.store = store
        self.clock = clock

    def known(self, skus: Iterable[str]) -> dict[str, str]:
        """Give the inventory ids of those `skus` that were found within the last day."""
        found: dict[str, str] = {}
        since = to_text(self.clock() - KNOWN_FOR)
        with reading(self.engine) as connection:
            for part in chunks(sorted(set(skus))):
                rows = run(connection, "known_items", store=self.store, skus=part, since=since)
                found.update((row.sku, row.inventory_id) for row in rows)
        return found

    def save(self, found: Mapping[str, str]) -> None:
        """Keep sku -> inventory id."""
        at = to_text(self.clock())
        rows = [
            {"store": self.store, "sku": sku, "inventory_id": inventory_id, "at": at}
            for sku, inventory_id in sorted(found.items())
        ]
        with writing(self.engine) as connection:
            run_many(connection, "save_items", rows)
