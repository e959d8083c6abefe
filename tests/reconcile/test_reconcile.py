"""The reconciliation's DAG over shops the real sync brought: what it says, leaves alone, and brings again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from sandbox.kit import Plan
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import authorised, manual, purchase
from tests.history.conftest import KINDS, empty_database
from tests.reconcile import planting
from tests.reconcile.books import Books
from tests.reconcile.planting import Ledger
from tests.reconcile.shop import order, place

pytestmark = pytest.mark.scenario

WRITES = ("PUT", "DELETE", "PATCH")


def writes(box):
    """Give the calls that could have changed something; signing in and out are the only POSTs allowed."""
    doors = ("erp POST /entity/auth/login", "erp POST /entity/auth/logout")
    return [kind for kind in box.calls() if kind not in doors and kind.split()[1] in {*WRITES, "POST"}]


@pytest.mark.parametrize("kind", KINDS)
def test_the_demo_shop_has_no_faults(kind, box, tmp_path, tmp_path_factory, monkeypatch, airflow_db):
    box.erp.kit.switches.set(quick_operation="204")
    with empty_database(kind, tmp_path_factory) as history:
        books = Books(box, tmp_path, monkeypatch, history)
        books.store.seed(Plan())
        books.erp.seed(Plan())
        assert books.run().state == "success"
        box.reset_calls()
        done = books.reconcile()
        assert done.state == "success"
        assert (done.faults, done.found("note")) == ([], [])
        assert {row.external_id for row in books.records("Sales Order", "Failed").values()} == {
            external_id for _, external_id, _ in done.found("open")
        }
        assert not writes(box)
        for row in done.counts:
            assert row.in_history == row.in_erp == row.compared, row
            assert Decimal(row.expected) == Decimal(row.booked), row
        assert sum(row.left_out for row in done.counts if row.entity == "Payment") >= 10
        assert sum(row.in_erp for row in done.counts) >= 200


def test_a_window_compares_what_was_created_in_it(shop):
    old, new = order(shop, days=20), order(shop, days=2)
    assert shop.run().state == "success"
    at = Ledger(shop)
    for number in (old, new):
        total = shop.erp.order(at.number(number))["OrderTotal"]
        shop.erp.repair("SalesOrder", "EO", at.number(number), OrderTotal=total + 1)
    assert shop.reconcile().faults == [("Sales Order", str(old), "amount"), ("Sales Order", str(new), "amount")]
    day = shop.store.now - timedelta(days=10)
    before = shop.reconcile(window_end=day.isoformat())
    assert before.faults == [("Sales Order", str(old), "amount")]
    assert {row.in_store for row in before.counts if row.entity in {"Sales Order", "Payment"}} == {1}
    assert shop.reconcile(window_start=day.isoformat()).faults == [("Sales Order", str(new), "amount")]
    assert shop.reconcile(window_end=(day - timedelta(days=60)).isoformat()).rows == []


def test_missing_records_set_to_prepared_come_back_with_the_next_sync(shop):
    # of days that the next sync does not read again by itself
    lost = order(shop, manual("Cheque 1"), purchase(amount="5.00"), days=9)
    unpaid, damaged = order(shop, manual(), days=8), order(shop, days=7)
    assert shop.run().state == "success"
    at = Ledger(shop)
    for name in at.payments(lost):
        at.unapply(name)
    shop.erp.delete("SalesOrder", "EO", at.number(lost))
    (cheque,) = at.payments(unpaid)
    shop.erp.delete("Payment", "Prepayment", at.payment(cheque)["ReferenceNbr"])
    at.enter_order(shop.erp.order(at.number(damaged)), ExternalRef=f"{damaged}-Harbour Provisions")
    location = at.locations(shop.mia)[1]
    shop.erp.lose("CustomerLocation", *location[1].erp_key.split(","))

    shop.box.reset_calls()
    done = shop.reconcile(set_missing_to_prepared=True)
    assert done.state == "failed"
    assert {row.external_id: (row.kind, bool(row.prepared)) for row in done.rows} == {
        location[0]: ("missing", True),
        str(lost): ("missing", True),
        str(damaged): ("doubled", False),
        cheque: ("missing", True),
    }
    assert not writes(shop.box)
    assert shop.records("Sales Order")[str(lost)].status == "Prepared"
    (said,) = shop.rows("SELECT * FROM sync_history_view WHERE external_id = :id AND by_user IS NOT NULL", id=str(lost))
    assert (said.status, said.last_operation, said.by_user) == ("Prepared", "Forced to Resync", "dag_test")

    assert shop.run().state == "success"
    assert shop.reconcile().faults == [("Sales Order", str(damaged), "doubled")]
    again = shop.erp.order(Ledger(shop).number(lost))
    assert again["OrderTotal"] == shop.store.order(lost)["total_inc_tax"]
    assert sum(row["AppliedToOrder"] for row in again["Payments"]) == again["OrderTotal"]
    assert len(shop.effects("SalesOrder", "create")) == 4
    assert len(shop.effects("Payment", "create")) == 5


def test_what_the_sync_has_not_seen_yet_is_open_and_never_a_fault(shop):
    seen, edited = order(shop), order(shop)
    bad = order(shop, lines=(article("OLIVES-MIX"),))
    assert shop.run().state == "success"
    changed = Draft(billing=place(1), customer_id=shop.mia, lines=(article("TEA-LEMONM", 9),))
    shop.store.rebuild_order(edited, changed)
    fresh = order(shop)
    done = shop.reconcile()
    assert done.state == "success"
    assert {external_id for _, external_id, _ in done.found("open")} == {
        str(edited),
        str(bad),
        str(fresh),
    }
    said = {row.external_id: row.says for row in done.rows}
    assert "OLIVES-MIX" in said[str(bad)]
    assert said[str(edited)] == "It changed in the store after the last sync."
    assert str(seen) not in said


def test_money_that_arrives_after_the_sync_stopped_asking_is_found(shop):
    number = order(shop)
    waiting = order(shop, authorised())
    assert [shop.run().state, shop.run().state] == ["success", "success"]
    shop.store.add_transaction(number, "purchase", "7.00")
    root = shop.store.order(waiting)["transactions"][0]["id"]
    shop.store.add_transaction(waiting, "capture", refers_to=root)
    done = shop.reconcile()
    late = shop.store.order(number)["transactions"][-1]["id"]
    assert done.faults == [("Payment", f"{number},{late}", "unseen")]
    assert done.found("open") == [("Payment", f"{waiting},{root}", "open")]
    assert shop.reconcile(ask_store_for_payments=False).rows == []


def test_an_order_completed_after_it_was_brought_is_compared_with_what_was_last_sent(shop):
    kept, lost, cheaper = order(shop), order(shop), order(shop)
    assert shop.run().state == "success"
    dearer = Draft(billing=place(1), customer_id=shop.mia, lines=(article("HAMPER-LRG"),), payments=(purchase(),))
    shop.store.rebuild_order(kept, dearer)
    for number in (kept, lost, cheaper):
        shop.store.set_order_status(number, 10)
    assert shop.run().state == "success"
    assert shop.records("Sales Order")[str(lost)].status == "Filtered"
    at = Ledger(shop)
    for name in at.payments(lost):
        at.unapply(name)
    shop.erp.delete("SalesOrder", "EO", at.number(lost))
    shop.erp.repair("SalesOrder", "EO", at.number(cheaper), OrderTotal=Decimal("1.00"))
    done = shop.reconcile(set_missing_to_prepared=True)
    assert done.faults == [("Sales Order", str(lost), "missing"), ("Sales Order", str(cheaper), "amount")]
    assert "enter it by hand" in done.rows[0].what_to_do
    assert shop.records("Sales Order")[str(lost)].status == "Filtered"


def test_a_person_may_release_what_the_settings_leave_and_the_settings_may_forbid_it(shop):
    number = order(shop, manual("Cheque 7"))
    assert shop.run().state == "success"
    at = Ledger(shop)
    (name,) = at.payments(number)
    shop.erp.release_payment(at.payment(name)["ReferenceNbr"])
    done = shop.reconcile()
    assert (done.state, done.faults, done.found("note")) == ("success", [], [("Payment", name, "status")])
    shop.settings(reconcile={"people_release": False})
    assert shop.reconcile().faults == [("Payment", name, "status")]


def test_a_rest_that_the_sync_left_to_people_is_a_note(shop):
    number = order(shop, payment_method="Manual", payments=())
    assert shop.run().state == "success"
    shop.erp.invoice_order(Ledger(shop).number(number), Decimal(10))
    paid = shop.store.add_transaction(number, "purchase")
    shop.store.edit_order(number, payment_status="captured")
    assert shop.run().state == "success"
    assert "are left on it" in shop.records("Payment", "Processed")[f"{number},{paid}"].last_error
    done = shop.reconcile()
    assert (done.state, done.faults) == ("success", [])
    assert done.found("note") == [("Payment", f"{number},{paid}", "unapplied")]
    at = Ledger(shop)
    at.unapply(f"{number},{paid}")
    assert shop.reconcile().faults == [("Payment", f"{number},{paid}", "unapplied")]


def test_a_record_that_a_list_left_out_is_found_by_its_key(shop, monkeypatch):
    number = order(shop)
    assert shop.run().state == "success"
    from bc_myob.hooks.myob_advanced import ErpSession

    find = ErpSession.find

    def cut(session, resource, *, where="", **asked):
        rows = find(session, resource, where=where, **asked)
        return [] if resource == "SalesOrder" and "endswith" in where else rows

    monkeypatch.setattr(ErpSession, "find", cut)
    assert shop.reconcile().rows == []
    assert shop.records("Sales Order", "Processed").keys() == {str(number)}


def test_records_in_motion_are_left_to_the_next_run(shop, monkeypatch):
    number = order(shop)
    assert shop.run().state == "success"
    at = Ledger(shop)
    from bc_myob.hooks.myob_advanced import ErpSession

    find = ErpSession.find

    def meanwhile(session, resource, **asked):
        """A sync that runs beside it has just saved the order anew, and noted it, when the ERP is read."""
        rows = find(session, resource, **asked)
        if resource == "SalesOrder":
            at.touch("Sales Order", str(number))
            return [row | {"OrderTotal": Decimal(1)} for row in rows]
        return rows

    monkeypatch.setattr(ErpSession, "find", meanwhile)
    done = shop.reconcile()
    assert done.faults == []
    assert ("Sales Order", str(number), "open") in done.found("open")


@pytest.mark.parametrize("many", [False, True])
def test_customers_that_came_from_the_erp_need_no_reference(shop, many, monkeypatch):
    both = dict.fromkeys(("entities__customer__sync_direction", "entities__customer_location__sync_direction"))
    shop.settings(**dict.fromkeys(both, "Bidirectional"))
    order(shop)
    assert [shop.run().state, shop.run().state] == ["success", "success"]
    born = [row for row in shop.erp.customers() if not row.get("AccountRef") and not row["IsGuestCustomer"]]
    assert len(born) >= 3
    if many:
        monkeypatch.setattr("bc_myob.operators.reconciling.erp._NAMED_AT_MOST", 1)
    done = shop.reconcile()
    assert done.rows == []
    counts = {row.entity: row for row in done.counts}
    assert counts["Customer"].in_history == counts["Customer"].in_erp == len(born) + 1
    assert counts["Customer Location"].in_history == counts["Customer Location"].in_erp
    shop.erp.lose("Customer", born[0]["CustomerID"])
    done = shop.reconcile(set_missing_to_prepared=True)
    assert [(row.entity, row.kind, bool(row.prepared)) for row in done.rows] == [("Customer", "missing", False)]


def test_a_site_that_cannot_list_applications_is_compared_by_their_sum(shop):
    number, other = order(shop), order(shop)
    assert shop.run().state == "success"
    at = Ledger(shop)
    (name,), _ = at.payments(number), at.payments(other)
    at.unapply(name)
    shop.erp.kit.switches.set(unoptimisable="Payment/OrdersToApply")
    assert shop.reconcile().faults == [("Payment", name, "unapplied")]


def test_faults_need_not_fail_the_run_and_strange_params_are_refused(shop):
    number = order(shop)
    assert shop.run().state == "success"
    shop.erp.cancel_order(Ledger(shop).number(number))
    assert shop.reconcile(fail_on_findings=False).state == "success"
    shop.settings(reconcile={"fail_on_findings": False})
    done = shop.reconcile()
    assert (done.state, done.faults) == ("success", [("Sales Order", str(number), "status")])
    (count,) = [row for row in done.counts if row.entity == "Sales Order"]
    assert (Decimal(count.expected), Decimal(count.booked)) == (shop.store.order(number)["total_inc_tax"], 0)
    shop.box.reset_calls()
    assert shop.reconcile(windowstart="2026-01-01").state == "failed"
    assert not shop.box.calls()


BOTH_WAYS = {f"entities__{name}__sync_direction": "Bidirectional" for name in ("customer", "customer_location")}


def test_a_customer_whose_id_has_a_comma_is_found_by_its_key(shop):
    shop.settings(**BOTH_WAYS)
    address = {"AddressLine1": "1 Kent Street", "City": "Sydney", "State": "NSW", "PostalCode": "2000", "Country": "AU"}
    contact = {"Email": "smith@example.com", "LastName": "Smith", "Address": address}
    shop.erp.add_customer("Smith, J", customer_id="SMITH, J", MainContact=contact)
    assert [shop.run().state, shop.run().state] == ["success", "success"]
    known = {name: record.erp_key for name, record in shop.records("Customer", "Processed").items()}
    assert "SMITH, J" in known.values()
    assert shop.reconcile().rows == []
    shop.erp.lose("Customer", "SMITH, J")
    lost = next(name for name, key in known.items() if key == "SMITH, J")
    assert ("Customer", lost, "missing") in shop.reconcile().faults


def test_one_order_whose_fees_cannot_be_read_is_named_and_stops_nothing(shop, monkeypatch):
    bad, good = order(shop), order(shop)
    assert [shop.run().state, shop.run().state] == ["success", "success"]
    at = Ledger(shop)
    from bc_myob.hooks.store_api import StoreApi

    get = StoreApi.get

    def spoiled(api, path, query=None):
        """The store says of one order what no order says."""
        rows = get(api, path, query)
        orders = rows if path.endswith("v2/orders") and isinstance(rows, list) else ()
        for row in orders:
            row["fees"] = ["x"] if row["id"] == bad else row["fees"]
        return rows

    monkeypatch.setattr(StoreApi, "get", spoiled)
    wanted = planting.payment_unapplied(at, good)
    done = shop.reconcile()
    assert done.faults == sorted([("Sales Order", str(bad), "unreadable"), wanted])
    (said,) = [row.says for row in done.rows if row.kind == "unreadable"]
    assert "fees.0: 'x' is no fee" in said


def test_what_cannot_be_read_is_said_and_hides_nothing_else(shop):
    bad = [("total_inc_tax", None), ("total_inc_tax", ""), ("total_inc_tax", "abc")]
    orders = [order(shop) for _ in (*bad, "good")]
    assert [shop.run().state, shop.run().state] == ["success", "success"]
    table = shop.store.table("orders")
    for number, (field, value) in zip(orders, bad, strict=False):
        table[number][field] = value
    done = shop.reconcile()
    assert done.faults == [("Sales Order", str(number), "unreadable") for number in orders[: len(bad)]]
    said = [row.says for row in done.rows if row.kind == "unreadable"]
    assert all("total_inc_tax" in each for each in said)
    assert all(row.store_amount is None for row in done.rows if row.kind == "unreadable")
