"""PUT: which record is meant, what is taken over, what is refused (myob-advanced-api.md 4, Writing, and 5)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sandbox.erp.erp_bodies import CUSTOMER, SIGN_IN, ErpApi, line, new_client, order, wrapped


def number(record, name="CustomerID"):
    return record[name]["value"]


def test_automatic_numbering_ignores_the_key_so_a_repeated_create_makes_two(api, erp):
    body = CUSTOMER | wrapped(CustomerID="MINE")
    assert [number(api.saved("Customer", body)) for _ in range(2)] == ["C000001", "C000002"]
    assert erp.created("Customer", "17-Harbour") == 2


def test_manual_numbering_takes_the_key_so_a_repeated_put_updates(api, erp):
    erp.kit.switches.set(customer_numbering="manual")
    body = CUSTOMER | wrapped(CustomerID="mine")
    first, second = api.saved("Customer", body), api.saved("Customer", body)
    assert number(first) == "MINE"
    assert first["id"] == second["id"]
    assert api.refused("Customer", CUSTOMER) == {"CustomerID": "'Customer ID' cannot be empty."}


def test_a_record_is_updated_by_key_by_id_and_by_filter(api, erp, customer):
    record_id = erp.customer(customer)["id"]
    api.saved("Customer", wrapped(CustomerID=customer, CustomerName="By key"))
    api.saved("Customer", {"id": record_id} | wrapped(AccountRef="by id"))
    api.saved("Customer", wrapped(TaxRegistrationID="by filter"), filter="MainContact/Email eq 'ann@example.com'")
    changed = erp.customer(customer)
    assert [changed[name] for name in ("CustomerName", "AccountRef", "TaxRegistrationID")] == [
        "By key",
        "by id",
        "by filter",
    ]


@pytest.mark.parametrize(("answer", "status"), [("refuse", 500), ("insert", 200), ("ignore", 200)])
def test_an_id_that_matches_nothing(api, erp, answer, status):
    erp.kit.switches.set(unknown_id=answer)
    stranger = "0d2f7f33-0000-4000-8000-00000000abcd"
    reply = api.put("Customer", CUSTOMER | {"id": stranger})
    assert reply.status_code == status
    assert (reply.json().get("id") == stranger) == (answer == "insert")


def test_a_put_by_filter_may_insert_or_refuse_when_nothing_or_much_matches(api, erp):
    assert api.put("Customer", CUSTOMER, filter="AccountRef eq 'none'").status_code == 200
    erp.kit.switches.set(filter_put_none="refuse")
    assert api.put("Customer", CUSTOMER, filter="AccountRef eq 'none'").status_code == 500
    api.saved("Customer", CUSTOMER)
    assert api.put("Customer", CUSTOMER, filter="AccountRef eq '17-Harbour'").status_code == 500
    erp.kit.switches.set(filter_put_many="first")
    assert number(api.saved("Customer", CUSTOMER, filter="AccountRef eq '17-Harbour'")) == "C000001"


def test_preconditions_are_412(api, erp, customer):
    known, stranger = wrapped(CustomerID=customer, CustomerName="X"), CUSTOMER
    assert api.put("Customer", known, headers={"If-None-Match": "*"}).status_code == 412
    assert api.put("Customer", stranger, headers={"If-Match": "*"}).content == b""
    assert api.put("Customer", known, headers={"If-Match": "*"}).status_code == 200
    erp.kit.switches.set(body_412="json")
    assert api.put("Customer", stranger, headers={"If-Match": "*"}).json()["message"]


def test_rows_sent_again_without_ids_double(api, customer):
    made = api.saved("SalesOrder", order(customer), expand="Details")
    key = wrapped(OrderType="EO", OrderNbr=number(made, "OrderNbr"))
    doubled = api.saved("SalesOrder", key | {"Details": [line()]}, expand="Details")
    assert [number(row, "LineNbr") for row in doubled["Details"]] == [1, 2]


def test_rows_are_changed_by_id_or_by_key_and_deleted_on_request(api, customer):
    made = api.saved("SalesOrder", order(customer, line(), line("JAM-QUINCE")), expand="Details")
    key = wrapped(OrderType="EO", OrderNbr=number(made, "OrderNbr"))
    first, second = made["Details"]
    rows = [{"id": first["id"]} | wrapped(OrderQty=5), wrapped(LineNbr=2, OrderQty=7)]
    changed = api.saved("SalesOrder", key | {"Details": rows}, expand="Details")["Details"]
    assert [number(row, "OrderQty") for row in changed] == [5, 7]
    left = api.saved("SalesOrder", key | {"Details": [{"id": second["id"], "delete": True}]}, expand="Details")
    assert [row["id"] for row in left["Details"]] == [first["id"]]


def test_a_put_that_changes_nothing_keeps_the_stamp_and_leaves_no_effect(api, erp, customer):
    before = erp.customer(customer)["LastModifiedDateTime"]
    erp.kit.clock.advance(minutes=1)
    api.saved("Customer", wrapped(CustomerID=customer, CustomerName="Ann Lee"))
    assert erp.customer(customer)["LastModifiedDateTime"] == before
    assert erp.kit.ledger.count("Customer", "update") == 0


def test_calculated_fields_are_ignored(api, customer):
    made = api.saved("SalesOrder", order(customer, OrderTotal=1, TaxTotal=1, Status="Completed"))
    assert (number(made, "OrderTotal"), number(made, "Status")) == (37, "Open")


@pytest.mark.parametrize(("switch", "cleared"), [("null-and-empty", [None, ""]), ("null", [None]), ("empty", [""])])
def test_what_clears_a_field(api, erp, customer, switch, cleared):
    erp.kit.switches.set(clears_with=switch)
    for value in (None, ""):
        erp.edit("Customer", customer, AccountRef="x")
        api.saved("Customer", wrapped(CustomerID=customer, AccountRef=value))
        assert (erp.customer(customer)["AccountRef"] is None) == (value in cleared)


def test_rights_may_be_missing_on_a_form_or_silently_on_a_field(api, erp, customer):
    erp.kit.switches.set(ignored_fields="Customer/AccountRef")
    assert number(api.saved("Customer", wrapped(CustomerID=customer, AccountRef="new")), "AccountRef") == "17-Harbour"
    erp.kit.switches.set(no_rights="Payment,SalesOrder")
    assert [api.get(entity).status_code for entity in ("SalesOrder", "Payment", "Customer")] == [403, 403, 200]


def test_an_empty_wrapper_changes_nothing(api, erp, customer):
    api.saved("Customer", wrapped(CustomerID=customer) | {"CustomerName": {}})
    assert erp.customer(customer)["CustomerName"] == "Ann Lee"


def test_lists_take_label_or_code_and_nothing_else(api, customer):
    assert number(api.saved("Customer", wrapped(CustomerID=customer, Status="H")), "Status") == "On Hold"
    assert number(api.saved("Customer", wrapped(CustomerID=customer, Status="active")), "Status") == "Active"
    assert "Status" in api.refused("Customer", wrapped(CustomerID=customer, Status="Sleeping"))


def test_texts_over_their_length_are_refused_or_cut(api, erp, customer):
    long = "x" * 41
    assert "ExternalRef" in api.refused("SalesOrder", order(customer, ExternalRef=long))
    erp.kit.switches.set(long_text="truncate")
    assert number(api.saved("SalesOrder", order(customer, ExternalRef=long)), "ExternalRef") == long[:40]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"CustomerName": "bare"}',
        b'{"CreditLimit": {"value": "much"}}',
        b'{"MainContact": []}',
        b'{"Attributes": {}}',
    ],
)
def test_unreadable_bodies_are_400(api, body):
    reply = api.client.put(f"{api.root}/Customer", content=body)
    assert (reply.status_code, reply.json()["message"]) == (400, "The request is invalid.")


@pytest.mark.parametrize("status", [500, 422])
def test_validation_errors_come_as_the_entity_or_as_an_exception(api, erp, status):
    bad = order("NOBODY", line(quantity=-1), line("NOTHING"))
    erp.kit.switches.set(error_status=status)
    plain = api.put("SalesOrder", bad)
    assert plain.status_code == status
    assert plain.json()["CustomerID"]["error"] == "'Customer' cannot be found in the system."
    assert plain.json()["OrderNbr"] == {"value": "<NEW>"}
    erp.kit.switches.set(error_form="exception")
    wrapped_up = api.put("SalesOrder", bad).json()
    assert wrapped_up["exceptionType"].endswith("OutcomeEntityHasErrorsException")
    assert wrapped_up["entity"]["Details"][1]["InventoryID"]["error"]


def test_a_refused_record_leaves_nothing_behind(api, erp):
    api.put("SalesOrder", order("NOBODY"))
    assert (erp.orders(), len(erp.kit.ledger)) == ([], 0)


def test_one_of_two_writers_of_one_record_loses(api, erp, customer, served_erp):
    erp.kit.limits.set(put_seconds=0.2)
    second = ErpApi(new_client(served_erp[1]))
    second.client.post("/entity/auth/login", json=SIGN_IN)

    def rename(client):
        return client.put("Customer", wrapped(CustomerID=customer, CustomerName=str(id(client))))

    with ThreadPoolExecutor(2) as pool:
        replies = list(pool.map(rename, [api, second]))
    assert sorted(reply.status_code for reply in replies) == [200, 500]
    lost = next(reply for reply in replies if reply.status_code == 500)
    assert "Another process has updated the 'Customer' record" in lost.json()["exceptionMessage"]


def test_requests_of_one_session_never_overlap(api, erp, customer):
    erp.kit.limits.set(put_seconds=0.1)
    with ThreadPoolExecutor(2) as pool:
        replies = pool.map(lambda name: api.put("Customer", wrapped(CustomerID=customer, CustomerName=name)), "ab")
    assert [reply.status_code for reply in replies] == [200, 200]


def test_deleting_gives_204_and_documents_protect_their_customer(api, erp, sale, customer):
    assert api.client.delete(f"{api.root}/Customer/{customer}").status_code == 500
    other = erp.add_customer("Nobody's")
    assert api.client.delete(f"{api.root}/Customer/{other}").status_code == 204
    assert erp.kit.ledger.count("Customer", "delete") == 1
