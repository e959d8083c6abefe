"""The write protocol where something happens meanwhile: claims lost, documents changed, releases without effect."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from tests.faults.desk import SHOP, erp_order, line, opened, order, payment, prepared
from tests.faults.road import Kill, Trouble

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity
SENT = "PUT SalesOrder"
TRIES_OF_A_CALL = 6


@pytest.fixture
def shop(indoors):
    """A customer and an order of 30 with two lines are there."""
    return opened(indoors, order(1001, line("1"), line("2", "TEA-LEMONM", 2)))


def wrap(reference, position, **more):
    """Give the wrapping of the line at `position`."""
    return line(reference, "GIFTWRAP", price="2.00") | {"AssociatedOrderLineNbr": position} | more


def pointing(desk, number=1001):
    """Give which line each wrapping is for, by the lines' references."""
    rows = erp_order(desk, number)["Details"]
    names = {row["LineNbr"]: row["ExternalRef"] for row in rows}
    pointers = {row["ExternalRef"]: row.get("AssociatedOrderLineNbr") for row in rows}
    return {name: names[target] for name, target in pointers.items() if target}


def without_a_zone(desk):
    """Let the ERP find no tax zone for the customer."""
    erp = desk.works.box.erp
    erp.edit("Customer", "C000004", TaxZone=None)
    erp.edit("CustomerLocation", "C000004", "MAIN", TaxZone=None)


# lines that point at lines


def test_a_new_line_points_at_a_known_one_by_its_number_at_once(shop):
    warehouse = erp_order(shop)["Details"][0]["WarehouseID"]
    changed = order(1001, line("2", "TEA-LEMONM", 2), line("1"), wrap("1/wrap", 2, WarehouseID=warehouse))
    assert shop.load(ORDER, changed) == {"Processed": 1}
    assert pointing(shop) == {"1/wrap": "1"}
    assert shop.calls().count(SENT) == 1


def test_a_line_that_points_at_a_new_one_is_corrected_by_the_answer(shop):
    changed = order(1001, line("2", "TEA-LEMONM", 2), line("3"), wrap("3/wrap", 2))
    assert shop.load(ORDER, changed) == {"Processed": 1}
    assert pointing(shop) == {"3/wrap": "3"}
    assert shop.calls().count(SENT) == 2


def test_a_correction_that_never_arrived_is_made_up_for(shop):
    lost = ("PUT", "SalesOrder")
    shop.meanwhile(*lost, lambda: shop.meanwhile(*lost, lambda: shop.expect(Trouble.LOST_REQUEST, *lost)))
    assert shop.load(ORDER, order(1002, line("1"), wrap("1/wrap", 1))) == {"Processed": 1}
    assert shop.wants == []
    first, second = erp_order(shop, 1002)["Details"]
    assert first["WarehouseID"] == second["WarehouseID"]


# claims that another worker takes over


def test_a_correction_is_not_sent_by_a_worker_that_lost_its_claim(shop):
    shop.meanwhile("PUT", "SalesOrder", lambda: shop.lose_claim(1001, ORDER))
    changed = order(1001, line("2", "TEA-LEMONM", 2), line("3"), wrap("3/wrap", 2))
    assert shop.load(ORDER, changed) == {"left to another worker": 1}
    assert shop.calls().count(SENT) == 1


def test_the_last_tax_zone_is_not_sent_by_a_worker_that_lost_its_claim(shop):
    without_a_zone(shop)
    shop.meanwhile("PUT", "SalesOrder", lambda: shop.lose_claim(1002, ORDER))
    assert shop.load(ORDER, order(1002, details={"last_tax_zone": "EXPORT"})) == {"left to another worker": 1}
    assert shop.calls().count(SENT) == 1


def test_a_worker_that_lost_its_claim_records_nothing_and_goes_on(shop):
    for number in (1002, 1003):
        shop.meanwhile("PUT", "SalesOrder", lambda number=number: shop.lose_claim(number, ORDER))
    assert shop.load(ORDER, order(1002), order(1003), order(1004)) == {"left to another worker": 2, "Processed": 1}
    for number in (1002, 1003):
        row = shop.record(number, ORDER)
        assert (row["status"], row["claim_owner"], row["erp_key"]) == ("Prepared", "another", None)


def test_a_record_that_never_left_is_not_taken_from_the_worker_that_has_it_now(shop):
    tries = []

    def unreachable(place):
        if not place.what.endswith("/SalesOrder") or not place.what.startswith("PUT") or len(tries) == TRIES_OF_A_CALL:
            return None
        tries.append(place)
        if len(tries) == TRIES_OF_A_CALL:
            shop.lose_claim(1002, ORDER)
        return Trouble.UNREACHABLE

    shop.line.road.plan = unreachable
    assert shop.load(ORDER, order(1002), order(1003)) == {"Processed": 1}
    row = shop.record(1002, ORDER)
    assert (row["status"], row["claim_owner"], row["attempt_count"]) == ("Prepared", "another", 0)


# creations whose answer never came


def killed_while_creating(desk, mapped):
    desk.expect(Trouble.KILL_AFTER, "PUT", "SalesOrder")
    with pytest.raises(Kill):
        desk.load(ORDER, mapped)
    desk.line.road.hours.sleep(3 * 3600)


def test_a_document_that_changed_since_its_lost_creation_is_sent_as_an_update(shop):
    killed_while_creating(shop, order(1002, Description="first"))
    assert shop.load(ORDER, order(1002, Description="second")) == {"Processed": 1}
    assert erp_order(shop, 1002)["Description"] == "second"
    assert shop.record(1002, ORDER)["last_operation"] == "Updated in ERP"


def test_a_document_that_did_not_change_since_its_lost_creation_is_not_sent_again(shop):
    killed_while_creating(shop, order(1002, Description="first"))
    before = shop.line.road.hours.now()
    assert shop.load(ORDER) == {"Processed": 1}
    assert shop.line.road.hours.now() == before  # long enough ago: nobody waits again
    assert SENT not in shop.calls()
    assert shop.record(1002, ORDER)["last_operation"] == "Inserted in ERP"


def test_a_lost_creation_that_may_lack_its_tax_zone_is_sent_again_with_the_last_one(shop):
    without_a_zone(shop)
    killed_while_creating(shop, order(1002, details={"last_tax_zone": "EXPORT"}))
    assert shop.load(ORDER) == {"Processed": 1}
    assert erp_order(shop, 1002)["FinancialSettings"]["CustomerTaxZone"] == "EXPORT"


# records that are gone


@pytest.mark.parametrize("at", ["before the load", "between look-up and update"])
@pytest.mark.parametrize("forced", [False, True])
def test_an_order_that_is_gone_is_deleted_or_created_again_as_the_user_wants(shop, at, forced):
    erp, first = shop.works.box.erp, erp_order(shop)["OrderNbr"]
    if at == "before the load":
        erp.lose("SalesOrder", "EO", first)
    else:
        shop.meanwhile("PUT", "SalesOrder", lambda: erp.lose("SalesOrder", "EO", first))
    if forced:
        shop.force(1001, ORDER)
    changed = order(1001, line("1"), line("2", "TEA-LEMONM", 3))
    assert shop.load(ORDER, changed) == ({"Processed": 1} if forced else {"Deleted": 1})
    row = shop.record(1001, ORDER)
    said = (row["status"], row["last_operation"], row["claim_owner"])
    if forced:
        assert said == ("Processed", "Inserted in ERP", None)
        number = erp_order(shop)["OrderNbr"]
        assert number != first
        assert (erp_order(shop)["OrderTotal"], row["erp_key"]) == (40, f"EO,{number}")
    else:
        assert said == ("Deleted", "Not Found", None)
        assert erp.orders(f"1001-{SHOP}") == []


@pytest.mark.parametrize(("entered", "wanted"), [("EO", "EO"), ("SO", "EO"), ("SO", "SO")])
def test_an_order_that_is_gone_but_entered_anew_is_taken_over_when_the_user_wants_it(shop, entered, wanted):
    erp, kept = shop.works.box.erp, erp_order(shop)
    erp.lose("SalesOrder", "EO", kept["OrderNbr"])
    rows = [{"InventoryID": "JAM-QUINCE", "OrderQty": Decimal(1), "UnitPrice": Decimal(9), "ExternalRef": "1"}]
    account = {"CustomerID": kept["CustomerID"], "CurrencyID": "AUD", "ExternalRef": kept["ExternalRef"]}
    erp.add("SalesOrder", OrderType=entered, Details=rows, **account)
    second = erp_order(shop)["OrderNbr"]
    shop.force(1001, ORDER)
    assert shop.load(ORDER, order(1001, line("1"), OrderType=wanted)) == {"Processed": 1}
    row = shop.record(1001, ORDER)
    assert (row["erp_key"], row["last_operation"]) == (f"{entered},{second}", "Updated in ERP")
    assert [(each["ExternalRef"], each["UnitPrice"]) for each in erp_order(shop)["Details"]] == [("1", 10)]


def test_a_closed_order_is_not_written_to(shop):
    shop.works.box.erp.cancel_order(erp_order(shop)["OrderNbr"])
    assert shop.load(ORDER, order(1001, line("1"), details={"total": "10.00"})) == {"Invalid": 1}
    assert SENT not in shop.calls()
    assert len(erp_order(shop)["Details"]) == 2
    assert "can no longer be changed" in shop.record(1001, ORDER)["last_error"]


def test_a_location_whose_address_was_deleted_becomes_inactive_and_others_go_on(shop):
    def depot(number):
        document = {"Customer": "C000004", "LocationName": f"Depot {number}", "ExtRefNbr": f"{number}-{SHOP}"}
        return replace(prepared(f"1,{number}", document), source_id="1", reference=f"{number}-{SHOP}")

    assert shop.load(LOCATION, depot(5)) == {"Processed": 1}
    row = shop.record("1,5", LOCATION)
    gone = prepared("1,5", {"id": row["erp_id"], "Active": False}, details={"gone": True})
    assert shop.load(LOCATION, replace(gone, source_id="1"), depot(6)) == {"Deleted": 1, "Processed": 1}
    places = {one["LocationName"]: one["Active"] for one in shop.works.box.erp.locations("C000004")}
    assert (places["Depot 5"], places["Depot 6"]) == (False, True)
    row = shop.record("1,5", LOCATION)
    assert (row["status"], row["claim_owner"], row["sending_since"]) == ("Deleted", None, None)


# releases


def released(desk, then):
    """Load a payment to be released; `then` happens to it between its release and the look at its status."""
    asked = ("GET", "Payment")
    desk.meanwhile("POST", "ReleasePayment", lambda: desk.meanwhile(*asked, lambda: then(reference())))

    def reference():
        (found,) = desk.works.box.erp.payments(f"1/1-{SHOP}")
        return found["ReferenceNbr"]

    return desk.load(PAYMENT, payment(1, "5.00", erp_order(desk)["OrderNbr"], release=True))


def test_a_release_that_did_nothing_fails_with_what_to_do(shop):
    erp = shop.works.box.erp
    assert released(shop, lambda one: erp.repair("Payment", "Prepayment", one, Status="Balanced")) == {"Failed": 1}
    row = shop.record("1,1", PAYMENT)
    assert row["last_error"] == (
        f"Payment {row['erp_key']} is saved, but still Balanced after its release; "
        "release it in MYOB Advanced or mend what hinders it there."
    )
    assert shop.load(PAYMENT) == {"Processed": 1}
    assert "PUT Payment" not in shop.calls()
    assert shop.record("1,1", PAYMENT)["last_operation"] == "Inserted in ERP"


def test_a_payment_that_is_gone_after_its_release_fails(shop):
    erp = shop.works.box.erp
    assert released(shop, lambda one: erp.lose("Payment", "Prepayment", one)) == {"Failed": 1}
    assert "is saved, but still Balanced" in shop.record("1,1", PAYMENT)["last_error"]
