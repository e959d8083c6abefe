"""A write whose answer was lost is repeated from what mapping gave: what was planned of it suited one moment only."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.steps import UNFINISHED
from tests.faults.desk import SHOP, erp_order, erp_payment, line, opened, order, payment
from tests.faults.road import Trouble

_, _, ORDER, PAYMENT = Entity
LOST = [Trouble.LOST_REQUEST, Trouble.TIMEOUT, Trouble.AWAY, Trouble.LATE]
SMALL = order(1001, line("1", price="12.00"), details={"total": "12.00"})
GROWN = order(1001, line("1", price="12.00", quantity=2), line("2", price="10.00"), details={"total": "34.00"})


@pytest.fixture
def sold(indoors):
    """A customer and an order of 12 are there."""
    return opened(indoors, SMALL)


def paid(amount, wanted=None, *, release=False):
    """Give the payment of the order of 12."""
    return replace(payment(1, amount, "EO000001", wanted=wanted, release=release), source_id="1001")


def note(desk):
    return desk.record("1,1", PAYMENT)["last_error"]


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("release", [False, True])
def test_a_payment_that_its_order_takes_in_part_follows_when_the_order_grows(sold, lost, release):
    sold.expect(lost, "PUT", "Payment")
    assert sold.load(PAYMENT, paid("25.00", release=release)) == {"Processed": 1}
    assert [row["AppliedToOrder"] for row in erp_payment(sold)["OrdersToApply"]] == [12]
    assert sold.record("1,1", PAYMENT)["kept"].get(UNFINISHED)
    assert note(sold) == "Sales order EO000001 takes only 12.00 AUD of this payment; 13.00 AUD are left on it."
    sold.line.road.hours.sleep(7200)
    assert sold.load(ORDER, GROWN) == {"Processed": 1}
    assert sold.load(PAYMENT, paid("25.00", release=release)) == {"Processed": 1}
    assert [row["AppliedToOrder"] for row in erp_payment(sold)["OrdersToApply"]] == [25]
    assert note(sold) is None


@pytest.mark.parametrize("lost", LOST)
def test_a_payment_that_applies_as_much_as_before_gets_no_note(sold, lost):
    assert sold.load(PAYMENT, paid("12.00")) == {"Processed": 1}
    changed = paid("12.00")
    sold.expect(lost, "PUT", "Payment")
    assert sold.load(PAYMENT, replace(changed, document=changed.document | {"Description": "other words"})) == {
        "Processed": 1
    }
    assert (erp_payment(sold)["Description"], note(sold)) == ("other words", None)


@pytest.mark.parametrize("lost", LOST)
def test_the_rest_of_a_released_payment_goes_to_the_invoice_of_its_order(sold, lost):
    assert sold.load(PAYMENT, paid("12.00", "4.00", release=True)) == {"Processed": 1}
    sold.works.box.erp.invoice_order("EO000001")
    sold.expect(lost, "PUT", "Payment")
    assert sold.load(PAYMENT, paid("12.00", release=True)) == {"Processed": 1}
    assert (erp_payment(sold)["AvailableBalance"], note(sold)) == (0, None)


@pytest.mark.parametrize("lost", [Trouble.LOST_REQUEST, Trouble.AWAY])
def test_a_payment_edited_before_its_lost_release_takes_what_its_order_takes_by_then(sold, lost):
    erp = sold.works.box.erp

    def others_work():
        (there,) = erp.payments(f"1/1-{SHOP}")
        erp.edit("Payment", there["Type"], there["ReferenceNbr"], PaymentAmount=Decimal(20))
        more = {"InventoryID": "TEA-LEMONM", "OrderQty": Decimal(2), "UnitPrice": Decimal(10), "ManualPrice": True}
        erp.edit("SalesOrder", "EO", "EO000001", Details=[more])

    sold.meanwhile("POST", "ReleasePayment", others_work)
    sold.expect(lost, "POST", "ReleasePayment")
    assert sold.load(PAYMENT, paid("25.00", release=True)) == {"Processed": 1}
    found = erp_payment(sold)
    assert (found["Status"], found["PaymentAmount"]) == ("Open", 25)
    assert [row["AppliedToOrder"] for row in found["OrdersToApply"]] == [25]
    assert note(sold) is None


@pytest.mark.parametrize("lost", LOST)
def test_an_order_created_in_place_of_one_that_is_gone_knows_nothing_of_that_ones_lines(sold, lost):
    sold.works.box.erp.lose("SalesOrder", "EO", "EO000001")
    sold.force(1001, ORDER)
    sold.expect(lost, "PUT", "SalesOrder")
    assert sold.load(ORDER, described("anew")) == {"Processed": 1}
    assert [lost.value in said for said in sold.line.road.happened] == [True]
    sold.line.road.hours.sleep(7200)
    assert sold.load(ORDER, described("changed")) == {"Processed": 1}
    found = erp_order(sold)
    assert (found["Description"], [row["ExternalRef"] for row in found["Details"]]) == ("changed", ["1"])


def described(text):
    return replace(SMALL, document=SMALL.document | {"Description": text})
