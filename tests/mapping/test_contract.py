"""No document carries a field that the configured endpoint does not have."""

import json
import os
import re
from copy import deepcopy
from decimal import Decimal
from pathlib import Path

import pytest

from bc_myob.mapping.contract import Field, check_document_fields, contract, fitted, for_version, moved, target_field
from bc_myob.mapping.docs import main, tables
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("BC_MYOB_SHARED", REPOSITORY.parent / "shared"))
DICTIONARY = SHARED / "specs" / "myob" / "default_endpoint_fields.json"


@pytest.mark.parametrize(
    ("resource", "document", "version"),
    [
        ("Customer", {"AccountRef": "1", "MainContact": {"Address": {"City": "x"}}}, "20.200.001"),
        ("CustomerLocation", {"ExtRefNbr": "1"}, "24.200.001"),
        ("CustomerLocation", {"ExtRefNbr": "1"}, "25.200.001"),
        (
            "SalesOrder",
            {"Details": [{"InventoryID": "A", "id": "x"}], "custom": {"D": {"F": 1}}},
            "22.200.001",
        ),
        ("Payment", {"OrdersToApply": [{"OrderType": "SO", "AppliedToOrder": 1}], "ExternalRef": "x"}, "22.200.001"),
    ],
)
def test_a_document_within_the_contract_passes(resource, document, version):
    check_document_fields(resource, document, version)


@pytest.mark.parametrize(
    ("resource", "document", "version", "said"),
    [
        ("Customer", {"AccountRf": "1"}, "24.200.001", "Customer has no field AccountRf"),
        ("Customer", {"MainContact": {"Adress": {}}}, "24.200.001", "no field MainContact.Adress"),
        ("Customer", {"id": "x", "AccountRf": "1"}, "24.200.001", "no field AccountRf"),
        ("Customer", {"AccountRf": "1", "MainContact": {"Email": "x"}}, "24.200.001", "no field AccountRf"),
        ("Payment", {"ExternalRef": "x"}, "20.200.001", "Payment.ExternalRef needs endpoint version 22.200.001"),
        ("SalesOrder", {"Branch": "x"}, "22.200.001", "SalesOrder.Branch needs endpoint version 23.200.001"),
        ("SalesOrder", {"Details": [{"InventoryID": "A"}, {"Quantity": 1}]}, "24.200.001", "no field Details.Quantity"),
        (
            "CustomerLocation",
            {"ExtRefNbr": "x"},
            "23.200.001",
            "needs .*24.200.001, configured is 23.200.001",
        ),
    ],
)
def test_a_field_outside_the_contract_is_named_with_the_version_it_needs(resource, document, version, said):
    with pytest.raises(ConfigurationError, match=said):
        check_document_fields(resource, document, version)


@pytest.mark.parametrize(
    ("resource", "target", "value", "expected"),
    [
        ("Customer", "CustomerName", "x" * 300, "x" * 255),
        ("Customer", "CustomerClass", "x" * 10, "x" * 10),
        ("Customer", "CustomerName", Decimal("1.50"), "1.50"),
        ("Customer", "CreditLimit", "10.5000", Decimal("10.5000")),
        ("Customer", "PrintInvoices", "True", True),
        ("CustomerLocation", "LeadTimeDays", Decimal("3.0"), 3),
        ("SalesOrder", "Date", "2024-01-31", "2024-01-31T00:00:00"),
        ("SalesOrder", "RequestedOn", "2024-01-31T10:00:00Z", "2024-01-31T10:00:00"),
        ("SalesOrder", "note", "a\nb", "a\nb"),
    ],
)
def test_a_users_value_is_made_to_fit_its_field(resource, target, value, expected):
    assert fitted(resource, target, value) == expected


@pytest.mark.parametrize(
    ("target", "value", "said"),
    [
        ("CreditLimit", "much", "'much' is no number"),
        ("PrintInvoices", "perhaps", "'perhaps' is no yes or no"),
        ("LeadTimedays", "1.5", "'1.5' is no whole number"),
        ("Terms", "NET30 FROM EOM", "'NET30 FROM EOM' is longer than the 10 characters that a key may have there"),
        ("MainContact.Address.Country", "Australia", "longer than the 2 characters"),
        ("CustomerName", [{"city": "Perth"}], "it is a list of entries, not one value"),
        ("CustomerName", {"city": "Perth"}, "it is an object with fields, not one value"),
        ("CreditLimit", [1], "it is a list of entries"),
    ],
)
def test_a_users_value_that_cannot_fit_says_why(target, value, said):
    with pytest.raises(ValueError, match=said):
        fitted("Customer", target, value)


def test_targets_are_dotted_paths_and_custom_fields_are_the_sites_own():
    assert target_field("Customer", "MainContact.Address.City") == Field("20.200.001", "text", 50)
    assert target_field("SalesOrder", "Details.LineDescription") == Field("20.200.001", "text", 256)
    assert target_field("Customer", "custom.BAccount.UsrX") is not None
    assert target_field("Customer", "AccountRef.x") is None


@pytest.mark.shared
def test_the_contract_is_the_published_one():
    if not DICTIONARY.exists():
        pytest.skip(f"the published field dictionary is not at {DICTIONARY}")
    known = json.loads(DICTIONARY.read_text(encoding="utf-8"))
    published = known["nested"] | known["entities"]
    kinds = {"BooleanValue": "yes or no", "DecimalValue": "number", "IntValue": "whole number", "DateTimeValue": "date"}
    for section, fields in contract().items():
        for name, field in fields.items():
            said = published[section]["fields"][name]
            assert field.since == said.get("versions", ["20.200.001"])[0], (section, name)
            assert said["type"].removesuffix("[]") == field.of or not field.of, (section, name)
            assert field.kind == kinds.get(said["type"], field.kind), (section, name)
            length = re.match(r"nvarchar\((\d+)\)", said.get("sql", ""))
            assert length is None or field.limit == int(length.group(1)), (section, name)


def test_no_row_of_the_customer_tables_cuts_later_than_its_field_ends():
    resources = {Entity.CUSTOMER: "Customer", Entity.CUSTOMER_LOCATION: "CustomerLocation"}
    rows = [
        (resources[Entity(t.entity)], row)
        for t in tables()
        if t.entity in resources and not t.exports
        for row in t.rows
    ]
    assert len(rows) > 30
    for resource, row in rows:
        field = target_field(resource, row.target)
        assert field is not None, row.target
        assert row.limit is None or field.limit is None or row.limit <= field.limit, row.target


def test_the_pages_of_the_tables_are_fresh_once_written(tmp_path, capsys):
    assert main(["--check", "--folder", str(tmp_path)]) == 1
    assert "customers.md is stale" in capsys.readouterr().err
    assert main(["--folder", str(tmp_path)]) == 0
    assert main(["--check", "--folder", str(tmp_path)]) == 0
    (tmp_path / "locations.md").write_text("edited by hand", encoding="utf-8")
    assert main(["--check", "--folder", str(tmp_path)]) == 1


ORDER = {"OrderType": "EO", "Branch": "SYDNEY"}


@pytest.mark.parametrize(
    ("document", "version", "sent"),
    [
        (ORDER, "23.200.001", ORDER),
        (ORDER, "22.200.001", {"OrderType": "EO", "FinancialSettings": {"Branch": "SYDNEY"}}),
        (
            ORDER | {"FinancialSettings": {"CustomerTaxZone": "AU"}},
            "22.200.001",
            {"OrderType": "EO", "FinancialSettings": {"Branch": "SYDNEY", "CustomerTaxZone": "AU"}},
        ),
        (
            ORDER | {"FinancialSettings": {"Branch": "PERTH"}},  # the user's own mapping
            "22.200.001",
            {"OrderType": "EO", "FinancialSettings": {"Branch": "PERTH"}},
        ),
        ({"OrderType": "EO"}, "22.200.001", {"OrderType": "EO"}),
    ],
)
def test_what_an_older_endpoint_has_elsewhere_is_sent_there(document, version, sent):
    before = deepcopy(document)
    assert for_version("SalesOrder", document, version) == sent
    assert document == before


def test_what_it_has_nowhere_is_named():
    with pytest.raises(ConfigurationError, match="TaxCalcMode needs endpoint version 22"):
        for_version("SalesOrder", {"TaxCalcMode": "Net"}, "20.200.001")
    assert moved("SalesOrder", "TaxCalcMode", "20.200.001") == "TaxCalcMode"
    assert moved("Payment", "Branch", "20.200.001") == "Branch"
