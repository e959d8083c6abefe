"""What a lost answer must not be taken for, and who must not be held up by somebody else's trouble."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bc_myob.model.entities import Entity
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from tests.faults.road import LONGEST_QUEUE, Trouble
from tests.faults.settings import settings, shipped, tagging
from tests.faults.works import Story, open_ends, records, until_quiet
from tests.mia import HOME

HOUR = timedelta(hours=1)


def told(works, wrong):
    """The reference story's beginning, with `wrong(place)` going wrong."""
    line, story = works.fresh(wrong), Story(works)
    story.opening()
    line.road.hours.sleep(60)
    return line, story


def at(trouble, *words, times=1):
    """A plan: the first calls that name all of `words` meet `trouble`."""
    left = [trouble] * times

    def plan(place):
        return left.pop() if left and all(word in str(place) for word in words) else None

    return plan


def test_an_order_changed_after_its_lost_creation_arrives_with_the_change(works):
    line, story = told(works, at(Trouble.KILL_AFTER, "PUT", "SalesOrder"))
    line.tries = 1
    assert not line.run("run1")
    works.box.store.edit_order(story.order, customer_message="Leave it at the back door")
    story.changes()
    line.road.hours.sleep(3600)
    until_quiet(line, "later")
    (order,) = works.box.erp.orders(f"{story.order}-Harbour Provisions")
    assert {row["InventoryID"] for row in order["Details"]} == {"TEA-LEMONM", "JAM-QUINCE"}
    assert order["OrderTotal"] == works.box.store.order(story.order)["total_inc_tax"]
    assert works.doubled() == {}


@pytest.mark.parametrize("resource", ["Customer", "SalesOrder", "Payment", "ReleasePayment"])
@pytest.mark.parametrize("trouble", [Trouble.LATE, Trouble.KILL_LATE])
@pytest.mark.parametrize("said", [settings, shipped], ids=["the least wait that is safe", "the file to be copied"])
def test_what_the_erp_keeps_in_its_queue_as_long_as_it_may_is_not_sent_again(
    works, monkeypatch, trouble, resource, said
):
    """Whether the client has given up, or was killed right after sending: the request takes effect all the same."""
    line, _ = told(works, at(trouble, resource))
    line.settings = said()
    monkeypatch.setattr(line.road, "late", lambda read, given_up: LONGEST_QUEUE + (0 if given_up else read))
    until_quiet(line)
    assert len(line.road.happened) == 1
    assert works.doubled() == {}
    assert {row["status"] for row in records(line)} == {"Processed"}


def test_claims_hold_as_long_as_a_lost_answer_is_waited_for(works):
    """Another run passes the record by, though its lease would have ended before the wait does."""
    line, _ = told(works, at(Trouble.TIMEOUT, "PUT", "SalesOrder"))
    line.settings = settings(lease_minutes=1)
    free = []

    def claim_as_another():
        engine = line.histories.open(line.history_url)
        others = line._records(engine, "run2")
        batches = others.plan_batches(Entity.SALES_ORDER, 40, run_only=False)
        now = line.road.hours.now()
        free.append([one for batch in batches for one in others.claim_batch(batch, "me", lease=HOUR, now=now)])
        line.histories.close(engine)

    line.road.hours.later(500, claim_as_another)
    assert line.run("run1")
    assert free == [[]]
    assert {row["status"] for row in records(line)} == {"Processed"}


def test_a_line_added_by_a_lost_update_is_not_added_again(works):
    """The update took effect, its answer was lost, and then the ERP was too busy to be asked for the lines."""
    line, story = told(works, lambda _place: None)
    until_quiet(line)
    troubles = [Trouble.KILL_AFTER, *[Trouble.AWAY] * 6]

    def plan(place):
        said = str(place)
        wanted = "PUT" if len(troubles) == 7 else "GET"
        return troubles.pop(0) if troubles and wanted in said and "SalesOrder" in said else None

    line.road.plan = plan
    story.changes()
    line.road.hours.sleep(3600)
    until_quiet(line, "later")
    (order,) = works.box.erp.orders(f"{story.order}-Harbour Provisions")
    assert troubles == []
    assert len(order["Details"]) == 2
    assert not open_ends(line)


def test_a_payment_that_was_changed_before_its_release_is_put_right_first(works):
    line, _ = told(works, at(Trouble.KILL_BEFORE, "ReleasePayment"))
    line.tries = 1
    assert not line.run("run1")
    (payment,) = (one for one in works.box.erp.payments() if one["PaymentAmount"] == 20)
    works.box.erp.edit("Payment", "Prepayment", payment["ReferenceNbr"], PaymentAmount=21)
    line.road.hours.sleep(3600)
    until_quiet(line, "later")
    after = works.box.erp.payment(payment["ReferenceNbr"])
    assert (after["PaymentAmount"], after["Status"]) == (20, "Open")
    assert works.doubled() == {}


def test_customers_read_by_id_go_on_after_a_kill(works):
    line, store = works.fresh(), works.box.store
    orders = []
    for number in range(120):
        customer = store.add_customer("Mia", f"O'Brien {number}", f"m{number}@example.com", addresses=[HOME])
        orders.append(store.add_order(Draft(billing=HOME, customer_id=customer, lines=(article("JAM-QUINCE"),))))
    line.road.hours.sleep(60)
    seen = []

    def plan(place):
        seen.extend([place] if "v3/customers" in place.what else [])
        return Trouble.KILL_BEFORE if len(seen) == 2 and place is seen[1] else None

    line.road.plan = plan
    assert line.run("run1", order_ids=orders), line.errors
    assert line.errors == ["extract.customers try 1: killed"]
    assert {row["status"] for row in records(line) if row["entity"] == "Sales Order"} == {"Processed"}


def test_an_order_that_is_gone_stops_nobody(works):
    line, story = told(works, lambda _place: None)
    store = works.box.store
    gone = store.add_order(Draft(billing=HOME, lines=(article("JAM-QUINCE"),)))

    def plan(place):
        if "orders" in place.what and "transactions" in place.what:
            store.table("orders").pop(gone, None)

    line.road.plan = plan
    assert line.run("run1"), line.errors
    stood = {row["external_id"]: row["status"] for row in records(line) if row["entity"] == "Sales Order"}
    assert stood[str(story.order)] == "Processed"


@pytest.mark.parametrize(
    ("trouble", "where"),
    [
        (Trouble.KILL_AFTER, ("PUT", "SalesOrder")),
        (Trouble.KILL_BEFORE, ("POST", "metafields")),
        (Trouble.KILL_AFTER, ("POST", "metafields")),
        (Trouble.TIMEOUT, ("POST", "metafields")),
        (Trouble.GATEWAY, ("POST", "metafields")),
        (Trouble.LOST_REQUEST, ("POST", "metafields")),
    ],
    ids=str,
)
def test_an_order_bears_its_number_whatever_comes_between_saving_and_tagging(works, trouble, where):
    line, story = told(works, at(trouble, *where))
    line.settings = tagging(line.settings)
    until_quiet(line)
    (order,) = works.box.erp.orders(f"{story.order}-Harbour Provisions")
    row = next(one for one in records(line) if one["external_id"] == str(story.order))
    assert len(line.road.happened) == 1
    assert (row["status"], works.doubled()) == ("Processed", {})
    tags = [tag["value"] for tag in works.box.store.order(story.order)["metafields"]]
    lost = trouble is Trouble.LOST_REQUEST
    assert tags == ([] if lost else [order["OrderNbr"]])
    assert ("could not be written to the order" in (row["last_error"] or "")) is lost
