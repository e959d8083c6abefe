"""The other scenarios worth building (connector 10.7), each as a merchant would tell it."""

import pytest

from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from tests.mia import HOME
from tests.scenarios.line import DEMO
from tests.scenarios.till import to_order

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

BY_BANK = pay.bank_deposit(arrived=True)
JAM, HONEY, NOBODYS = article("JAM-QUINCE"), article("HONEY-LW-500"), article("OLIVES-MIX")


def methods(**changes):
    """Give the demo store's Payment Settings with one row changed or added: `methods(AFTERPAY={...})`."""
    import yaml

    rows = yaml.safe_load(DEMO.read_text(encoding="utf-8"))["payments"]["methods"]
    for gateway, said in changes.items():
        found = next((row for row in rows if row["store_payment_method"].startswith(f"{gateway} ")), None)
        if found is None:
            rows.append(said)
        else:
            found |= said
    return rows


def zone_of(order):
    """Give the tax zone of an order of the ERP, and whether it was chosen by hand."""
    return order["FinancialSettings"]["CustomerTaxZone"], order["FinancialSettings"]["OverrideTaxZone"]


AFTERPAY = {
    "store_payment_method": "AFTERPAY (OFFSITE)",
    "currency": "AUD",
    "erp_payment_method": "ONLINE",
    "cash_account": "10250AU",
    "active": True,
}


@pytest.mark.parametrize(
    ("means", "reason", "mended"),
    [
        (pay.afterpay(), "is not mapped on Payment Settings", {"AFTERPAY": AFTERPAY}),
        (
            pay.Payment(gateway="cod", method="offline", steps=(pay.Step(event="purchase"),)),
            "is not active on Payment Settings",
            {"COD": {"active": True}},
        ),
    ],
)
def test_a_method_without_an_active_mapping_filters_the_payment_until_there_is_one(till, means, reason, mended):
    number = till.order(JAM, payments=(means,))
    till.run()
    assert till.record("Sales Order", number).status == "Processed"
    held = till.payment(number)
    assert (held.status, held.last_operation, held.erp) == ("Filtered", "Filtering Applied", None)
    assert reason in held.last_error

    till.line.settings(payments__methods=methods(**mended))
    till.run()
    taken_up = till.payment(number)
    assert (taken_up.status, taken_up.last_error) == ("Processed", None)
    assert to_order(taken_up.erp) == till.store.order(number)["total_inc_tax"]


def test_means_of_which_the_store_lists_no_transaction_are_booked_from_the_order(till):
    unlisted = ("gift_certificate_transactions", "store_credit_transactions", "offline_transactions")
    till.store.kit.switches.set(**dict.fromkeys(unlisted, False))
    beside = (pay.gift_certificate("G-1", "10.00"), pay.store_credit("5.00"))
    by_paypal, by_bank = (till.order(JAM, payments=(*beside, means)) for means in (pay.paypal(), BY_BANK))
    till.run()
    for number, methods in ((by_paypal, {"PAYPAL"}), (by_bank, {"BANKTRF"})):
        booked = {one.erp["PaymentMethod"]: one.erp["PaymentAmount"] for one in till.payments(number)}
        assert booked.keys() == methods | {"GIFTCARDS", "STORECRED"}
        assert sum(booked.values()) == till.store.order(number)["total_inc_tax"]


def test_a_failed_transaction_makes_no_payment(till):
    number = till.order(JAM, payments=(pay.declined(),))
    till.run()
    held = till.payment(number)
    assert (held.status, held.last_operation, held.erp) == ("Skipped", "Skipped from Sync", None)
    assert "failed in the store (status error)" in held.last_error
    assert till.record("Sales Order", number).status == "Processed"
    assert till.line.effects("Payment") == []


def test_a_captured_payment_that_the_store_voids_is_marked_and_the_next_one_is_booked_beside_it(till):
    number = till.order(JAM, payments=(pay.captured(),))
    till.run()
    first = till.payment(number)
    authorisation = int(first.external_id.split(",")[1])
    till.pay(number, "void", refers_to=authorisation)
    again = till.pay(number)
    for _ in range(2):
        till.run()
        voided, booked = till.payments(number)
        assert (voided.status, booked.status) == ("Skipped", "Processed")
        assert f"voided in the store. Void payment {first.erp_key} in MYOB" in voided.last_error
        assert booked.external_id == f"{number},{again}"


def test_without_a_gateway_id_the_reference_id_is_the_payment_ref(till):
    number = till.order(JAM, payments=(pay.authorised(),))
    authorisation = till.store.order(number)["transactions"][0]["id"]
    till.pay(number, "capture", refers_to=authorisation, gateway_transaction_id=None)
    till.run()
    assert till.payment(number).erp["PaymentRef"] == str(authorisation)


def test_release_payments_decides_between_open_and_balanced(till):
    released, kept = till.order(JAM), till.order(JAM, payments=(pay.manual(),))
    till.run()
    assert [till.payment(number).erp["Status"] for number in (released, kept)] == ["Open", "Balanced"]


def test_a_payment_before_its_order_waits_and_follows_it(till):
    till.line.settings(entities__sales_order__max_failed_attempts=3)
    number = till.order(NOBODYS)
    till.run()
    waiting = till.payment(number)
    assert (waiting.status, waiting.last_operation) == ("Skipped", "Skipped from Sync")
    assert f"Sales order {number} is not synchronised; its status is Failed" in waiting.last_error

    till.erp.add_cross_reference("JAM-QUINCE", "OLIVES-MIX")
    till.run()
    assert till.payment(number).status == "Processed"


def test_the_payment_of_an_order_that_its_status_holds_back_is_skipped_and_follows_it_once_it_may_pass(till):
    number = till.order(JAM, status_id=10)
    till.run()
    assert till.record("Sales Order", number).status == "Filtered"
    held = till.payment(number)
    assert (held.status, held.last_operation, held.erp) == ("Skipped", "Skipped from Sync", None)
    assert "Orders with the status 'Completed' are not imported." in held.last_error

    till.line.settings(orders__statuses_not_imported=[0])
    till.run()
    assert (till.record("Sales Order", number).status, till.payment(number).status) == ("Processed", "Processed")


def test_two_customers_of_the_erp_with_one_e_mail_fail_the_record_that_matches_both(till):
    twins = [till.erp.add_customer(name, MainContact={"Email": "mia@example.com"}) for name in ("Mia A", "Mia B")]
    till.order(JAM)
    till.run()
    failed = till.record("Customer", till.mia)
    assert failed.status == "Failed"
    assert all(key in failed.last_error for key in twins)
    assert till.line.effects("Customer") == []


def test_a_record_that_failed_five_times_is_left_to_a_person(till):
    number = till.order(NOBODYS)
    seen = []
    for _ in range(6):
        till.run()
        seen.append((till.record("Sales Order", number).status, till.record("Sales Order", number).attempt_count))
    assert seen == [("Failed", 1), ("Failed", 2), ("Failed", 3), ("Failed", 4), ("Aborted", 5), ("Aborted", 5)]


def named_taxes(till, number, name):
    """Give the order its taxes under another name."""
    rows = till.store.order(number)["taxes"]
    till.store.edit_order(number, taxes=[row | {"name": name} for row in rows])
    return number


def test_a_tax_goes_by_its_name_in_the_erp_then_by_the_list_and_an_unknown_one_fails_its_order(till):
    gst = till.erp.books.find("Tax", "GST").values
    till.erp.books.add("Tax", {field: value for field, value in gst.items() if field != "id"} | {"TaxID": "EXEMPT"})
    till.line.settings(orders__taxes__substitution={"GST": "EXEMPT", "Duty": "GST", "Toll": "NOSUCH"})
    own = till.order(JAM)
    listed, unknown, wrong = (named_taxes(till, till.order(JAM), name) for name in ("Duty", "Levy", "Toll"))
    till.line.box.reset_calls()
    till.run()
    for number in (own, listed):
        assert [row["TaxID"] for row in till.erp_order(number)["TaxDetails"]] == ["GST"]
    reasons = {number: till.record("Sales Order", number) for number in (unknown, wrong)}
    assert {row.status for row in reasons.values()} == {"Failed"}
    assert "The tax 'Levy' has no counterpart in MYOB Advanced" in reasons[unknown].last_error
    assert "neither it nor 'NOSUCH', which the substitution list" in reasons[wrong].last_error
    assert len(till.line.effects("SalesOrder")) == 2
    assert sum(count for kind, count in till.line.box.calls().items() if kind.endswith("/Tax")) == 1

    till.line.settings(orders__taxes__substitution={"Levy": "GST"})
    till.run()
    assert till.record("Sales Order", unknown).status == "Processed"
    assert [row["TaxID"] for row in till.erp_order(unknown)["TaxDetails"]] == ["GST"]


def test_an_unknown_tax_fails_its_order_as_the_demo_store_is_set_up(till):
    number = named_taxes(till, till.order(JAM), "Levy")
    till.run()
    failed = till.record("Sales Order", number)
    assert (failed.status, failed.erp_key) == ("Failed", None)
    assert "The tax 'Levy' has no counterpart in MYOB Advanced" in failed.last_error


def test_a_changed_order_is_asked_for_its_taxes_again_only_where_its_amounts_moved(till):
    number, asked = till.order(JAM, payments=()), "store GET /v2/orders/{id}/taxes"
    till.run()
    till.line.box.reset_calls()
    till.store.set_order_status(number, 2)
    till.run()
    assert "Status: Shipped" in till.erp_order(number)["Description"]
    assert asked not in till.line.box.calls()
    till.store.rebuild_order(number, Draft(billing=HOME, customer_id=till.mia, lines=(JAM, HONEY), payments=()))
    till.run()
    assert till.line.box.calls()[asked] == 1
    assert till.erp_order(number)["OrderTotal"] == till.store.order(number)["total_inc_tax"]


def test_where_taxes_are_not_read_by_name_nobody_asks_for_them(till):
    till.line.settings(orders__taxes__read_order_taxes=False)
    number = till.order(JAM)
    till.run()
    assert [row["TaxID"] for row in till.erp_order(number)["TaxDetails"]] == ["GST"]
    assert not [kind for kind in till.line.box.calls() if kind.endswith(("/Tax", "/taxes"))]


def test_the_order_shows_the_mapped_method_and_a_later_payment_does_not_write_it_again(till):
    by_bank, later = till.order(JAM, payments=(pay.bank_deposit(arrived=True),)), till.order(HONEY, payments=())
    till.run()
    assert till.erp_order(by_bank)["PaymentMethod"] == "BANKTRF"
    own = till.erp_order(later)["PaymentMethod"]
    assert own != "BANKTRF"

    till.pay(later, gateway="bankdeposit", method="offline")
    till.run()
    assert till.payment(later).erp["PaymentMethod"] == "BANKTRF"
    assert till.erp_order(later)["PaymentMethod"] == own
    assert till.record("Sales Order", later).last_operation == "Modified Externally, Sync Not Needed"


@pytest.mark.parametrize("primary", [True, False])
def test_the_tax_zone_is_the_primary_one_then_the_erps_own_then_the_default(till, primary):
    taxes = {"default_tax_zone": "EXPORT", "use_as_primary_tax_zone": primary}
    till.line.settings(**{f"orders__taxes__{name}": value for name, value in taxes.items()})
    with_zone = till.order(JAM)
    till.run()
    assert zone_of(till.erp_order(with_zone)) == (("EXPORT", True) if primary else ("GST", False))

    customer = till.erp_order(with_zone)["CustomerID"]
    till.erp.edit("Customer", customer, TaxZone=None)
    till.erp.edit("CustomerLocation", customer, "MAIN", TaxZone=None)
    without = till.order(HONEY, article("TEA-LEMONM", wrapping="2.20"))
    till.run()
    assert till.record("Sales Order", without).status == "Processed"
    assert zone_of(till.erp_order(without)) == ("EXPORT", True)
    assert till.erp_order(without)["OrderTotal"] == till.store.order(without)["total_inc_tax"]
    assert len(till.erp_order(without)["Details"]) == 3
    assert len(till.line.effects("SalesOrder", "create")) == 2


def test_a_payment_that_fails_leaves_its_order_processed(till):
    till.line.settings(payments__methods=methods(BRAINTREE={"cash_account": "NOSUCH"}))
    number = till.order(JAM)
    till.run()
    assert till.record("Sales Order", number).status == "Processed"
    failed = till.payment(number)
    assert (failed.status, failed.last_operation) == ("Failed", "Failed to Save in ERP")
    assert "CashAccount" in failed.last_error


def test_an_order_whose_later_update_is_refused_still_carries_its_payments(till):
    number = till.order(HONEY, payments=())
    till.run()
    total = till.store.order(number)["total_inc_tax"]
    more = Draft(billing=HOME, customer_id=till.mia, lines=(HONEY, NOBODYS), payments=())
    till.store.rebuild_order(number, more)
    till.run()
    refused = till.record("Sales Order", number)
    assert refused.status == "Failed"
    assert "MYOB Advanced has no item OLIVES-MIX" in refused.last_error

    till.pay(number, amount=str(total))
    till.run()
    paid = till.payment(number)
    assert (paid.status, to_order(paid.erp)) == ("Processed", total)
