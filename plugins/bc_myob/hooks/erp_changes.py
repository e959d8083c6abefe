"""What changed in the ERP since a stamp, read so that no row is lost (myob-advanced-api 4, Reading).

Lists of the ERP have no promised order, no count and no cursor. So the keys and stamps of all that changed come in one
narrow call; the records are then read by key: all of them in ranges, a few by name; whom a range left out is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bc_myob.hooks.bundles import bundled
from bc_myob.hooks.erp_session import ErpSession
from bc_myob.hooks.filters import all_of, equals, literal
from bc_myob.hooks.windows import parse_date

STAMP: Final = "LastModifiedDateTime"
_KEYS_PER_CALL: Final = 250
_FURTHEST_ZONE: Final = timedelta(hours=15)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to read: `owner` is the key field whose ranges page the walk, `select` and `expand` shape the records."""

    resource: str
    owner: str
    keys: tuple[str, ...]
    select: tuple[str, ...]
    expand: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows to read, by owner, and the server's newest stamp among them: the next watermark."""

    owners: tuple[str, ...]
    watermark: datetime | None
    everything: bool = False


def find_changes(
    session: ErpSession, asked: Asked, since: datetime | None, overlap: timedelta, *, now: datetime
) -> Changes:
    """Give whose records changed after `since`, a stamp that the server gave, less `overlap`; None: all of them.

    Stamps are only ever compared with stamps: what their zone means is unknown, the server's clock is not ours. But one
    that lies further ahead of `now` than any zone (a clock that was wrong for an hour) becomes no watermark: behind it
    every change would be missed until that day comes.
    """
    where = f"{STAMP} ge {literal(since - overlap)}" if since else ""
    rows = session.find(asked.resource, where=where, select=(*asked.keys, STAMP))
    stamps = [stamp for row in rows if (stamp := parse_date(row.get(STAMP)))]
    owners = sorted({_text(row.get(asked.owner)) for row in rows} - {""})
    possible = [stamp for stamp in stamps if stamp <= now + _FURTHEST_ZONE]
    return Changes(tuple(owners), max(possible, default=since), everything=since is None)


def read_owners(session: ErpSession, asked: Asked, changes: Changes) -> Iterator[list[Json]]:
    """Give all records of the owners, some hundred owners at a time. What was deleted meanwhile is missing."""
    for start in range(0, len(changes.owners), _KEYS_PER_CALL):
        part = changes.owners[start : start + _KEYS_PER_CALL]
        wanted = {owner.casefold() for owner in part}
        # Ranges pay only where nearly everybody between is wanted.
        found = _range(session, asked, part) if changes.everything else by_owner(session, asked, part)
        rows = [row for row in found if _text(row.get(asked.owner)).casefold() in wanted]
        # The server sorts texts its own way: whom its range left out is asked for by name.
        missing = wanted - {_text(row.get(asked.owner)).casefold() for row in rows}
        rows += by_owner(session, asked, (owner for owner in part if owner.casefold() in missing))
        yield list({str(row.get("id")): row for row in rows}.values())


def by_owner(session: ErpSession, asked: Asked, owners: Iterable[str]) -> Iterator[Json]:
    """Give all records of the owners named, in as few calls as their names allow."""
    for where in bundled(equals(asked.owner, owner) for owner in owners):
        yield from session.find(asked.resource, where=where, select=asked.select, expand=asked.expand)


def _range(session: ErpSession, asked: Asked, part: Sequence[str]) -> list[Json]:
    where = all_of(f"{asked.owner} ge {literal(part[0])}", f"{asked.owner} le {literal(part[-1])}")
    return session.find(asked.resource, where=where, select=asked.select, expand=asked.expand)


def _text(value: object) -> str:
    return str(value or "").strip()
