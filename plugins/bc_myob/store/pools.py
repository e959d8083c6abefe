"""The Airflow pools that the project ships: a task cannot ask Airflow itself how many slots a pool has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

POOLS: Final = Path(__file__).resolve().parents[3] / "include" / "pools.json"
"""What `airflow pools import` is given."""


def slots_of(pool: str, file: Path = POOLS) -> int | None:
    """Give the slots of a pool in the file; None where there is no such file or pool."""
    known = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return int(known[pool].get("slots", 0)) if pool in known else None
