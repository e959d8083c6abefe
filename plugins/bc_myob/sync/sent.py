"""Has a write arrived whose answer was lost? Told by content, so that it never passes for an edit (connector 8.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bc_myob.mapping.texts import as_text
from bc_myob.model.entities import SyncDirection
from bc_myob.model.pairs import Sent

Json = Mapping[str, Any]
_OURS: Final = frozenset({"id", "customer_id"})
"""Says which record was written, not what it became."""


def has_arrived(sent: Sent, record: Json) -> bool:
    """Tell whether a record of the other side, as it was read, says all that was sent, as far as it was read."""
    said = [name for name in sent.document if name in record and name not in _OURS]
    return bool(said) and all(_same(sent.document[name], record[name]) for name in said)


def sent_number(sent: Sent | None) -> str | None:
    """Give the store's id of the record that the write changed; None where it was to be created, or there is none."""
    number = sent.document.get("id") if sent and sent.way is SyncDirection.EXPORT else None
    return None if number is None else str(number)


def has_entered(sent: Sent | None, customer: Json) -> bool:
    """Tell whether a creation without an answer has made this customer of the store.

    By its number where a later write named it; else it must say all that was sent: under the same e-mail a shopper may
    have registered since.
    """
    if number := sent_number(sent):
        return str(customer.get("id")) == number
    return sent is not None and bool(sent_email(sent)) and has_arrived(sent, customer)


def sent_email(sent: Sent | None) -> str:
    """Give the e-mail, as it is compared, that the write gave a customer of the store; empty where there is none."""
    said = sent.document.get("email") if sent and sent.way is SyncDirection.EXPORT else None
    return str(said or "").strip().casefold()


def _same(sent: Any, found: Any) -> bool:
    if isinstance(sent, Mapping):
        there = found if isinstance(found, Mapping) else {}
        return all(_same(value, there[name]) for name, value in sent.items() if name in there)
    return _bare(sent) == _bare(found)


def _bare(value: Any) -> str:
    return " ".join(as_text("" if value is None else value).split()).casefold()
