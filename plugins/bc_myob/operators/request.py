"""What one run was asked to do: its frozen window and its choices, from the data interval and the Params."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self

from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.records import Window, WindowKey
from bc_myob.operators.params import refuse_unknown


class Flow(StrEnum):
    """The two lines: changes as they happen, and history by day of creation."""

    SYNC = "sync"
    BACKFILL = "backfill"


PARAM_NAMES: Final = (
    "window_start",
    "window_end",
    "mode",
    "entities",
    "order_ids",
    "customer_ids",
    "dry_run",
    "scan_addresses",
)
OFFERED: Final = tuple(entity.slug for entity in Entity if entity is not Entity.CUSTOMER_LOCATION)
"""What a run may be asked for; Customer Location is not offered: it goes with Customer."""
BY_DATE: Final = "incremental_by_date"
FULL: Final = "full"
MODES: Final = ("incremental", FULL, BY_DATE)
"""The preparation modes of the form (connector 8.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """One run's frozen window and choices. Every task of the run sees the same request.

    `order_ids` and `customer_ids` narrow the run to these records; `full`: a person chose that mode (a first run reads
    everything unasked); `dry_run` prepares and sends nothing;
    `scan_addresses` reads every address of the store; `unprocessed` leaves out what is Processed already; `dated`: the
    window's start was given, so that the ERP too is read from there.
    """

    flow: Flow
    window: Window
    entities: tuple[Entity, ...]
    order_ids: tuple[int, ...] = ()
    customer_ids: tuple[int, ...] = ()
    full: bool = False
    dry_run: bool = False
    scan_addresses: bool = False
    unprocessed: bool = False
    dated: bool = False

    @property
    def by_ids(self) -> bool:
        """Whether the run was asked for certain records instead of a window."""
        return bool(self.order_ids or self.customer_ids)

    @property
    def run_only(self) -> bool:
        """Whether the run keeps to what it read itself; else it takes up what earlier ones left open."""
        return self.flow is Flow.BACKFILL or self.by_ids

    @property
    def asks_anew(self) -> bool:
        """Whether the run reads all there is of each order it sees, as a person wants it of these, or of all."""
        return self.full or self.by_ids

    @property
    def brought(self) -> tuple[Entity, ...]:
        """The entities the run writes: an order brings its customer, that one's locations, its payments (8.5, 4.9)."""
        return tuple(Entity) if Entity.SALES_ORDER in self.entities else self.entities

    def closes(self, moment: Moment) -> bool:
        """Whether everything that changed up to the window's end is read once this run succeeds.

        A run of certain records or entities, one that leaves out what is Processed, or one that leaves a gap behind the
        last closed window, closes nothing: the next run starts where the last complete one ended.
        """
        start, last = self.window.start, moment.last_closed
        no_gap = start is None or (last is not None and start <= last)
        return no_gap and not (self.by_ids or self.unprocessed) and set(self.entities) == set(Entity)

    def to_xcom(self) -> dict[str, Any]:
        """Give the request as JSON for the tasks that follow."""
        start = self.window.start.isoformat() if self.window.start else None
        return {
            "flow": str(self.flow),
            "window": {"start": start, "end": self.window.end.isoformat(), "key": str(self.window.key)},
            "entities": [entity.slug for entity in self.entities],
            "order_ids": list(self.order_ids),
            "customer_ids": list(self.customer_ids),
            "full": self.full,
            "dry_run": self.dry_run,
            "scan_addresses": self.scan_addresses,
            "unprocessed": self.unprocessed,
            "dated": self.dated,
        }

    @classmethod
    def from_xcom(cls, said: Mapping[str, Any]) -> Self:
        """Give the request back from its JSON."""
        window = said["window"]
        start = datetime.fromisoformat(window["start"]) if window["start"] else None
        return cls(
            flow=Flow(said["flow"]),
            window=Window(start, datetime.fromisoformat(window["end"]), WindowKey(window["key"])),
            entities=tuple(Entity.from_slug(slug) for slug in said["entities"]),
            order_ids=tuple(said["order_ids"]),
            customer_ids=tuple(said["customer_ids"]),
            full=bool(said.get("full")),
            dry_run=bool(said["dry_run"]),
            scan_addresses=bool(said.get("scan_addresses")),
            unprocessed=bool(said.get("unprocessed")),
            dated=bool(said.get("dated")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the clock and Sync History say when a run starts.

    `interval` is the run's data interval, None for manual runs without one; `last_closed` the end of the last window
    that finished well; `overlap` how far an incremental window reads back.
    """

    now: datetime
    interval: tuple[datetime, datetime] | None
    last_closed: datetime | None
    overlap: timedelta


def request_for(flow: Flow, params: Mapping[str, Any], conf: Mapping[str, Any], moment: Moment) -> RunRequest:
    """Give the request of a run. ConfigurationError names a Param that makes no sense."""
    refuse_unknown(conf, PARAM_NAMES)
    if not params["entities"]:
        raise ConfigurationError(f"entities is empty; choose from {', '.join(OFFERED)}.")
    window = _window(flow, params, moment)
    return RunRequest(
        flow=flow,
        window=window,
        entities=_entities(params["entities"]),
        order_ids=tuple(params["order_ids"]),
        customer_ids=tuple(params["customer_ids"]),
        full=params["mode"] == FULL,
        dry_run=bool(params["dry_run"]),
        scan_addresses=bool(params.get("scan_addresses")),
        unprocessed=params["mode"] == BY_DATE and moment.last_closed is not None,
        dated=bool(params["window_start"]) and window.start is not None,
    )


def _entities(slugs: Sequence[str]) -> tuple[Entity, ...]:
    """Give the entities chosen; Customer Location goes with Customer, and with it alone (connector 8.1, 10.2)."""
    if set(slugs) == {Entity.CUSTOMER_LOCATION.slug}:
        raise ConfigurationError(f"{slugs[0]} go with their customers: choose {Entity.CUSTOMER.slug}.")
    chosen = {Entity.CUSTOMER.slug: Entity.CUSTOMER.slug, Entity.CUSTOMER_LOCATION.slug: Entity.CUSTOMER.slug}
    return tuple(entity for entity in Entity if chosen.get(entity.slug, entity.slug) in slugs)


def _window(flow: Flow, params: Mapping[str, Any], moment: Moment) -> Window:
    start, end = instant(params, "window_start"), instant(params, "window_end")
    if params["mode"] == BY_DATE:
        return _window_by_date(flow, start, end, moment)
    if start or end:
        return _given_window(flow, start, end, moment)
    if flow is Flow.BACKFILL:
        return _backfill_window(moment)
    if params["mode"] == FULL:
        return Window(None, _end(moment))
    return _incremental_window(moment)


def _given_window(flow: Flow, start: datetime | None, end: datetime | None, moment: Moment) -> Window:
    if start and start >= moment.now:
        now = moment.now.isoformat(timespec="seconds")
        raise ConfigurationError(f"window_start {start.isoformat()} lies in the future: it is {now} now.")
    until = _so_far(end, moment) if end else moment.now
    if start and start >= until:
        raise ConfigurationError(f"window_start {start.isoformat()} is not before window_end {until.isoformat()}.")
    return Window(start, until, WindowKey.CREATED if flow is Flow.BACKFILL else WindowKey.MODIFIED)


def _window_by_date(flow: Flow, start: datetime | None, end: datetime | None, moment: Moment) -> Window:
    if flow is Flow.BACKFILL:
        raise ConfigurationError("A backfill walks by day of creation; incremental_by_date belongs to the sync DAG.")
    if not (start or end):
        raise ConfigurationError("incremental_by_date needs its dates: set window_start, window_end, or both.")
    if moment.last_closed is None:
        return Window(None, _end(moment))  # the first preparation is always full, whatever was chosen (8.1)
    return _given_window(flow, start, end, moment)


def _backfill_window(moment: Moment) -> Window:
    if moment.interval is None or moment.interval[0] == moment.interval[1]:
        raise ConfigurationError(
            "A manual backfill run has no day of its own: set window_start and window_end, or start it with "
            "`airflow backfill create` (in the UI: Trigger > Backfill)."
        )
    return Window(*moment.interval, WindowKey.CREATED)


def _incremental_window(moment: Moment) -> Window:
    # The first preparation is always full (connector 8.1). A gap that a paused DAG or a failed run has left is closed
    # by starting where the last good window ended, however late that was.
    if moment.last_closed is None:
        return Window(None, _end(moment))
    start = min(moment.last_closed, moment.interval[0]) if moment.interval else moment.last_closed
    return Window(start, _end(moment)).widened(moment.overlap)


def _end(moment: Moment) -> datetime:
    return _so_far(moment.interval[1], moment) if moment.interval else moment.now


def _so_far(end: datetime, moment: Moment) -> datetime:
    # What changes after the run has read is read by nobody, once a window is closed up to a time that is yet to come.
    return min(end, moment.now)


def instant(params: Mapping[str, Any], name: str) -> datetime | None:
    """Give the moment of a Param in UTC, None where it is empty. ConfigurationError for what is no time stamp."""
    text = params[name]
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError as exc:
        raise ConfigurationError(f"{name} {text!r} is no date or timestamp such as 2026-03-01T00:00:00Z.") from exc
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
