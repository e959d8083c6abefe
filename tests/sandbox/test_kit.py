"""What both stand-ins share: faults, counts, ledger, clock, options, saved state, and control over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from sandbox.kit import CUT, Clock, Fault, Kind, Option, Options, Plan, UnknownOptionError
from sandbox.serve import store_service
from sandbox.shop.catalogue import STORE_HASH, STORE_TOKEN

RUTH = {"first_name": "Ruth", "last_name": "L", "email": "ruth@mail.example"}


def create(api):
    return api.post("/v3/customers", json=[RUTH])


@pytest.mark.parametrize("after", [False, True])
def test_an_error_comes_before_or_after_the_effect(api, store, after):
    store.kit.faults.add(path="/v3/customers", method="POST", status=502, after=after)

    assert create(api).status_code == 502
    assert store.counts()["customers"] == int(after)
    assert store.kit.ledger.count("customers", "create") == int(after)


def test_a_cut_connection_after_the_effect_leaves_the_client_in_the_dark(api, store):
    store.kit.faults.add(Fault(path="/v3/customers", method="POST", kind=Kind.CUT, after=True))

    with pytest.raises(httpx.TransportError):
        create(api)

    assert store.counts()["customers"] == 1
    assert store.kit.calls.count("POST", status=CUT) == 1


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        (Kind.HTML, lambda answer: answer.text.startswith("<html>")),
        (Kind.TRUNCATE, lambda answer: answer.status_code == 200 and not answer.text.endswith("}")),
        (Kind.EMPTY, lambda answer: (answer.status_code, answer.content) == (200, b"")),
        (Kind.DELAY, lambda answer: answer.json()["time"] and answer.elapsed >= timedelta(seconds=0.1)),
    ],
)
def test_answers_can_be_spoilt_in_every_way_seen_in_the_wild(api, store, kind, sign):
    store.kit.faults.add(path="/v2/time", kind=kind, seconds=0.1, status=502)

    assert sign(api.get("/v2/time"))
    assert api.get("/v2/time").status_code == 200


def test_a_rule_can_wait_for_the_nth_request_and_fire_more_than_once(api, store):
    store.kit.faults.add(path="/v2/time", nth=2, status=500)
    store.kit.faults.add(
        path="/v2/store", times=2, status=503, headers={"Retry-After": "1"}, body={"title": "suspended"}
    )

    assert [api.get("/v2/time").status_code for _ in range(3)] == [200, 500, 200]
    answers = [api.get("/v2/store") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert (answers[0].headers["Retry-After"], answers[0].json()) == ("1", {"title": "suspended"})
    assert store.kit.faults.fired == 3


def test_calls_add_up_by_kind_and_control_is_not_counted(api, store, control):
    api.get("/v2/orders/7")
    api.get("/v2/orders/8")
    control.get("/counts")

    assert store.kit.calls.by_kind() == {"GET /v2/orders/{id}": 2}
    assert control.get("/calls").json()["by_status"] == {"404": 2}
    control.delete("/calls")
    assert len(store.kit.calls) == 0


def test_the_ledger_holds_what_clients_did_and_not_what_tests_did(api, store, control):
    store.add_customer("Jun", "Abe", "jun@mail.example")
    create(api)

    effect = control.get("/ledger", params={"resource": "customers"}).json()
    assert [(e["seq"], e["system"], e["action"], e["key"], e["reference"]) for e in effect] == [
        (1, "store", "create", "2", "ruth@mail.example")
    ]


def test_everything_can_be_turned_over_http(api, store, control):
    control.put("/switches", json={"over_limit": "413"})
    control.put("/limits", json={"quota": 7})
    control.put("/faults", json=[{"path": "/v2/store", "kind": "html", "status": 503}])
    now = control.put("/clock", json={"freeze": "2026-02-03T04:05:06Z"}).json()["now"]

    assert api.get("/v2/orders", params={"limit": 900}).status_code == 413
    assert api.get("/v2/time").json()["time"] == int(datetime.fromisoformat(now).timestamp())
    assert api.get("/v2/store").status_code == 503
    assert control.get("/limits").json()["quota"]["value"] == 7
    assert control.put("/switches", json={"over_limit": "never"}).status_code == 422
    assert control.put("/faults", json=[{"nonsense": 1}]).status_code == 422
    control.post("/reset")
    assert control.get("/switches").json()["over_limit"]["value"] == "cap"


def test_a_shop_can_be_kept_over_http(api, control):
    customer = control.post("/customers", json=RUTH).json()["id"]
    place = {"first_name": "R", "last_name": "L", "street_1": "1 Quay", "city": "Balmain", "zip": "2041"}
    draft = {"billing": place, "customer_id": customer, "lines": [{"sku": "JAM-QUINCE", "quantity": 2}]}
    order = control.post("/orders", json=draft).json()["id"]
    control.post(f"/customers/{customer}/addresses", json=place)
    control.post(f"/orders/{order}/transactions", json={"event": "purchase"})
    control.post(f"/orders/{order}/refunds", json={"amount": "5.00"})
    control.post(f"/orders/{order}/status", json={"status_id": 2})

    assert api.get(f"/v2/orders/{order}").json()["status"] == "Shipped"
    assert len(api.get(f"/v3/orders/{order}/transactions").json()["data"]) == 2
    assert control.post("/orders", json={"lines": []}).status_code == 422
    assert control.post("/seed", json={"customers": 3, "orders": 4}).json()["orders"] == 5


def test_the_clock_stands_runs_and_jumps():
    clock = Clock()
    start = clock.freeze(datetime(2026, 1, 1, tzinfo=UTC))

    assert clock.now() == start
    assert clock.advance(days=1) - start == timedelta(days=1)
    clock.run()
    assert timedelta() <= clock.now() - start - timedelta(days=1) < timedelta(seconds=5)
    clock.reset()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_options_refuse_what_they_do_not_know():
    table = [Option("wide", 3, "a number"), Option("open", default=True, about="a flag")]
    options = Options([*table, Option("way", "a", "a choice", ("a", "b"))])

    options.parse("wide", "5")
    options.parse("open", "false")
    options.parse("way", "b")

    assert options.values() == {"wide": 5, "open": False, "way": "b"}
    for wrong in ({"wide": "x"}, {"way": "c"}, {"other": 1}, {"open": 1}):
        with pytest.raises(UnknownOptionError):
            options.set(**wrong)


def test_a_saved_store_continues_where_it_ended(tmp_path):
    headers = {"X-Auth-Token": STORE_TOKEN}
    file = tmp_path / "store.json"
    first, service = store_service(Clock(), file)
    url = service.start()
    first.seed(Plan(customers=5, orders=45))
    httpx.post(f"{url}/stores/{STORE_HASH}/v3/customers", json=[RUTH], headers=headers)
    before = httpx.get(f"{url}/stores/{STORE_HASH}/v2/orders?limit=250", headers=headers).text
    service.stop()

    second, service = store_service(Clock(), file)
    url = service.start()
    after = httpx.get(f"{url}/stores/{STORE_HASH}/v2/orders?limit=250", headers=headers).text
    service.stop()

    assert service.continued
    assert after.replace(url, "") == before.replace(before.split("://")[1].split("/")[0], url.split("://")[1]).replace(
        url, ""
    )
    assert second.counts() == first.counts()
    assert second.add_customer("Jun", "Abe", "jun@mail.example") == 7
    assert second.kit.ledger.count("customers", "create") == 1
