"""The vendor's walk-throughs for customers that travel both ways (connector 10.1, 10.2)."""

from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.scenario

EXPORT = {"entity": "Customer", "direction": "Export"}
FILTERS = [
    {**EXPORT, "field": "Customer Class", "condition": "Equals", "value": "DEFAULT"},
    {**EXPORT, "field": "Email", "condition": "Is Not Empty"},
]
ISABELLE = {"first_name": "Isabelle", "last_name": "Bober", "company": "Hoppy Place Coffee and Cakes"}
NEW_YORK = {"city": "New York", "state_or_province": "New York", "country_code": "US"}
FIRST = ISABELLE | NEW_YORK | {"address1": "3690 Taylor Street", "postal_code": "10007"}
WILLIAM = {"first_name": "William", "last_name": "Duncan", "company": "Hoppy Wellby"}
SECOND = WILLIAM | NEW_YORK | {"address1": "2671 Simons Hollow Road", "postal_code": "10001"}


MARCH = datetime(2026, 3, 1, 9, tzinfo=UTC)


def both_ways(line, *, locations=True, **changes):
    line.settings(
        entities__customer__sync_direction="Bidirectional",
        entities__customer_location__sync_direction="Bidirectional",
        entities__customer_location__active=locations,
        **changes,
    )


def writes(line):
    return [(effect.system, effect.resource, effect.action.value, effect.key) for effect in line.box.ledger()]


def test_customers_of_the_erp_arrive_in_the_store_once(line):
    both_ways(line, locations=False, filters=FILTERS)
    fruitico = {"Email": "buy@fruitico.example", "Phone1": "555-0101"}
    jamifique = {"Email": "jam@jamifique.example", "Phone1": "555-0102", "FirstName": "Colleen", "LastName": "Plunkett"}
    line.erp.add_customer("Fruitico Coffee and Cakes", MainContact=fruitico)
    line.erp.add_customer("Jamifique", MainContact=jamifique)
    line.erp.add_customer("Web shop regular", CustomerClass="ECOMMERCE", MainContact={"Email": "other@example.com"})

    assert line.run(dry_run=True).state == "success"
    ready = line.rows("SELECT erp_key, external_id FROM sync_record_view WHERE status IN ('Prepared', 'Failed')")
    assert [row.external_id for row in ready] == [None, None]

    started = datetime.now(UTC)
    assert line.run().state == "success"

    done = line.records("Customer", "Processed")
    assert {row.erp_key for row in done.values()} == {row.erp_key for row in ready}
    assert all(datetime.fromisoformat(row.last_attempt_at) >= started for row in done.values())
    shown = {row.external_id: (row.last_operation, row.direction) for row in done.values()}
    assert set(shown.values()) == {("Inserted Externally", "Export")}
    customers = [line.store.customer(int(number)) for number in done]
    names = {(each["first_name"], each["last_name"], each["company"], each["phone"]) for each in customers}
    assert names == {
        ("Fruitico", "Coffee and Cakes", "Fruitico Coffee and Cakes", "555-0101"),
        ("Colleen", "Plunkett", "Jamifique", "555-0102"),
    }
    assert not any(line.store.addresses_of(int(number)) for number in done)
    held = line.rows("SELECT status, external_id FROM sync_record_view WHERE status <> 'Processed'")
    assert sorted((row.status, row.external_id) for row in held) == [("Filtered", None), ("Invalid", None)]

    done = len(writes(line))
    assert line.run().state == "success"
    assert len(writes(line)) == done


def test_what_shopper_and_clerk_edit_after_the_first_export_goes_on_both_ways(line):
    both_ways(line, locations=False, filters=FILTERS)
    contact = {"Email": "jam@jamifique.example", "Phone1": "555-0102", "FirstName": "Colleen", "LastName": "Plunkett"}
    key = line.erp.add_customer("Jamifique", MainContact=contact)
    assert line.run().state == "success"
    (number,) = map(int, line.records("Customer", "Processed"))

    line.store.edit_customer(number, phone="777")
    assert line.run().state == "success"
    known = line.erp.customer(key)["MainContact"]
    assert {name: known[name] for name in ("Phone1", "Phone2", "FirstName", "LastName")} == {
        "Phone1": "555-0102",
        "Phone2": "777",
        "FirstName": "Colleen",
        "LastName": "Plunkett",
    }

    line.erp.edit("Customer", key, MainContact={"FirstName": "Colleen Mary"})
    assert line.run().state == "success"
    assert line.store.customer(number)["first_name"] == "Colleen Mary"
    settled = writes(line)
    assert line.run().state == "success"
    assert writes(line) == settled


def test_a_customer_with_two_addresses_and_a_change_of_its_first_one_in_the_erp(line):
    both_ways(line)
    person = ISABELLE | {"email": "isabelle@hoppyplace.example", "created": MARCH}
    number = line.store.add_customer(**person, addresses=[FIRST, SECOND])

    assert line.run(dry_run=True).state == "success"
    (waiting,) = line.records("Customer", "Prepared").values()
    assert (waiting.external_id, waiting.erp_id, waiting.erp_key) == (str(number), None, None)
    assert line.run().state == "success"

    (customer,) = line.records("Customer", "Processed").values()
    assert customer.erp_key.startswith("C0")
    main, second = line.erp.locations(customer.erp_key)
    assert (main["LocationID"], main["Default"], second["LocationID"][0]) == ("MAIN", True, "L")
    assert main["LocationName"] == main["LocationContact"]["CompanyName"] == "Hoppy Place Coffee and Cakes"
    assert main["LocationContact"]["Attention"] == "Isabelle Bober"
    assert main["LocationContact"]["Address"]["State"] == "NY"
    settled = writes(line)
    assert line.run().state == "success"
    assert writes(line) == settled

    contact = {"Attention": "Gail Anderson", "Address": {"AddressLine1": "3650 Taylor Street"}}
    line.erp.edit("CustomerLocation", customer.erp_key, "MAIN", LocationContact=contact)
    done = line.act(action="Sync", entity="Customer Location", records=[f"{customer.erp_key},MAIN"])
    assert done.state == "success"
    assert line.run().state == "success"

    address = line.store.addresses_of(number)[0]
    assert (address["first_name"], address["last_name"]) == ("Gail", "Anderson")
    assert address["address1"] == "3650 Taylor Street"
    assert writes(line)[len(settled) :] == [("store", "addresses", "update", str(address["id"]))]
    settled = writes(line)
    assert line.run().state == "success"
    assert writes(line) == settled
