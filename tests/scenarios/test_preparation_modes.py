"""Full, Incremental, Incremental by Date (connector 8.1): what each of them pulls."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import manual
from tests.mia import HOME

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

MARCH = datetime(2026, 3, 1, 9, tzinfo=UTC)
DATES = {"window_start": "2026-03-01T00:00:00Z", "window_end": "2026-03-02T00:00:00Z", "mode": "incremental_by_date"}


def enter(line, name, created=MARCH):
    return line.store.add_customer(name, "Lee", f"{name.lower()}@example.com", company=name, created=created)


def changed_in_march(line, number, company):
    """Change a customer, as if it had been done in March."""
    line.store.edit_customer(number, company=company)
    with line.store.lock:
        line.store.find("customers", number)["date_modified"] = MARCH


def names(line):
    return {row["CustomerName"] for row in line.erp.customers()} - {"Web shop guest"}


@pytest.mark.parametrize("direction", ["Import", "Bidirectional"])
def test_incremental_by_date_pulls_what_is_not_processed_and_leaves_the_rest_to_other_runs(line, direction):
    line.settings(entities__customer__sync_direction=direction, entities__customer_location__sync_direction=direction)
    known = enter(line, "Ann")
    assert line.run().state == "success"

    enter(line, "Bo")  # came late, with an old date
    changed_in_march(line, known, "Ann and Co")
    assert line.run().state == "success"
    assert names(line) == {"Ann"}  # both lie before the window

    assert line.run(**DATES).state == "success"
    assert names(line) == {"Ann", "Bo"}
    assert line.run(mode="full").state == "success"
    assert names(line) == {"Ann and Co", "Bo"}


def test_what_incremental_by_date_left_out_is_taken_up_by_the_next_run(line):
    known = enter(line, "Ann")
    line.run()
    changed_in_march(line, known, "Ann and Co")
    line.run(**DATES)
    assert names(line) == {"Ann"}
    line.run()
    assert names(line) == {"Ann and Co"}  # it was read, and waited unmapped


def test_the_first_run_is_full_whatever_was_chosen(line):
    enter(line, "Ann", created=datetime(2025, 1, 1, tzinfo=UTC))
    assert line.run(**DATES).state == "success"
    assert names(line) == {"Ann"}


def test_the_first_run_of_an_entity_that_is_activated_later_is_full(line):
    line.settings(entities__payment__active=False)
    long_ago = datetime.now(UTC) - timedelta(days=100)
    line.store.add_order(Draft(billing=HOME, lines=[article("JAM-QUINCE")], payments=(manual(),), created=long_ago))
    assert line.run().state == "success"
    assert line.records("Payment") == {}

    line.settings(entities__payment__active=True)
    assert line.run().state == "success"
    assert [row.status for row in line.records("Payment").values()] == ["Processed"]
    line.box.reset_calls()
    assert line.run().state == "success"
    assert "store GET /v3/orders/{id}/transactions" not in line.box.calls()


def test_a_full_run_with_dates_reads_the_erp_by_its_dates_too(line):
    both = {"entities__customer__sync_direction": "Bidirectional"}
    line.settings(**both)
    line.erp.add_customer("Perth Deli", MainContact={"Email": "p@deli.example"})
    assert line.run().state == "success"
    (number,) = line.records("Customer", "Processed")
    line.box.clock.advance(hours=2)
    line.erp.add_customer("Albany Deli", MainContact={"Email": "a@deli.example"})
    with line.store.lock:
        line.store.find("customers", int(number))["date_modified"] = MARCH
    assert line.run().state == "success"  # what is read next starts behind the first one
    line.settings(**both, mappings=[{"entity": "Customer", "direction": "Export", "target": "notes", "source": "VIP"}])
    assert line.run().state == "success"
    assert line.store.customer(int(number)).get("notes") != "VIP"
    assert line.run(window_start="2020-01-01T00:00:00Z").state == "success"
    assert line.store.customer(int(number))["notes"] == "VIP"
