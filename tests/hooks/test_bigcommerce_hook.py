"""The store is read whole, once, at few calls, whatever the unknowns of its API turn out to be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.model.errors import RecordNotFound
from bc_myob.model.records import Window, WindowKey
from sandbox.shop.basket import Draft, line
from sandbox.shop.catalogue import PRODUCTS
from sandbox.shop.payments import purchase
from sandbox.shop.places import Address
from tests.hooks.bench import QUICK

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SKU = PRODUCTS[0].sku


def place(number=1):
    return Address(first_name="Mia", last_name="Chen", street_1=f"{number} Kent St", city="Perth", zip="6000")


@pytest.fixture
def hook(store_conn, fake_time):
    return BigCommerceHook(store_conn, retry=QUICK, timing=fake_time.timing)


def order(box, at=NOON, *, lines=1, **draft):
    draft = {"payments": (purchase(),), "billing": place()} | draft
    return box.store.add_order(Draft(lines=(line(SKU),) * lines, created=at, **draft), modified=at)


def customer(box, at=NOON, addresses=1, n=0):
    book = [place(number) for number in range(addresses)]
    return box.store.add_customer("Mia", "Chen", f"mia{n}@example.com", addresses=book, created=at)


def ids(pages):
    return [record["id"] for page in pages for record in page.records]


WINDOW = Window(NOON, NOON + HOUR)


@pytest.mark.parametrize("inclusive", [True, False])
@pytest.mark.parametrize("key", list(WindowKey))
def test_a_window_is_half_open_whatever_the_stores_bounds_mean(box, hook, inclusive, key):
    box.store.kit.switches.set(min_date_inclusive=inclusive, encoded_colon_refused=True)
    second = timedelta(seconds=1)
    moments = [NOON - second, NOON, NOON + second, NOON + HOUR - second, NOON + HOUR, NOON + HOUR + second]
    orders = [order(box, at) for at in moments]
    people = [customer(box, at, n=n) for n, at in enumerate(moments)]
    window = Window(NOON, NOON + HOUR, key)
    assert ids(hook.walk_orders(window)) == orders[1:4]
    assert ids(hook.walk_customers(window)) == people[1:4]


def test_adjoining_windows_miss_nothing_and_repeat_nothing(box, hook):
    half = NOON + timedelta(minutes=30, microseconds=250_000)
    orders = [order(box, NOON + timedelta(minutes=20, seconds=n * 60)) for n in range(20)]
    first, second = Window(None, half), Window(half, NOON + HOUR)
    assert ids(hook.walk_orders(first)) + ids(hook.walk_orders(second)) == orders


def test_orders_bring_their_lines_and_exact_money(box, hook):
    order(box, lines=3)
    (page,) = hook.walk_orders(WINDOW)
    (found,) = page.records
    assert len(found["consignments"]["shipping"][0]["line_items"]) == 3
    assert isinstance(found["consignments"]["shipping"][0]["cost_ex_tax"], Decimal)
    assert page.cursor == found["id"]


def test_600_orders_cost_four_calls_and_an_empty_window_one(box, hook):
    for _ in range(600):
        order(box)
    assert len(ids(hook.walk_orders(WINDOW))) == 600
    assert box.calls() == {"store GET /v2/orders": 4}
    box.reset_calls()
    assert ids(hook.walk_orders(Window(NOON + HOUR, NOON + 2 * HOUR))) == []
    assert box.calls() == {"store GET /v2/orders": 1}


def test_a_walk_goes_on_after_the_last_id(box, hook):
    orders = [order(box) for _ in range(5)]
    assert ids(hook.walk_orders(WINDOW, after_id=orders[2])) == orders[3:]


def test_rows_that_leave_the_window_take_no_others_with_them(box, hook):
    orders = [order(box) for _ in range(300)]
    walk = hook.walk_orders(WINDOW)
    first = next(walk)
    for left in orders[:100]:
        box.store.edit_order(left, staff_notes="seen by somebody")
    assert ids([first, *walk]) == orders


@pytest.mark.parametrize("has_cursors", [True, False])
def test_customers_are_walked_whole(box, hook, has_cursors):
    people = [customer(box, n=n) for n in range(600)]
    if not has_cursors:
        box.store.kit.switches.set(cursor_survives_change=False)
    walk = hook.walk_customers(WINDOW)
    first = next(walk)
    if not has_cursors:
        box.store.edit_customer(people[0], notes="moves the store's version")
    found = ids([first, *walk])
    assert set(found) == set(people)
    assert box.store.kit.calls.count() <= 8


def test_a_walk_over_customers_goes_on_after_a_cursor(box, hook):
    people = [customer(box, n=n) for n in range(300)]
    first = next(hook.walk_customers(WINDOW))
    rest = ids(hook.walk_customers(WINDOW, cursor=first.cursor))
    assert ids([first]) + rest == people


def test_addresses_ride_along_and_the_rest_is_fetched(box, hook):
    crowded = customer(box, addresses=12)
    (page,) = hook.customers_by_id([crowded])
    assert len(page.records[0]["addresses"]) == 10
    assert len(ids(hook.addresses_of([crowded]))) == 12


def test_customers_by_id_come_a_hundred_a_call_and_missing_ones_do_not(box, hook):
    people = [customer(box, n=n) for n in range(150)]
    assert ids(hook.customers_by_id([*people, people[0], 999_999])) == people
    assert box.store.kit.calls.count() == 2


@pytest.mark.parametrize("listed", [True, False])
def test_orders_by_id_share_calls_and_find_archived_ones(box, hook, listed):
    box.store.kit.switches.set(archived_listed=listed)
    orders = [order(box) for _ in range(30)]
    box.store.archive_order(orders[3])
    wanted = [orders[29], orders[0], orders[3], orders[7]]
    assert ids(hook.orders_by_id([*wanted, 999_999])) == sorted(wanted)
    assert box.store.kit.calls.count() <= 4


def test_transactions_of_an_order_may_be_none(box, hook):
    paid, unpaid = order(box), order(box, payments=())
    assert [row["event"] for row in hook.transactions(paid)] == ["purchase"]
    assert isinstance(hook.transactions(paid)[0]["amount"], (Decimal, int))
    assert hook.transactions(unpaid) == []
    with pytest.raises(RecordNotFound):
        hook.transactions(999_999)


def test_the_parts_of_an_order_come_whole(box, hook):
    many = order(box, lines=60)
    assert len(hook.order_products(many)) == 60
    assert all("line_item_type" in tax for tax in hook.order_taxes(many))


def test_the_stores_own_facts(hook):
    assert hook.store()["currency"] == "AUD"
    assert {row["currency_code"] for row in hook.currencies()} >= {"AUD", "NZD"}
    assert hook.payment_methods()


def test_the_connection_test_names_the_store(box, hook):
    order(box)
    ok, text = hook.test_connection()
    assert ok
    assert "Harbour Provisions" in text


def test_the_connection_test_names_the_missing_scope(box, hook):
    order(box)
    box.store.kit.limits.set(scopes="store_v2_orders_read_only,store_v2_customers,store_v2_information")
    ok, text = hook.test_connection()
    assert not ok
    assert "store_v2_transactions" in text
