"""Whatever field of an order or a payment the user's mapping takes away: the record stays one that can be loaded."""

from __future__ import annotations

import pytest

from bc_myob.mapping.orders_table import ORDER
from bc_myob.mapping.orders_table_details import LINES
from bc_myob.mapping.payments_table import PAYMENT
from bc_myob.mapping.rule_targets import PROTECTED
from bc_myob.model.entities import Entity
from bc_myob.model.statuses import Event
from bc_myob.store.settings import StoreSettings
from sandbox.shop.basket import Draft, line
from sandbox.shop.payments import purchase
from tests.mapping.orders_shop import DEMO, MAY, customer, mapped, order
from tests.mapping.payments_shop import only, paid

NOTHING = ("<<Unmap>>", "=Null", "=IIf([currency]='XXX', 1, Unmap)")
KEYS = {"Type": "Prepayment", "OrderType": "EO"}
MISSED = {"CustomerID", "PaymentAmount", "Details.InventoryID"}


def targets(entity, table, part=""):
    named = (f"{part}{row.target}" for row in table.rows)
    return sorted({name for name in named if name not in PROTECTED[entity]})


def own(entity, target, source):
    return StoreSettings.model_validate(
        DEMO.model_dump() | {"mappings": [{"entity": entity, "target": target, "source": source}]}
    )


def judged(found, target):
    """See that a record without `target` is complete, or is said to lack it."""
    if target in MISSED:
        assert f"the mapping of {target} on the Entities form took it away" in found.reason
        return
    assert (found.event, found.reason) == (Event.PREPARED, None)
    assert found.document.get(target) == KEYS.get(target)


@pytest.mark.parametrize("source", NOTHING)
@pytest.mark.parametrize("target", targets(Entity.PAYMENT, PAYMENT))
def test_a_payment_without_a_field_goes_or_says_what_it_lacks(target, source):
    judged(only(paid(purchase(), settings=own("Payment", target, source))), target)


@pytest.mark.parametrize("source", ["<<Unmap>>", "=Null"])
@pytest.mark.parametrize(
    "target", [*targets(Entity.SALES_ORDER, ORDER), *targets(Entity.SALES_ORDER, LINES, "Details.")]
)
def test_an_order_without_a_field_goes_or_says_what_it_lacks(target, source):
    draft = Draft(billing=MAY, lines=(line("JAM-QUINCE"),), customer_id=7)
    judged(mapped(order(draft), own("Sales Order", target, source), customer()), target)
