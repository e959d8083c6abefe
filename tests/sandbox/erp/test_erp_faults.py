"""Replies that go missing, and effects that come late (myob-advanced-api.md 7)."""

from __future__ import annotations

import time

import httpx
import pytest

from tests.sandbox.erp.erp_bodies import CUSTOMER, order, wrapped


def eventually(true, seconds=3.0):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_a_reply_can_be_lost_after_the_commit(api, erp):
    erp.kit.faults.add(path="/Customer", method="PUT", kind="cut", after=True)
    with pytest.raises(httpx.TransportError):
        api.put("Customer", CUSTOMER)
    assert erp.created("Customer", "17-Harbour") == 1


def test_a_cut_before_the_commit_leaves_nothing(api, erp):
    erp.kit.faults.add(path="/Customer", method="PUT", kind="cut")
    with pytest.raises(httpx.TransportError):
        api.put("Customer", CUSTOMER)
    assert erp.customers("17-Harbour") == []


def test_a_request_can_commit_after_its_client_was_cut_off(api, erp):
    erp.commit_late("/Customer", seconds=0.3)
    with pytest.raises(httpx.TransportError):
        api.put("Customer", CUSTOMER)
    assert api.found("Customer", filter="AccountRef eq '17-Harbour'") == []
    assert eventually(lambda: erp.created("Customer", "17-Harbour") == 1)
    assert api.put("Customer", CUSTOMER).status_code == 200


def test_a_release_can_commit_late_too(api, erp, sale):
    erp.commit_late("/ReleasePayment", seconds=0.1)
    with pytest.raises(httpx.TransportError):
        api.act("Payment", "ReleasePayment", Type="Prepayment", ReferenceNbr=sale[1])
    assert eventually(lambda: erp.payment(sale[1])["Status"] == "Open")


def test_late_commits_are_ordered_over_the_control_api_as_well(api, erp):
    asked = {"path": "/SalesOrder", "seconds": 0.05}
    assert api.client.post("/_control/late-commits", json=asked).status_code == 204
    with pytest.raises(httpx.TransportError):
        api.put("SalesOrder", order("ECGUEST"))
    assert eventually(lambda: len(erp.orders("1001-Harbour")) == 1)


def test_a_success_can_have_an_empty_body(api, erp):
    erp.kit.faults.add(path="/Customer", method="PUT", kind="empty")
    reply = api.put("Customer", CUSTOMER)
    assert (reply.status_code, reply.content, erp.created("Customer", "17-Harbour")) == (200, b"", 1)


def test_a_gateway_can_answer_html(api, erp):
    erp.kit.faults.add(path="/Payment", kind="html", status=502)
    reply = api.get("Payment")
    assert (reply.status_code, reply.headers["content-type"]) == (502, "text/html")
    assert api.get("Payment").status_code == 200


def test_calls_are_counted_by_kind_without_keys(api, erp, sale):
    erp.kit.calls.reset()
    api.act("Payment", "ReleasePayment", Type="Prepayment", ReferenceNbr=sale[1])
    api.get(f"Payment/Prepayment/{sale[1]}")
    api.put("Payment", wrapped(Type="Prepayment", ReferenceNbr=sale[1], Description="x"))
    assert erp.kit.calls.by_kind() == {
        "POST /Payment/ReleasePayment": 1,
        "GET /Payment/{key}": 1,
        "PUT /Payment": 1,
    }
