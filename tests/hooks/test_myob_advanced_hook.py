"""The ERP is spoken to in plain values, in one seat, which is always given back."""

from __future__ import annotations

import logging
from decimal import Decimal

import pytest
from airflow.sdk.exceptions import AirflowTaskTimeout

from bc_myob.hooks.myob_advanced import MyobAdvancedHook
from bc_myob.model.errors import BcMyobError, ConfigurationError, RecordInvalid, RecordNotFound
from sandbox.shop.catalogue import ORDER_TYPE, PRODUCTS
from tests.hooks.bench import QUICK_ERP

ITEM = next(product.inventory_id for product in PRODUCTS if product.inventory_id)


@pytest.fixture
def hook(erp_conn, fake_time):
    return MyobAdvancedHook(erp_conn, policies=QUICK_ERP, timing=fake_time.timing)


@pytest.fixture
def session(hook):
    with hook.session() as session:
        yield session


def new_order(session, customer, reference="7-DEMO", **more):
    document = {
        "OrderType": ORDER_TYPE,
        "CustomerID": customer,
        "ExternalRef": reference,
        "Details": [{"InventoryID": ITEM, "OrderQty": 2, "UnitPrice": Decimal("19.95"), "ManualPrice": True}],
    }
    return session.put("SalesOrder", document | more, expand=("Details",))


def test_no_seat_is_taken_before_the_first_call_and_none_is_left_behind(box, hook):
    with hook.session() as session:
        assert box.erp.open_sessions() == 0
        session.find("Currency")
        assert box.erp.open_sessions() == 1
    assert box.erp.open_sessions() == 0


def work(hook, then):
    with hook.session() as session:
        session.find("Currency")
        then(session)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, AirflowTaskTimeout])
def test_the_seat_is_given_back_whatever_ends_the_work(box, hook, error):
    def fail(session):
        raise error

    with pytest.raises(error):
        work(hook, fail)
    assert box.erp.open_sessions() == 0


def test_a_task_that_is_killed_signs_out_and_never_in_again(box, hook):
    def be_killed(session):
        hook.close()  # what on_kill does
        assert box.erp.open_sessions() == 0
        session.find("Currency")

    with pytest.raises(BcMyobError, match="over"):
        work(hook, be_killed)
    assert box.erp.open_sessions() == 0


def test_a_sign_out_that_fails_hides_no_other_error(box, hook, caplog):
    def fail(session):
        raise ValueError("the real one")

    caplog.set_level(logging.WARNING, logger="bc_myob")
    box.erp.kit.faults.add(path="/auth/logout", status=500)
    with pytest.raises(ValueError, match="the real one"):
        work(hook, fail)
    assert "seat stays taken" in caplog.text


def test_what_is_put_is_found_by_its_reference_and_read_by_its_key(session):
    made = session.put("Customer", {"CustomerName": "O'Brien & Söhne", "AccountRef": "17-DEMO"})
    (found,) = session.find("Customer", where="AccountRef eq '17-DEMO'", select=("CustomerID", "AccountRef"))
    assert found["CustomerID"] == made["CustomerID"]
    assert session.get("Customer", made["CustomerID"])["CustomerName"] == "O'Brien & Söhne"
    assert session.get("Customer", made["id"])["CustomerID"] == made["CustomerID"]
    assert session.find("Customer", where="CustomerName eq 'O''Brien & Söhne'", top=1)
    assert session.find("Customer", where="AccountRef eq 'nobody'") == []


def test_money_and_lines_come_back_exact(session, box):
    order = new_order(session, box.erp.add_customer("Ann"))
    assert order["OrderNbr"]
    assert isinstance(order["OrderTotal"], Decimal)
    assert order["Details"][0]["id"]
    assert order["Details"][0]["UnitPrice"] == Decimal("19.95")


def test_lines_sent_with_their_ids_do_not_double(session, box):
    customer = box.erp.add_customer("Ann")
    order = new_order(session, customer)
    again = {"OrderType": ORDER_TYPE, "OrderNbr": order["OrderNbr"]}
    lines = [{"id": order["Details"][0]["id"], "OrderQty": 5}]
    changed = session.put("SalesOrder", again | {"Details": lines}, expand=("Details",), update_only=True)
    assert [line["OrderQty"] for line in changed["Details"]] == [5]


def test_a_missing_record_is_not_found_whatever_the_status(session):
    with pytest.raises(RecordNotFound, match="Customer NOBODY"):
        session.get("Customer", "NOBODY")


def test_an_update_creates_nothing(session, box):
    box.erp.kit.switches.set(customer_numbering="manual")
    document = {"CustomerID": "ANN01", "CustomerName": "Ann"}
    with pytest.raises(RecordNotFound):
        session.put("Customer", document, update_only=True)
    session.put("Customer", document)
    assert session.put("Customer", document | {"CustomerName": "Ann B"}, update_only=True)["CustomerName"] == "Ann B"


@pytest.mark.parametrize("form", ["entity", "exception"])
@pytest.mark.parametrize("status", [422, 500])
def test_a_refusal_names_the_fields(session, box, form, status):
    box.erp.kit.switches.set(error_form=form, error_status=status)
    customer = box.erp.add_customer("Ann")
    with pytest.raises(RecordInvalid) as caught:
        new_order(session, customer, Details=[{"InventoryID": ITEM}, {"InventoryID": "NO-SUCH-THING", "OrderQty": 1}])
    assert "Details[2].InventoryID" in {message.field for message in caught.value.messages}
    assert "Details[2].InventoryID: 'Inventory ID' cannot be found in the system." in str(caught.value)


@pytest.mark.parametrize("seconds", [0.0, 3.0])
def test_an_action_is_waited_for(hook, box, fake_time, seconds):
    box.erp.kit.limits.set(release_seconds=seconds)
    box.clock.freeze()
    fake_time.meanwhile = lambda pause: box.clock.advance(seconds=pause)
    with hook.session() as session:
        payment = _payment(session, box)
        session.run_action("Payment", "ReleasePayment", {"id": payment["id"]})
        assert session.get("Payment", payment["Type"], payment["ReferenceNbr"])["Status"] != "Balanced"
    assert all(pause >= 1 for pause in fake_time.sleeps)


def test_an_action_that_fails_while_it_runs_says_why(session, box):
    payment = _payment(session, box)
    session.run_action("Payment", "ReleasePayment", {"id": payment["id"]})
    with pytest.raises(RecordInvalid):
        session.run_action("Payment", "ReleasePayment", {"id": payment["id"]})


def test_an_unknown_action_is_a_matter_of_the_endpoint(session, box):
    payment = _payment(session, box)
    with pytest.raises(ConfigurationError, match="ReleaseEverything"):
        session.run_action("Payment", "ReleaseEverything", {"id": payment["id"]})


def test_a_form_that_is_switched_off_is_named(session, box):
    box.erp.kit.switches.set(locations_feature=False)
    with pytest.raises(ConfigurationError, match="CustomerLocation"):
        session.find("CustomerLocation")


def test_an_inquiry_reads_by_put(session):
    branches = session.inquire("CompaniesStructure")
    assert branches["Results"]


@pytest.mark.parametrize("form", ["object", "array"])
def test_the_connection_test_looks_for_the_endpoint(box, hook, form):
    box.erp.kit.switches.set(endpoint_list=form)
    ok, text = hook.test_connection()
    assert ok, text
    assert "Default/24.200.001" in text
    assert box.erp.open_sessions() == 0


def test_a_missing_endpoint_version_names_those_there_are(erp_conn, fake_time):
    ok, text = MyobAdvancedHook(erp_conn, version="31.200.001", timing=fake_time.timing).test_connection()
    assert not ok
    assert "Default/24.200.001" in text


def test_an_unknown_version_is_a_matter_of_settings(erp_conn, fake_time):
    hook = MyobAdvancedHook(erp_conn, version="31.200.001", timing=fake_time.timing)
    with hook.session() as session, pytest.raises(ConfigurationError, match=r"31\.200\.001"):
        session.find("Customer")


def test_the_pace_below_the_licence_is_kept(erp_conn, fake_time):
    hook = MyobAdvancedHook(erp_conn, requests_per_minute=120, timing=fake_time.timing)
    with hook.session() as session:
        for _ in range(5):
            session.find("Currency")
    assert fake_time.sleeps == [0.5] * 5  # the sign-in counts, too


def _payment(session, box):
    method, account = next(
        (row["PaymentMethod"], row["CashAccount"])
        for method in session.find("PaymentMethod", select=("PaymentMethodID",))
        for row in _accounts(session, method["PaymentMethodID"])
    )
    return session.put(
        "Payment",
        {
            "Type": "Prepayment",
            "CustomerID": box.erp.add_customer("Ann"),
            "PaymentMethod": method,
            "CashAccount": account,
            "PaymentAmount": Decimal("39.90"),
            "PaymentRef": "tx-1",
            "Hold": False,
        },
    )


def _accounts(session, method):
    rows = session.get("PaymentMethod", method, expand=("AllowedCashAccounts",))["AllowedCashAccounts"] or []
    return [{"PaymentMethod": method, **row} for row in rows]
