"""What the merchant's own filters and mappings do to records that are there already, and to those that fit no rule."""

import pytest

from sandbox.kit import Plan
from tests.mia import HOME

pytestmark = pytest.mark.scenario


@pytest.fixture
def shop(line):
    line.erp.seed(Plan())
    return line


def test_a_customer_that_a_filter_cannot_compare_is_filtered_and_the_others_go_on(shop):
    shop.settings(filters=[{"entity": "Customer", "field": "company", "condition": "Is Greater Than", "value": "A"}])
    odd = shop.store.add_customer("Di", "Day", "di@example.com", company="2026-01-31", addresses=[HOME])
    plain = shop.store.add_customer("Zed", "Zu", "z@example.com", company="Zeta", addresses=[HOME])
    assert shop.run().state == "success"
    found = shop.records("Customer")
    assert (found[str(odd)].status, found[str(plain)].status) == ("Filtered", "Processed")
    assert found[str(odd)].last_error.endswith("Its company, '2026-01-31', cannot be compared with 'A'.")


def test_the_class_of_a_known_customer_and_a_name_that_is_unmapped_stay_what_they_are_in_the_erp(shop):
    known = shop.erp.add_customer("Acme", CustomerClass="DEFAULT", MainContact={"Email": "z@example.com"})
    zed = shop.store.add_customer("Zed", "Zu", "z@example.com", company="Zeta", addresses=[HOME])
    mia = shop.store.add_customer("Mia", "Moe", "m@example.com", company="Moe & Co", addresses=[HOME])
    shop.settings(mappings=[{"entity": "Customer", "target": "CustomerName", "source": "<<Unmap>>"}])
    assert shop.run().state == "success"
    made = shop.records("Customer")[str(mia)].erp_key
    assert shop.records("Customer")[str(zed)].erp_key == known
    assert (shop.erp.customer(known)["CustomerClass"], shop.erp.customer(known)["CustomerName"]) == ("DEFAULT", "Acme")
    assert shop.erp.customer(made)["CustomerClass"] == "ECOMMERCE"
    assert shop.erp.customer(made)["CustomerName"] == "Moe & Co"

    shop.erp.edit("Customer", made, CustomerClass="DEFAULT", CustomerName="Moe")
    shop.store.edit_customer(mia, phone="5", company="Moe Ltd")
    shop.run()
    changed = shop.erp.customer(made)
    assert shop.records("Customer")[str(mia)].status == "Processed"
    assert (changed["CustomerClass"], changed["CustomerName"], changed["MainContact"]["Phone2"]) == (
        "DEFAULT",
        "Moe",
        "5",
    )
    writes = len(shop.effects("Customer"))
    shop.store.edit_customer(mia, company="Moe Pty Ltd")
    shop.run()
    assert len(shop.effects("Customer")) == writes
