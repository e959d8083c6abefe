"""A customer of the store becomes a customer of the ERP as connector 2.3 says."""

import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given as for_any
from hypothesis import settings as effort
from hypothesis import strategies as st

from bc_myob.mapping.contract import check_document_fields
from bc_myob.mapping.customers import CUSTOMER, map_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.rules_check import check_rules
from bc_myob.model.codec import dumps, loads
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.pairs import CREATES_WITH
from bc_myob.model.records import SourceRecord
from bc_myob.model.statuses import Event
from tests.mapping.customer_shop import address, customer, mapped_customer, mapped_locations, records, settings
from tests.mapping.present import NOW


def test_every_field_of_the_table_arrives_where_it_belongs():
    found = mapped_customer(customer(address(12), address(11, address1="1 First Street", phone="555-0111")))
    assert found.event is Event.PREPARED
    assert (found.external_id, found.reference) == ("27", "27-Harbour Provisions")
    assert found.description == "Hoppy Place Coffee and Cakes (isabelle@hoppyplace.example)"
    assert found.document == {
        "AccountRef": "27-Harbour Provisions",
        "CustomerClass": "ECOMMERCE",
        "CustomerName": "Hoppy Place Coffee and Cakes",
        "MainContact": {
            "Email": "isabelle@hoppyplace.example",
            "Phone1": "555-0111",
            "Phone2": "555-0199",
            "FirstName": "Isabelle",
            "LastName": "Bober",
            "Address": {
                "AddressLine1": "1 First Street",
                "AddressLine2": "",
                "City": "New York",
                "State": "NY",
                "PostalCode": "10007",
                "Country": "US",
            },
        },
    }


@pytest.mark.shared
def test_a_customer_as_a_real_store_printed_it_is_mapped():
    shared = Path(os.environ.get("BC_MYOB_SHARED", Path(__file__).resolve().parents[3] / "shared"))
    example = shared / "specs" / "bigcommerce" / "examples" / "v3_customers_post_response.json"
    if not example.exists():
        pytest.skip(f"the published examples are not at {example.parent}")
    document = mapped_customer(loads(example.read_text(encoding="utf-8"))["data"][0]).document
    assert document["CustomerName"] == "Harbour Trading"
    assert document["MainContact"]["Address"] == {
        "AddressLine1": "12 Example Street",
        "AddressLine2": "Near the Old Mill",
        "City": "Hyderabad",
        "State": "TS",
        "PostalCode": "500038",
        "Country": "IN",
    }


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "Hoppy Place Coffee and Cakes"),
        ({"company": ""}, "Isabelle Bober"),
        ({"company": "  \t "}, "Isabelle Bober"),
        ({"company": None, "last_name": ""}, "Isabelle"),
        ({"company": "", "first_name": None, "last_name": None}, "isabelle@hoppyplace.example"),
        ({"company": 'O\'Brien & Söhne "GmbH"'}, 'O\'Brien & Söhne "GmbH"'),
        ({"company": "Cafe\u0301\r\nDe\x00lux"}, "Café Delux"),
        ({"company": "x" * 65_536}, "x" * 255),
        ({"company": "😀" * 300}, "😀" * 127),
    ],
)
def test_the_account_is_named_by_company_then_person_then_email(changes, name):
    assert mapped_customer(customer(**changes)).document["CustomerName"] == name


def test_a_customer_without_an_address_sends_none_of_its_fields():
    assert "Address" not in mapped_customer(customer()).document["MainContact"]
    assert "Phone1" not in mapped_customer(customer(addresses=None)).document["MainContact"]
    assert mapped_customer(customer(address(1, phone=""))).document["MainContact"]["Phone1"] == ""


@pytest.mark.parametrize(
    ("company", "first", "last", "sent"),
    [
        ("Hoppy Place", "Isabelle", "Bober", ("Isabelle", "Bober")),
        ("", "Isabelle", "Bober", ("Isabelle", "Bober")),
        ("Fruitico Coffee and Cakes", "Fruitico", "Coffee and Cakes", ("", "")),
        ("Cakes", "Cakes", " Cakes", ("", "")),
        ("Mary Ann Lee", "Mary Ann", "Lee", ("Mary Ann", "Lee")),
    ],
)
def test_a_name_that_came_from_the_account_is_not_written_into_its_contact(company, first, last, sent):
    contact = mapped_customer(customer(company=company, first_name=first, last_name=last)).document["MainContact"]
    assert (contact["FirstName"], contact["LastName"]) == sent


def test_no_address_moves_while_locations_are_inactive_but_the_first_ones_phone():
    entities = settings().entities.model_dump() | {"customer_location": {"active": False}}
    unknown = address(9, country_code="XX", country="Atlantis")
    contact = mapped_customer(customer(unknown), entities=entities).document["MainContact"]
    assert contact["Phone1"] == "555-0100"
    assert "Address" not in contact


def test_the_same_customer_always_becomes_the_same_document():
    payload = customer(address(11))
    assert mapped_customer(payload) == mapped_customer(dict(reversed(payload.items())))


def test_a_customer_who_cannot_be_named_fails_with_what_to_do():
    found = mapped_customer({"id": 27, "email": None})
    assert (found.event, found.document) == (Event.FAILED, None)
    assert found.reason == (
        "The customer has no company, no name and no email to name the account by; add one of them in the store."
    )


def test_an_unknown_country_fails_the_record_and_no_other():
    lost = customer(address(1, country="Atlantis", country_code=""), id=1)
    first, second = map_customers(Given(settings(), records(lost, customer(address(2))), now=NOW))
    assert first.event is Event.FAILED
    assert "The country 'Atlantis' of the customer's first address is not known" in str(first.reason)
    assert second.event is Event.PREPARED


def test_an_outcome_says_when_the_record_changed_and_what_it_is_even_where_it_is_held_back():
    then = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
    line = {"entity": "Customer", "field": "Customer Group ID", "condition": "Equals", "value": 2}
    for changes, sent in (({}, True), ({"filters": [line]}, False)):
        (found,) = map_customers(Given(settings(**changes), [SourceRecord("27", customer(), then)], now=NOW))
        assert (found.modified_at, bool(found.document)) == (then, sent)
        assert found.content["CustomerName"] == "Hoppy Place Coffee and Cakes"


def test_a_filter_holds_back_with_its_words():
    line = {"entity": "Customer", "field": "Customer Group ID", "condition": "Equals", "value": 2}
    found = mapped_customer(customer(), filters=[line])
    assert (found.event, found.document) == (Event.FILTERED, None)
    assert found.reason == (
        "The filter on Customer lets only records through where Customer Group ID equals '2'; "
        "change the record or the filter."
    )


@pytest.mark.parametrize(
    ("target", "source", "value"),
    [
        ("TaxRegistrationID", "[tax_exempt_category]", "wholesale"),
        ("CustomerClass", "WHOLESALE", "WHOLESALE"),
        ("PriceClassID", "=IIf([customer_group_id] = 4, 'GOLD', Unmap)", "GOLD"),
        ("CustomerName", "=UCase([company])", "HOPPY PLACE COFFEE AND CAKES"),
        ("CustomerName", "=IIf([id] = 1, 'x', DefaultMapping)", "Hoppy Place Coffee and Cakes"),
        ("CustomerClass", "='W' + 'H'", "WH"),
        ("CustomerClass", "<<Unmap>>", None),
        ("CustomerClass", "=Unmap", None),
        ("Terms", "=Null", None),
        ("Terms", "=''", ""),
        ("EnableCurrencyOverride", "true", True),
        ("custom.BAccount.UsrOrigin", "web", {"BAccount": {"UsrOrigin": "web"}}),
    ],
)
def test_the_users_mappings_come_after_the_standard_one(target, source, value):
    line = {"entity": "Customer", "target": target, "source": source}
    payload = customer(customer_group_id=4, tax_exempt_category="wholesale")
    assert mapped_customer(payload, mappings=[line]).document.get(target.split(".")[0]) == value


@pytest.mark.parametrize("source", ["<<Unmap>>", "=Unmap", "=Null", "=''"])
def test_an_unmapped_name_is_the_standard_one_at_creation_and_never_sent_again(source):
    line = {"entity": "Customer", "target": "CustomerName", "source": source}
    found = mapped_customer(customer(), mappings=[line])
    assert found.document["CustomerName"] == "Hoppy Place Coffee and Cakes"
    assert found.details[CREATES_WITH] == ["CustomerClass", "CustomerName"]
    assert "CustomerName" not in found.content
    (place,) = mapped_locations(
        customer(address(1)), mappings=[line | {"entity": "Customer Location", "target": "LocationName"}]
    )
    assert (place.event, place.details[CREATES_WITH]) == (Event.PREPARED, ["LocationName"])
    assert place.document["LocationName"] == "Hoppy Place Coffee and Cakes"


def test_a_class_of_the_users_own_mapping_is_sent_with_every_change():
    assert mapped_customer(customer()).details[CREATES_WITH] == ["CustomerClass"]
    line = {"entity": "Customer", "target": "CustomerClass", "source": "WHOLESALE"}
    found = mapped_customer(customer(), mappings=[line])
    assert (found.details[CREATES_WITH], found.content["CustomerClass"]) == ([], "WHOLESALE")


def test_a_formula_that_cannot_be_computed_fails_its_record_only():
    line = {"entity": "Customer", "target": "CreditLimit", "source": "=100 / [customer_group_id]"}
    given = Given(settings(mappings=[line]), records(customer(id=1), customer(id=2, customer_group_id=4)), now=NOW)
    first, second = map_customers(given)
    assert first.event is Event.FAILED
    assert str(first.reason).startswith("The mapping of CreditLimit failed: column 6: '/' cannot be computed")
    assert second.document["CreditLimit"] == 25


def test_a_formula_looks_its_value_up_in_a_substitution_list():
    lists = {"PRICES": {"4": "TRADE"}}
    line = {
        "entity": "Customer",
        "target": "PriceClassID",
        "source": "=SubstituteListed([customer_group_id], 'prices')",
    }
    strict = line | {"source": line["source"].replace("SubstituteListed", "SubstituteAll")}
    for source in (line, strict):
        found = mapped_customer(customer(customer_group_id=4), mappings=[source], substitution_lists=lists)
        assert found.document["PriceClassID"] == "TRADE"
    unlisted = customer(customer_group_id=5)
    assert mapped_customer(unlisted, mappings=[line], substitution_lists=lists).document["PriceClassID"] == "5"
    refused = mapped_customer(unlisted, mappings=[strict], substitution_lists=lists)
    assert "the substitution list 'prices' has no value for '5'" in refused.reason


def test_the_present_moment_of_formulas_is_the_runs():
    line = {"entity": "Customer", "target": "note", "source": "=Format('{0:yyyy-MM-dd HH:mm}', Now())"}
    started = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    (found,) = map_customers(Given(settings(mappings=[line]), records(customer()), now=started))
    assert found.document["note"] == "2026-03-10 10:30"  # in the Order Time Zone, Australia/Sydney


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("CustomerNaem", "names CustomerNaem, which Customer does not have"),
        ("MainContact.Nope", "names MainContact.Nope, which Customer does not have"),
        ("AccountRef", "records are found again by this field"),
    ],
)
def test_a_mapping_to_a_field_that_is_not_stops_the_run(target, said):
    with pytest.raises(ConfigurationError, match=said):
        mapped_customer(customer(), mappings=[{"entity": "Customer", "target": target, "source": "x"}])


LINE = {"entity": "Customer", "target": "CustomerName", "source": "x"}
EXPORT = {"entity": "Customer", "direction": "Export", "target": "notes", "source": "x"}
OLD = {"endpoint": {"version": "22.200.001"}, "entities": {"customer_location": {"active": False}}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mappings": [{"entity": "Payment", "target": "Descripton", "source": "x"}]}, "names Descripton"),
        (
            {"mappings": [{"entity": "Customer", "target": "Terms", "source": "N"}, LINE | {"source": "[a] [b]"}]},
            r"line 2 of the import mapping of .* \(CustomerName\): .* letter by letter; .* =\[a\] \+ ' ' \+ \[b\]",
        ),
        ({"mappings": [LINE | {"source": "Dear [company]"}]}, r"such as ='text ' \+ \[company\]"),
        ({"mappings": [EXPORT | {"source": "=1+"}]}, r"line 1 of the export mapping of Customer \(notes\): column 4"),
        ({"mappings": [EXPORT | {"target": "id"}]}, r"\(id\): .* cannot write; it can write accepts_"),
        ({"mappings": [EXPORT | {"source": "[CustomerNaem]"}]}, "have no field CustomerNaem"),
        ({"mappings": [EXPORT | {"entity": "Payment"}]}, "it can write nothing"),
        (
            {"mappings": [{"entity": "Customer", "target": "Email", "source": "x"}]} | OLD,
            "needs endpoint ver",
        ),
        ({"mappings": [{"entity": "Sales Order", "target": "note", "source": "=Left('a'"}]}, "column 10"),
        ({"filters": [{"entity": "Payment", "field": "a", "condition": "Is Empty", "closing": 1}]}, "line 1"),
    ],
)
def test_rules_are_checked_without_records(changes, said):
    check_rules(settings())
    with pytest.raises(ConfigurationError, match=said):
        check_rules(settings(**changes))


def test_a_field_that_no_record_has_fails_the_records_instead_of_emptying_the_target():
    line = {"entity": "Customer", "target": "MainContact.Email", "source": "[emial]"}
    assert mapped_customer(customer(), mappings=[line]).reason == (
        "The mapping of MainContact.Email failed: the store's records have no field 'emial'; did you mean email?"
    )
    formula = line | {"source": "=IsNull([first_addres.city], 'x')"}
    assert "no field 'first_addres.city'" in str(mapped_customer(customer(address(1)), mappings=[formula]).reason)
    typo = line | {"source": "[authentication.forced]"}
    printed = customer(authentication={"force_password_reset": False})
    assert "no field 'authentication.forced'" in str(mapped_customer(printed, mappings=[typo]).reason)


@pytest.mark.parametrize(
    "source", ["[notes]", "[Customer.Notes]", "[form_fields.0.value]", "=[attributes.0.value]", "[first_address.city]"]
)
def test_a_field_that_the_store_leaves_out_at_times_is_null(source):
    line = {"entity": "Customer", "target": "MainContact.JobTitle", "source": source}
    found = mapped_customer(customer(), mappings=[line])
    assert (found.event, "JobTitle" in found.document["MainContact"]) == (Event.PREPARED, False)


@pytest.mark.parametrize(("source", "said"), [("[addresses]", "a list of entries"), ("[profile]", "an object")])
def test_what_is_not_one_value_fails_its_record(source, said):
    line = {"entity": "Customer", "target": "MainContact.JobTitle", "source": source}
    assert said in str(mapped_customer(customer(profile={"x": 1}), mappings=[line]).reason)


def test_every_row_of_the_table_is_in_the_oldest_supported_contract():
    document = mapped_customer(customer(address(1))).document
    check_document_fields("Customer", document, "20.200.001")
    assert {row.target.split(".")[0] for row in CUSTOMER.rows} >= set(document)


ANYTHING = st.none() | st.text() | st.integers() | st.booleans()


@effort(max_examples=60, deadline=None)
@for_any(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ("email", "first_name", "last_name", "company", "phone", "addresses"), st.none() | st.text()
        ),
    ).map(lambda said: {name: value for name, value in said.items() if name != "addresses"}),
    st.dictionaries(st.sampled_from(sorted(address(1))[1:]), ANYTHING),
)
def test_whatever_the_store_holds_there_is_one_outcome_that_json_can_carry(payload, place):
    found = mapped_customer({"id": 9, "addresses": [place | {"id": 3}]} | payload)
    assert found.event in {Event.PREPARED, Event.FAILED}
    dumps(
        {name: value for name, value in asdict(found).items() if name in {"document", "reason", "description"}}
    ).encode()
    assert bool(found.document) is not bool(found.reason)
