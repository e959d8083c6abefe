"""Lists, filters, selections (myob-advanced-api.md 4, Reading)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from sandbox.erp import jsonio


@pytest.fixture
def people(erp):
    known = (("Ann Lee", "ann@x.com", "1-H"), ("Bob O'Hara", "bob@x.com", "2-H"), ("Cy", None, None))
    for name, email, reference in known:
        erp.add_customer(name, AccountRef=reference, MainContact={"Email": email})


FILTERS = [
    ("CustomerName eq 'Ann Lee'", ["Ann Lee"]),
    ("CustomerName eq 'ANN LEE '", ["Ann Lee"]),
    ("'ann lee' eq CustomerName", ["Ann Lee"]),
    ("CustomerName eq 'Bob O''Hara'", ["Bob O'Hara"]),
    ("AccountRef eq '1-h' or AccountRef eq '2-H' or AccountRef eq 'zz'", ["Ann Lee", "Bob O'Hara"]),
    ("Status eq 'Active' and (AccountRef eq '1-H' or MainContact/Email eq 'BOB@x.com')", ["Ann Lee", "Bob O'Hara"]),
    ("substringof('hara',CustomerName)", ["Bob O'Hara"]),
    ("startswith(CustomerName,'cy')", ["Cy"]),
    ("endswith(MainContact/Email,'@X.COM')", ["Ann Lee", "Bob O'Hara"]),
    ("substringof('hara',CustomerName) eq true", []),
    ("AccountRef ne '1-H'", ["Bob O'Hara"]),
    ("AccountRef eq null and CustomerClass eq 'DEFAULT'", ["Cy"]),
    ("CustomerName gt 'Bob' and CustomerName lt 'D'", ["Bob O'Hara", "Cy"]),
    ("IsGuestCustomer eq true", ["Web shop guest"]),
    ("OrderPriority eq 0 and AccountRef eq '1-H'", ["Ann Lee"]),
]


@pytest.mark.parametrize(("text", "names"), FILTERS)
def test_filters_find_what_sql_server_would(api, people, text, names):
    assert [row["CustomerName"]["value"] for row in api.found("Customer", filter=text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "contains(CustomerName,'Ann')",
        "tolower(CustomerName) eq 'ann lee'",
        "not (CustomerName eq 'Ann')",
        "CustomerNme eq 'Ann'",
        "MainContact/Mail eq 'x'",
        "CustomerName eq Ann",
        "CustomerName eq 5",
        "CustomerName = 'Ann'",
        "CustomerName eq 'Ann",
        "LastModifiedDateTime gt '2024-01-01'",
        "LastModifiedDateTime gt datetimeoffset'2024-01-01T00:00:00 02:00'",
    ],
)
def test_bad_filters_are_http_500(api, text):
    assert api.get("Customer", filter=text).status_code == 500


def test_a_plus_that_is_not_encoded_breaks_a_time(api):
    path = f"{api.root}/Customer?$filter=LastModifiedDateTime gt datetimeoffset'2024-01-01T00:00:00%s02:00'"
    assert api.client.get(path % "%2B").status_code == 200
    assert api.client.get(path % "+").status_code == 500


def test_changes_are_found_by_their_stamp(api, erp):
    first = erp.add_customer("First")
    stamp = api.found(f"Customer/{first}")["LastModifiedDateTime"]["value"]
    erp.kit.clock.advance(seconds=5)
    erp.add_customer("Second")
    found = api.found("Customer", filter=f"LastModifiedDateTime gt datetimeoffset'{stamp}'")
    assert [row["CustomerName"]["value"] for row in found] == ["Second"]


def test_stamps_may_be_site_time_labelled_utc_and_are_filtered_as_shown(api, erp):
    erp.add_customer("Ann")
    true = erp.records("Customer", CustomerName="Ann")[0]["LastModifiedDateTime"]
    erp.kit.switches.set(stamp_zone="local")
    shown = api.found("Customer", filter="CustomerName eq 'Ann'")[0]["LastModifiedDateTime"]["value"]
    assert shown.endswith("+00:00")
    hours = (true + timedelta(hours=12)).isoformat()
    assert api.found("Customer", filter=f"LastModifiedDateTime gt datetimeoffset'{hours}'") == []
    assert api.found("Customer", filter=f"LastModifiedDateTime ge datetimeoffset'{shown}'")


def test_only_value_fields_come_unless_more_is_asked_for(api, people):
    plain = api.found("Customer", filter="AccountRef eq '1-H'")[0]
    assert "MainContact" not in plain
    assert plain["PriceClassID"] == {}
    assert (plain["note"], plain["rowNumber"], plain["custom"]) == ({"value": ""}, 1, {})
    expanded = api.found("Customer", filter="AccountRef eq '1-H'", expand="MainContact")[0]["MainContact"]
    assert "Address" not in expanded
    both = api.found("Customer", filter="AccountRef eq '1-H'", expand="MainContact,MainContact/Address")[0]
    assert both["MainContact"]["Address"]["City"] == {}


def test_select_needs_the_expand_and_the_nested_name(api, people):
    select = "CustomerID,MainContact/Email"
    assert "MainContact" not in api.found("Customer", filter="AccountRef eq '1-H'", select=select)[0]
    row = api.found("Customer", filter="AccountRef eq '1-H'", select=select, expand="MainContact")[0]
    assert row["MainContact"]["Email"] == {"value": "ann@x.com"}
    assert "Phone1" not in row["MainContact"]
    assert "CustomerName" not in row


def test_top_and_skip_cut_the_list_and_nothing_counts_it(api, people):
    everything = api.found("Customer")
    assert api.found("Customer", skip=1, top=2) == [
        row | {"rowNumber": number} for number, row in enumerate(everything[1:3], start=1)
    ]
    assert api.found("Customer", filter="CustomerName eq 'nobody'") == []
    assert api.get("Customer", top="some").status_code == 400


def test_lists_may_come_in_any_order(api, erp, people):
    erp.kit.switches.set(shuffle=True)
    orders = {tuple(row["id"] for row in api.found("Customer")) for _ in range(30)}
    assert len(orders) > 1


def test_some_expands_fail_in_lists_but_not_for_one_record(api, erp, sale):
    _, number = sale
    assert "Optimization" in api.get("Payment", expand="ApplicationHistory").json()["exceptionMessage"]
    assert api.get(f"Payment/Prepayment/{number}", expand="ApplicationHistory").status_code == 200
    erp.kit.switches.set(unoptimisable="SalesOrder/Details")
    assert api.get("SalesOrder", expand="Details").status_code == 500


def test_one_record_is_found_by_id_or_by_keys(api, sale):
    number, _ = sale
    by_keys = api.found(f"SalesOrder/EO/{number}")
    assert api.found(f"SalesOrder/{by_keys['id']}")["OrderNbr"] == by_keys["OrderNbr"]
    assert api.found(f"SalesOrder/EO|{number}")["id"] == by_keys["id"]


def test_a_missing_record_is_http_500(api):
    missing = api.get("Customer/NOBODY")
    assert missing.status_code == 500
    assert missing.json()["exceptionType"].endswith("NoEntitySatisfiesTheConditionException")


@pytest.mark.parametrize(("answer", "found"), [("nothing", 0), ("everything", 1)])
def test_what_a_filter_on_rows_finds_cannot_be_relied_on(api, erp, sale, answer, found):
    erp.kit.switches.set(filter_on_details=answer)
    assert len(api.found("SalesOrder", filter="Details/InventoryID eq 'HONEY-LW-500'")) == found


def test_numbers_keep_their_scale(api, sale):
    number, _ = sale
    raw = api.get(f"SalesOrder/EO/{number}", expand="Details")
    assert jsonio.loads(raw.content)["OrderTotal"]["value"] == Decimal("37.0000")
    assert '"OrderTotal":{"value":37.0000}' in raw.text
    assert '"OrderQty":{"value":2.000000}' in raw.text


def test_links_can_be_absent(api, erp):
    assert "_links" in api.found("Customer", top=1)[0]
    erp.kit.switches.set(links=False)
    assert "_links" not in api.found("Customer", top=1)[0]


def test_branches_are_read_by_an_inquiry(api):
    assert api.get("CompaniesStructure").status_code == 500
    rows = api.saved("CompaniesStructure", {}, expand="Results")["Results"]
    assert [(row["BranchID"]["value"], row["BaseCurrencyID"]["value"]) for row in rows] == [("SYDNEY", "AUD")]


def test_cash_accounts_are_read_from_their_payment_method(api):
    method = api.found("PaymentMethod/ONLINE", expand="AllowedCashAccounts")
    accounts = [row["CashAccount"]["value"] for row in method["AllowedCashAccounts"]]
    assert accounts == ["10250AU", "10250NZ", "10250US"]


def test_alternate_ids_are_found_in_cross_references_only(api):
    items = api.found("StockItem", expand="CrossReferences", select="InventoryID,CrossReferences/AlternateID")
    alternates = {
        row["AlternateID"]["value"]: item["InventoryID"]["value"] for item in items for row in item["CrossReferences"]
    }
    assert alternates["MAC-SLT-250"] == "NUT-MACA-250"
    assert api.get("StockItem/MAC-SLT-250").status_code == 500
