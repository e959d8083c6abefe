"""What was deleted in the store of a merchant whose customers only travel to the ERP (connector 3.4, 8.6)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bc_myob.history.database import open_history
from sandbox.kit import Plan
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import purchase
from tests import mia

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

MIA = {"first_name": "Mia", "last_name": "O'Brien"}
SYDNEY = {"city": "Sydney", "state_or_province": "New South Wales", "country_code": "AU", "postal_code": "2000"}
HOME = MIA | SYDNEY | {"address1": "12 Kent Street"}
WORK = MIA | SYDNEY | {"address1": "1 George Street"}
BILLING = mia.HOME


@pytest.fixture
def shop(line):
    line.erp.seed(Plan())
    march = datetime(2026, 3, 1, tzinfo=UTC)  # before any window but the first
    line.mia = line.store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME, WORK], created=march)
    line.run()
    line.key = line.records("Customer", "Processed")[str(line.mia)].erp_key
    return line


def test_an_order_of_a_customer_deleted_before_the_first_run_says_so_and_counts_its_attempts(line):
    line.erp.seed(Plan())
    bob = line.store.add_customer("Bob", "Lee", "bob@example.com", addresses=[HOME])
    number = line.store.add_order(Draft(billing=BILLING, customer_id=bob, lines=(article("JAM-QUINCE"),)))
    line.store.delete_customer(bob)
    for tries in (1, 2):
        assert line.run().state == "success"
        found = line.records("Sales Order")[str(number)]
        assert (found.status, found.attempt_count) == ("Failed", tries)
    assert f"Customer {bob} of this order was deleted in the store" in found.last_error
    assert line.records("Customer") == {}
    line.settings(mappings=[{"entity": "Sales Order", "target": "CustomerID", "source": "ECGUEST"}])
    line.run()
    found = line.records("Sales Order")[str(number)]
    assert (found.status, line.erp.order(found.erp_key.split(",")[1])["CustomerID"]) == ("Processed", "ECGUEST")


def locations(shop):
    return [(row["Active"], row["Default"]) for row in shop.erp.locations(shop.key)]


def statuses(shop, entity):
    return [row.status for row in shop.records(entity).values()]


def test_a_scan_finds_an_address_that_was_deleted_and_its_location_becomes_inactive(shop):
    home, work = shop.store.addresses_of(shop.mia)
    shop.store.delete_address(work["id"])
    assert shop.run().state == "success"
    assert locations(shop) == [(True, True), (True, False)]  # deleting touches no customer: only a scan can know

    assert shop.run(scan_addresses=True).state == "success"
    assert locations(shop) == [(True, True), (False, False)]
    records = shop.records("Customer Location")
    assert records[f"{shop.mia},{work['id']}"].status == "Deleted"
    assert records[f"{shop.mia},{work['id']}"].last_operation == "Deleted in ERP"
    assert records[f"{shop.mia},{home['id']}"].status == "Processed"

    done = len(shop.box.ledger())
    assert shop.run(scan_addresses=True).state == shop.run(mode="full").state == "success"
    assert len(shop.box.ledger()) == done


def test_the_default_location_passes_on_and_the_last_one_stays(shop):
    home, work = shop.store.addresses_of(shop.mia)
    shop.store.delete_address(home["id"])
    shop.run(scan_addresses=True)
    assert locations(shop) == [(False, False), (True, True)]
    shop.store.delete_address(work["id"])
    shop.run(scan_addresses=True)
    assert locations(shop) == [(False, False), (True, True)]
    assert statuses(shop, "Customer Location") == ["Deleted", "Deleted"]


def test_an_address_deleted_before_it_arrived_leaves_nothing_in_the_erp(shop):
    shop.settings(customers__location_numbering="ECLOCATION")
    shop.erp.kit.switches.set(no_rights="CustomerLocation")
    third = shop.store.add_address(shop.mia, WORK | {"address1": "9 Pitt Street"})
    shop.run(scan_addresses=True)
    shop.erp.kit.switches.set(no_rights="")
    shop.store.delete_address(third)
    shop.run(scan_addresses=True)
    assert shop.records("Customer Location")[f"{shop.mia},{third}"].status == "Deleted"
    assert len(shop.erp.locations(shop.key)) == 2


def test_a_new_address_after_a_deletion_becomes_a_location_of_its_own(shop):
    _, work = shop.store.addresses_of(shop.mia)
    shop.store.delete_address(work["id"])
    shop.run(scan_addresses=True)
    shop.store.add_address(shop.mia, WORK | {"address1": "9 Pitt Street"})
    shop.run(scan_addresses=True)
    assert locations(shop) == [(True, True), (False, False), (True, False)]
    assert statuses(shop, "Customer Location") == ["Processed", "Deleted", "Processed"]


@pytest.mark.parametrize("how", [{"scan_addresses": True}, {"mode": "full"}])
def test_a_customer_deleted_in_the_store_keeps_its_account_and_its_orders_go_on(shop, how):
    order = Draft(billing=BILLING, customer_id=shop.mia, lines=(article("TEA-LEMONM"),), payments=(purchase(),))
    number = shop.store.add_order(order)
    shop.run()
    assert statuses(shop, "Sales Order") == ["Processed"]
    shop.store.delete_customer(shop.mia)
    shop.run(**how)
    assert statuses(shop, "Customer") == ["Deleted"]
    assert statuses(shop, "Customer Location") == ["Deleted", "Deleted"]
    assert locations(shop) == [(True, True), (True, False)]

    shop.store.rebuild_order(number, Draft(billing=BILLING, customer_id=shop.mia, lines=(article("TEA-LEMONM", 2),)))
    assert shop.run().state == "success"
    assert shop.records("Sales Order")[str(number)].status == "Processed"
    assert len(shop.effects("Customer", "create")) == 1


def test_a_customer_whom_the_store_shows_again_is_restored(shop):
    table = shop.store.table("customers")
    hidden = table.pop(shop.mia)  # a store that answers without a customer it has
    shop.run(mode="full")
    assert statuses(shop, "Customer") == ["Deleted"]
    table[shop.mia] = hidden
    assert shop.run(mode="full").state == "success"
    assert statuses(shop, "Customer") == ["Processed"]
    assert statuses(shop, "Customer Location") == ["Processed", "Processed"]
    assert len(shop.effects("Customer", "create")) == 1
    assert len(shop.erp.locations(shop.key)) == 2


def test_addresses_are_scanned_by_themselves_once_a_day(shop):
    shop.box.reset_calls()
    shop.run()
    assert "store GET /v3/customers/addresses" not in shop.box.calls()  # the first run has read them all
    yesterday = (
        """UPDATE extract_progress SET cursor = '{"at":"2026-01-01T00:00:00+00:00"}' WHERE stream = 'addresses'"""
    )
    with open_history(shop.history_url).begin() as connection:
        connection.execute(text(yesterday))
    shop.run()
    assert shop.box.calls()["store GET /v3/customers/addresses"] == 1
