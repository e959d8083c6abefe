"""What a shopper entered comes back as it was entered, though the ERP holds codes and cut texts (connector 3.3)."""

import pytest

from bc_myob.model.entities import Entity
from tests.both_ways.bench import settings
from tests.both_ways.test_journeys import settled, writes

NEW_ZEALAND = {"city": "Somewhere", "postal_code": "6011", "country_code": "NZ", "address1": "1 Quay"}
PERSON = {"first_name": "Mary Ann", "last_name": "Lee"}


def arrived(line, **address):
    number = line.box.store.add_customer(**PERSON, email="m@shop.example", addresses=[NEW_ZEALAND | PERSON | address])
    line.run()
    return number, next(row.erp_key for row in line.pairs(Entity.CUSTOMER) if row.external_id == str(number))


@pytest.mark.parametrize(
    "entered",
    [
        {"state_or_province": "Wellington"},
        {"state_or_province": "Manawatu-Wanganui"},
        {"state_or_province": "Hawkes Bay"},
        {
            "state_or_province": "Auckland",
            "address1": "1 very long street name " * 5,
            "city": "A city of many words " * 4,
        },
        {"state_or_province": "Auckland", "company": "", "phone": ""},
    ],
)
def test_an_edit_of_one_field_in_the_erp_leaves_the_others_as_they_were_entered(two_ways, entered):
    line = two_ways()
    number, key = arrived(line, **entered)
    (before,) = line.box.store.addresses_of(number)
    line.box.erp.edit("CustomerLocation", key, "MAIN", LocationContact={"Phone1": "0400"})
    line.run()
    (after,) = line.box.store.addresses_of(number)
    assert after == before | {"phone": "0400"}
    settled(line)


def test_an_edit_of_an_account_leaves_the_shoppers_name_as_it_was_entered(two_ways):
    line = two_ways()
    number, key = arrived(line, state_or_province="Auckland")
    line.box.erp.edit("Customer", key, MainContact={"Phone2": "0400"})
    line.run()
    shown = line.box.store.customer(number)
    assert (shown["first_name"], shown["last_name"], shown["company"], shown["phone"]) == (
        "Mary Ann",
        "Lee",
        "",
        "0400",
    )
    settled(line)


def test_the_states_of_new_zealand_go_to_the_store_under_the_names_of_its_list(two_ways):
    line = two_ways()
    place = {"AddressLine1": "1 Quay", "City": "Wellington", "State": "WGN", "PostalCode": "6011", "Country": "NZ"}
    line.box.erp.add_customer("Deli", MainContact={"Email": "d@deli.example", "Address": place})
    line.run()
    (address,) = line.box.store.table("addresses").values()
    assert address["state_or_province"] == "Wellington"
    settled(line)


def meanwhile(line, edit):
    """Have somebody edit a record after both sides were read and before anything is written."""
    carry, edits = line._carry, [edit]

    def edited(*args):
        while edits:
            edits.pop()()
        return carry(*args)

    line._carry = edited
    line.run()
    line._carry = carry


def test_what_a_clerk_edits_while_a_run_writes_the_record_is_the_clerks_change(two_ways):
    groups = settings().customers.model_dump() | {"price_class_groups": {"WHOLESALE": 3}}
    line = two_ways(customers=groups)
    number, key = arrived(line, state_or_province="Auckland")
    line.box.store.edit_customer(number, phone="12")
    meanwhile(line, lambda: line.box.erp.edit("Customer", key, PriceClassID="WHOLESALE"))
    line.run()
    assert line.box.store.customer(number)["customer_group_id"] == 3
    assert line.box.erp.customer(key)["MainContact"]["Phone2"] == "12"
    settled(line)


def pair_of_emails(line):
    numbers = [line.box.store.add_customer(name, "Test", f"{name}@shop.example") for name in "ab"]
    line.run()
    rows = {row.external_id: row.erp_key for row in line.pairs(Entity.CUSTOMER)}
    return numbers, [rows[str(number)] for number in numbers]


def test_an_email_that_one_customer_gives_up_and_another_takes_travels_in_one_run(two_ways):
    line = two_ways()
    numbers, keys = pair_of_emails(line)
    line.box.erp.edit("Customer", keys[0], MainContact={"Email": "b@shop.example"})
    line.box.erp.edit("Customer", keys[1], MainContact={"Email": "c@shop.example"})
    line.run()
    assert [line.box.store.customer(number)["email"] for number in numbers] == ["b@shop.example", "c@shop.example"]
    settled(line)


def test_customers_who_trade_their_emails_wait_for_a_person_and_are_told_what_to_do(two_ways):
    line = two_ways()
    numbers, keys = pair_of_emails(line)
    line.box.erp.edit("Customer", keys[0], MainContact={"Email": "b@shop.example"})
    line.box.erp.edit("Customer", keys[1], MainContact={"Email": "a@shop.example"})
    for _ in range(6):
        line.run()
    mine = [row for row in line.pairs(Entity.CUSTOMER) if row.erp_key in keys]
    assert [(row.status, row.attempt_count) for row in mine] == [("Failed", 0), ("Failed", 0)]
    assert all("Give one of them a new e-mail in MYOB Advanced" in row.last_error for row in mine)

    line.box.erp.edit("Customer", keys[0], MainContact={"Email": "c@shop.example"})
    line.run()
    line.box.erp.edit("Customer", keys[0], MainContact={"Email": "b@shop.example"})
    line.run()
    assert [line.box.store.customer(number)["email"] for number in numbers] == ["b@shop.example", "a@shop.example"]
    before = writes(line)
    settled(line)
    assert writes(line) == before
