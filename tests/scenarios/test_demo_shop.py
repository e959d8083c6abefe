"""The believable shop arrives whole, and arrives once."""

import pytest

from sandbox.kit import Plan
from tests.history.conftest import KINDS, empty_database
from tests.scenarios.line import Line

pytestmark = pytest.mark.scenario

RESOURCES = {
    "Customer": "Customer",
    "Customer Location": "CustomerLocation",
    "Sales Order": "SalesOrder",
    "Payment": "Payment",
}


@pytest.fixture(scope="module", params=KINDS)
def arrived(request, sandbox, tmp_path_factory, airflow_db):
    """The shop's whole variety of orders in its smallest size, after one run."""
    with pytest.MonkeyPatch.context() as patch, empty_database(request.param, tmp_path_factory) as history:
        sandbox.reset()
        sandbox.erp.kit.switches.set(quick_operation="204")
        line = Line(sandbox, tmp_path_factory.mktemp("shop"), patch, history)
        line.store.seed(Plan(customers=25, orders=60, days=5))
        line.erp.seed(Plan())
        line.first = line.run()
        yield line


def test_the_run_succeeds_and_every_held_record_says_why(arrived):
    assert arrived.first.state == "success", arrived.first.tasks
    silent = arrived.rows(
        "SELECT * FROM sync_record_view WHERE status NOT IN ('Processed', 'Prepared') AND last_error IS NULL"
    )
    assert not silent
    assert {row.status for row in arrived.rows("SELECT status FROM sync_record_view")} == {
        "Processed",
        "Filtered",
        "Failed",
        "Skipped",
    }


@pytest.mark.parametrize(("entity", "resource"), RESOURCES.items())
def test_history_and_ledger_agree_record_by_record(arrived, entity, resource):
    keys = {row.erp_key.replace(",", "/") for row in arrived.records(entity, "Processed").values()}
    created = [effect.key for effect in arrived.effects(resource, "create")]
    assert len(keys) >= 15
    assert len(created) == len(set(created))
    # the first address of a customer fills the location MAIN, which came with the customer
    assert keys - set(created) == {key for key in keys if key.endswith("/MAIN")}
    assert set(created) <= keys


def test_every_sales_order_has_the_stores_total(arrived):
    for external_id, row in arrived.records("Sales Order", "Processed").items():
        erp = arrived.erp.order(row.erp_key.split(",")[1])
        assert erp["OrderTotal"] == arrived.store.order(int(external_id))["total_inc_tax"], external_id


def test_payments_are_released_once_and_only_where_the_settings_say_so(arrived):
    released = [effect.key for effect in arrived.effects("Payment", "release")]
    assert len(released) == len(set(released)) > 10
    for row in arrived.records("Payment", "Processed").values():
        status = arrived.erp.payment(row.erp_key.split(",")[1])["Status"]
        assert (status in {"Open", "Closed"}) == (row.erp_key.replace(",", "/") in released)


def test_a_second_run_writes_nothing(arrived):
    done = len(arrived.effects())
    arrived.box.reset_calls()
    assert arrived.run().state == "success"
    assert len(arrived.effects()) == done
    assert not [kind for kind in arrived.box.calls() if kind.startswith("erp PUT") or "Release" in kind]
