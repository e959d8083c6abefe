"""What the ERP does wrong: repeated where nothing happened, left in doubt where something may have, else said once."""

from __future__ import annotations

import socket

import pytest

from bc_myob.hooks.myob_advanced import MyobAdvancedHook
from bc_myob.model.errors import (
    ConfigurationError,
    CredentialsError,
    OutcomeUnknown,
    RateLimited,
    SeatsExhausted,
    ServiceUnavailable,
)
from sandbox.shop.catalogue import ERP_CLIENT_ID, ERP_CLIENT_SECRET, ERP_PASSWORD, ERP_USER, TENANT
from tests.hooks.bench import QUICK_ERP

STATUS = "/entity/Default/24.200.001/Payment/ReleasePayment/status/5c0f"
ANN = {"CustomerName": "Ann", "AccountRef": "1-DEMO"}


@pytest.fixture
def hook(erp_conn, fake_time):
    return MyobAdvancedHook(erp_conn, policies=QUICK_ERP, timing=fake_time.timing)


@pytest.fixture
def hook_with(box, connect, fake_time):
    """Give a hook whose connection has these fields changed."""

    def make(**fields):
        known = {"host": box.erp_url, "login": ERP_USER, "password": ERP_PASSWORD, "extra": {"tenant": TENANT}}
        conn_id = connect("odd_erp", conn_type="myob_advanced", **(known | fields))
        return MyobAdvancedHook(conn_id, policies=QUICK_ERP, timing=fake_time.timing)

    return make


def find(hook):
    with hook.session() as session:
        return session.find("Currency")


def put(hook):
    with hook.session() as session:
        return session.put("Customer", ANN)


def test_a_wrong_password_is_tried_once(box, hook_with, fake_time):
    hook = hook_with(password="not-the-password")
    with pytest.raises(CredentialsError, match=r"connection 'odd_erp'.*login, password") as caught:
        find(hook)
    assert "not-the-password" not in str(caught.value)
    assert box.erp.kit.calls.count() == 1
    assert fake_time.sleeps == []


def test_a_wrong_tenant_is_a_setting(box, hook_with):
    box.erp.kit.switches.set(several_tenants=True)
    with pytest.raises(ConfigurationError, match="SM203520"):
        find(hook_with(extra={"tenant": "NOBODYS"}))


@pytest.mark.parametrize("status", [429, 500])
def test_a_licence_without_a_seat_is_waited_for_then_said(box, hook, fake_time, status):
    box.erp.kit.switches.set(seat_refusal=status)
    box.erp.kit.limits.set(seats=0)
    with pytest.raises(SeatsExhausted, match="SM604000"):
        find(hook)
    assert fake_time.sleeps == [5.0, 10.0]


def test_a_seat_that_comes_free_is_taken(box, hook, fake_time):
    box.erp.kit.limits.set(seats=0)
    fake_time.meanwhile = lambda _seconds: box.erp.kit.limits.set(seats=1)
    assert find(hook)


def test_a_session_that_ended_is_opened_again_once_and_the_call_repeated(box, hook):
    with hook.session() as session:
        session.find("Currency")
        box.erp.end_sessions()
        session.put("Customer", ANN)
        assert box.erp.open_sessions() == 1
    assert box.erp.open_sessions() == 0
    assert box.erp.created("Customer", "1-DEMO") == 1


def test_a_session_that_never_holds_is_a_matter_of_credentials(box, hook):
    box.erp.kit.faults.add(path="/Customer", times=None, status=401)
    with pytest.raises(CredentialsError):
        put(hook)
    assert box.erp.open_sessions() == 0


def test_an_old_builds_redirect_to_the_login_page_is_an_ended_session(box, hook):
    box.erp.kit.faults.add(path="/Customer", status=302, headers={"Location": "/Frames/Login.aspx?ReturnUrl=x"})
    assert put(hook)["AccountRef"] == "1-DEMO"


def test_a_declined_write_had_no_effect_and_is_repeated(box, hook, fake_time):
    box.erp.kit.faults.add(path="/Customer", method="PUT", times=2, status=429)
    assert put(hook)["AccountRef"] == "1-DEMO"
    assert fake_time.sleeps == [1.0, 2.0]
    assert box.erp.created("Customer", "1-DEMO") == 1


def test_a_licence_that_keeps_declining_is_said(box, hook):
    box.erp.kit.faults.add(path="/Customer", method="PUT", times=None, status=429, headers={"Retry-After": "3"})
    with pytest.raises(RateLimited) as caught:
        put(hook)
    assert caught.value.retry_after == 3


IN_DOUBT = [
    {"kind": "cut"}, {"kind": "cut", "after": True}, {"kind": "empty"}, {"kind": "truncate"},
    {"kind": "html", "status": 502, "after": True}, {"kind": "html", "status": 503}, {"status": 500},
    {"kind": "html", "status": 200, "after": True}, {"status": 200, "body": None, "after": True},
]  # fmt: skip


@pytest.mark.parametrize("fault", IN_DOUBT, ids=str)
def test_a_write_whose_answer_was_lost_is_in_doubt_and_never_repeated(box, hook, fake_time, fault):
    box.erp.kit.faults.add(path="/Customer", method="PUT", times=None, **fault)
    with pytest.raises(OutcomeUnknown):
        put(hook)
    assert box.erp.kit.calls.count(method="PUT") == 1
    assert fake_time.sleeps == []
    assert box.erp.open_sessions() == 0


@pytest.mark.parametrize("fault", IN_DOUBT, ids=str)
def test_a_read_whose_answer_was_lost_is_repeated(box, hook, fault):
    box.erp.kit.faults.add(path="/Currency", times=1, **fault)
    assert find(hook)


def test_an_answer_that_takes_too_long_leaves_a_write_in_doubt(box, hook_with):
    box.erp.kit.faults.add(path="/Customer", method="PUT", kind="delay", seconds=0.8)
    with pytest.raises(OutcomeUnknown, match="in time"):
        put(hook_with(extra={"tenant": TENANT, "read_timeout": 0.2}))


def test_a_release_whose_end_cannot_be_seen_is_in_doubt(box, hook):
    box.erp.kit.faults.add(path="ReleasePayment$", status=202, headers={"Location": f"{box.erp_url}{STATUS}"})
    with hook.session() as session, pytest.raises(OutcomeUnknown, match="started"):
        session.run_action("Payment", "ReleasePayment", {"id": "x"})


@pytest.mark.parametrize("link", ["@{host}/steal", "{host}/steal", "////{host}/steal", ":80@{host}/steal", "steal"])
def test_a_release_whose_status_is_said_to_be_elsewhere_takes_the_token_nowhere(box, hook, link):
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.setblocking(False)
        location = link.format(host=f"127.0.0.1:{other.getsockname()[1]}")
        box.erp.kit.faults.add(path="ReleasePayment$", status=202, headers={"Location": location})
        with hook.session() as session, pytest.raises(OutcomeUnknown, match="started"):
            session.run_action("Payment", "ReleasePayment", {"id": "x"})
        with pytest.raises(BlockingIOError):
            other.accept()


def test_an_operation_that_never_ends_is_in_doubt(box, hook, fake_time):
    for path in ("ReleasePayment$", "ReleasePayment/status"):
        box.erp.kit.faults.add(path=path, times=None, status=202, headers={"Location": STATUS})
    with hook.session() as session, pytest.raises(OutcomeUnknown, match="not ended"):
        session.run_action("Payment", "ReleasePayment", {"id": "x"})
    assert sum(fake_time.sleeps) >= QUICK_ERP.poll_patience
    assert max(fake_time.sleeps) == QUICK_ERP.poll_longest
    assert min(fake_time.sleeps) >= 1


def test_nothing_was_sent_to_a_host_that_refuses_so_nothing_is_in_doubt(hook_with):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ServiceUnavailable, match=f"127.0.0.1:{port}.*'odd_erp'"):
        put(hook_with(host=f"http://127.0.0.1:{port}"))


def test_a_host_that_is_no_erp_is_said(box, hook_with):
    with pytest.raises(ConfigurationError, match="host"):
        find(hook_with(host=f"{box.store_url}/nothing"))


OAUTH = {"auth": "oauth", "client_id": ERP_CLIENT_ID, "client_secret": ERP_CLIENT_SECRET}


def oauth(hook_with, **extra):
    return hook_with(extra=OAUTH | extra)


@pytest.mark.parametrize("scope", ["api", "api offline_access", "api:concurrent_access"])
def test_oauth_takes_one_seat_and_gives_it_back(box, hook_with, scope):
    with oauth(hook_with, scope=scope).session() as session:
        session.put("Customer", ANN)
        session.find("Currency")
        assert box.erp.open_sessions() == 1
    assert box.erp.open_sessions() == 0
    assert box.erp.kit.calls.count(path="connect/token") == 1


@pytest.mark.parametrize("scope", ["api", "api offline_access"])
def test_a_token_is_renewed_before_it_ends(box, hook_with, fake_time, scope):
    box.erp.kit.limits.set(token_seconds=600)
    with oauth(hook_with, scope=scope).session() as session:
        for _ in range(4):
            session.find("Currency")
            fake_time.now += 300
        assert box.erp.open_sessions() == 1
    assert box.erp.open_sessions() == 0
    assert box.erp.kit.calls.count(path="connect/token") == 2
    assert box.erp.kit.calls.count(status=401) == 0


def test_a_token_that_ended_unseen_is_renewed(box, hook_with):
    with oauth(hook_with, scope="api offline_access").session() as session:
        session.find("Currency")
        box.clock.advance(seconds=4000)
        session.put("Customer", ANN)
    assert box.erp.open_sessions() == 0


@pytest.mark.parametrize(
    ("extra", "says"), [({"client_secret": "a-wrong-secret"}, "client_id"), ({"scope": "everything"}, "scope")]
)
def test_a_refused_application_is_said(hook_with, extra, says):
    with pytest.raises(ConfigurationError, match=says) as caught:
        find(oauth(hook_with, **extra))
    assert "a-wrong-secret" not in str(caught.value)


def test_a_refused_password_is_said_for_oauth_too(box, hook_with):
    with pytest.raises(CredentialsError, match="login and password"):
        find(hook_with(password="not-the-password", extra=OAUTH))
    assert box.erp.kit.calls.count() == 1


def test_a_way_in_that_does_not_exist_is_said(hook_with):
    with pytest.raises(ConfigurationError, match="cookie or oauth"):
        find(hook_with(extra={"auth": "saml"}))
