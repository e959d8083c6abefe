"""Texts that try to break out of their fields travel as texts, and no secret is ever logged."""

from __future__ import annotations

import json
import logging
import re
import traceback
from dataclasses import replace

import pytest
from requests.adapters import BaseAdapter

from bc_myob.history.database import open_history
from bc_myob.model.entities import Entity
from sandbox.shop import catalogue
from sandbox.shop.basket import Draft, custom_line
from sandbox.shop.basket import line as article
from sandbox.shop.payments import purchase
from tests.faults.desk import SHOP, Desk, customer, prepared
from tests.faults.road import Trouble
from tests.faults.settings import connections
from tests.faults.spoiling import Bad, Spoiling
from tests.faults.works import records
from tests.mia import HOME

HOSTILE = {
    "quotes": "O'Brien \"Mia\" `x` '' \\",
    "odata": "x' or AccountRef ne '",
    "sql": "'; DROP TABLE sync_record; --",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ conn.myob_advanced_demo.password }} {% raw %} ${jndi:ldap://x}",
    "lines": "first\r\nERROR second\u2028third\x85fourth",
    "control": "a\x00b\x07c\x1b[31md\x7f",
    "directions": "Mia \u202egpj.exe \u2066x\u2069 \u200f\u05e9\u05dc\u05d5\u05dd",
    "half": "love it \ud83d",
    "emoji": "Zoë 👩‍👩‍👧 👍🏽 e\u0301",
    "long": "x" * 65536,
    "percent": "100% &a=b#c?d+e %27 %00",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_stays_in_its_field(works, name):
    text, store = HOSTILE[name], works.box.store
    line = works.fresh()
    customer = store.add_customer(text, "B", f"{name}@example.com", company=text, notes=text, addresses=[HOME])
    store.edit_address(store.addresses_of(customer)[0]["id"], address1=text, company=text)
    bystander = store.add_customer("Ann", "Lee", "ann@example.com", addresses=[HOME])
    hostile = store.add_order(
        Draft(billing=HOME, customer_id=customer, lines=(article("JAM-QUINCE"),), payments=(purchase(),))
    )
    store.edit_order(hostile, customer_message=text, staff_notes=text)
    unknown = store.add_order(Draft(billing=HOME, lines=(custom_line(text, "5.00", sku=text),)))
    line.road.hours.sleep(60)

    assert line.run("run1"), line.errors
    assert line.errors == []
    stood = {(row["entity"], row["external_id"]): row for row in records(line)}
    assert stood["Customer", str(customer)]["status"] == "Processed"
    assert stood["Customer", str(bystander)]["status"] == "Processed"
    assert stood["Sales Order", str(hostile)]["status"] == "Processed"
    assert stood["Sales Order", str(unknown)]["status"] == "Failed"
    assert works.box.erp.kit.ledger.count("Customer", "create") == 2
    assert line.run("run2")
    assert works.doubled() == {}


CONTROLS = (*range(32), *range(127, 160), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
UNSEEN = {chr(code) for code in CONTROLS}
EMAILS = ["x' or 'a' eq 'a", "a\x00b@example.com", "a\ud83d@example.com", "a&b=c#d@example.com", "é" * 200]


@pytest.mark.parametrize("email", EMAILS)
def test_an_email_that_breaks_the_look_up_concerns_its_own_customer_only(works, email):
    line, store = works.fresh(), works.box.store
    store.add_customer("Bad", "Mail", email, addresses=[HOME])
    others = [store.add_customer("Ann", f"Lee {n}", f"ann{n}@example.com", addresses=[HOME]) for n in range(3)]
    line.road.hours.sleep(60)
    assert line.run("run1"), line.errors
    stood = {row["external_id"]: row["status"] for row in records(line) if row["entity"] == "Customer"}
    assert {stood[str(one)] for one in others} == {"Processed"}


SECRETS = (catalogue.STORE_TOKEN, catalogue.ERP_PASSWORD, catalogue.ERP_CLIENT_SECRET)
OAUTH = {"auth": "oauth", "client_id": catalogue.ERP_CLIENT_ID, "client_secret": catalogue.ERP_CLIENT_SECRET}


class Listening(BaseAdapter):
    """Carries calls and notes what passes by that must never be logged: tokens and session cookies."""

    def __init__(self, carrier, heard):
        super().__init__()
        self.carrier, self.heard = carrier, heard

    def send(self, request, *args, **kwargs):
        answer = self.carrier.send(request, *args, **kwargs)
        sent = [request.headers.get(name, "") for name in ("Cookie", "Authorization")]
        found = re.findall(r"ASP\.NET_SessionId=([^;]+)|Bearer (\S+)", " ".join(sent))
        found += re.findall(r'"(?:access|refresh)_token": ?"([^"]+)"()', answer.text)
        self.heard |= {one for pair in found for one in pair if one}
        return answer

    def close(self):
        self.carrier.close()


def everything_said(caplog):
    """Every record with its traceback, as a handler would write it."""
    form = logging.Formatter()
    for record in caplog.records:
        more = [form.formatException(record.exc_info)] if record.exc_info else []
        yield " ".join([record.getMessage(), record.stack_info or "", str(record.args), *more])


@pytest.mark.parametrize("extra", [{}, OAUTH], ids=["cookie", "oauth"])
def test_no_log_record_holds_a_secret_and_each_is_one_line(works, caplog, monkeypatch, extra):
    caplog.set_level(logging.DEBUG)
    kinds = [Trouble.GATEWAY, Trouble.SESSION_ENDED, Trouble.DECLINED, Trouble.NO_SEAT, Trouble.TIMEOUT, Trouble.CUT]
    troubles = iter(kinds * 6)

    def plan(place):
        if place.number % 7 or place.system == "commit":
            return None
        trouble = next(troubles, None)
        return trouble if trouble in place.troubles else None

    heard = set()
    line = replace(works, carrier=lambda: Listening(works.carrier(), heard)).fresh(plan)
    erp = connections(works.box)["AIRFLOW_CONN_MYOB_ADVANCED_DEMO"]
    monkeypatch.setenv("AIRFLOW_CONN_MYOB_ADVANCED_DEMO", json.dumps(erp | {"extra": erp["extra"] | extra}))
    store, hostile = works.box.store, HOSTILE["lines"] + HOSTILE["control"] + HOSTILE["directions"]
    customer = store.add_customer(hostile, "B", "m@example.com", addresses=[HOME])
    store.add_order(Draft(billing=HOME, customer_id=customer, lines=(custom_line(hostile, "1", sku=hostile),)))
    store.add_order(Draft(billing=HOME, customer_id=customer, lines=(article("JAM-QUINCE"),), payments=(purchase(),)))
    line.road.hours.sleep(60)
    line.run("run1")

    assert line.road.happened
    assert heard
    texts = [*everything_said(caplog), *(str(row) for row in records(line)), *line.errors]
    assert [text for text in texts if any(secret in text for secret in {*SECRETS, *heard})] == []
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bc_myob")]
    reasons = [row["last_error"] for row in records(line) if row["last_error"]]
    assert reasons
    assert [text for text in [*ours, *reasons] if not UNSEEN.isdisjoint(text)] == []


MARKED = HOSTILE["lines"] + HOSTILE["control"] + HOSTILE["directions"]
SAID_OF = {
    "orders": ["consignments.shipping.0.shipping_method", "consignments.shipping.0.shipping_zone_name", "customer_id"]
    + [f"consignments.shipping.0.line_items.0.{name}" for name in ("id", "sku", "quantity")],
    "taxes": ["name", "rate"],
    "customers": ["addresses", "addresses.0.id"],
    "transactions": ["id", "gateway", "method", "currency", "status", "amount"],
}


@pytest.mark.parametrize("text", [MARKED, HOSTILE["long"]], ids=["marked", "long"])
@pytest.mark.parametrize(("stream", "path"), [(stream, path) for stream, paths in SAID_OF.items() for path in paths])
def test_what_is_repeated_of_the_store_in_a_reason_is_one_bounded_line(indoors, caplog, stream, path, text):
    caplog.set_level(logging.INFO)
    inner, numbers = indoors.carrier(), {}
    spoilt = replace(indoors, carrier=lambda: Spoiling(inner, Bad(stream, path, text), lambda: numbers[stream]))
    line, store = spoilt.fresh(), spoilt.box.store
    buyer = store.add_customer("Ann", "Lee", "ann@example.com", addresses=[HOME])
    draft = Draft(billing=HOME, customer_id=buyer, lines=(article("JAM-QUINCE"),), payments=(purchase(),))
    order = store.add_order(draft)
    numbers |= dict.fromkeys(SAID_OF, order) | {"customers": buyer}
    line.road.hours.sleep(60)
    assert line.run("run1"), line.errors
    reasons = [row["last_error"] for row in records(line) if row["last_error"]]
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bc_myob")]
    assert reasons
    assert [one for one in [*reasons, *ours] if not UNSEEN.isdisjoint(one)] == []
    assert max(map(len, reasons)) <= 4000
    assert max(map(len, ours), default=0) <= 4200, "a log line names the record as well"
    assert text is MARKED or any("… (cut here)" in one for one in reasons)


def test_the_password_of_the_history_database_is_in_no_error(caplog):
    caplog.set_level(logging.DEBUG)
    password = "history-" + "in-the-vault"
    with pytest.raises(Exception, match="connection to server") as caught:
        open_history(f"postgresql://bc_myob:{password}@127.0.0.1:1/bc_myob").connect()
    assert password not in "".join(traceback.format_exception(caught.value)) + " ".join(everything_said(caplog))


def test_an_email_that_the_erp_cannot_be_asked_for_fails_its_own_customer(works):
    """No server takes an address as long as that: only sockets show it."""
    desk = Desk(works, works.fresh())
    people = [customer(number, f"p{number}@example.com") for number in range(1, 5)]
    absurd = prepared(5, dict(people[0].document) | {"AccountRef": f"5-{SHOP}", "MainContact": {"Email": "x" * 70_000}})
    counts = desk.load(Entity.CUSTOMER, *people[:2], absurd, *people[2:])
    assert counts == {"Processed": 4, "Failed": 1}
    assert desk.record(5, Entity.CUSTOMER)["status"] == "Failed"
