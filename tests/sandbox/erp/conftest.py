"""A running stand-in ERP, fresh for every test; the store is not needed to test it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sandbox.kit import Clock
from sandbox.serve import erp_service
from tests.sandbox.erp.erp_bodies import CUSTOMER, SIGN_IN, ErpApi, new_client, order, prepayment


@pytest.fixture(scope="session")
def served_erp():
    world, service = erp_service(Clock())
    url = service.start()
    yield world, url
    service.stop()


@pytest.fixture
def erp(served_erp):
    world, _ = served_erp
    world.kit.clock.reset()
    world.kit.reset()
    world.reset()
    return world


@pytest.fixture
def erp_url(served_erp, erp):
    return served_erp[1]


@pytest.fixture
def visitor(erp_url):
    """Nobody signed in."""
    with new_client(erp_url) as client:
        yield client


@pytest.fixture
def api(visitor):
    """The API user, signed in, on the newest endpoint."""
    assert visitor.post("/entity/auth/login", json=SIGN_IN).status_code == 204
    return ErpApi(visitor)


@pytest.fixture
def customer(api):
    """The CustomerID of a web customer."""
    return api.saved("Customer", CUSTOMER)["CustomerID"]["value"]


@pytest.fixture
def sale(api, customer):
    """An order of two jars of honey over 37.00 and a payment that covers it, not released."""
    made = api.saved("SalesOrder", order(customer))
    number, total = made["OrderNbr"]["value"], made["OrderTotal"]["value"]
    payment = api.saved("Payment", prepayment(customer, number, total))
    return number, payment["ReferenceNbr"]["value"]


@pytest.fixture(scope="session")
def published():
    """Return the folder with the published contract, or skip."""
    root = Path(__file__).parents[3]
    folder = Path(os.environ.get("BC_MYOB_SHARED", root.parent / "shared")) / "specs" / "myob"
    if not folder.is_dir():
        pytest.skip("the published specifications are not beside the project (BC_MYOB_SHARED)")
    return folder
