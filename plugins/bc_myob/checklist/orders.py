"""Order Settings of BigCommerce Stores (BC201000): general and order group (connector 6.6, 9.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bc_myob.checklist.criterion import Criterion, Exempt, Judge
from bc_myob.checklist.erp import inactive
from bc_myob.checklist.facts import Ask, Facts, same
from bc_myob.checklist.findings import Finding, by_hand, met, not_met, verdict_on
from bc_myob.checklist.judges import unknown, unshown
from bc_myob.model.entities import Entity
from bc_myob.store.settings import StoreSettings

_FORM: Final = "BigCommerce Stores (BC201000)"
_TAB: Final = "Order Settings"
_BRANCHES: Final = "Branches (CS102000)"
_TYPES: Final = "Order Types (SO201000)"
NO_ORDERS: Final[Exempt] = inactive(Entity.SALES_ORDER)


def _branch(facts: Facts, settings: StoreSettings) -> Finding:
    name = settings.orders.branch
    row = facts.find(Ask.BRANCHES, "BranchID", name)
    if row is None:
        mend = f"Correct orders.branch, or create it on {_BRANCHES}."
        return unknown(facts, Ask.BRANCHES, "BranchID", f"branch {name}", mend)
    if row.get("BranchStatus") is False:
        return not_met(f"Branch {name} is not active.", f"Activate it on {_BRANCHES}, or correct orders.branch.")
    unseen = unshown(row, {"BranchStatus": "Active"}, f"branch {name}")
    return verdict_on((), met(f"Branch {name} is there."), unseen)


def _branch_currency(facts: Facts, settings: StoreSettings) -> Finding:
    row = facts.find(Ask.BRANCHES, "BranchID", settings.orders.branch) or {}
    base, shop = row.get("BaseCurrencyID"), facts.one(Ask.STORE).get("currency")
    if not base:
        return by_hand(f"The base currency of branch {settings.orders.branch} is not shown.")
    if same(base, shop):
        return met(f"Store and branch both count in {base}.")
    return not_met(
        f"The store's default currency is {shop}, branch {settings.orders.branch} counts in {base}.",
        "Choose a branch with the store's currency in orders.branch, or change the store's default currency.",
    )


def _type(facts: Facts, settings: StoreSettings) -> Finding:
    name = settings.orders.order_type
    row = facts.find(Ask.ORDER_TYPES, "OrderType", name)
    if row is None:
        mend = f"Create it on {_TYPES}, or correct orders.order_type."
        return unknown(facts, Ask.ORDER_TYPES, "OrderType", f"order type {name}", mend)
    if row.get("Active") is False:
        return not_met(f"Order type {name} is not active.", f"Select Active of {name} on {_TYPES}.")
    unseen = unshown(row, {"Active": "Active"}, f"order type {name}")
    return verdict_on((), met(f"Order type {name} is there."), unseen)


def _held(facts: Facts, settings: StoreSettings) -> Finding:
    name = settings.orders.order_type
    row = facts.find(Ask.ORDER_TYPES, "OrderType", name) or {}
    if row.get("HoldEntry"):
        return not_met(
            f"Order type {name} puts new orders on hold.", f"Clear Hold Orders on Entry of {name} on {_TYPES}."
        )
    unseen = unshown(row, {"HoldEntry": "Hold Orders on Entry"}, f"order type {name}")
    return verdict_on((), met(f"Orders of type {name} are open at once."), unseen)


def _time_zone(facts: Facts, settings: StoreSettings) -> Finding:
    ours = settings.orders.order_time_zone
    shop = (facts.one(Ask.STORE).get("timezone") or {}).get("name")
    if not shop:
        return by_hand("The store does not show its time zone.")
    if same(ours, shop):
        return met(f"Orders are dated by the time of {ours}, as in the store.")
    if _same_time(ours, str(shop)):
        return met(f"Orders are dated by the time of {ours}, which is the store's ({shop}).")
    return not_met(
        f"Orders are dated by the time of {ours}, the store's own time zone is {shop}: late orders get another day.",
        f"Set orders.order_time_zone to {shop}.",
    )


def _same_time(one: str, other: str) -> bool:
    """Tell whether two names of time zones mean the same time: many zones have several names."""
    if other not in available_timezones():
        return False
    moments = [datetime(year, month, 15, tzinfo=UTC) for year in range(2015, 2036) for month in range(1, 13)]
    zones = ZoneInfo(one), ZoneInfo(other)
    return all(len({moment.astimezone(zone).utcoffset() for zone in zones}) == 1 for moment in moments)


def _earliest(_: Facts, settings: StoreSettings) -> Finding:
    day = settings.orders.earliest_order_date
    if day and day > datetime.now(settings.orders.zone).date():
        return not_met(
            f"No order placed before {day.isoformat()} arrives, and that day is still to come.",
            "Correct orders.earliest_order_date, or wait for that day.",
        )
    if day:
        return met(f"Orders before {day.isoformat()} are left out.")
    return by_hand("No date is set: the first run brings every order the store has ever taken. Is that meant?")


def order_row(  # noqa: PLR0913, PLR0917 - one line of the table each
    key: str,
    wording: str,
    breaks: str,
    look: str,
    judge: Judge,
    asks: tuple[Ask, ...] = (),
    needs: tuple[str, ...] = (),
    *,
    exempt: Exempt = NO_ORDERS,
    required: bool = True,
    reads: tuple[Ask, ...] = (),
) -> Criterion:
    """Give a criterion of the tab."""
    return Criterion(
        key=f"orders.{key}",
        form=_FORM,
        tab=_TAB,
        wording=wording,
        breaks=breaks,
        look=look,
        judge=judge,
        asks=asks,
        reads=reads,
        needs=needs,
        exempt=exempt,
        required=required,
        source="connector 6.6, 9.3",
    )


_ALL: Final = "Every order fails, and with it every payment."
BRANCH: Final = "orders.branch"
ORDERS: Final = (
    order_row("branch", "Branch exists", _ALL, f"{_BRANCHES}.", _branch, (Ask.BRANCHES,), ("endpoint.version",)),
    order_row(
        "branch_currency",
        "The branch's base currency is the store's default currency",
        "Orders arrive with amounts in the wrong currency, or fail.",
        f"{_BRANCHES}: base currency; in the store: Settings > Currencies.",
        _branch_currency,
        (Ask.BRANCHES, Ask.STORE),
        (BRANCH, "store.connection"),
    ),
    order_row(
        "order_type", "Order Type for Import exists", _ALL, f"{_TYPES}.", _type, (Ask.ORDER_TYPES,), ("erp.sign_in",)
    ),
    order_row(
        "order_type_held",
        "New orders of that type are not put on hold",
        "Orders arrive On Hold; somebody has to open each before it can be shipped.",
        f"{_TYPES}: Hold Orders on Entry.",
        _held,
        (Ask.ORDER_TYPES,),
        ("orders.order_type",),
        required=False,
    ),
    order_row(
        "order_time_zone",
        "Order Time Zone is the store's",
        "Orders placed around midnight get the wrong day, at month's end the wrong period.",
        "In the store: Settings > Store profile, time zone; orders.order_time_zone of the settings.",
        _time_zone,
        (Ask.STORE,),
        ("store.connection",),
    ),
    order_row(
        "earliest_order_date",
        "Earliest Order Date is decided",
        "Old orders, perhaps entered by hand long ago, would be imported again.",
        "orders.earliest_order_date of the settings.",
        _earliest,
        required=False,
    ),
)
