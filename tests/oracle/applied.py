"""What an order shows of its payments: the sum applied to it (connector 5.6) and the method it was paid by (4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.oracle import money_in
from tests.oracle.laws import Discrepancy
from tests.oracle.world import World

ZERO = Decimal(0)


def shown_methods(world: World, order: dict[str, Any]) -> list[str | None]:
    """Return the ERP payment methods that the order may show (4.3: the mapped one); nothing where none is mapped."""
    paid = [chain for chain in money_in.chains(order) if chain.money or chain.authorised]
    told = [chain for chain in paid if not money_in.is_unsupported(world, chain)]
    rows = [money_in.row_of(world, order, *money_in.means_of(chain)) for chain in told]
    rows.append(money_in.row_for_order(world, order))
    found = [row.erp_payment_method for row in rows if row and row.active]
    tried = [money_in.row_of(world, order, *money_in.means_of(chain)) for chain in money_in.chains(order)]
    return found or [None, *(row.erp_payment_method for row in tried if row and row.active)]


def applications(world: World) -> Iterator[Discrepancy]:
    """Give the orders to whom the wrong sum of payments is applied: all their money, at most their total (5.6).

    And those that do not show the method they were paid by.
    """
    for order in world.orders.values():
        if world.status("Sales Order", order["id"]) != "Processed":
            continue
        name, booked, found = f"Sales Order {order['id']}", money_in.erp_order(world, order), _payments(world, order)
        if booked["PaymentMethod"] not in (methods := shown_methods(world, order)):
            yield Discrepancy(name, "PaymentMethod", methods, booked["PaymentMethod"], "connector 4.3")
        applied = sum((row["AppliedToOrder"] for one in found for row in one["OrdersToApply"]), ZERO)
        wanted = min(sum((one["PaymentAmount"] for one in found), ZERO), booked["OrderTotal"])
        if applied != wanted:
            yield Discrepancy(name, "applied payments", wanted, applied, "connector 5.6")


def _payments(world: World, order: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the order's payments in the ERP."""
    ids = [f"{order['id']},{number}" for number in money_in.numbers_of(world, order)]
    keys = [world.erp_key("Payment", one).split(",") for one in ids if world.status("Payment", one) == "Processed"]
    return [world.erp.payment(number, kind) for kind, number in keys]
