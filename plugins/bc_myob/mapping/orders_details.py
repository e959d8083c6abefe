"""Records for the detail tables of the Sales Order: one dict per line, discount and tax, with the tables' columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final

from bc_myob.mapping.orders_lines import LineKind, StoreLine
from bc_myob.mapping.orders_money import Priced, PricedLine
from bc_myob.mapping.taxes import TaxRow
from bc_myob.mapping.totals import Order, Unmappable, close, spread
from bc_myob.model.money import ZERO, parse_money
from bc_myob.store.orders import OrderSettings, ShowDiscountsAs

OTHER_DISCOUNTS: Final = "DISCOUNT"
"""ExternalDiscountCode of discounts without a coupon: promotions and manual ones share one row (connector 10.6)."""
_SETTING_OF: Final = {
    LineKind.GIFT_CERTIFICATE: "gift_certificate_item",
    LineKind.WRAPPING: "gift_wrapping_item",
    LineKind.FEE: "fee_item",
}

Record = dict[str, Any]


def line_records(priced: Priced, settings: OrderSettings) -> list[Record]:
    """Give the records of the lines, with `erp` beside the store's own fields.

    Unmappable names a line without SKU, or the item that the settings lack.
    """
    by_line = settings.show_discounts_as is ShowDiscountsAs.LINE
    kept = [line for line in priced.lines if line.gross or _setting(line.store, settings) != ""]
    numbers = {line.store.key: number for number, line in enumerate(kept, start=1)}
    return [
        {
            **line.store.record,
            "erp": {
                "key": line.store.key,
                "item": item_of(line.store, settings),
                "name": line.store.name,
                "quantity": line.store.quantity,
                "unit_price": line.unit_price,
                "discount": line.discount if by_line else ZERO,
                "wrapped_line": _wrapped_line(line, numbers),
            },
        }
        for line in kept
    ]


def item_of(line: StoreLine, settings: OrderSettings) -> str:
    """Give the ERP's item of a line: its SKU, or the item that the settings name for its kind (connector 4.4)."""
    named = _setting(line, settings)
    if named is None and not line.sku:
        raise Unmappable(f"The line '{line.name}' has no SKU, and MYOB Advanced finds its items by SKU.")
    if named == "":
        raise Unmappable(
            f"The order has a {line.kind} ('{line.name}'): set {_SETTING_OF[line.kind]} in Order Settings."
        )
    return named or line.sku


def discount_records(order: Order, priced: Priced, settings: OrderSettings) -> list[Record]:
    """Give the rows of the Discounts tab: one per coupon code, one for all the rest; [] with Line Discounts (4.5)."""
    whole = priced.discount
    if settings.show_discounts_as is ShowDiscountsAs.LINE or not whole:
        return []
    coded = _coupons(order, priced)
    free = sum((sum(line.store.discounts.values(), ZERO) for line in priced.lines if line.store.given_away), ZERO)
    rest = max(priced.stated.discounts - free - sum(coded.values(), ZERO), ZERO)
    shares = {**coded, "": rest} if rest or coded else {"": whole}
    amounts = close(spread(whole, list(shares.values())), whole, priced.stated.currency)
    return [_discount(code, amount) for code, amount in zip(shares, amounts, strict=True) if amount]


def tax_records(rows: Sequence[TaxRow] | None) -> list[Record]:
    """Give the rows of the Taxes tab."""
    return [asdict(row) for row in rows or ()]


def _setting(line: StoreLine, settings: OrderSettings) -> str | None:
    """Give the item that the settings name for the line's kind, "" where they name none; None for goods."""
    name = _SETTING_OF.get(line.kind)
    return None if name is None else str(getattr(settings, name))


def _wrapped_line(line: PricedLine, numbers: dict[str, int]) -> int | None:
    wrapping = line.store.kind is LineKind.WRAPPING
    return numbers.get(line.store.key.removesuffix("/wrap")) if wrapping else None


def _coupons(order: Order, priced: Priced) -> dict[str, Decimal]:
    """Give what coupon codes take off: from the lines, else from the coupons call where it was made."""
    amounts: dict[str, Decimal] = {}
    for code, amount in _coded_on_lines(priced) or _coded_on_order(order):
        amounts[code] = amounts.get(code, ZERO) + amount
    return amounts


def _coded_on_lines(priced: Priced) -> list[tuple[str, Decimal]]:
    lines = (line.store for line in priced.lines if not line.store.given_away)
    return [(code, amount) for line in lines for code, amount in line.discounts.items() if code and amount]


def _coded_on_order(order: Order) -> Iterator[tuple[str, Decimal]]:
    coupons = order.get("coupons")
    for coupon in coupons if isinstance(coupons, list) else ():
        if code := str(coupon.get("code") or "").strip():
            yield code, parse_money(coupon.get("discount"))


def _discount(code: str, amount: Decimal) -> Record:
    return {"code": code or OTHER_DISCOUNTS, "amount": amount, "name": f"Coupon {code}" if code else "Discounts"}
