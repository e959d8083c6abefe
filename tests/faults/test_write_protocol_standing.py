"""What the ERP has already: closed orders stay, paid ones get room from their payments, fields are emptied."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bc_myob.model.entities import Entity
from sandbox.kit import Fault
from tests.faults.desk import Desk, customer, erp_order, erp_payment, line, opened, order, payment
from tests.faults.road import Kill, Trouble

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity
NOT_NEEDED = "Modified Externally, Sync Not Needed"
REFUSED = {
    "error": "Inserting 'Customer' record raised at least one error.",
    "Phone2": {"error": "'Phone 2' cannot be empty."},
}
LINES = (line("1"), line("2", "TEA-LEMONM", 2))


@pytest.fixture
def shop(indoors):
    """A customer and an order of 30 are there."""
    return opened(indoors, order(1001, *LINES, details={"total": "30.00"}))


def number(desk):
    return erp_order(desk, 1001)["OrderNbr"]


def writes(desk):
    return [call for call in desk.calls() if not call.startswith("GET")]


def told(desk):
    row = desk.record(1001, ORDER)
    return row["status"], row["last_operation"], row["last_error"]


# orders that are closed


def test_a_closed_order_whose_texts_changed_stays_and_says_which(shop):
    shop.works.box.erp.cancel_order(number(shop))
    changed = order(1001, *LINES, Description="Gift", details={"total": "30.00", "warning": "Look."})
    assert shop.load(ORDER, changed) == {"Processed": 1}
    assert writes(shop) == []
    state = f"Sales order {number(shop)} is Canceled in MYOB Advanced, so it was left as it is."
    assert told(shop) == ("Processed", NOT_NEEDED, f"Look. {state} Changed in the store alone: the description.")


def test_a_closed_order_that_says_the_same_stays_without_a_word(shop):
    shop.works.box.erp.cancel_order(number(shop))
    shop.force(1001, ORDER)
    assert shop.load(ORDER, order(1001, *LINES, details={"total": "30.00"})) == {"Processed": 1}
    assert (writes(shop), told(shop)) == ([], ("Processed", NOT_NEEDED, None))


def test_a_closed_order_whose_money_or_lines_changed_is_invalid_and_says_what_to_do(shop):
    shop.works.box.erp.cancel_order(number(shop))
    fewer = order(1001, line("1", quantity=3), details={"total": "20.00"})
    assert shop.load(ORDER, fewer, order(1002)) == {"Invalid": 1, "Processed": 1}
    status, operation, said = told(shop)
    assert (status, operation) == ("Invalid", NOT_NEEDED)
    assert "a total of 20.00 AUD (30.00 AUD there); a line JAM-QUINCE x 3 (JAM-QUINCE x 1 there); no line TEA" in said
    assert shop.record(1001, ORDER)["attempt_count"] == 0


def test_a_closed_order_is_not_asked_for_the_items_it_would_have_now(shop):
    shop.works.box.erp.cancel_order(number(shop))
    assert shop.load(ORDER, order(1001, line("1", "NOWHERE"), details={"total": "30.00"})) == {"Invalid": 1}
    assert "a line NOWHERE x 1 (JAM-QUINCE x 1 there)" in told(shop)[2]


@pytest.mark.parametrize(("forced", "counted"), [(False, "Deleted"), (True, "Failed")])
def test_an_order_that_is_gone_needs_its_items_only_where_a_user_asks_for_it(shop, forced, counted):
    shop.works.box.erp.lose("SalesOrder", "EO", number(shop))
    if forced:
        shop.force(1001, ORDER)
    assert shop.load(ORDER, order(1001, line("1", "NOWHERE"))) == {counted: 1}
    assert told(shop)[2].startswith("MYOB Advanced has no item NOWHERE" if forced else "Sales order EO")


# orders that come to less than is paid of them


@pytest.fixture
def paid(shop):
    """Two payments, of 20 and of 10, are applied to the order."""
    for key, amount in ((1, "20.00"), (2, "10.00")):
        assert shop.load(PAYMENT, belonging(payment(key, amount, number(shop)))) == {"Processed": 1}
    assert applied(shop) == {1: 20, 2: 10}
    return shop


def belonging(mapped):
    """A payment of the store's order 1001."""
    return replace(mapped, source_id="1001")


def applied(desk):
    rows = {key: erp_payment(desk, key).get("OrdersToApply") or [{}] for key in (1, 2)}
    return {key: found[0].get("AppliedToOrder", 0) for key, found in rows.items()}


def less(total="10.00", **more):
    return order(1001, line("1", price=total), details={"total": total} | more)


def test_payments_give_back_what_an_order_does_not_take_any_more_the_latest_first(paid):
    assert paid.load(ORDER, less("15.00")) == {"Processed": 1}
    assert applied(paid) == {1: 15, 2: 0}
    assert writes(paid) == ["PUT Payment", "PUT Payment", "PUT SalesOrder"]
    assert [paid.record(f"1,{key}", PAYMENT)["status"] for key in (1, 2)] == ["Processed", "Processed"]
    assert erp_order(paid, 1001)["OrderTotal"] == 15


def test_only_the_payment_that_has_to_give_back_does(paid):
    assert paid.load(ORDER, less("20.00")) == {"Processed": 1}
    assert applied(paid) == {1: 20, 2: 0}
    assert writes(paid) == ["PUT Payment", "PUT SalesOrder"]


def test_an_order_that_comes_to_as_much_as_before_takes_nothing_back(paid):
    assert paid.load(ORDER, less("30.00")) == {"Processed": 1}
    assert (applied(paid), writes(paid)) == ({1: 20, 2: 10}, ["PUT SalesOrder"])


def test_only_what_gave_back_is_sent_again_so_that_it_says_what_is_left(paid):
    paid.load(ORDER, less("20.00"))
    same = [belonging(payment(key, amount, number(paid))) for key, amount in ((1, "20.00"), (2, "10.00"))]
    assert paid.load(PAYMENT, *same) == {"Processed": 1}
    assert paid.record("1,1", PAYMENT)["last_error"] is None
    assert "10.00 AUD" in paid.record("1,2", PAYMENT)["last_error"]


def test_a_payment_that_is_not_this_orders_own_is_in_the_way_and_all_are_named(shop):
    shop.load(PAYMENT, belonging(payment(1, "20.00", number(shop))), payment(2, "10.00", number(shop)))
    shop.load(ORDER, less("25.00"))
    assert (applied(shop), writes(shop)) == ({1: 15, 2: 10}, ["PUT Payment", "PUT SalesOrder"])
    assert shop.load(ORDER, less("5.00")) == {"Failed": 1}
    assert (applied(shop), writes(shop)) == ({1: 15, 2: 10}, [])
    applying = {15: erp_payment(shop, 1)["ReferenceNbr"], 10: erp_payment(shop, 2)["ReferenceNbr"]}
    named = sorted(f"Prepayment {number} ({amount}.00 AUD)" for amount, number in applying.items())
    assert told(shop)[2] == (
        "The order comes to 5.00 AUD in the store now, less than payments and invoices take of it in MYOB Advanced: "
        f"sales order {number(shop)} has {', '.join(named)}. Lower what they apply to it there, or void them; the "
        "order then follows by itself."
    )
    assert shop.record(1001, ORDER)["attempt_count"] == 0


def test_a_payment_that_was_deleted_meanwhile_blocks_the_order_which_is_not_sent(paid):
    first = erp_payment(paid, 2)["ReferenceNbr"]
    paid.meanwhile("PUT", "Payment", lambda: paid.works.box.erp.lose("Payment", "Prepayment", first))
    assert paid.load(ORDER, less("20.00")) == {"Failed": 1}
    row = paid.record(1001, ORDER)
    assert row["last_error"].startswith(
        "The order comes to 20.00 AUD in the store now, less than payments and invoices"
    )
    assert f"Prepayment {first} (10.00 AUD)" in row["last_error"]
    assert (row["attempt_count"], row["sending_since"]) == (0, None)
    assert erp_order(paid, 1001)["OrderTotal"] == 30


def test_an_order_is_announced_before_its_payments_are_lowered(paid):
    paid.expect(Trouble.KILL_AFTER, "PUT", "Payment")
    with pytest.raises(Kill):
        paid.load(ORDER, less("20.00"))
    assert applied(paid) == {1: 20, 2: 0}
    assert paid.record(1001, ORDER)["sending_since"] is not None


def test_who_has_lost_the_claim_of_an_order_lowers_no_payment_of_it(paid):
    paid.meanwhile("GET", "SalesOrder/{id}", lambda: paid.lose_claim(1001, ORDER))
    assert paid.load(ORDER, less("20.00")) == {"left to another worker": 1}
    assert (applied(paid), writes(paid)) == ({1: 20, 2: 10}, [])


# fields that are emptied


def with_phones(first, second, number=1):
    made = customer(number, f"{number}@example.com")
    made.document["MainContact"] |= {"Phone1": first, "Phone2": second}
    return made


def phoned(indoors, takes):
    """A desk whose ERP takes `takes` for an emptied field, and knows two customers with two phones."""
    desk = Desk(indoors, indoors.fresh())
    indoors.box.erp.kit.switches.set(clears_with=takes)
    assert desk.load(CUSTOMER, with_phones("1", "2"), with_phones("3", "4", 2)) == {"Processed": 2}
    return desk


@pytest.fixture(params=["null-and-empty", "null", "empty"])
def clears_with(indoors, request):
    """Such a desk for every ERP, and what it takes."""
    return phoned(indoors, request.param), request.param


def phones(desk, number=1):
    account = desk.record(number, CUSTOMER)["erp_key"]
    (found,) = (row for row in desk.works.box.erp.customers() if row["CustomerID"] == account)
    return [found["MainContact"].get(name) or None for name in ("Phone1", "Phone2")]


def test_a_field_is_emptied_whatever_the_erp_takes_for_that(clears_with):
    desk, takes = clears_with
    assert desk.load(CUSTOMER, with_phones("1", "")) == {"Processed": 1}
    assert phones(desk) == ["1", None]
    assert len(writes(desk)) == (2 if takes == "null" else 1)
    assert desk.record(1, CUSTOMER)["last_error"] is None


def test_what_one_record_taught_serves_the_rest_of_the_load(clears_with):
    desk, takes = clears_with
    assert desk.load(CUSTOMER, with_phones("1", ""), with_phones("", "", 2)) == {"Processed": 2}
    assert (phones(desk), phones(desk, 2)) == (["1", None], [None, None])
    assert len(writes(desk)) == (3 if takes == "null" else 2)
    assert desk.load(CUSTOMER, customer(3, "3@example.com")) == {"Processed": 1}


def test_a_new_record_is_sent_once_whatever_it_leaves_empty(indoors):
    desk = phoned(indoors, "null")
    assert desk.load(CUSTOMER, with_phones("", "", 3)) == {"Processed": 1}
    assert len(writes(desk)) == 1


def test_a_field_that_stays_filled_is_a_note_and_is_tried_both_ways_once_a_load(indoors):
    desk = phoned(indoors, "null")
    desk.works.box.erp.kit.faults.add(Fault(path="/Customer", method="PUT", status=422, nth=2, body=REFUSED))
    assert desk.load(CUSTOMER, with_phones("1", ""), with_phones("3", "", 2)) == {"Processed": 2}
    assert (phones(desk), phones(desk, 2), len(writes(desk))) == (["1", "2"], ["3", "4"], 3)
    said = "Empty in the store, but MYOB Advanced keeps it filled: MainContact/Phone2. Empty it there by hand, or"
    assert all(desk.record(key, CUSTOMER)["last_error"].startswith(said) for key in (1, 2))
    assert desk.load(CUSTOMER, with_phones("1", "5")) == {"Processed": 1}
    assert (phones(desk), desk.record(1, CUSTOMER)["last_error"]) == (["1", "5"], None)
