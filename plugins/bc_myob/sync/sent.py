"""Has a write arrived whose answer was lost? Told by content, so that it never passes for an edit (connector 8.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bc_myob.mapping.texts import as_text
from bc_myob.model.pairs import Sent

Json = Mapping[str, Any]
_OURS: Final = frozenset({"id", "customer_id"})
"""Says which record was written, not what it became."""


def has_arrived(sent: Sent, record: Json) -> bool:
    """Tell whether a record of the other side, as it was read, says all that was sent, as far as it was read."""
    said = [name for name in sent.document if name in record and name not in _OURS]
    return bool(said) and all(_same(sent.document[name], record[name]) for name in said)


def _same(sent: Any, found: Any) -> bool:
    if isinstance(sent, Mapping):
        there = found if isinstance(found, Mapping) else {}
        return all(_same(value, there[name]) for name, value in sent.items() if name in there)
    return _bare(sent) == _bare(found)


def _bare(value: Any) -> str:
    return " ".join(as_text("" if value is None else value).split()).casefold()
