"""What the mapping sends, the ERP keeps: every field of customers and locations reads back as it was sent."""

from collections.abc import Mapping

import httpx
import pytest

from bc_myob.hooks.wrapping import unwrap, wrap
from bc_myob.mapping.customers import map_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations import map_locations
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link
from bc_myob.model.statuses import Event, Status
from sandbox.kit import Clock
from sandbox.serve import erp_service
from sandbox.shop.people import KNOWN
from tests.mapping.customer_shop import address, customer, records, settings
from tests.mapping.present import NOW
from tests.sandbox.erp.erp_bodies import ROOT, SIGN_IN

CONTACTS = {
    "Customer": "MainContact,MainContact/Address",
    "CustomerLocation": "LocationContact,LocationContact/Address",
}


@pytest.fixture(scope="module")
def erp():
    _, service = erp_service(Clock())
    with httpx.Client(base_url=service.start(), timeout=30) as client:
        assert client.post("/entity/auth/login", json=SIGN_IN).status_code == 204
        yield client
    service.stop()


def saved(client, resource, document):
    reply = client.put(f"{ROOT}/{resource}", json=wrap(document), params={"$expand": CONTACTS[resource]})
    assert reply.status_code == 200, reply.text
    return unwrap(reply.json())


def lost(sent, kept, path=""):
    """Name the fields that read back differently; an emptied field reads back as nothing."""
    for name, value in sent.items():
        if isinstance(value, Mapping):
            yield from lost(value, kept.get(name) or {}, f"{path}{name}.")
        elif (kept.get(name) or "") != (value or ""):
            yield f"{path}{name}"


def people():
    """The shop's known faces as customers with their address books."""
    for number, person in enumerate(KNOWN, 1):
        book = [place.in_book() | {"id": number * 10 + count} for count, place in enumerate(person.places)]
        named = {name: getattr(person, name) for name in ("first_name", "last_name", "email", "phone", "company")}
        yield customer(*book, id=number, **named)


NASTY = customer(
    address(
        991, address1="x" * 300, company="😀" * 200, last_name="O'Hara\r\n\x00", phone="9" * 80, city="Zürich" * 20
    ),
    id=99,
    email="nasty@example.com",
    company='"Quotes" & <tags> \'; DROP TABLE customers; --' + "é" * 65_536,
    first_name="e\u0301" * 200,
    last_name=None,
)


@pytest.mark.parametrize("payload", [*people(), NASTY], ids=lambda payload: str(payload["id"]))
def test_customers_and_their_locations_read_back_as_they_were_sent(erp, payload):
    (mapped,) = map_customers(Given(settings(), records(payload), now=NOW))
    assert mapped.event is Event.PREPARED, mapped.reason
    kept = saved(erp, "Customer", mapped.document)
    assert list(lost(mapped.document, kept)) == []

    number = str(payload["id"])
    owner = Link(number, number, Status.PROCESSED, kept["id"], kept["CustomerID"])
    for location in map_locations(Given(settings(), records(payload), {Entity.CUSTOMER: {number: owner}}, now=NOW)):
        kept = saved(erp, "CustomerLocation", location.document)
        assert list(lost(location.document, kept)) == []
