"""The Params of DAGs as their forms offer them."""

from __future__ import annotations

from typing import Any

from bc_myob.model.entities import Entity

SYNC: dict[str, Any] = {
    "window_start": None,
    "window_end": None,
    "mode": "incremental",
    "entities": [entity.slug for entity in Entity],
    "order_ids": [],
    "customer_ids": [],
    "dry_run": False,
}
