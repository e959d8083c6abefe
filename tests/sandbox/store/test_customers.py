"""Customers and addresses as bigcommerce-api.md 7 and 8 describe them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

RUTH = {"first_name": "Ruth", "last_name": "Lindqvist", "email": "ruth@mail.example"}
PLACE = {
    "first_name": "Ruth",
    "last_name": "Lindqvist",
    "address1": "12 Quayside Lane",
    "city": "Balmain",
    "state_or_province": "New South Wales",
    "postal_code": "2041",
    "country_code": "AU",
}


def numbered(count):
    return [RUTH | {"email": f"ruth{n}@mail.example"} for n in range(count)]


def test_a_created_customer_comes_back_with_ids_and_its_address(api, store):
    answer = api.post("/v3/customers", json=[RUTH | {"addresses": [PLACE | {"address_type": "COMMERCIAL"}]}])

    assert answer.status_code == 200
    made = answer.json()["data"][0]
    assert (made["id"], made["address_count"], made["addresses"][0]["address_type"]) == (1, 1, "commercial")
    assert made["date_created"] == made["date_modified"]
    assert made["channel_ids"] is None
    assert [(e.resource, e.action, e.reference) for e in store.kit.ledger] == [
        ("customers", "create", "ruth@mail.example"),
        ("addresses", "create", "1"),
    ]


def test_the_list_shows_addresses_only_when_asked_and_at_most_ten(api, store, home):
    store.add_customer(**RUTH, addresses=[replace(home, street_1=f"{n} Quay") for n in range(12)])

    assert "addresses" not in api.get("/v3/customers").json()["data"][0]
    assert len(api.get("/v3/customers", params={"include": "addresses"}).json()["data"][0]["addresses"]) == 10
    assert api.get("/v3/customers/addresses").json()["meta"]["pagination"]["total"] == 12


def test_an_unknown_id_gives_an_empty_list_with_one_page(api):
    answer = api.get("/v3/customers", params={"id:in": "7"})

    assert answer.status_code == 200
    assert answer.json()["data"] == []
    assert answer.json()["meta"]["pagination"]["total_pages"] == 1


def test_an_eleventh_customer_in_one_call_is_too_many(api, store):
    assert api.post("/v3/customers", json=numbered(11)).status_code == 413
    assert store.counts()["customers"] == 0


@pytest.mark.parametrize(("switch", "stored"), [("none", 1), ("good", 3)])
def test_one_bad_customer_fails_its_batch(api, store, switch, stored):
    store.kit.switches.set(bad_batch=switch)
    store.add_customer(**RUTH)

    answer = api.post("/v3/customers", json=[*numbered(2), RUTH | {"email": "RUTH@mail.example"}])

    assert answer.status_code == 422
    assert "already in use" in str(answer.json()["errors"])
    assert store.counts()["customers"] == stored


def test_customers_of_different_channels_may_share_an_email(api, store):
    store.add_customer(**RUTH, channel_ids=[1])

    assert api.post("/v3/customers", json=[RUTH | {"channel_ids": [2]}]).status_code == 200
    assert api.post("/v3/customers", json=[RUTH]).status_code == 422


def test_an_update_keeps_what_it_does_not_name_and_moves_the_date(api, store):
    customer = store.add_customer(**RUTH, phone="1", created=datetime(2026, 1, 1, tzinfo=UTC))

    changed = api.put("/v3/customers", json=[{"id": customer, "company": "Quay Foods"}]).json()["data"][0]

    assert (changed["company"], changed["phone"]) == ("Quay Foods", "1")
    assert changed["date_modified"] > changed["date_created"]
    assert "addresses" not in changed


def test_customers_are_found_by_email_name_and_date_of_change(api, store):
    old = store.add_customer(**RUTH, created=datetime(2026, 1, 1, tzinfo=UTC))
    store.add_customer("Jun", "Abe", "jun@mail.example", created=datetime(2026, 1, 2, tzinfo=UTC))

    def ids(**params):
        return [row["id"] for row in api.get("/v3/customers", params=params).json()["data"]]

    assert ids(**{"email:in": "RUTH@mail.example"}) == [old]
    assert ids(**{"name:like": "lindq"}) == [old]
    assert ids(**{"date_modified:max": "2026-01-01T12:00:00Z"}) == [old]
    assert ids(**{"date_modified:min": "2026-01-01T00:00:00Z", "sort": "date_modified:desc"}) == [2, old]
    store.kit.switches.set(min_date_inclusive=False)
    assert ids(**{"date_modified:min": "2026-01-01T00:00:00Z"}) == [2]


def test_customers_go_with_their_addresses(api, store, home):
    customer = store.add_customer(**RUTH, addresses=[home])

    assert api.delete("/v3/customers", params={"id:in": f"{customer},99"}).status_code == 204
    assert store.counts()["addresses"] == 0


def test_a_duplicate_address_is_dropped_without_a_word(api, store):
    customer = store.add_customer(**RUTH)
    place = PLACE | {"customer_id": customer}
    first = api.post("/v3/customers/addresses", json=[place]).json()["data"]

    assert len(first) == 1
    assert "date_created" not in first[0]
    again = api.post("/v3/customers/addresses", json=[place, place | {"city": "Rozelle"}])
    assert (again.status_code, [row["city"] for row in again.json()["data"]]) == (200, ["Rozelle"])
    store.kit.switches.set(all_duplicates="object")
    assert api.post("/v3/customers/addresses", json=[place]).json() == {}


def test_a_state_code_is_refused_and_a_country_without_states_needs_none(api, store):
    place = PLACE | {"customer_id": store.add_customer(**RUTH)}
    abroad = place | {"country_code": "NZ", "state_or_province": "", "postal_code": "6011", "city": "Wellington"}

    assert api.post("/v3/customers/addresses", json=[place | {"state_or_province": "NSW"}]).status_code == 422
    assert api.post("/v3/customers/addresses", json=[abroad]).status_code == 200


@pytest.mark.parametrize("moves", [False, True])
def test_whether_an_address_moves_its_customer_is_a_switch(api, store, home, moves):
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    customer = store.add_customer(**RUTH, addresses=[home], created=long_ago)
    store.kit.switches.set(address_moves_customer=moves)

    api.put("/v3/customers/addresses", json=[{"id": 1, "city": "Rozelle"}])

    assert (store.customer(customer)["date_modified"] > long_ago) is moves


def test_attribute_values_are_written_as_value_and_read_as_attribute_value(api, store):
    customer = store.add_customer(**RUTH)
    attribute = api.post("/v3/customers/attributes", json=[{"name": "ERP id", "type": "string"}]).json()["data"][0][
        "id"
    ]
    value = {"customer_id": customer, "attribute_id": attribute, "value": "C000001"}

    api.put("/v3/customers/attribute-values", json=[value])
    api.put("/v3/customers/attribute-values", json=[value | {"value": "C000002"}])

    found = api.get("/v3/customers/attribute-values", params={"customer_id:in": customer}).json()["data"]
    assert [row["attribute_value"] for row in found] == ["C000002"]
    listed = api.get("/v3/customers", params={"include": "attributes"}).json()["data"][0]
    assert listed["attributes"][0]["attribute_value"] == "C000002"
