"""Which store orders become sales orders: the standard filters of connector 4.1, on the raw record."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo

from bc_myob.mapping.totals import Order, currency_of, store_totals
from bc_myob.model.errors import UNFORESEEN
from bc_myob.model.money import parse_money
from bc_myob.model.records import Link
from bc_myob.store.orders import OrderSettings
from bc_myob.store.settings import StoreSettings

STATUSES: Final = {
    0: "Incomplete",
    1: "Pending",
    2: "Shipped",
    3: "Partially Shipped",
    4: "Refunded",
    5: "Cancelled",
    6: "Declined",
    7: "Awaiting Payment",
    8: "Awaiting Pickup",
    9: "Awaiting Shipment",
    10: "Completed",
    11: "Awaiting Fulfillment",
    12: "Manual Verification Required",
    13: "Disputed",
    14: "Partially Refunded",
}
"""BigCommerce's status ids: stores rename the labels, the ids stay (bigcommerce-api 10.3)."""

INCOMPLETE: Final = 0
CANCELLED: Final = frozenset({5, 6})
"""Cancelled and Declined."""
BROUGHT_CANCELLED: Final = "brought_cancelled"
"""Detail of a sync record: whether the store had cancelled the order when it was brought; older records lack it."""
_BESIDE: Final = ("store_credit_amount", "gift_certificate_amount")


def status_id(order: Order) -> int:
    """Give the order's status id; an order without one counts as Incomplete."""
    return int(order.get("status_id") or 0)


def status_name(order: Order) -> str:
    """Give the status as the store calls it."""
    return str(order.get("status") or order.get("custom_status") or STATUSES.get(status_id(order), ""))


def created_at(order: Order) -> datetime:
    """Give the moment the order was placed. ValueError where the store says none."""
    said = str(order.get("date_created") or "")
    try:
        return moment_of(said)
    except (ValueError, OverflowError):
        raise ValueError(f"date_created: {said!r} is no date") from None


def moment_of(text: str) -> datetime:
    """Give the moment of a time stamp: RFC 2822 as V2 writes it, or ISO 8601; without an offset it is UTC."""
    moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def erp_day(moment: datetime, zone: ZoneInfo) -> date:
    """Give the day of the moment in the Order Time Zone."""
    return moment.astimezone(zone).date()


def erp_date(day: date) -> str:
    """Give a day as the ERP takes it: midnight, without an offset (myob-advanced-api 4, Dates)."""
    return f"{day.isoformat()}T00:00:00"


def day_of(date_created: str | None, zone: str) -> str | None:
    """Give the ERP's date of a store's time stamp in the time zone named `zone`."""
    return erp_date(erp_day(moment_of(date_created), ZoneInfo(zone))) if date_created else None


def brought_cancelled(order: Order, link: Link | None) -> dict[str, bool]:
    """Give `BROUGHT_CANCELLED` as a detail; once the ERP has the order, or may have it, it stays as it was."""
    if link is None or (link.erp_id is None and not link.in_doubt):
        return {BROUGHT_CANCELLED: status_id(order) in CANCELLED}
    return {name: value for name, value in link.details.items() if name == BROUGHT_CANCELLED}


def why_filtered(order: Order, settings: OrderSettings) -> str | None:
    """Give the reason why a standard filter holds the order back, None where none does."""
    number = order.get("id")
    if order.get("is_deleted") and not settings.import_archived:
        return f"Order {number} is archived in the store."
    if status_id(order) in settings.statuses_not_imported:
        return f"Orders with the status '{status_name(order)}' are not imported."
    return _why_too_early(order, settings)


def _why_too_early(order: Order, settings: OrderSettings) -> str | None:
    earliest = settings.earliest_order_date
    day = erp_day(created_at(order), settings.zone)
    if earliest and day < earliest:
        return f"Order {order.get('id')} was placed on {day}, before the Earliest Order Date {earliest}."
    return None


def is_filtered(order: Order, settings: OrderSettings) -> bool:
    """Say whether a standard filter surely holds the order back; one that cannot be read fails instead."""
    try:
        return why_filtered(order, settings) is not None
    except ValueError:
        return False


def _leaves_no_payments(order: Order, settings: StoreSettings) -> bool:
    if settings.payments.ask_filtered_orders:
        return _why_too_early(order, settings.orders) is not None
    return why_filtered(order, settings.orders) is not None


def can_carry_money(order: Order, settings: StoreSettings, *, imported: bool = False) -> bool:
    """Say whether the order's transactions are worth a call. `imported`: the ERP has the order already.

    Not for orders that are incomplete or free, nor where the payment comes from the order itself. Means beside that
    one, gift certificates and store credit, have transactions of their own. Payments of an order that its status holds
    back are skipped with a record ([S2]); an order before the Earliest Order Date is left out with them (BC201000).
    """
    try:
        total, status = store_totals(order).total, status_id(order)
        left_out = not imported and _leaves_no_payments(order, settings)
    except UNFORESEEN:
        return False  # the order will fail with its reason, and a payment follows its order
    if status == INCOMPLETE or left_out or not total:
        return False
    from_order = settings.payments.row_from_order(str(order.get("payment_method") or ""), currency_of(order))
    beside = any(parse_money(order.get(name)) for name in _BESIDE)
    return beside or from_order is None
