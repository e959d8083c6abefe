"""A stand-in answers within the caller's thread what it answers over a socket."""

from __future__ import annotations

import json
from contextlib import closing

import httpx
import pytest

from sandbox.kit.inside import Inside
from sandbox.serve import Sandbox
from sandbox.shop.basket import Draft, line
from sandbox.shop.catalogue import ERP_PASSWORD, ERP_USER, STORE_HASH, STORE_TOKEN, TENANT
from tests.mia import HOME

KEY = {"X-Auth-Token": STORE_TOKEN}
ORDERS = f"/stores/{STORE_HASH}/v2/orders"
LOGIN = json.dumps({"name": ERP_USER, "password": ERP_PASSWORD, "tenant": TENANT}).encode()
JSON = {"Content-Type": "application/json"}
CALLS = [
    ("store", "GET", f"/stores/{STORE_HASH}/v2/store", KEY, b""),
    ("store", "GET", f"{ORDERS}?min_id=1001&limit=2&include=consignments.line_items", KEY, b""),
    ("store", "GET", f"/stores/{STORE_HASH}/v2/store", {}, b""),
    ("store", "PUT", f"{ORDERS}/1001", KEY | JSON, json.dumps({"staff_notes": "Rosé für Mia"}).encode()),
    ("erp", "POST", "/entity/auth/login", JSON, LOGIN),
    ("erp", "POST", "/entity/auth/login", JSON, b"{"),
    ("erp", "GET", "/entity/Default/24.200.001/Customer?$filter=CustomerName%20eq%20'Mia'", {}, b""),
]


@pytest.fixture(scope="module")
def box():
    with Sandbox() as running:
        running.clock.freeze()
        running.store.add_order(Draft(billing=HOME, lines=[line("JAM-QUINCE")]))
        yield running


@pytest.mark.parametrize(("system", "method", "target", "headers", "body"), CALLS, ids=lambda part: str(part)[:40])
def test_the_answer_is_that_of_the_server(box, system, method, target, headers, body):
    url = {"store": box.store_url, "erp": box.erp_url}[system]
    served = httpx.request(method, url + target, headers=headers, content=body)
    with closing(Inside(box.apps[url])) as inside:
        answer = inside.ask(method, url + target, headers, body)
    assert (answer.status, answer.body) == (served.status_code, served.content)
    assert _told(answer.headers) == _told(served.headers.items())


def _told(headers):
    # the server names itself; a session's number and what is left of the quota are another one each time
    return {name for name, _ in headers} - {"server"}
