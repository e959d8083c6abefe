"""The money of a sales order as connector 4.3 to 4.6 want it: lines, discounts, freight, taxes, total."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.oracle import goods
from tests.oracle.laws import Want, cut, want
from tests.oracle.world import World

C44, C45, C46 = "connector 4.4", "connector 4.5", "connector 4.6"
ZERO = Decimal(0)
DIGITS = {"JPY": 0, "KWD": 3}
YES = True
TAX_ID = 60


def unit(currency: str) -> Decimal:
    """Return the smallest amount of a currency (ISO 4217)."""
    return Decimal(1).scaleb(-DIGITS.get(currency, 2))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Return an amount in the currency's digits."""
    return amount.quantize(unit(currency), ROUND_HALF_UP)


def gross(world: World) -> bool:
    """Tell whether the ERP order's prices contain tax: in mode Gross, and where no taxes travel."""
    taxes = world.settings.orders.taxes
    return not taxes.synchronization or taxes.calculation_mode == "Gross"


def unknown_taxes(world: World, order: dict[str, Any]) -> bool:
    """Tell whether a tax of the order is neither an ERP tax nor in the substitution list."""
    return _named(world) and any(row["priority_amount"] and not _tax_id(world, row["name"]) for row in order["taxes"])


def unlisted_taxes(world: World, order: dict[str, Any]) -> bool:
    """Tell whether the taxes by name, and that of fees, which stands in no row (10.8), miss the order's tax."""
    listed = sum((row["priority_amount"] for row in order["taxes"]), ZERO)
    listed += sum((fee["cost_inc_tax"] - fee["cost_ex_tax"] for fee in order["fees"]), ZERO)
    spare = unit(order["default_currency_code"]) * (len({row["name"] for row in order["taxes"]}) + 1)
    return _named(world) and bool(order["taxes"]) and abs(listed - order["total_tax"]) > spare


def _named(world: World) -> bool:
    taxes = world.settings.orders.taxes
    return bool(taxes.synchronization and taxes.read_order_taxes)


def _tax_id(world: World, name: str) -> str | None:
    known = {row["TaxID"].casefold(): str(row["TaxID"]) for row in world.erp.records("Tax")}
    listed = world.settings.orders.taxes.substitution
    return known.get(_shortened(name).casefold()) or listed.get(name)


def _shortened(name: str) -> str:
    if len(name) <= TAX_ID:
        return name
    left, hyphen, right = name.partition("-")
    half = right if "SPECIAL" in name.upper() else left
    return (half if hyphen else name)[:TAX_ID].strip()


def missed(_: World, order: dict[str, Any]) -> bool:
    """Tell whether the store's own figures do not come to its total (bigcommerce-api 10.5)."""
    costs = ("subtotal", "shipping_cost", "handling_cost", "wrapping_cost")
    charged = sum((order[f"{name}_inc_tax"] for name in costs), ZERO)
    charged += sum((fee["cost_inc_tax"] for fee in order["fees"]), ZERO)
    return bool(charged - order["discount_amount"] - order["coupon_discount"] != order["total_inc_tax"])


def fields(world: World, order: dict[str, Any]) -> dict[str, Want]:
    """Return the money fields of an order."""
    currency, inc = order["default_currency_code"], gross(world)
    side = "inc_tax" if inc else "ex_tax"
    freight = rounded(order[f"shipping_cost_{side}"] + order[f"handling_cost_{side}"], currency)
    wanted = {
        "OrderTotal": want("issue 5.4: totals to the cent", rounded(order["total_inc_tax"], currency)),
        "Totals.Freight": want("connector 4.3: shipping + handling", freight),
        "Totals.OverrideFreightAmount": want("connector 4.3", YES),
    }
    return wanted | _taxes(world, order, currency) | _details(world, order) | _document_discounts(world, order)


def _taxes(world: World, order: dict[str, Any], currency: str) -> dict[str, Want]:
    said = world.settings.orders.taxes
    if not said.synchronization:
        return {"TaxTotal": want(f"{C46}: only if Tax Synchronization is on", ZERO)}
    wanted = {"TaxTotal": want(C46, rounded(order["total_tax"], currency))}
    if said.calculation_mode:
        wanted["TaxCalcMode"] = want("connector 4.3", said.calculation_mode)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    if not said.read_order_taxes and order["total_tax"]:
        sums[next(iter(said.substitution.values()))] = order["total_tax"]
    for row in order["taxes"] if said.read_order_taxes else ():
        sums[_tax_id(world, row["name"]) or ""] += row["priority_amount"]
    wanted["#taxes"] = want(C46, sum(1 for amount in sums.values() if amount))
    spare = abs(sum(sums.values(), ZERO) - order["total_tax"])  # what stands in no row: rounding
    for tax_id, amount in sums.items():
        if amount:
            wanted[f"${tax_id}.TaxAmount"] = want(C46, rounded(amount, currency), within=spare)
    return wanted


@dataclass(frozen=True)
class Row:
    """A line that must be on the ERP order; amounts in the basis of the ERP's prices, `off` as the store states it."""

    ref: str
    item: str
    price: Decimal
    before: Decimal
    after: Decimal
    name: str = ""
    quantity: int = 0
    off: Decimal = ZERO


def rows(world: World, order: dict[str, Any]) -> list[Row]:
    """Return the lines an order must have: products, wrapping beside them, fees."""
    said, side = world.settings.orders, "inc_tax" if gross(world) else "ex_tax"
    found = []
    for product in order["products"]:
        paid = product["discounted_total_inc_tax"] - (ZERO if gross(world) else product["total_tax"])
        item, name, number = goods.inventory_id(world, product) or "", product["name"], product["id"]
        before = product[f"total_{side}"]
        off = product["total_inc_tax"] - product["discounted_total_inc_tax"]
        found.append(Row(str(number), item, product[f"price_{side}"], before, paid, name, product["quantity"], off))
        if wrapping := product[f"wrapping_cost_{side}"]:
            found.append(Row(f"{number}/wrap", said.gift_wrapping_item, wrapping, wrapping, wrapping))
    for fee in order["fees"]:
        cost = fee[f"cost_{side}"]
        found.append(Row(f"fee/{fee['id']}", said.fee_item, cost, cost, cost, fee["display_name_merchant"]))
    return found


def _details(world: World, order: dict[str, Any]) -> dict[str, Want]:
    by_line = world.settings.orders.show_discounts_as == "Line Discounts"
    wanted = {"#lines": want(C44, len(rows(world, order)))}
    for row in rows(world, order):
        wanted |= {f"@{row.ref}.{name}": value for name, value in _line(world, order, row, by_line).items()}
    return wanted


def _line(world: World, order: dict[str, Any], row: Row, by_line: bool) -> dict[str, Want]:
    currency = order["default_currency_code"]
    before, after = rounded(row.before, currency), rounded(row.after if by_line else row.before, currency)
    # what the store does not state in whole cents may stand a cent apart, so that the order's sum is right
    whole = row.before == before and row.after == rounded(row.after, currency)
    stated = order["is_tax_inclusive_pricing"] == gross(world) and (gross(world) or not row.off)
    spare = ZERO if whole and stated else unit(currency)
    wanted = {
        "InventoryID": want(C44, row.item),
        "Branch": want(C44, world.settings.orders.branch),
        "ExtendedPrice": want(f"{C44}: quantity x price is the line's total", before, within=spare),
        "Amount": want(f"{C45}: what the shopper paid for the line", after, within=spare),
        "ManualPrice": want("docs/mapping/orders", YES),
    }
    if row.quantity:
        wanted["OrderQty"] = want(C44, Decimal(row.quantity))
    if row.name:
        wanted["LineDescription"] = want(C44, cut(row.name, 256))
    if row.quantity and rounded(row.price * row.quantity, currency) == before and not spare:
        wanted["UnitPrice"] = want(f"{C44}: item price", row.price)
    if not by_line:
        wanted["DiscountAmount"] = want(f"{C45}: line discounts stay 0", ZERO)
    elif not row.off:
        wanted["DiscountAmount"] = want(f"{C45}: nobody gave a discount", ZERO)
    else:
        wanted["DiscountAmount"] = want(C45, rounded(row.before - row.after, currency), within=spare)
    if row.ref.endswith("/wrap"):
        wanted["AssociatedOrderLineNbr"] = want(f"{C44}: points at the wrapped line", f"line of {row.ref[:-5]}")
    return wanted


def _document_discounts(world: World, order: dict[str, Any]) -> dict[str, Want]:
    if world.settings.orders.show_discounts_as != "Document Discounts":
        return {"#discounts": want(f"{C45}: Line Discounts", 0)}
    currency = order["default_currency_code"]
    coupons: dict[str, Decimal] = defaultdict(Decimal)
    for row in order["coupons"]:
        coupons[cut(row["code"], 15)] += row["discount"]
    others = "DISCOUNT 2" if "DISCOUNT" in coupons else "DISCOUNT"  # no two rows of one code: docs/mapping/orders
    sums = {**coupons, others: order["discount_amount"]}
    given = {code: rounded(amount, currency) for code, amount in sums.items() if amount}
    if not gross(world):  # a cent with tax may be none without
        given = {code: amount for code, amount in given.items() if amount > 2 * unit(currency)}
    counts = range(len(given), 1 + sum(1 for amount in sums.values() if amount))
    wanted = {"DisableAutomaticDiscountUpdate": want(C45, YES), "#discounts": want(C45, *counts)}
    spare = _spare(world, order)
    for code, amount in given.items():
        wanted[f"%{code}.Type"] = want(C45, "External Document")
        if gross(world):
            wanted[f"%{code}.DiscountAmount"] = want(C45, amount, within=spare)
    return wanted


def _spare(world: World, order: dict[str, Any]) -> Decimal:
    """Return how far rounding may move a discount: a unit for each line that is no whole number of units."""
    currency = order["default_currency_code"]
    broken = [row for row in rows(world, order) if row.before != rounded(row.before, currency)]
    return unit(currency) * (len(broken) + (0 if order["is_tax_inclusive_pricing"] else 1))
