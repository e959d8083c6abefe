"""What a load asks the ERP for: the records that concern it, found in few calls, and of them the fields it needs."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from bc_myob.model.entities import Entity
from tests.faults.desk import SHOP, customer, line, opened, order, payment
from tests.faults.road import Trouble

CUSTOMER, LOCATION, ORDER, PAYMENT = Entity
NEAR = range(1001, 1007)
FAR = 3107


@pytest.fixture
def shop(indoors):
    """A customer is there already."""
    desk = opened(indoors)
    indoors.box.erp.kit.calls.reset()
    return desk


def number_of(desk, order):
    (found,) = desk.works.box.erp.orders(f"{order}-{SHOP}")
    return found["OrderNbr"]


def asked(desk, resource, method="GET"):
    """Give the queries of the calls to a resource, and forget all calls."""
    calls = desk.works.box.erp.kit.calls
    found = [
        {name.removeprefix("$"): values[0] for name, values in parse_qs(call.query).items()}
        for call in calls.entries(method, path=rf"24\.200\.001/{resource}(/[0-9a-f-]{{36}})?$")
    ]
    calls.reset()
    return found


def filters(desk, resource):
    return [query["filter"] for query in asked(desk, resource)]


def test_orders_are_looked_up_by_reference_within_their_type_once_they_have_one(shop):
    shop.load(ORDER, order(FAR))
    assert filters(shop, "SalesOrder") == [f"ExternalRef eq '{FAR}-{SHOP}'"]
    shop.works.box.erp.kit.calls.reset()
    shop.load(ORDER, order(FAR, Description="changed"))
    assert filters(shop, "SalesOrder") == [f"OrderType eq 'EO' and ExternalRef eq '{FAR}-{SHOP}'"]


def test_references_close_together_are_looked_up_by_what_they_share(shop):
    shop.load(ORDER, *(order(number) for number in (*NEAR, FAR)))
    assert filters(shop, "SalesOrder") == [f"startswith(ExternalRef,'10') or ExternalRef eq '{FAR}-{SHOP}'"]


def test_customers_are_looked_up_by_reference_or_email(shop):
    shop.load(CUSTOMER, customer(2, "ann@example.com"), customer(3, ""))
    assert filters(shop, "Customer") == [
        f"AccountRef eq '2-{SHOP}' or AccountRef eq '3-{SHOP}' or MainContact/Email eq 'ann@example.com'"
    ]


def test_the_orders_of_payments_are_read_by_number_within_their_type_and_no_others(shop):
    shop.load(ORDER, *(order(number) for number in NEAR))
    numbers = [number_of(shop, number) for number in NEAR]
    shop.works.box.erp.kit.calls.reset()
    shop.load(PAYMENT, *(payment(n, "1.00", number) for n, number in enumerate(numbers[:2], start=1)))
    assert filters(shop, "SalesOrder") == [
        f"OrderType eq 'EO' and (OrderNbr eq '{numbers[0]}' or OrderNbr eq '{numbers[1]}')"
    ]
    shop.load(PAYMENT, *(payment(n, "1.00", number) for n, number in enumerate(numbers, start=11)))
    (found,) = filters(shop, "SalesOrder")
    assert found.startswith("OrderType eq 'EO' and startswith(OrderNbr,'")


def test_orders_that_cannot_be_listed_with_their_totals_are_listed_without_and_each_is_read(shop):
    shop.load(ORDER, order(1001))
    number, ours = number_of(shop, 1001), {"select": "OrderType,OrderNbr,Status,OrderTotal"}
    shop.works.box.erp.kit.switches.set(unoptimisable="Payment/ApplicationHistory,SalesOrder/Totals")
    shop.works.box.erp.kit.calls.reset()
    shop.load(PAYMENT, payment(1, "1.00", number))
    where = {"filter": f"OrderType eq 'EO' and OrderNbr eq '{number}'"}
    totals = {"select": f"{ours['select']},Totals/UnbilledAmount,Totals/UnpaidBalance", "expand": "Totals"}
    assert asked(shop, "SalesOrder") == [where | totals, where | ours, totals]


def test_invoices_are_read_by_type_and_number(shop):
    shop.load(ORDER, order(1001))
    number = number_of(shop, 1001)
    invoice = shop.works.box.erp.invoice_order(number)
    shop.works.box.erp.kit.calls.reset()
    shop.load(PAYMENT, payment(1, "1.00", number))
    assert filters(shop, "SalesInvoice") == [f"(Type eq 'Invoice' and ReferenceNbr eq '{invoice}')"]


def told(desk):
    """Give every read and write of records since the last look, as (what, selected, expanded)."""
    calls = desk.works.box.erp.kit.calls.entries(path=r"24\.200\.001/\w+(/[0-9a-f-]{36})?$")
    queries = [(f"{call.method} {call.resource}", parse_qs(call.query)) for call in calls if call.method != "POST"]
    desk.works.box.erp.kit.calls.reset()
    return [
        (what, *(query.get(name, [""])[0].split(",") for name in ("$select", "$expand"))) for what, query in queries
    ]


def test_every_call_selects_what_it_needs_and_expands_the_parts_it_selects_from(shop):
    shop.load(ORDER, order(1001, line("1"), line("2")))
    number = number_of(shop, 1001)
    shop.load(PAYMENT, payment(1, "5.00", number, release=True))
    shop.expect(Trouble.TIMEOUT, "PUT", "SalesOrder")
    shop.load(ORDER, order(1001, line("1"), line("9")))  # its lines are read again
    shop.works.box.erp.invoice_order(number)
    shop.load(PAYMENT, payment(1, "6.00", number), payment(2, "3.00", number))
    calls = told(shop)
    assert len(calls) > 12
    for what, selected, expanded in calls:
        assert selected != [""], what
        parts = {name.rpartition("/")[0] for name in selected} - {""}
        assert parts <= set(expanded), what


@pytest.mark.parametrize("place", range(5))
def test_a_value_that_the_erp_cannot_be_asked_for_fails_its_own_record_and_no_other(shop, place):
    shop.works.box.erp.kit.faults.add(path="absurd", method="GET", status=414, times=None)
    people = [customer(number, f"p{number}@example.com") for number in range(2, 6)]
    people.insert(place, customer(9, "absurd@example.com"))
    assert shop.load(CUSTOMER, *people) == {"Processed": 4, "Failed": 1}
    row = shop.record(9, CUSTOMER)
    assert (row["status"], row["erp_key"]) == ("Failed", None)
    assert "414" in row["last_error"]
    assert shop.works.box.erp.kit.calls.count("PUT", path="/Customer$") == 4
    assert len(asked(shop, "Customer")) <= 2 * len(people)
