"""Records for the detail tables of the Sales Order: one dict per line, discount and tax, with the tables' columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final

from bc_myob.mapping.orders_lines import LineKind, StoreLine
from bc_myob.mapping.orders_money import Priced, PricedLine
from bc_myob.mapping.taxes import TaxRow
from bc_myob.mapping.texts import cut, single_line
from bc_myob.mapping.totals import Order, close, spread
from bc_myob.model.money import ZERO, parse_money
from bc_myob.store.orders import OrderSettings, ShowDiscountsAs

DISCOUNT_CODE_LIMIT: Final = 15
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

    Its `lacks_item` is the reason against a line without an item, should no mapping of the user's own give it one.
    """
    by_line = settings.show_discounts_as is ShowDiscountsAs.LINE
    kept = [line for line in priced.lines if line.gross or _is_goods(line.store) or _setting(line.store, settings)]
    numbers = {line.store.key: number for number, line in enumerate(kept, start=1)}
    return [
        {
            **line.store.record,
            "erp": {
                "key": line.store.key,
                "item": item_of(line.store, settings),
                "lacks_item": lacks_item(line.store, settings),
                "name": line.store.name,
                "quantity": line.store.quantity,
                "unit_price": line.unit_price,
                "discount": line.discount if by_line else ZERO,
                "wrapped_line": _wrapped_line(line, numbers),
            },
        }
        for line in kept
    ]


def item_of(line: StoreLine, settings: OrderSettings) -> str | None:
    """Give the ERP's item of a line: its SKU, or the item that the settings name for its kind (connector 4.4)."""
    return _setting(line, settings) or (line.sku if _is_goods(line) else None) or None


def lacks_item(line: StoreLine, settings: OrderSettings) -> str | None:
    """Give the reason against a line that neither its SKU nor the settings give an item."""
    if item_of(line, settings):
        return None
    if not _is_goods(line):
        return f"The order has a {line.kind} ('{line.name}'): set {_SETTING_OF[line.kind]} in Order Settings."
    return (
        f"The line '{line.name}' has no SKU, and MYOB Advanced finds its items by SKU: give it one, or set custom_item "
        "in Order Settings."
    )


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
    given = {code: amount for code, amount in zip(shares, amounts, strict=True) if amount}
    names = told_apart([code or OTHER_DISCOUNTS for code in given])
    return [
        {"code": name, "amount": amount, "name": f"Coupon {code}" if code else "Discounts"}
        for (code, amount), name in zip(given.items(), names, strict=True)
    ]


def told_apart(codes: Sequence[str], limit: int = DISCOUNT_CODE_LIMIT) -> list[str]:
    """Give the codes as the ERP holds them, no two alike: by its code a row is found again when the order changes."""
    found: dict[str, str] = {}
    for code in codes:
        whole = single_line(code)
        tries = (cut(whole, limit), *(f"{cut(whole, limit - len(f' {n}'))} {n}" for n in range(2, len(codes) + 2)))
        name = next(each for each in tries if each.casefold() not in found)
        found[name.casefold()] = name
    return list(found.values())


def tax_records(rows: Sequence[TaxRow] | None) -> list[Record]:
    """Give the rows of the Taxes tab."""
    return [asdict(row) for row in rows or ()]


def _is_goods(line: StoreLine) -> bool:
    return line.kind not in _SETTING_OF


def _setting(line: StoreLine, settings: OrderSettings) -> str | None:
    """Give the item that the settings name for the line, "" where they name none; None for goods with a SKU."""
    name = _SETTING_OF.get(line.kind) or ("" if line.sku else "custom_item")
    return str(getattr(settings, name)) if name else None


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
