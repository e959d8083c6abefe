"""What a customer and a location of the ERP become in the store (connector 2.4, 3.3)."""

import pytest

from bc_myob.mapping.apart import map_apart
from bc_myob.mapping.customers_export import export_customers
from bc_myob.mapping.given import Given
from bc_myob.model.codec import dumps
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.pairs import unborn
from bc_myob.model.records import SourceRecord
from bc_myob.model.statuses import Event
from tests.mapping.customer_shop import settings
from tests.mapping.erp_accounts import STREET, customer, exported_customer, exported_location
from tests.mapping.present import NOW

WALK_THROUGH = [
    {
        "entity": "Customer",
        "direction": "Export",
        "field": "Customer Class",
        "condition": "Equals",
        "value": "COMMERCEBB",
    },
    {"entity": "Customer", "direction": "Export", "field": "Email", "condition": "Is Not Empty"},
]


@pytest.mark.parametrize(
    ("payload", "first", "last"),
    [
        (customer(), "Fruitico", "Coffee and Cakes"),
        (customer(FirstName="Colleen", LastName="Plunkett"), "Colleen", "Plunkett"),
        (customer(Attention="Colleen Plunkett"), "Colleen", "Plunkett"),
        (customer("Fruitico"), "Fruitico", "Fruitico"),
        (customer(FirstName="Mary Ann", LastName="Lee"), "Mary Ann", "Lee"),
        (customer(LastName="Lee"), "Lee", "Lee"),
    ],
)
def test_a_persons_name_comes_from_the_contact_else_from_the_account(payload, first, last):
    document = exported_customer(payload).document
    assert (document["first_name"], document["last_name"]) == (first, last)
    assert document["company"] == payload["CustomerName"]


def test_phone_2_goes_before_phone_1():
    assert exported_customer(customer(Phone2="555-2")).document["phone"] == "555-2"
    assert exported_customer(customer()).document["phone"] == "555-1"
    assert exported_customer(customer(Phone1=None)).document["phone"] == ""


def test_the_export_filter_of_the_walk_through_lets_one_class_with_an_email_pass():
    assert exported_customer(customer(), filters=WALK_THROUGH).event is Event.PREPARED
    assert exported_customer(customer(klass="LOCAL"), filters=WALK_THROUGH).event is Event.FILTERED
    assert exported_customer(customer(Email=None), filters=WALK_THROUGH).event is Event.FILTERED


def test_without_a_filter_a_customer_without_email_fails_with_the_reason():
    mapped = exported_customer(customer(Email=None))
    assert mapped.event is Event.FAILED
    assert "no email" in mapped.reason


def test_the_guests_account_is_invalid():
    mapped = exported_customer(customer() | {"CustomerID": "ecguest "})
    assert (mapped.event, mapped.document) == (Event.CANNOT_SYNC, None)


def test_a_price_class_becomes_a_group_where_the_settings_say_so():
    said = settings().customers.model_dump() | {"price_class_groups": {"WHOLESALE": 4}}
    payload = customer() | {"PriceClassID": "WHOLESALE"}
    assert exported_customer(payload, customers=said).document["customer_group_id"] == 4
    assert "customer_group_id" not in exported_customer(payload).document
    for none in (None, "RETAIL"):
        assert exported_customer(payload | {"PriceClassID": none}, customers=said).document["customer_group_id"] == 0


def test_the_users_export_mappings_come_last_and_may_only_write_fields_of_the_store():
    line = {"entity": "Customer", "direction": "Export", "target": "notes", "source": "=[CustomerID] + '!'"}
    assert exported_customer(customer(), mappings=[line]).document["notes"] == "FRUITICO!"
    with pytest.raises(ConfigurationError, match="cannot write"):
        exported_customer(customer(), mappings=[line | {"target": "id"}])


def exported_by(target, source, **more):
    line = {"entity": "Customer", "direction": "Export", "target": target, "source": source}
    return exported_customer(customer() | more, mappings=[line])


@pytest.mark.parametrize(
    ("target", "source", "value"),
    [
        ("company", "=PadRight('x', 300, 'y')", "x" + "y" * 254),
        ("phone", "=12345", "12345"),
        ("notes", "=Today()", "2026-07-15"),
        ("notes", "two\nlines", "two\nlines"),
        ("first_name", "='two' + [gap] + 'lines'", "two lines"),
        ("customer_group_id", "5", 5),
        ("customer_group_id", "=2+3", 5),
        ("accepts_product_review_abandoned_cart_emails", "true", True),
        ("notes", "<<Unmap>>", None),
        ("company", "=DefaultMapping", "Fruitico Coffee and Cakes"),
    ],
)
def test_an_exported_value_takes_the_kind_and_length_of_the_stores_field(target, source, value):
    found = exported_by(target, source, gap="\n")
    assert found.document.get(target) == value
    dumps(found.document)


@pytest.mark.parametrize(
    ("target", "source", "said"),
    [
        ("customer_group_id", "gold", "'gold' is no whole number"),
        ("email", "=PadRight('x', 300, 'y')", "longer than the 250 characters"),
        ("notes", "[MainContact]", "it is an object with fields"),
        ("notes", "[Contacts]", "it is a list of entries"),
        ("notes", "=1/0", "divided by zero"),
        ("notes", "=Format('{0:q}', Now())", "'q' is no format for a date"),
    ],
)
def test_an_export_line_that_gives_no_value_for_the_field_fails_its_record_alone(target, source, said):
    found = exported_by(target, source, Contacts=[{"ContactID": 1}])
    assert found.event is Event.FAILED
    assert str(found.reason).startswith(f"The mapping of {target} failed: ")
    assert said in found.reason


def test_a_record_of_the_erp_on_which_the_mapping_breaks_fails_alone_under_its_stand_in():
    odd, plain = SourceRecord("guid-1", {"MainContact": 5, "CustomerName": {}}), SourceRecord("guid-2", customer())
    broken, fine = map_apart(export_customers, Given(settings(), [odd, plain], now=NOW), unborn)
    assert (broken.event, broken.external_id, broken.source_id) == (Event.FAILED, "erp:guid-1", "guid-1")
    assert fine.event is Event.PREPARED


def test_a_location_becomes_a_residential_address_with_names_for_codes():
    document = exported_location({"Attention": "Gail Anderson", "CompanyName": "Hoppy", "Phone1": "1"}).document
    assert document == {
        "first_name": "Gail",
        "last_name": "Anderson",
        "company": "Hoppy",
        "phone": "1",
        "address1": "3650 Taylor Street",
        "address2": "",
        "city": "New York",
        "state_or_province": "New York",
        "postal_code": "10007",
        "country_code": "US",
        "address_type": "residential",
    }


@pytest.mark.parametrize(
    ("contact", "names"),
    [({"Attention": "Gail"}, ("Gail", "Gail")), ({}, ("Hoppy", "Place")), ({"Attention": " "}, ("Hoppy", "Place"))],
)
def test_attention_of_one_word_is_both_names_and_without_it_the_location_name_is_split(contact, names):
    document = exported_location(contact).document
    assert (document["first_name"], document["last_name"]) == names
    assert document["company"] == "Hoppy Place"


def test_a_blank_location_takes_the_accounts_address():
    account = {"_customer": {"Address": STREET}}
    mapped = exported_location(address={"Country": "US"}, more=account)
    assert mapped.document["city"] == "New York"


def test_an_address_the_store_could_not_take_says_what_is_missing():
    mapped = exported_location(address={"City": "Perth"})
    assert mapped.event is Event.FAILED
    assert "Address Line 1, Country" in mapped.reason
