"""Which way one record travels, when it may travel both ways: the table of connector 8.4, as data.

A side counts as changed when it is not what it last was, after the last synchronisation and after our own write.
So a write of ours is never a change, and nothing is ever echoed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from bc_myob.model.entities import PrimarySystem, SyncDirection

IMPORT: Final = SyncDirection.IMPORT
EXPORT: Final = SyncDirection.EXPORT


@dataclass(frozen=True, slots=True)
class Changed:
    """Which sides changed since the last synchronisation."""

    external: bool
    erp: bool


class _Winner(Enum):
    """Whose content is carried to the other side."""

    PRIMARY = "primary -> secondary"
    EXTERNAL = "store -> ERP"
    ERP = "ERP -> store"
    NOBODY = "nothing"


_TABLE: Final[dict[tuple[bool, bool, bool], _Winner]] = {
    # (store changed, ERP changed, forced)
    (True, True, False): _Winner.PRIMARY,
    (True, False, False): _Winner.EXTERNAL,
    (False, True, False): _Winner.ERP,
    (False, False, False): _Winner.NOBODY,
    (True, True, True): _Winner.PRIMARY,
    (True, False, True): _Winner.EXTERNAL,
    (False, True, True): _Winner.ERP,
    (False, False, True): _Winner.PRIMARY,
}


def travels(
    changed: Changed, *, direction: SyncDirection, primary: PrimarySystem, forced: bool = False
) -> SyncDirection | None:
    """Give IMPORT, EXPORT, or None where nothing moves.

    With a fixed Sync Direction the other way is closed: what changed there stays there, and a forced sync carries the
    open side's content, changed or not.
    """
    if direction is not SyncDirection.BIDIRECTIONAL:
        theirs = changed.external if direction is IMPORT else changed.erp
        return direction if theirs or forced else None
    return {
        _Winner.PRIMARY: IMPORT if primary is PrimarySystem.EXTERNAL else EXPORT,
        _Winner.EXTERNAL: IMPORT,
        _Winner.ERP: EXPORT,
        _Winner.NOBODY: None,
    }[_TABLE[changed.external, changed.erp, forced]]


def is_conflict(changed: Changed) -> bool:
    """Tell whether one side's change is overruled by the other's."""
    return changed.external and changed.erp
