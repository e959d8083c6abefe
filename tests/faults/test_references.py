"""An account whose creation was never answered is hers whom its reference names, whoever has its e-mail by now."""

from __future__ import annotations

from itertools import count

import pytest

from bc_myob.model.entities import PrimarySystem
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from tests.faults.line import Line
from tests.faults.road import Trouble
from tests.faults.test_write_protocol_deactivating import with_primary
from tests.faults.two_ways import TwoWayLine
from tests.faults.works import open_ends, records, until_quiet
from tests.mia import HOME, WAREHOUSE


def register(store, name, email, address):
    return store.add_customer(name, "Lee", email, company=name, addresses=[address])


def killed(line):
    """Run until the process is killed right after it entered the first customer."""
    writes = count()
    line.road.hours.sleep(60)
    line.road.plan = lambda place: Trouble.KILL_AFTER if is_customer(place) and next(writes) == 0 else None
    line.tries = 1
    line.run("killed")
    assert [said.endswith(f"Customer: {Trouble.KILL_AFTER}") for said in line.road.happened] == [True]
    line.tries = 4


def is_customer(place):
    return place.what.startswith("PUT") and place.what.endswith("/Customer")


def accounts(works):
    """Give the names and e-mails of the accounts that we entered, the first one first."""
    rows = [row for row in works.box.erp.customers() if row.get("AccountRef")]
    rows.sort(key=lambda row: row["CustomerID"])
    return [(row["CustomerName"], row["MainContact"]["Email"]) for row in rows]


def linked(works, line):
    """Give the name of each customer's account by his number."""
    names = {row["CustomerID"]: row["CustomerName"] for row in works.box.erp.customers()}
    rows = [row for row in records(line) if row["entity"] == "Customer" and row["external_id"].isdigit()]
    return {int(row["external_id"]): names.get(row["erp_key"]) for row in rows if row["status"] == "Processed"}


@pytest.mark.parametrize("trade", [False, True], ids=["registers", "trades"])
@pytest.mark.parametrize("primary", [None, *PrimarySystem], ids=str)
def test_who_takes_the_email_of_an_account_in_doubt_has_his_own(indoors, primary, trade):
    line, store = indoors.fresh(kind=TwoWayLine if primary else Line), indoors.box.store
    line.settings = with_primary(line.settings, primary)
    ann = register(store, "Ann", "a@x.example", HOME)
    bob = register(store, "Bob", "b@x.example", WAREHOUSE) if trade else None
    killed(line)
    store.edit_customer(ann, email="new@x.example")
    if bob:
        store.edit_customer(bob, email="a@x.example")
        store.edit_customer(ann, email="b@x.example")
    else:
        bob = register(store, "Bob", "a@x.example", WAREHOUSE)
    for number, address in ((ann, HOME), (bob, WAREHOUSE)):
        store.add_order(Draft(billing=address, customer_id=number, lines=[article("JAM-QUINCE")]))
    line.road.hours.sleep(60)
    until_quiet(line, "mended")
    line.run("whole", mode="full")
    assert accounts(indoors) == [("Ann", "b@x.example" if trade else "new@x.example"), ("Bob", "a@x.example")]
    assert linked(indoors, line) == {ann: "Ann", bob: "Bob"}
    assert [store.customer(number)["company"] for number in (ann, bob)] == ["Ann", "Bob"]
    names = {row["CustomerID"]: row["CustomerName"] for row in indoors.box.erp.customers()}
    assert [names[row["CustomerID"]] for row in indoors.box.erp.records("SalesOrder")] == ["Ann", "Bob"]
    assert open_ends(line) == []
    assert indoors.doubled() == {}


PLACE = {"AddressLine1": "1 High Street", "City": "Perth", "State": "WA", "PostalCode": "6000", "Country": "AU"}


@pytest.mark.parametrize("beside", [True, False], ids=["Ann is linked", "nobody is linked"])
def test_a_copied_account_is_his_who_has_its_email_although_it_bears_the_first_ones_reference(indoors, beside):
    line, store, erp = indoors.fresh(kind=TwoWayLine), indoors.box.store, indoors.box.erp
    ann = register(store, "Ann", "a@x.example", HOME)
    if beside:
        line.road.hours.sleep(60)
        until_quiet(line, "first")
    else:
        contact = {"Email": "a@x.example", "Address": PLACE}
        erp.add_customer("Ann", MainContact=contact, AccountRef=f"{ann}-{line.settings.store_name}")
    contact = {"Email": "b@x.example", "Address": PLACE}
    erp.add_customer("Bob", MainContact=contact, AccountRef=f"{ann}-{line.settings.store_name}")
    bob = register(store, "Bob", "b@x.example", WAREHOUSE)
    line.road.hours.sleep(60)
    until_quiet(line, "second")
    assert linked(indoors, line) == {ann: "Ann", bob: "Bob"}
    assert accounts(indoors) == [("Ann", "a@x.example"), ("Bob", "b@x.example")]
    assert open_ends(line) == []


@pytest.mark.parametrize("told", [True, False], ids=["deletion told", "not yet"])
def test_one_way_who_registers_again_takes_the_account_once_the_deletion_is_known(indoors, told):
    line, store = indoors.fresh(), indoors.box.store
    ann = register(store, "Ann", "a@x.example", HOME)
    line.road.hours.sleep(60)
    until_quiet(line, "first")
    store.delete_customer(ann)
    again = register(store, "Ann", "a@x.example", WAREHOUSE)
    store.add_order(Draft(billing=WAREHOUSE, customer_id=again, lines=[article("JAM-QUINCE")]))
    line.road.hours.sleep(60)
    line.run("second", mode="full" if told else "incremental")
    line.road.hours.sleep(60)
    until_quiet(line, "third", most=2)
    said = {row["external_id"]: (row["status"], row["attempt_count"]) for row in customers(line)}
    if told:
        assert (said[str(ann)][0], said[str(again)]) == ("Deleted", ("Processed", 0))
        assert accounts(indoors) == [("Ann", "a@x.example")]
        assert [row["AccountRef"] for row in indoors.box.erp.customers() if row.get("AccountRef")] == [
            f"{again}-{line.settings.store_name}"
        ]
        assert [row["ExternalRef"] for row in indoors.box.erp.records("SalesOrder")] != []
        assert open_ends(line) == []
    else:
        assert said[str(again)] == ("Failed", 0)


def customers(line):
    return [row for row in records(line) if row["entity"] == "Customer"]
