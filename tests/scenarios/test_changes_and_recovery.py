"""What happens after the first time: edits, mended causes, parked payments, partial runs."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sandbox.kit import Plan
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import purchase
from tests.mia import HOME

pytestmark = [pytest.mark.scenario, pytest.mark.slow]


@pytest.fixture
def shop(line):
    line.erp.seed(Plan())
    line.mia = line.store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME])
    return line


def order(shop, *lines, **fields):
    draft = Draft(billing=HOME, customer_id=shop.mia, lines=lines, **({"payments": (purchase(),)} | fields))
    return shop.store.add_order(draft), draft


def erp_order(shop, number):
    return shop.erp.order(shop.records("Sales Order")[str(number)].erp_key.split(",")[1])


def test_a_changed_order_changes_its_lines_in_place(shop):
    number, _ = order(shop, article("TEA-LEMONM"), article("HONEY-LW-500", 2))
    assert shop.run().state == "success"
    before = erp_order(shop, number)

    changed = Draft(billing=HOME, customer_id=shop.mia, lines=(article("TEA-LEMONM", 3), article("JAM-QUINCE")))
    shop.store.rebuild_order(number, changed)
    shop.run()
    after = erp_order(shop, number)
    assert [(row["InventoryID"], row["OrderQty"]) for row in after["Details"]] != [
        (row["InventoryID"], row["OrderQty"]) for row in before["Details"]
    ]
    assert len(after["Details"]) == 2
    assert after["OrderTotal"] == shop.store.order(number)["total_inc_tax"]
    assert shop.records("Sales Order")[str(number)].last_operation == "Updated in ERP"
    assert len(shop.effects("SalesOrder", "create")) == 1


def wrapping_points_at(erp):
    """Give the item that the gift wrapping of an order of the ERP points at."""
    items = {row["LineNbr"]: row["InventoryID"] for row in erp["Details"]}
    (wrap,) = [row for row in erp["Details"] if row["InventoryID"] == "GIFTWRAP"]
    houses = {row["LineNbr"]: row["WarehouseID"] for row in erp["Details"]}
    assert wrap["WarehouseID"] == houses.get(wrap["AssociatedOrderLineNbr"]) == "MAIN"
    return items.get(wrap["AssociatedOrderLineNbr"])


TEA, JAM, WRAPPED = article("TEA-LEMONM"), article("JAM-QUINCE"), article("HONEY-LW-500", wrapping="4.40")
WRAPPED_EDITS = [
    ((TEA, WRAPPED), (TEA, JAM, WRAPPED)),  # a line is added before it
    ((TEA, JAM, WRAPPED), (replace(TEA, quantity=0), JAM, WRAPPED)),  # one before it is removed
    ((TEA, replace(WRAPPED, wrapping=Decimal(0))), (TEA, JAM, WRAPPED)),  # it is wrapped only now, and moved
]


@pytest.mark.parametrize(("before", "after"), WRAPPED_EDITS)
def test_gift_wrapping_stays_with_its_line_when_others_come_and_go(shop, before, after):
    number, _ = order(shop, *before, payments=())
    assert shop.run().state == "success"
    shop.store.rebuild_order(number, Draft(billing=HOME, customer_id=shop.mia, lines=after))
    assert shop.run().state == "success"
    record = shop.records("Sales Order")[str(number)]
    assert (record.status, record.last_operation) == ("Processed", "Updated in ERP"), record.last_error
    assert wrapping_points_at(erp_order(shop, number)) == "HONEY-LW-500"
    kept = [row["InventoryID"] for row in erp_order(shop, number)["Details"]]
    assert sorted(kept) == sorted([*(line.sku for line in after if line.quantity), "GIFTWRAP"])


def test_an_unknown_article_fails_its_order_parks_its_payment_and_both_recover(shop):
    number, _ = order(shop, article("OLIVES-MIX"))
    good, _ = order(shop, article("TEA-LEMONM"))
    assert shop.run().state == "success"
    failed = shop.records("Sales Order", "Failed")[str(number)]
    assert "OLIVES-MIX" in failed.last_error
    assert failed.attempt_count == 1
    assert str(good) in shop.records("Sales Order", "Processed")
    parked = next(iter(shop.records("Payment", "Skipped").values()))
    assert f"Sales order {number} is not synchronised" in parked.last_error

    shop.erp.add_cross_reference("JAM-QUINCE", "OLIVES-MIX")
    assert shop.run().state == "success"
    assert shop.records("Sales Order")[str(number)].status == "Processed"
    assert not shop.records("Payment", "Skipped")
    assert len(shop.effects("Payment", "create")) == 2


def test_a_record_that_keeps_failing_is_aborted_at_the_limit(shop):
    shop.settings(entities__sales_order__max_failed_attempts=2)
    number, _ = order(shop, article("OLIVES-MIX"))
    shop.run()
    shop.run()
    shop.run()
    aborted = shop.records("Sales Order")[str(number)]
    assert (aborted.status, aborted.attempt_count) == ("Aborted", 2)


def test_set_as_prepared_lets_an_aborted_record_in_again_with_all_its_attempts(shop):
    shop.settings(entities__sales_order__max_failed_attempts=2)
    number, _ = order(shop, article("OLIVES-MIX"))

    def aborted_again():
        shop.run()
        assert (mine().status, mine().attempt_count) == ("Failed", 1)
        shop.run()
        assert (mine().status, mine().attempt_count) == ("Aborted", 2)

    def mine():
        return shop.records("Sales Order")[str(number)]

    def let_in():
        again = {"action": "Set as Prepared", "entity": "Sales Order", "records": [str(number)]}
        assert shop.act(**again).state == "success"
        assert (mine().status, mine().attempt_count) == ("Prepared", 0)

    aborted_again()
    let_in()
    aborted_again()
    shop.erp.add_cross_reference("JAM-QUINCE", "OLIVES-MIX")
    shop.run()
    assert mine().status == "Aborted", "mending the cause is not enough"
    let_in()
    assert shop.run().state == "success"
    assert (mine().status, mine().attempt_count) == ("Processed", 0)
    assert len(shop.effects("SalesOrder", "create")) == 1


def test_a_failing_customer_fails_its_orders_until_it_is_mended(shop):
    for name in ("Mia Wholesale", "Mia Retail"):
        shop.erp.add_customer(name, MainContact={"Email": "mia@example.com"})
    number, _ = order(shop, article("TEA-LEMONM"))
    shop.run()
    assert "2 customers have the e-mail mia@example.com" in shop.records("Customer")[str(shop.mia)].last_error
    waiting = shop.records("Sales Order")[str(number)]
    assert waiting.status == "Failed"
    assert waiting.attempt_count == 0
    assert "mia@example.com" in waiting.last_error

    shop.store.edit_customer(shop.mia, email="mia.obrien@example.com")
    shop.run()
    assert shop.records("Customer")[str(shop.mia)].status == "Processed"
    assert shop.records("Sales Order")[str(number)].status == "Processed"


def test_filtered_orders_are_looked_at_again_when_the_settings_change(shop):
    number, _ = order(shop, article("TEA-LEMONM"), status_id=10)
    shop.run()
    assert shop.records("Sales Order")[str(number)].status == "Filtered"
    shop.settings(orders__statuses_not_imported=[0])
    shop.run()
    assert shop.records("Sales Order")[str(number)].status == "Processed"
    assert len(shop.records("Payment", "Processed")) == 1


def test_a_run_of_certain_orders_brings_their_customers_and_leaves_the_rest(shop):
    wanted, _ = order(shop, article("TEA-LEMONM"))
    other, _ = order(shop, article("JAM-QUINCE"))
    assert shop.run(order_ids=[wanted]).state == "success"
    assert set(shop.records("Sales Order")) == {str(wanted)}
    assert set(shop.records("Customer")) == {str(shop.mia)}
    assert shop.run().state == "success"
    assert set(shop.records("Sales Order", "Processed")) == {str(wanted), str(other)}


def test_a_payment_has_the_amount_the_order_and_the_description_of_the_document(shop):
    number, _ = order(shop, article("HAMPER-LRG"))
    shop.run()
    row = next(iter(shop.records("Payment", "Processed").values()))
    payment = shop.erp.payment(row.erp_key.split(",")[1])
    total = shop.store.order(number)["total_inc_tax"]
    assert payment["Type"] == "Prepayment"
    assert payment["PaymentAmount"] == total > Decimal(0)
    assert payment["CashAccount"] == "10250AU"
    said = f"Harbour Provisions | Payment Method: BRAINTREE (CREDIT_CARD) | Order: {number} | Payment ID: "
    assert payment["Description"] == said + row.external_id.split(",")[1]
    assert payment["OrdersToApply"][0]["AppliedToOrder"] == total
    assert row.external_id.startswith(f"{number},")
