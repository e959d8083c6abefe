"""Orders V2 as bigcommerce-api.md 10 describes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sandbox.shop.basket import Draft, Fee, custom_line, gift_certificate_line, line
from sandbox.shop.payments import purchase

START = datetime(2026, 1, 5, 10, 30, tzinfo=UTC)
WHOLE = {"include": "consignments.line_items,fees", "consignment_structure": "object"}


@pytest.fixture
def draft(home):
    return Draft(billing=home, lines=(line("OIL-EV-750", 2),), payments=(purchase(),), created=START)


def ids(answer):
    return [row["id"] for row in answer.json()] if answer.status_code == 200 else []


def test_money_is_text_with_four_decimals_and_dates_are_as_in_mail(api, store, draft):
    store.add_order(draft)

    order = api.get("/v2/orders").json()[0]

    assert order["total_inc_tax"] == "65.8500"
    assert order["date_created"] == "Mon, 05 Jan 2026 10:30:00 +0000"
    assert order["date_shipped"] == ""
    assert order["currency_exchange_rate"] == "1.0000000000"
    assert order["products"]["resource"] == f"/orders/{order['id']}/products"


def test_an_empty_list_has_no_body(api):
    answer = api.get("/v2/orders")

    assert (answer.status_code, answer.content) == (204, b"")


def test_lines_and_fees_travel_with_the_list_when_asked(api, store, draft):
    goods = (line("OIL-EV-750"), line("EBOOK-PICKLE"), gift_certificate_line("50.00"))
    store.add_order(replace(draft, lines=goods, fees=(Fee(name="Donation", cost=Decimal(2)),)))

    order = api.get("/v2/orders", params=WHOLE).json()[0]

    consignments = order["consignments"]
    assert [row["sku"] for row in consignments["shipping"][0]["line_items"]] == ["OIL-EV-750"]
    assert consignments["shipping"][0]["cost_inc_tax"] == 9.95
    assert consignments["downloads"][0]["line_items"][0]["sku"] == "EBOOK-PICKLE"
    assert consignments["email"]["gift_certificates"][0]["line_items"][0]["type"] == "giftcertificate"
    assert order["fees"][0]["cost_inc_tax"] == "2.0000"


def test_a_consignment_names_fifty_lines_and_warns_of_more(api, store, draft):
    store.add_order(replace(draft, lines=tuple(custom_line(f"No {n}", "1.00") for n in range(51))))

    order = api.get("/v2/orders", params=WHOLE).json()[0]

    consignment = order["consignments"]["shipping"][0]
    assert len(consignment["line_items"]) == 50
    assert "Not all line items" in consignment["__warning__"]["message"]
    assert order["items_total"] == 51
    assert len(api.get(f"/v2/orders/{order['id']}/products", params={"limit": 250}).json()) == 51


def test_lines_may_be_missing_where_the_switch_says_so(api, store, draft):
    store.add_order(draft)
    store.kit.switches.set(consignment_lines="empty")

    order = api.get("/v2/orders", params=WHOLE).json()[0]

    assert order["consignments"]["shipping"][0]["line_items"] == []
    assert order["items_total"] == 2


def test_orders_are_found_by_id_customer_status_email_total_and_date(api, store, draft):
    first = store.add_order(draft)
    later = replace(draft, created=START + timedelta(hours=1), customer_id=7, status_id=2, lines=(line("JAM-QUINCE"),))
    second = store.add_order(later)

    def found(**params):
        return ids(api.get("/v2/orders", params=params))

    assert found(min_id=second) == [second]
    assert found(max_id=first) == [first]
    assert found(customer_id=7) == [second]
    assert found(status_id=2) == [second]
    assert found(email="RUTH@mail.example") == [first, second]
    assert found(min_total=30) == [first]
    assert found(max_date_created="2026-01-05T10:30:00Z") == [first]
    assert found(min_date_created="Mon, 05 Jan 2026 11:00:00 +0000") == [second]
    assert found(min_date_modified="2026-01-05T10:30:00Z") == [first, second]
    store.kit.switches.set(min_date_inclusive=False)
    assert found(min_date_modified="2026-01-05T10:30:00Z") == [second]


def test_lists_can_be_sorted_both_ways_and_only_by_known_fields(api, store, draft):
    made = [store.add_order(replace(draft, created=START - timedelta(days=n))) for n in range(3)]

    assert ids(api.get("/v2/orders", params={"sort": "date_modified:asc"})) == made[::-1]
    assert ids(api.get("/v2/orders", params={"sort": "id:desc"})) == made[::-1]
    assert api.get("/v2/orders", params={"sort": "total"}).status_code == 400


def test_an_unsupported_filter_is_refused_unless_the_switch_ignores_it(api, store, draft):
    store.add_order(draft)

    refused = api.get("/v2/orders", params={"id:in": "1"})
    assert (refused.status_code, refused.json()[0]["message"]) == (
        400,
        "The field 'id:in' is not supported by this resource.",
    )
    store.kit.switches.set(unknown_v2_filter="ignore")
    assert api.get("/v2/orders", params={"id:in": "1"}).status_code == 200


def test_counts_say_how_many_by_status(api, store, draft):
    store.add_order(draft)
    store.add_order(replace(draft, status_id=0))

    count = api.get("/v2/orders/count").json()

    assert count["count"] == 2
    assert {row["name"]: row["count"] for row in count["statuses"] if row["count"]} == {
        "Incomplete": 1,
        "Awaiting Fulfillment": 1,
    }


def test_a_status_moves_the_order_and_keeps_its_id(api, store, draft):
    order = store.add_order(replace(draft, status_id=0))

    store.set_order_status(order, 11)

    shown = api.get(f"/v2/orders/{order}").json()
    assert (shown["status_id"], shown["status"]) == (11, "Awaiting Fulfillment")
    assert ids(api.get("/v2/orders", params={"min_date_modified": "2026-01-06T00:00:00Z"})) == [order]


def test_an_edited_order_keeps_its_line_and_its_payments(store, draft):
    order = store.add_order(draft)
    before = store.order(order)

    store.rebuild_order(order, replace(draft, lines=(line("OIL-EV-750", 3),)))

    after = store.order(order)
    assert after["products"][0]["id"] == before["products"][0]["id"]
    assert after["transactions"] == before["transactions"]
    assert after["total_inc_tax"] > before["total_inc_tax"]


def test_deleting_archives_and_switches_say_who_sees_it(api, store, draft):
    order = store.add_order(draft)

    assert api.delete(f"/v2/orders/{order}").status_code == 204
    assert api.get("/v2/orders").status_code == 204
    assert api.get(f"/v2/orders/{order}").json()["is_deleted"] is True
    store.kit.switches.set(archived_listed=True, archived_readable=False)
    assert ids(api.get("/v2/orders")) == [order]
    assert api.get(f"/v2/orders/{order}").status_code == 404
    assert store.kit.ledger.count("orders", "delete") == 1


def test_an_order_can_be_written_and_tagged_with_the_number_of_the_books(api, store):
    billing = {"first_name": "Ruth", "last_name": "L", "zip": "2041", "country_iso2": "AU", "email": "r@mail.example"}
    body = {"billing_address": billing, "products": [{"product_id": 101, "quantity": 2}], "external_order_id": "W-1"}

    made = api.post("/v2/orders", json=body)
    assert (made.status_code, made.json()["status_id"], made.json()["items_total"]) == (200, 1, 2)
    path = f"/v2/orders/{made.json()['id']}"
    assert api.put(path, json={"external_order_id": "SO0001"}).json()["external_order_id"] == "SO0001"
    assert ids(api.get("/v2/orders", params={"external_order_id": "SO0001"})) == [made.json()["id"]]
    refused = api.put(path, json={"items_total": 3})
    assert (refused.status_code, refused.json()[0]["message"][:45]) == (
        400,
        "The field 'items_total' cannot be written to.",
    )
    assert [effect.action for effect in store.kit.ledger.entries("orders")] == ["create", "update"]


def test_metafields_hold_one_value_per_key(api, store, draft):
    path = f"/v3/orders/{store.add_order(draft)}/metafields"
    body = {"permission_set": "app_only", "namespace": "erp", "key": "order_nbr", "value": "000123"}

    made = api.post(path, json=body).json()["data"]

    assert api.post(path, json=body).status_code == 409
    assert api.put(f"{path}/{made['id']}", json={"value": "000124"}).json()["data"]["value"] == "000124"
    assert [row["value"] for row in api.get(path, params={"namespace": "erp"}).json()["data"]] == ["000124"]
    assert api.delete(f"{path}/{made['id']}").status_code == 204
    assert api.get(f"{path}/{made['id']}").status_code == 404
