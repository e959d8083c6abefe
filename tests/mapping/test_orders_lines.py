"""The lines of a sales order: what was sold, its parts, certificates, wrapping, fees."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bc_myob.model.statuses import Event
from sandbox.shop.basket import Draft, Fee, Line, custom_line, gift_certificate_line, line
from tests.mapping.orders_shop import JAM, MAY, document, mapped, money, order
from tests.mapping.orders_shop import settings as store


def test_a_line_says_what_was_sold():
    draft = Draft(billing=MAY, lines=(line("OIL-EV-750", 2, discount="5.00"),))
    assert document(draft)["Details"] == [
        {
            "Branch": "SYDNEY",
            "InventoryID": "OIL-EV-750",
            "OrderQty": 2,
            "UnitPrice": money("27.95"),
            "ManualPrice": True,
            "DiscountAmount": money("5.00"),
            "ManualDiscount": True,
            "LineDescription": "Extra virgin olive oil 750 ml",
            "ExternalRef": "2",
        }
    ]


def test_bundles_bring_their_parts_at_no_price():
    hamper = Line(sku="HAMPER-LRG", parts=("JAM-QUINCE", "TEA-LEMONM"))
    found = document(Draft(billing=MAY, lines=(hamper,)))["Details"]
    assert [(row["InventoryID"], row["UnitPrice"]) for row in found] == [
        ("HAMPER-LRG", 189),
        ("JAM-QUINCE", 0),
        ("TEA-LEMONM", 0),
    ]


def test_gift_certificates_wrapping_and_fees_have_items_of_their_own():
    lines = (line("JAM-QUINCE"), line("HONEY-LW-500", wrapping="4.40"), gift_certificate_line("25"))
    found = document(Draft(billing=MAY, lines=lines, fees=(Fee(name="Insurance", cost=Decimal("2.50")),)))["Details"]
    assert [row["InventoryID"] for row in found] == [
        "JAM-QUINCE",
        "HONEY-LW-500",
        "GIFTCERT",
        "GIFTWRAP",
        "HANDLINGFEE",
    ]
    wrapping = found[3]
    assert (wrapping["AssociatedOrderLineNbr"], wrapping["UnitPrice"]) == (2, money("4.40"))
    assert wrapping["ExternalRef"] == f"{found[1]['ExternalRef']}/wrap"
    assert len({row["ExternalRef"] for row in found}) == len(found)


LACKING = [
    (Draft(billing=MAY, lines=(gift_certificate_line("25"),)), "gift_certificate_item"),
    (Draft(billing=MAY, lines=(line("JAM-QUINCE", wrapping="4.40"),)), "gift_wrapping_item"),
    (Draft(billing=MAY, lines=JAM.lines, fees=(Fee(name="Insurance", cost=Decimal(2)),)), "fee_item"),
]


@pytest.mark.parametrize(("draft", "setting"), LACKING, ids=[setting for _, setting in LACKING])
def test_an_item_the_settings_lack_is_named(draft, setting):
    found = mapped(order(draft), store(**{setting: ""}))
    assert found.event is Event.FAILED
    assert f"set {setting} in Order Settings" in found.reason


def test_a_custom_line_without_sku_fails_with_its_name():
    found = mapped(order(Draft(billing=MAY, lines=(custom_line("Tasting evening", "30.00"),))))
    assert found.event is Event.FAILED
    assert found.reason == (
        "The line 'Tasting evening' has no SKU, and MYOB Advanced finds its items by SKU: give it one, or set "
        "custom_item in Order Settings."
    )


def test_a_line_without_sku_is_of_the_item_that_the_settings_name_for_such_lines():
    goods = (custom_line("Tasting evening", "30.00"), custom_line("A present", "0"), line("JAM-QUINCE"))
    found = document(Draft(billing=MAY, lines=goods), store(custom_item="SERVICE"))["Details"]
    assert [(row["InventoryID"], row["LineDescription"]) for row in found[:2]] == [
        ("SERVICE", "Tasting evening"),
        ("SERVICE", "A present"),
    ]
    assert found[2]["InventoryID"] == "JAM-QUINCE"


def test_a_custom_line_with_a_sku_is_a_line_like_any_other():
    draft = Draft(billing=MAY, lines=(custom_line("Tasting box", "30.00", 2, sku="HAMPER-LRG"),))
    found = mapped(order(draft)).document
    assert [(row["InventoryID"], row["OrderQty"], row["UnitPrice"]) for row in found["Details"]] == [
        ("HAMPER-LRG", 2, 30)
    ]


def test_removed_lines_are_left_out():
    payload = order(Draft(billing=MAY, lines=(line("JAM-QUINCE"), line("SALT-MURRAY"))))
    rows = payload["consignments"]["shipping"][0]["line_items"]
    rows.append(rows[0] | {"id": 99, "quantity": 0, "total_inc_tax": "0.0000", "total_ex_tax": "0.0000"})
    assert len(mapped(payload).document["Details"]) == 2
