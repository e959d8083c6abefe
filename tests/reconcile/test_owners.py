"""Orders and payments are the documents of the customers they were saved for."""

import pytest

from tests.reconcile.planting import CUSTOMER, ORDER, PAYMENT
from tests.reconcile.shop import order
from tests.reconcile.test_endings import brought

pytestmark = pytest.mark.scenario


def moved(at, number, customer):
    """Let an order and its payment become another customer's."""
    (name,) = at.payments(number)
    at.erp.repair("SalesOrder", "EO", at.number(number), CustomerID=customer)
    at.erp.repair("Payment", "Prepayment", at.payment(name)["ReferenceNbr"], CustomerID=customer)
    return name


def test_a_document_of_another_customer_is_told_until_a_person_says_that_it_is_right(shop):
    number, wrong = order(shop), order(shop)
    other = shop.erp.add_customer("Somebody else")
    at = brought(shop)
    names = [moved(at, each, other) for each in (number, wrong)]
    done = shop.reconcile()
    documents = [
        *((ORDER, str(each), "customer") for each in (number, wrong)),
        *((PAYMENT, name, "customer") for name in names),
    ]
    assert done.faults == sorted(documents)
    key = f"EO,{at.number(number)}"
    link = {"erp_id": str(shop.erp.order(at.number(number))["id"]), "erp_key": key, "need_to_sync": False}
    assert shop.act(action="Add or Edit Link", entity=ORDER, records=[str(number)], **link).state == "success"
    assert shop.act(action="Skip", entity=PAYMENT, records=[names[1]]).state == "success"
    mine = at.known[CUSTOMER][str(shop.mia)].erp_key
    shop.erp.repair("SalesOrder", "EO", at.number(wrong), CustomerID=mine)
    assert shop.reconcile().rows == []


def test_the_customer_is_the_one_that_the_settings_chose(shop):
    staff = shop.erp.add_customer("Staff purchases")
    order(shop, customer_id=0)
    brought(shop)
    assert shop.reconcile().rows == []
    line = {"entity": ORDER, "direction": "Import", "target": "CustomerID", "source": f"='{staff}'"}
    shop.settings(mappings=[line])
    number = order(shop)
    at = brought(shop)
    assert shop.erp.order(at.number(number))["CustomerID"] == staff
    assert shop.reconcile().rows == []


def test_a_customer_that_was_given_another_id_takes_its_documents_along(shop):
    number = order(shop)
    at = brought(shop)
    shop.box.reset_calls()
    assert shop.reconcile().rows == []
    before = shop.box.calls()["erp GET /Customer"]
    mine = at.known[CUSTOMER][str(shop.mia)].erp_key
    shop.erp.repair("Customer", mine, CustomerID="MIAOB")
    moved(at, number, "MIAOB")
    shop.box.reset_calls()
    assert [said.kind for said in shop.reconcile().rows if said.kind == "customer"] == []
    assert shop.box.calls()["erp GET /Customer"] == before + 1


def test_a_payment_may_be_on_the_guests_account_only_where_it_was_made_there(shop):
    joined, wrong = order(shop, customer_id=0), order(shop)
    brought(shop)
    shop.store.edit_order(joined, customer_id=shop.mia)
    at = brought(shop)
    (name,) = at.payments(wrong)
    assert shop.reconcile().rows == []
    shop.erp.repair("Payment", "Prepayment", at.payment(name)["ReferenceNbr"], CustomerID="ECGUEST")
    assert shop.reconcile().faults == [(PAYMENT, name, "customer")]
