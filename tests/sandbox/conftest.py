"""A running stand-in store, fresh for every test; the ERP is not needed to test it."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest

from sandbox.kit import Clock
from sandbox.serve import store_service
from sandbox.shop.catalogue import STORE_HASH, STORE_TOKEN
from sandbox.shop.places import Address


@pytest.fixture(scope="session")
def served_store():
    world, service = store_service(Clock())
    url = service.start()
    yield world, url
    service.stop()


@pytest.fixture
def store(served_store):
    world, _ = served_store
    world.reset()
    world.kit.reset()
    world.kit.clock.reset()
    return world


@pytest.fixture
def store_url(served_store, store):
    return served_store[1]


@pytest.fixture
def api(store_url):
    headers = {"X-Auth-Token": STORE_TOKEN, "Accept": "application/json"}
    with httpx.Client(base_url=f"{store_url}/stores/{STORE_HASH}", headers=headers, timeout=10) as client:
        yield client


@pytest.fixture
def control(store_url):
    with httpx.Client(base_url=f"{store_url}/_control", timeout=10) as client:
        yield client


@pytest.fixture(scope="session")
def shared():
    """Return the folder with the published specifications, or skip."""
    root = Path(__file__).parents[2]
    folder = Path(os.environ.get("BC_MYOB_SHARED", root.parent / "shared"))
    if not (folder / "specs" / "bigcommerce").is_dir():
        pytest.skip("the published specifications are not beside the project (BC_MYOB_SHARED)")
    return folder


@pytest.fixture
def home():
    return Address(
        first_name="Ruth",
        last_name="Lindqvist",
        street_1="12 Quayside Lane",
        city="Balmain",
        zip="2041",
        state="New South Wales",
        phone="+61 2 5550 0140",
        email="ruth@mail.example",
    )
