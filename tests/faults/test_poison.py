"""One bad value in one record, in every stream: that record says which and why, all others arrive."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from urllib.parse import unquote

import pytest

from bc_myob.hooks import erp_changes
from bc_myob.operators.reading.address_books import books_of
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import manual, purchase
from tests.faults.line import Line
from tests.faults.spoiling import MISSING, Bad, Sometimes, Spoiling, SpoilingErp
from tests.faults.two_ways import TwoWayLine
from tests.faults.works import records
from tests.mia import HOME, WAREHOUSE

EARLY = "0001-01-01T00:00:00+10:00"
"""Year 1 east of Greenwich: before all time in UTC."""
LINE = "consignments.shipping.0.line_items.0"
ORDER, CUSTOMER, PLACE, PAYMENT = "Sales Order", "Customer", "Customer Location", "Payment"
BAD = [
    (Bad("orders", "date_modified", EARLY), ORDER, "Processed", ""),
    (Bad("orders", "date_created", EARLY), ORDER, "Failed", f"date_created: '{EARLY}' is no date"),
    (Bad("orders", "customer_id", "abc"), ORDER, "Failed", "customer_id is 'abc'"),
    (Bad("orders", "customer_id", 10**30), ORDER, "Failed", "Customer 1000000000000000000000000000000 "),
    (Bad("orders", "customer_id", ""), ORDER, "Processed", ""),
    (Bad("orders", f"{LINE}.id", None), ORDER, "Failed", "line without a number"),
    (Bad("orders", f"{LINE}.quantity", ["x"]), ORDER, "Failed", "line_items.0.quantity: ['x'] is no amount"),
    (Bad("orders", "total_inc_tax", "plenty"), ORDER, "Failed", "total_inc_tax: 'plenty' is no amount"),
    (Bad("orders", "total_tax", ["x"]), ORDER, "Failed", "total_tax: ['x'] is no amount"),
    (Bad("orders", "items_total", {}), ORDER, "Processed", ""),
    (Bad("orders", "status_id", "new"), ORDER, "Failed", "status_id: "),
    (Bad("customers", "date_modified", EARLY), CUSTOMER, "Processed", ""),
    (Bad("customers", "date_created", EARLY), CUSTOMER, "Processed", ""),
    (Bad("customers", "company", ["x"]), CUSTOMER, "Failed", "company: ValueError: ['x'] is no text"),
    (
        Bad("orders", "billing_address.city", ["x"]),
        ORDER,
        "Failed",
        "billing_address.city: ValueError: ['x'] is no text",
    ),
    (Bad("customers", "addresses", 5), CUSTOMER, "Failed", "addresses is 5"),
    (Bad("customers", "addresses.0", None), CUSTOMER, "Failed", "addresses.0 is None"),
    (Bad("customers", "addresses.1.id", "abc"), CUSTOMER, "Failed", "addresses.1.id is 'abc'"),
    (Bad("customers", "addresses.0.id", MISSING), CUSTOMER, "Failed", "addresses.0.id is None"),
    (Bad("taxes", "id", ["x"]), ORDER, "Processed", ""),
    (Bad("taxes", "id", {"x": 1}), ORDER, "Processed", ""),
    (Bad("taxes", "id", MISSING), ORDER, "Processed", ""),
    (Bad("taxes", "name", None), ORDER, "Failed", "a tax without a name"),
    (Bad("taxes", "name", ["x"]), ORDER, "Failed", "The tax "),
    (Bad("taxes", "rate", "much"), ORDER, "Failed", "order_taxes.0.rate: 'much' is no amount"),
    (Bad("taxes", "line_amount", ["x"]), ORDER, "Failed", "line_amount: ['x'] is no amount"),
    (Bad("transactions", "id", None), PAYMENT, "Failed", "transaction without a number"),
    (Bad("transactions", "id", MISSING), PAYMENT, "Failed", "transaction without a number"),
    (Bad("transactions", "amount", "abc"), PAYMENT, "Failed", "0.amount: 'abc' is no amount"),
    (Bad("transactions", "date_created", EARLY), PAYMENT, "Failed", f"date_created: '{EARLY}' is no date"),
]


def opened(works, bad, kind=Line):
    """A line of a shop with two good customers' orders, and a bad one; gives it with the numbers of both kinds."""
    numbers = {}
    inner = works.carrier()
    spoilt = replace(works, carrier=lambda: Spoiling(inner, bad, lambda: numbers["bad"]))
    line, store = spoilt.fresh(kind=kind), spoilt.box.store
    ann = store.add_customer("Ann", "Lee", "ann@example.com", addresses=[HOME])
    bob = store.add_customer("Bob", "Lee", "bob@example.com", addresses=[HOME, WAREHOUSE])
    good, poor = (store.add_order(draft(buyer)) for buyer in (ann, bob))
    also = store.add_order(draft(ann))
    numbers["bad"] = bob if bad.stream in {"customers", "addresses"} else poor
    numbers["good"] = [(CUSTOMER, ann), (ORDER, good), (ORDER, also)]
    line.road.hours.sleep(60)
    return line, numbers


def draft(buyer):
    means = (purchase(amount="3.00"), manual(amount="2.00"))
    return Draft(billing=HOME, customer_id=buyer, lines=(article("JAM-QUINCE"),), payments=means)


@pytest.mark.parametrize(("bad", "entity", "status", "words"), BAD, ids=lambda each: str(each)[:60])
def test_a_bad_value_concerns_its_own_record(indoors, bad, entity, status, words):
    line, numbers = opened(indoors, bad)
    assert line.run("run1"), line.errors
    assert line.errors == []
    stood = {(row["entity"], row["external_id"]): row for row in records(line)}
    assert {stood[kind, str(number)]["status"] for kind, number in numbers["good"]} == {"Processed"}
    assert sum(key[0] == PAYMENT and row["status"] == "Processed" for key, row in stood.items()) >= 4
    bads = [row for key, row in stood.items() if key[0] == entity and key[1].split(",")[0] == str(numbers["bad"])]
    assert {row["status"] for row in bads} == {status}
    assert all(words in (row["last_error"] or "") for row in bads)
    assert not any("defect" in (row["last_error"] or "") for row in bads)


BOOKS = [each for each, *_ in BAD if "addresses" in each.path]


@pytest.mark.parametrize("kind", [Line, TwoWayLine])
@pytest.mark.parametrize("bad", BOOKS, ids=str)
def test_an_address_book_that_becomes_unreadable_loses_no_address(indoors, bad, kind):
    """What was brought stays as it is, and comes to nobody's mind to be deleted; mended, it goes on."""
    spoils = Sometimes(bad)
    line, numbers = opened(indoors, spoils, kind)
    assert line.run("run1"), line.errors
    spoils.on = True
    store, bob = indoors.box.store, numbers["bad"]
    store.edit_customer(bob, phone="02 9111 1111")
    line.road.hours.sleep(3600)
    assert line.run("run2"), line.errors
    assert line.errors == []
    places = [row for row in indoors.box.erp.records("CustomerLocation") if row.get("ExtRefNbr")]
    assert [row["Active"] for row in places] == [True] * 3
    assert len(store.addresses_of(bob)) == 2
    spoils.on = False
    store.edit_customer(bob, phone="02 9222 2222")
    line.road.hours.sleep(3600)
    assert line.run("run3"), line.errors
    ours = [row for row in records(line) if not row["external_id"].startswith("erp:")]
    stood = {(row["entity"], row["external_id"]): row["status"] for row in ours}
    stood.pop((PLACE, str(bob)), None)  # the book as a whole: it failed, and is forgotten once it can be read
    assert {status for (entity, _), status in stood.items() if entity in {CUSTOMER, PLACE}} == {"Processed"}
    assert indoors.doubled() == {}


CROWD = 11
"""More addresses than ride along with their customer."""


@pytest.mark.parametrize("kind", [Line, TwoWayLine])
@pytest.mark.parametrize(
    "bad",
    [*(Bad("addresses", "customer_id", value) for value in (["x"], None, MISSING)), Bad("addresses", "id", ["x"])],
    ids=str,
)
def test_an_address_that_cannot_be_told_from_others_stops_nobody_and_deletes_none(indoors, bad, kind):
    spoils = Sometimes(bad)
    line, numbers = opened(indoors, spoils, kind)
    store, bob = indoors.box.store, numbers["bad"]
    for number in range(CROWD):
        store.add_address(bob, replace(HOME, street_1=f"{number} Long Street"))
    line.road.hours.sleep(60)
    assert line.run("run1"), line.errors
    there = len(store.addresses_of(bob))
    spoils.on = True
    store.edit_customer(bob, phone="02 9111 1111")
    line.road.hours.sleep(26 * 3600)
    assert line.run("run2"), line.errors
    assert line.errors == []
    places = [row for row in indoors.box.erp.records("CustomerLocation") if row.get("ExtRefNbr")]
    assert [row["Active"] for row in places] == [True] * (there + 1)
    assert len(store.addresses_of(bob)) == there
    stood = {(row["entity"], row["external_id"]): row["status"] for row in records(line)}
    assert {stood[kind, str(number)] for kind, number in numbers["good"]} == {"Processed"}
    assert indoors.doubled() == {}


def test_addresses_without_a_readable_number_keep_their_place_in_their_book():
    odd = [{"id": number, "customer_id": 1, "city": city} for number, city in ((["x"], "A"), ({}, "B"), (None, "C"))]
    fine = {"id": 7, "customer_id": 2}
    assert books_of([*odd, fine, *odd, fine]) == {"1": odd, "2": [fine]}
    assert books_of([fine, "lost"], asked=["1", "2"]) == {"1": ["lost"], "2": [fine, "lost"]}


MISSHAPEN = [
    ("Customer", "MainContact", {"value": "abc"}),
    ("Customer", "MainContact.Address", {"value": 5}),
    ("Customer", "id", ["x"]),
    ("CustomerLocation", "LocationContact", {"value": "abc"}),
    ("CustomerLocation", "LocationContact.Address", {"value": "abc"}),
    ("CustomerLocation", "id", []),
    ("CustomerLocation", "id", ""),
]


@pytest.mark.parametrize(("resource", "path", "value"), MISSHAPEN)
def test_an_answer_of_the_erp_without_the_form_of_a_record_stops_nobody_and_deletes_nothing(
    indoors, caplog, resource, path, value
):
    caplog.set_level(logging.WARNING, "bc_myob")
    spoils = SpoilingErp(indoors.carrier(), resource, path, value)
    line = replace(indoors, carrier=lambda: spoils).fresh(kind=TwoWayLine)
    erp, store = indoors.box.erp, indoors.box.store
    first, second = (erp.add_customer(name, MainContact=contact(name)) for name in ("Ann", "Bob"))
    line.road.hours.sleep(60)
    assert line.run("run1"), line.errors
    spoils.account = first
    for account in (first, second):
        erp.edit("Customer", account, CustomerName="Changed & Co")
        erp.edit("CustomerLocation", account, "MAIN", LocationName="Counter")
    line.road.hours.sleep(3600)
    assert line.run("run2", mode="full"), line.errors
    assert line.errors == []
    assert f"{resource} {first}" in caplog.text
    stood = {(row["entity"], row["erp_key"].split(",")[0]): row["status"] for row in records(line)}
    assert {status for (_, account), status in stood.items() if account in {first, second}} == {"Processed"}
    assert companies(store)["bob@example.com"] == "Changed & Co"
    spoils.account = ""
    erp.edit("Customer", first, CustomerName="Changed Again")
    line.road.hours.sleep(3600)
    assert line.run("run3"), line.errors
    assert companies(store) == {"ann@example.com": "Changed Again", "bob@example.com": "Changed & Co"}
    assert indoors.doubled() == {}


@dataclass
class WhenAskedAgain(SpoilingErp):
    """Spoils what the ERP answers when somebody asks for the account alone."""

    def send(self, request, *args, **kwargs):
        if f"'{self.account}'" in unquote(str(request.url)) and " ge " not in unquote(str(request.url)):
            return super().send(request, *args, **kwargs)
        return self.carrier.send(request, *args, **kwargs)


@pytest.mark.parametrize("value", [["x"], None, ""])
def test_a_location_is_not_taken_for_deleted_by_an_answer_that_cannot_be_read(indoors, value):
    spoils = WhenAskedAgain(indoors.carrier(), "CustomerLocation", "id", value)
    line = replace(indoors, carrier=lambda: spoils).fresh(kind=TwoWayLine)
    erp = indoors.box.erp
    account = erp.add_customer("Ann", MainContact=contact("Ann"))
    erp.add_location(account, "Shed", LocationContact=contact("Shed"))
    line.road.hours.sleep(60)
    assert line.run("run1"), line.errors
    assert statuses(line, PLACE) == ["Processed", "Processed"]
    erp.lose("CustomerLocation", account, "MAIN")
    line.road.hours.sleep(3600)
    spoils.account = account
    assert line.run("run2", mode="full"), line.errors
    assert line.errors == []
    assert statuses(line, PLACE) == ["Processed", "Processed"]
    spoils.account = ""
    line.road.hours.sleep(3600)
    assert line.run("run3", mode="full"), line.errors
    assert statuses(line, PLACE) == ["Deleted", "Processed"]


def statuses(line, entity):
    return sorted(row["status"] for row in records(line) if row["entity"] == entity)


@pytest.mark.parametrize("owners_a_call", [250, 1])
def test_an_edit_whose_record_could_not_be_read_arrives_once_it_can(indoors, caplog, monkeypatch, owners_a_call):
    monkeypatch.setattr(erp_changes, "_KEYS_PER_CALL", owners_a_call)
    caplog.set_level(logging.WARNING, "bc_myob")
    spoils = SpoilingErp(indoors.carrier(), "Customer", "MainContact", {"value": "abc"})
    line = replace(indoors, carrier=lambda: spoils).fresh(kind=TwoWayLine)
    erp, store = indoors.box.erp, indoors.box.store
    first, second = (erp.add_customer(name, MainContact=contact(name)) for name in ("Ann", "Bob"))
    line.road.hours.sleep(60)
    assert line.run("run1"), line.errors
    assert "where this one did" not in caplog.text
    spoils.account = first
    for account in (first, second):
        line.road.hours.sleep(3600)
        erp.edit("Customer", account, CustomerName="Changed & Co")
    for number in range(2):
        line.road.hours.sleep(3600)
        assert line.run(f"unread{number}"), line.errors
    assert companies(store)["bob@example.com"] == "Changed & Co"
    assert "The next run starts to read Customer of the ERP where this one did" in caplog.text
    spoils.account = ""
    line.road.hours.sleep(3600)
    assert line.run("mended"), line.errors
    assert companies(store) == dict.fromkeys(("ann@example.com", "bob@example.com"), "Changed & Co")
    assert indoors.doubled() == {}


def companies(store):
    emails = ("ann@example.com", "bob@example.com")
    return {
        email: store.customer(number)["company"] for email in emails for number in store.customers_with_email(email)
    }


def contact(name):
    address = {
        "AddressLine1": f"{name} Street",
        "City": "Sydney",
        "State": "NSW",
        "PostalCode": "2000",
        "Country": "AU",
    }
    return {"Email": f"{name}@example.com".lower(), "LastName": "Lee", "FirstName": name, "Address": address}
