"""What a side was when a user took it as it is (Set as Processed): the mark that stands in the place of its hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bc_myob.model.codec import content_hash
from bc_myob.model.entities import Entity

AS_FOUND: Final = "*"
"""Begins such a mark; alone, whatever the side is when it is next read counts as what it last was."""
_BETWEEN: Final = "#"
_DIGITS: Final = 32
_NO_CONTENT: Final = frozenset({"id", "customer_id", "form_fields", "country", "LastModifiedDateTime", "_customer"})
"""Rides along with some readings of a record and not with others, or moves without it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A side as it was read: a hash of its content, and its own stamp (None: its system stamps no changes)."""

    picture: str
    stamp: datetime | None = None


def found_at(moment: datetime, seen: Seen | None) -> str:
    """Give the mark for a side taken as it is at `moment`; `seen`: as it was last read, None where it never was."""
    picture = seen.picture if seen else ""
    return f"{AS_FOUND}{moment.replace(microsecond=0).isoformat()}{_BETWEEN}{picture}"


def is_found(was: str | None) -> bool:
    """Tell whether a user took the side as it was."""
    return was is not None and was.startswith(AS_FOUND)


def changed_since(mark: str, seen: Seen | None) -> bool:
    """Tell whether a side was changed after a user took it as it was.

    It is not what it was when it was last read before, and its stamp is not older than the moment; stamps have whole
    seconds. A side without stamps counts as changed if it is not what was read, one that nobody had read does not.
    """
    moment, _, picture = mark.removeprefix(AS_FOUND).partition(_BETWEEN)
    if not moment or seen is None or seen.picture == picture:
        return False
    if seen.stamp is None:
        return bool(picture)
    return seen.stamp >= datetime.fromisoformat(moment)


def seen_in_the_store(
    entity: Entity, external_id: str, payload: Mapping[str, Any], stamp: datetime | None
) -> Seen | None:
    """Give a record of the store as it was read; addresses are found in their customer's book and have no stamps.

    None for what is not there, and for payments: what is known of them comes in parts.
    """
    if entity is Entity.PAYMENT:
        return None
    if entity is not Entity.CUSTOMER_LOCATION:
        return Seen(_hash(payload), stamp)
    number = external_id.partition(",")[2]
    address = next((each for each in payload.get("addresses") or () if str(each.get("id")) == number), None)
    return None if address is None else Seen(_hash(address))


def seen_in_the_erp(payload: Mapping[str, Any], stamp: datetime | None) -> Seen:
    """Give a record of the ERP as it was read."""
    return Seen(_hash(payload), stamp)


def _hash(payload: Any) -> str:
    return content_hash(_content(payload))[:_DIGITS]


def _content(value: Any) -> Any:
    if isinstance(value, Mapping):
        said = {key: _content(each) for key, each in value.items() if key not in _NO_CONTENT}
        return {key: each for key, each in said.items() if each not in (None, "", {})}
    return value
