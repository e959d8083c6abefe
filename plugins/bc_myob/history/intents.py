"""The written intent of a write to or from the store: as text in Sync History, and as it is read back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row

from bc_myob.model import codec
from bc_myob.model.entities import SyncDirection
from bc_myob.model.pairs import Sent


def to_text(sent: Sent | None) -> str | None:
    """Give the intent as it is kept."""
    return codec.dumps(asdict(sent)) if sent else None


def of(row: Row[Any]) -> Sent | None:
    """Give the intent without a known outcome that a sync record holds, if any."""
    if row.sending_since is None or row.sending_document is None:
        return None
    said = codec.loads(row.sending_document)
    owner = tuple(said["owner"]) if said["owner"] else None
    return Sent(way=SyncDirection(said["way"]), said=said["said"], document=said["document"], owner=owner)
