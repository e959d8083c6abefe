"""Clocks and change stamps: windows are only as good as the time they are measured in (bigcommerce-api 6, 13)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion
from bc_myob.checklist.facts import Ask, Facts
from bc_myob.checklist.findings import Finding, by_hand, met, not_met
from bc_myob.model.entities import SyncDirection
from bc_myob.store.settings import StoreSettings

TOLERANCE: Final = 60
"""Seconds two clocks may differ: windows overlap by minutes (run.overlap_minutes)."""
_MINUTE: Final = 60
"""Seconds."""
_HOUR: Final = 60
"""Minutes."""


def _agrees(ask: Ask, facts: Facts) -> Finding:
    seconds = facts.one(ask).get("ahead")
    if seconds is None:
        return by_hand(f"Nothing shows {ask}.")
    if abs(seconds) <= TOLERANCE:
        return met(f"{_first_up(ask)} agrees with ours within {TOLERANCE} seconds.")
    way = "ahead of" if seconds > 0 else "behind"
    return not_met(
        f"{_first_up(ask)} is about {_span(abs(seconds))} {way} ours.",
        "Let this machine keep its time by a time server (chrony, systemd-timesyncd), then look again. If the other "
        "system's clock agrees with ours, this one is wrong: tell its operator.",
    )


def _span(seconds: float) -> str:
    """Give a span in the unit people would say it in."""
    for size, unit in ((2 * _HOUR * _MINUTE, "hours"), (2 * _MINUTE, "minutes")):
        if seconds >= size - 1:
            return f"{round(seconds / (size // 2))} {unit}"
    return f"{round(seconds)} seconds"


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def _stamps(facts: Facts, _: StoreSettings) -> Finding:
    row = facts.one(Ask.STAMPS)
    if minutes := row.get("ahead"):
        way = "in the future" if minutes > 0 else "before the writes that made them"
        return not_met(
            f"Change stamps of the ERP lie about {_span(abs(minutes) * _MINUTE)} {way}: they are the site's local "
            "time.",
            "Set the time zone of the API user to UTC (User Profile, SM203010), or ask the site's operator.",
        )
    if row.get("proven"):
        return met("The ERP stamped a record that these DAGs wrote with the time of that write.")
    # a local stamp of some hours ago looks like a UTC one of now: a young stamp proves nothing
    return by_hand("No record shows yet whether stamps are UTC or the site's local time.")


def _imports_only(settings: StoreSettings) -> str:
    ways = {settings.entities.customer.sync_direction, settings.entities.sales_order.sync_direction}
    return "Nothing is read back from the ERP by its change stamps." if ways == {SyncDirection.IMPORT} else ""


def _clock(name: str, ask: Ask, form: str, needs: tuple[str, ...]) -> Criterion:
    return Criterion(
        key=f"clock.{name}",
        form=form,
        tab="Clock",
        wording="Its clock agrees with ours",
        breaks="Windows end too early or too late: changes arrive a run later, or are missed.",
        look="Compare the clocks of both systems with this machine's (date -u).",
        judge=lambda facts, _: _agrees(ask, facts),
        asks=(ask,),
        needs=needs,
        source="bigcommerce-api 1",
    )


CLOCKS: Final = (
    _clock("store", Ask.STORE_TIME, "BigCommerce", ("store.connection",)),
    _clock("erp", Ask.ERP_TIME, "MYOB Advanced", ("erp.sign_in",)),
    Criterion(
        key="clock.stamps",
        form="MYOB Advanced",
        tab="Clock",
        wording="Change stamps are in UTC",
        breaks="Changes made in the ERP are found hours too late, or never.",
        look="Change a test customer and compare its Last Modified On in the API with the time in UTC.",
        judge=_stamps,
        asks=(Ask.STAMPS,),
        needs=("erp.form_customers",),
        exempt=_imports_only,
        source="myob-advanced-api 4",
    ),
)
