"""A shop brought in by the real sync, faults planted straight into the books by seed: each is found, and nothing else.

`BC_MYOB_RECONCILE_FAULTS=1000 BC_MYOB_RECONCILE_SEED=3` (`make test-reconcile`) for as many as the figures in
docs/reliability.md; the usual number is small.
"""

import os
from collections import Counter
from decimal import Decimal
from math import ceil
from random import Random

import pytest

from sandbox.kit import Plan
from tests.reconcile import lawful, planting
from tests.reconcile.shop import open_shop

pytestmark = pytest.mark.scenario

FAULTS = int(os.environ.get("BC_MYOB_RECONCILE_FAULTS", "100"))
SEED = int(os.environ.get("BC_MYOB_RECONCILE_SEED", "1"))
CANCELLED = 5
ERP_LISTS = ("erp GET /Customer", "erp GET /CustomerLocation", "erp GET /SalesOrder", "erp GET /Payment")


@pytest.fixture
def brought(books):
    """The shop, closed windows behind it, and nothing to find."""
    books.erp.seed(Plan())
    books.shop = open_shop(books.store, max(60, FAULTS * 3 // 2), SEED)
    # twice: the second run's window closes behind the last change
    assert [books.run().state, books.run().state] == ["success", "success"]
    return books


def damage(books, random):
    """Plant the faults on units drawn by seed, and do lawful things to others; give what has to be reported."""
    free = {way: random.sample(orders, len(orders)) for way, orders in books.shop.orders.items()}
    idle = random.sample(books.shop.idle, len(books.shop.idle))
    cancelled = [free[way].pop() for way in (planting.CARD, planting.CHEQUE) for _ in range(max(2, FAULTS // 40))]
    ended = [free[planting.CAPTURED].pop() for _ in range(max(2, FAULTS // 40))]
    for order in (*cancelled, *ended):
        books.store.set_order_status(order, CANCELLED)
    refunded = [free[planting.CARD].pop() for _ in range(max(4, FAULTS // 40))]
    for order in refunded:
        books.store.add_refund(order, "1.00")
        books.store.add_refund(order, "2.00")
    assert books.run().state == "success"
    at = planting.Ledger(books)
    for order in ended:
        books.erp.cancel_order(at.number(order))
    for number, order in enumerate(refunded):
        lawful.booked(at, order, Decimal(number % 3 + 1))  # the first, the second, or both
    for order in (*ended[::2], *refunded[::2]):
        books.store.archive_order(order)
    wanted = [(planting.ORDER, str(order), "status") for order in cancelled]
    wanted += [random.choice(planting.OF_CUSTOMERS)(at, customer) for customer in idle[: FAULTS // 10]]
    planters = list(planting.OF_ORDERS)
    while len(wanted) < FAULTS:
        planter = planters[len(wanted) % len(planters)]
        wanted.append(planter(at, drawn(free, planting.OF_ORDERS[planter], random)))
    doings = list(lawful.LAWFUL)
    for number in range(max(len(doings), FAULTS // 5)):
        doing = doings[number % len(doings)]
        doing(at, drawn(free, lawful.LAWFUL[doing], random))
    return wanted


def drawn(free, ways, random):
    return free[random.choice([way for way in ways if free[way]])].pop()


def erp_calls(books):
    calls = books.box.calls()
    return sum(calls.get(kind, 0) for kind in ERP_LISTS), calls


def test_every_planted_fault_is_found_and_nothing_else(brought):
    brought.box.reset_calls()
    before = brought.reconcile()
    assert (before.state, before.rows) == ("success", [])
    lists, calls = erp_calls(brought)
    compared = sum(row.in_erp for row in before.counts)
    print(f"\n{compared} records of the ERP read in {lists} calls")
    assert lists <= 4 + compared // 250
    assert set(calls) - set(ERP_LISTS) == {
        "erp POST /entity/auth/login",
        "erp POST /entity/auth/logout",
        "store GET /v2/orders",
        "store GET /v3/customers",
        "store GET /v3/orders/{id}/transactions",
    }

    wanted = damage(brought, Random(SEED))
    brought.box.reset_calls()
    found = brought.reconcile()
    missed = Counter(wanted) - Counter(found.faults)
    alarms = Counter(found.faults) - Counter(wanted)
    said = [row for row in found.rows if (row.entity, row.external_id, row.kind) in alarms]
    print(f"{len(wanted)} faults planted: {Counter(kind for *_, kind in wanted)}")
    print(f"found {len(found.faults)}, missed {sum(missed.values())}, false alarms {sum(alarms.values())}")
    assert not missed
    assert not alarms, said
    assert found.found("open") == []
    assert {kind for _, _, kind in found.found("note")} <= {"status", "amount", "unapplied"}
    assert found.state == "failed"
    lists, _ = erp_calls(brought)
    read = sum(row.in_erp for row in found.counts)
    lost = sum(kind in {"missing", "reference", "doubled"} for *_, kind in wanted)
    assert lists <= 4 + read // 250 + ceil(lost / 20) + 2
