"""Orders that a bookkeeper entered in MYOB Advanced and linked by hand: their money follows them (8.2)."""

from decimal import Decimal

import pytest

from sandbox.shop.basket import line as article

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

JAM, OLIVES = article("JAM-QUINCE"), article("OLIVES-MIX")
SHOP = "Harbour Provisions"


def enter(till, number, like, sku):
    """Enter the store's order `number` by hand, for the customer of `like`; gives it as the ERP has it."""
    rows = [{"InventoryID": sku, "OrderQty": Decimal(1), "UnitPrice": Decimal(30), "ManualPrice": True}]
    same = {name: like[name] for name in ("CustomerID", "CurrencyID")}
    made = till.erp.add("SalesOrder", OrderType="EO", ExternalRef=f"{number}-{SHOP}", Details=rows, **same)
    return till.erp.order(made)


def link(till, number, row, *, need_to_sync):
    named = {"entity": "Sales Order", "records": [str(number)], "erp_id": row["id"]}
    key = f"EO,{row['OrderNbr']}"
    done = till.line.act(action="Add or Edit Link", erp_key=key, need_to_sync=need_to_sync, **named)
    assert done.state == "success", done.tasks


def applied_to(till, number):
    return [row["OrderNbr"] for row in till.payment(number).erp["OrdersToApply"]]


def test_an_order_linked_as_it_is_gets_its_payment(till):
    good, bad = till.order(JAM), till.order(OLIVES)
    till.run()
    assert till.record("Sales Order", bad).status == "Failed"
    row = enter(till, bad, till.erp_order(good), "JAM-QUINCE")
    link(till, bad, row, need_to_sync=False)
    till.run()
    assert till.record("Sales Order", bad).status == "Processed"
    assert (till.payment(bad).status, till.payment(bad).erp["CustomerID"]) == ("Processed", row["CustomerID"])
    assert applied_to(till, bad) == [row["OrderNbr"]]
    assert len(till.erp.order(row["OrderNbr"])["Details"]) == 1


@pytest.mark.parametrize("need_to_sync", [False, True])
def test_money_that_arrives_after_a_link_was_changed_is_for_the_order_it_names_now(till, need_to_sync):
    number = till.order(JAM, payments=())
    till.run()
    old = till.erp_order(number)
    till.erp.edit("SalesOrder", "EO", old["OrderNbr"], ExternalRef="replaced")
    till.erp.cancel_order(old["OrderNbr"])
    row = enter(till, number, old, "JAM-QUINCE")
    link(till, number, row, need_to_sync=need_to_sync)
    till.pay(number)
    till.run()
    assert till.order_number(number) == row["OrderNbr"]
    assert (till.payment(number).status, applied_to(till, number)) == ("Processed", [row["OrderNbr"]])


def test_an_order_linked_with_other_lines_keeps_them_and_its_money_waits_until_it_is_taken_as_it_is(till):
    good, bad = till.order(JAM), till.order(OLIVES)
    till.run()
    row = enter(till, bad, till.erp_order(good), "JAM-QUINCE")
    link(till, bad, row, need_to_sync=True)
    till.run()
    assert till.record("Sales Order", bad).status == "Failed"
    assert till.payment(bad).status == "Skipped"
    done = till.line.act(action="Set as Processed", entity="Sales Order", records=[str(bad)])
    assert done.state == "success"
    till.run()
    assert (till.payment(bad).status, applied_to(till, bad)) == ("Processed", [row["OrderNbr"]])
    assert till.erp.order(row["OrderNbr"])["Details"] == row["Details"]
