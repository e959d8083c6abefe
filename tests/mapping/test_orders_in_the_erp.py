"""What the mapping sends, the ERP keeps: orders come to the store's total there, and payments to what was paid."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import count

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from bc_myob.hooks.wrapping import unwrap, wrap
from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import map_payments
from bc_myob.model.codec import dumps, loads
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, SourceRecord
from bc_myob.model.statuses import Status
from sandbox.kit import Clock
from sandbox.serve import erp_service
from sandbox.shop import payments as pay
from sandbox.shop.basket import Coupon, Draft, Fee, line
from sandbox.shop.catalogue import PRODUCTS
from tests.mapping.orders_drawn import MODES, STYLES, drafts
from tests.mapping.orders_shop import DEMO, MAY, answered, mapped, money, order, stored, transactions
from tests.mapping.orders_shop import settings as store
from tests.mapping.present import NOW
from tests.sandbox.erp.erp_bodies import ROOT, SIGN_IN

ITEMS = {product.sku: product.inventory_id or "JAM-QUINCE" for product in PRODUCTS}
PARTS = "Details,TaxDetails,DiscountDetails,Totals,FinancialSettings,OrdersToApply," + ",".join(
    f"{side}{part}" for side in ("BillTo", "ShipTo") for part in ("Contact", "Address")
)
NUMBERS = count(5000)


@pytest.fixture(scope="module")
def erp():
    _, service = erp_service(Clock())
    with httpx.Client(base_url=service.start(), timeout=30) as client:
        assert client.post("/entity/auth/login", json=SIGN_IN).status_code == 204
        yield client
    service.stop()


def saved(client, resource, document):
    expand = ",".join(part for part in PARTS.split(",") if part in document)
    headers = {"Content-Type": "application/json"}
    reply = client.put(f"{ROOT}/{resource}", content=dumps(wrap(document)), params={"$expand": expand}, headers=headers)
    assert reply.status_code == 200, reply.text
    return unwrap(loads(reply.text))


def with_known_items(document):
    """The load step finds items by alternate ids, and refuses those nobody knows."""
    for row in document["Details"]:
        row["InventoryID"] = ITEMS.get(row["InventoryID"], row["InventoryID"])
    return document


def lost(sent, kept, path=""):
    """Name the fields that read back differently; an emptied field reads back as nothing."""
    for name, value in sent.items():
        there = kept.get(name)
        if isinstance(value, Mapping):
            yield from lost(value, there or {}, f"{path}{name}.")
        elif isinstance(value, list):
            for number, row in enumerate(value):
                yield from lost(row, there[number], f"{path}{name}.{number}.")
        elif isinstance(value, str) and value.endswith("T00:00:00"):
            if not str(there).startswith(value):
                yield f"{path}{name}"
        elif (there or "") != (value or ""):
            yield f"{path}{name}"


@given(draft=drafts(), mode=st.sampled_from(MODES), style=st.sampled_from(STYLES))
@effort(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_erp_itself_comes_to_the_stores_total_and_tax(erp, draft, mode, style):
    payload = order(draft, order_id=next(NUMBERS))
    document = mapped(payload, store(show_discounts_as=style, taxes={"calculation_mode": mode})).document
    kept = saved(erp, "SalesOrder", with_known_items(document))
    assert kept["OrderTotal"] == money(payload["total_inc_tax"])
    assert kept["TaxTotal"] == money(payload["total_tax"])


FULL = Draft(
    billing=MAY,
    lines=(line("HONEY-LW-500", 2, wrapping="5.50"), line("CHEESE-BRIE", 3, discount="2.10")),
    coupon=Coupon(code="AUTUMN10", amount=Decimal(10)),
    fees=(Fee(name="Parcel insurance", cost=Decimal("2.50")),),
    handling=Decimal("3.30"),
    payments=(pay.gift_certificate("HARB-77", "20.00"), pay.purchase()),
    staff_notes="ring first",
)


@pytest.mark.parametrize("style", STYLES)
def test_every_field_of_an_order_reads_back(erp, style):
    document = mapped(order(FULL, order_id=next(NUMBERS)), store(show_discounts_as=style)).document
    assert not list(lost(document, saved(erp, "SalesOrder", document)))


def test_every_field_of_a_payment_reads_back_and_the_order_is_covered(erp):
    number = next(NUMBERS)
    row = stored(FULL, number)
    made = saved(erp, "SalesOrder", mapped(answered(row)).document)
    link = Link(str(number), str(number), Status.PROCESSED, made["id"], f"EO,{made['OrderNbr']}", details=made)
    source = SourceRecord(str(number), {"order": answered(row), "transactions": transactions(row)})
    payments = map_payments(Given(DEMO, [source], {Entity.SALES_ORDER: {str(number): link}}, now=NOW))
    kept = [saved(erp, "Payment", one.document) for one in payments]
    assert [list(lost(one.document, there)) for one, there in zip(payments, kept, strict=True)] == [[], []]
    assert {there["Status"] for there in kept} == {"Balanced"}
    assert sum(there["OrdersToApply"][0]["AppliedToOrder"] for there in kept) == made["OrderTotal"]
