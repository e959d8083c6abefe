"""The DAG of user actions, as somebody triggers it in Airflow."""

import time

import pytest

from sandbox.shop import catalogue
from tests.mia import HOME

pytestmark = pytest.mark.scenario


@pytest.fixture
def shop(line):
    line.settings(entities__customer__sync_direction="Bidirectional")
    line.number = line.store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME])
    assert line.run().state == "success"
    return line


def mine(shop):
    return shop.records("Customer")[str(shop.number)]


def by_users(shop):
    return shop.rows("SELECT * FROM sync_history_view WHERE by_user IS NOT NULL ORDER BY at")


def newest_conf(dag_id):
    from airflow.models import DagRun
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        return session.scalars(select(DagRun).filter_by(dag_id=dag_id).order_by(DagRun.id.desc())).first().conf


def test_an_action_leaves_a_line_with_who_did_it_and_in_which_run(shop):
    ran = shop.act(action="Skip", records=[str(shop.number)], user="ada")
    tasks = {"choose": "success", "act": "success", "link": "skipped", "then_sync": "skipped"}
    assert (ran.state, ran.tasks) == ("success", tasks)
    (done,) = by_users(shop)
    assert (done.status, done.last_operation, done.run_id) == ("Skipped", "Skipped from Sync", ran.run_id)
    assert done.by_user.startswith("ada")
    assert mine(shop).status == "Skipped"


@pytest.mark.parametrize(
    "conf",
    [
        {"action": "Skip", "recrods": ["1"]},
        {"action": "Skip", "records": []},
        {"action": "Skip", "records": ["1", "4711"]},
        {"action": "Clear Sync Data", "confirmation": "Customers"},
        {"action": "Add or Edit Link", "records": ["1"]},
        {"action": "Add or Edit Link", "records": ["1"], "erp_id": "C000001", "erp_key": "C000001"},
    ],
    ids=["an unknown Param", "no records", "one that is not there", "another name typed", "no ids", "a key for an id"],
)
def test_what_makes_no_sense_fails_the_run_and_changes_nothing(shop, conf):
    before = mine(shop)
    tasks = shop.act(**conf).tasks
    assert tasks["link" if conf["action"] == "Add or Edit Link" else "act"] == "failed"
    assert (mine(shop), by_users(shop)) == (before, [])


def test_a_link_is_taken_only_if_both_systems_have_the_records(shop):
    key = shop.erp.add_customer("Other", MainContact={"Email": "other@example.com"})
    erp_id, number = shop.erp.customer(key)["id"], str(shop.number)
    link = {"action": "Add or Edit Link", "entity": "Customer"}
    nobody = "00000000-0000-0000-0000-000000000001"
    guest = shop.erp.customer(catalogue.GUEST_CUSTOMER)["id"]
    for records, theirs, name in (
        (["999"], erp_id, key),
        ([number], nobody, key),
        ([number], erp_id, "C000777"),
        ([number], guest, catalogue.GUEST_CUSTOMER),
    ):
        assert shop.act(**link, records=records, erp_id=theirs, erp_key=name).tasks["link"] == "failed"
    assert by_users(shop) == []
    assert shop.act(**link, records=[number], erp_id=erp_id, erp_key=key.lower()).state == "success"
    assert shop.run().state == "success"
    assert (mine(shop).status, mine(shop).erp_key) == ("Processed", key)


def test_a_link_asks_the_erp_at_the_pace_of_the_licence(shop):
    gap = 3.0
    shop.settings(run__erp_seats=1, run__erp_requests_per_minute=int(60 / gap))
    key = shop.erp.add_customer("Other", MainContact={"Email": "other@example.com"})
    ids = {"records": [str(shop.number)], "erp_id": shop.erp.customer(key)["id"], "erp_key": key}
    begun = time.monotonic()
    assert shop.act(action="Add or Edit Link", entity="Customer", **ids).state == "success"
    assert time.monotonic() - begun >= gap  # between the sign-in and the look-up


@pytest.mark.parametrize("action", ["Skip", "Add or Edit Link"])
def test_then_sync_starts_the_sync_of_the_records_that_the_action_was_about(shop, action):
    key = shop.erp.add_customer("Other", MainContact={"Email": "other@example.com"})
    ids = {"records": [str(shop.number)], "erp_id": shop.erp.customer(key)["id"], "erp_key": key}
    assert shop.act(action=action, entity="Customer", **ids, then_sync=True).tasks["then_sync"] == "success"
    assert newest_conf("bc_myob_sync_demo") == {"customer_ids": [shop.number]}


def test_a_store_that_only_imports_carries_what_is_edited_after_set_as_processed(line):
    line.settings()
    line.number = line.store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME])
    assert line.run().state == "success"
    line.store.edit_customer(line.number, company="Before Ltd")
    assert line.act(action="Skip", records=[str(line.number)]).state == "success"
    assert line.run().state == "success"
    assert line.act(action="Set as Processed", records=[str(line.number)]).state == "success"
    assert line.run(mode="full").state == "success"
    assert line.erp.customer(mine(line).erp_key)["CustomerName"] == "Mia O'Brien"
    line.store.edit_customer(line.number, company="After Ltd")
    assert line.run().state == "success"
    assert line.erp.customer(mine(line).erp_key)["CustomerName"] == "After Ltd"


def test_a_store_that_only_imports_leaves_the_guests_account_alone(line):
    line.settings()
    name = line.erp.customer(catalogue.GUEST_CUSTOMER)["CustomerName"]
    line.erp.edit("Customer", catalogue.GUEST_CUSTOMER, MainContact={"Email": "guests@example.com"})
    line.number = line.store.add_customer("Gus", "Test", "guests@example.com")
    assert line.run().state == "success"
    assert (mine(line).status, mine(line).erp_key == catalogue.GUEST_CUSTOMER) == ("Processed", False)
    assert line.erp.customer(catalogue.GUEST_CUSTOMER)["CustomerName"] == name
