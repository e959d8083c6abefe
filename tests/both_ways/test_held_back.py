"""Customers whose latest change is held back: a filter, a refusal or a user stops that change and nothing else."""

import pytest

from bc_myob.history.actions import Actions, Pick
from bc_myob.model.entities import Entity
from tests.both_ways.bench import settings
from tests.both_ways.test_journeys import FIRST, ISABELLE, SECOND, settled, writes

OTHERS_ONLY = [
    {"entity": "Customer", "direction": "Export", "field": "Customer Class", "condition": "Equals", "value": "DEFAULT"}
]
NOBODY = {"entity": "Customer", "condition": "Equals"}


def registered(line):
    """Have a shopper imported and edited by a clerk, whose edit an export filter holds back."""
    number = line.box.store.add_customer(**ISABELLE, email="i@hoppy.example", addresses=[FIRST])
    line.run()
    key = customer(line, number).erp_key
    line.box.erp.edit("Customer", key, MainContact={"Phone2": "0400"})
    line.run()
    assert customer(line, number).status == "Filtered"
    return number, key


def customer(line, number):
    return next(row for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))


@pytest.mark.parametrize("primary", ["External System", "ERP"])
def test_a_clerks_edit_that_may_not_go_to_the_store_does_not_stop_the_shoppers(two_ways, primary):
    line = two_ways(primary=primary, filters=OTHERS_ONLY)
    number, key = registered(line)
    line.box.store.edit_customer(number, company="Shop Ltd")
    line.run()
    assert line.box.erp.customer(key)["CustomerName"] == "Shop Ltd"
    assert customer(line, number).status == "Processed"
    settled(line)


def test_the_addresses_of_a_filtered_customer_go_on_travelling(two_ways):
    line = two_ways(filters=OTHERS_ONLY)
    number, key = registered(line)
    line.box.store.add_address(number, SECOND)
    line.box.erp.edit("CustomerLocation", key, "MAIN", LocationContact={"Attention": "Gail Anderson"})
    line.run(scan=True)
    assert len(line.box.erp.locations(key)) == 2
    assert line.box.store.addresses_of(number)[0]["first_name"] == "Gail"
    settled(line)


def test_the_addresses_of_a_customer_whom_a_user_skipped_go_on_travelling(two_ways):
    line = two_ways()
    number = line.box.store.add_customer(**ISABELLE, email="i@hoppy.example", addresses=[FIRST])
    line.run()
    Actions(line.engine, "demo", user="ada", run_id="act").skip(Pick(Entity.CUSTOMER, external_id=str(number)))
    line.box.store.add_address(number, SECOND)
    line.run(scan=True)
    assert len(line.box.erp.locations(customer(line, number).erp_key)) == 2
    assert customer(line, number).status == "Skipped"


@pytest.mark.parametrize(
    ("direction", "line_of_filter"),
    [("Import", {"field": "email", "value": "x@x"}), ("Export", {"field": "Customer Class", "value": "NONE"})],
)
def test_a_changed_filter_marks_what_it_holds_back_at_the_next_full_run_and_lets_it_go_again(
    two_ways, direction, line_of_filter
):
    line = two_ways()
    imported = line.box.store.add_customer(**ISABELLE, email="i@hoppy.example")
    key = line.box.erp.add_customer("Perth Deli", MainContact={"Email": "p@deli.example"})
    line.run()
    exported = next(row.external_id for row in line.pairs(Entity.CUSTOMER) if row.erp_key == key)
    before = writes(line)
    line.settings = settings(filters=[{**NOBODY, "direction": direction, **line_of_filter}])
    line.run(full=True)
    held = {str(imported) if direction == "Import" else exported}
    assert {row.external_id for row in line.pairs(Entity.CUSTOMER) if row.status == "Filtered"} == held
    assert writes(line) == before  # what is there stays there
    settled(line)

    line.settings = settings()
    line.run(full=True)
    assert not [row for row in line.pairs(Entity.CUSTOMER) if row.status == "Filtered"]
    settled(line)
