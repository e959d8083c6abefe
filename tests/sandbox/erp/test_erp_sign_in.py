"""Sessions, seats and tokens (myob-advanced-api.md 2)."""

from __future__ import annotations

import pytest

from sandbox.shop import catalogue
from tests.sandbox.erp.erp_bodies import ROOT, SIGN_IN, new_client

CUSTOMERS = f"{ROOT}/Customer?$top=1"


def sign_in(client, **changes):
    return client.post("/entity/auth/login", json=SIGN_IN | changes)


def fresh(client):
    """Return a client of the same site without its cookies."""
    return new_client(client.base_url)


def token(client, **form):
    own = {"client_id": catalogue.ERP_CLIENT_ID, "client_secret": catalogue.ERP_CLIENT_SECRET}
    return client.post("/identity/connect/token", data=own | form)


def password_grant(client, scope="api offline_access", **form):
    who = {"username": catalogue.ERP_USER, "password": catalogue.ERP_PASSWORD}
    return token(client, grant_type="password", scope=scope, **(who | form))


def bearer(answer):
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_signing_in_gives_204_and_cookies(visitor):
    reply = sign_in(visitor)
    assert (reply.status_code, reply.content) == (204, b"")
    assert {".ASPXAUTH", "ASP.NET_SessionId", "CompanyID", "UserBranch", "Locale"} <= set(reply.cookies)
    assert visitor.get(CUSTOMERS).status_code == 200


@pytest.mark.parametrize("word", ["tenant", "company"])
def test_an_unknown_tenant_is_refused_only_where_the_site_has_several(visitor, erp, word):
    nobody = {"tenant": None} | {word: "Nobody"}
    assert sign_in(visitor, **nobody).status_code == 204
    erp.kit.switches.set(several_tenants=True)
    reply = sign_in(visitor, **nobody)
    assert (reply.status_code, reply.json()["exceptionType"]) == (500, "PX.Data.PXUndefinedCompanyException")


def test_a_wrong_password_is_http_500_and_repeated_ones_lock_the_account(visitor, erp):
    reply = sign_in(visitor, password="wrong")
    assert (reply.status_code, reply.json()["exceptionType"]) == (500, "PX.Data.PXException")
    assert "Invalid credentials" in reply.json()["exceptionMessage"]
    for _ in range(4):
        sign_in(visitor, password="wrong")
    assert "locked" in sign_in(visitor).json()["exceptionMessage"]
    erp.end_sessions()
    assert sign_in(visitor).status_code == 204


def test_signing_out_frees_the_seat(visitor, erp):
    sign_in(visitor)
    assert erp.open_sessions() == 1
    assert visitor.post("/entity/auth/logout").status_code == 204
    assert erp.open_sessions() == 0
    assert visitor.get(CUSTOMERS).status_code == 401


def test_signing_out_without_content_length_is_411_and_keeps_the_seat(visitor, erp):
    sign_in(visitor)
    request = visitor.build_request("POST", "/entity/auth/logout")
    del request.headers["content-length"]
    assert visitor.send(request).status_code == 411
    assert erp.open_sessions() == 1


def test_the_body_of_401_may_be_empty_or_json(visitor, erp):
    assert visitor.get(CUSTOMERS).content == b""
    erp.kit.switches.set(body_401="json")
    assert visitor.get(CUSTOMERS).json()["message"]


def test_an_idle_session_ends(visitor, erp):
    sign_in(visitor)
    erp.kit.clock.advance(minutes=9)
    assert visitor.get(CUSTOMERS).status_code == 200
    erp.kit.clock.advance(minutes=11)
    assert visitor.get(CUSTOMERS).status_code == 401


@pytest.mark.parametrize("status", [429, 500])
def test_when_all_seats_are_taken_signing_in_is_refused(erp, erp_url, status):
    erp.kit.limits.set(seats=1)
    erp.kit.switches.set(seat_refusal=status)
    with new_client(erp_url) as first, new_client(erp_url) as second:
        assert sign_in(first).status_code == 204
        refused = sign_in(second)
        assert refused.status_code == status
        assert "API Login Limit" in refused.text


def test_a_password_grant_gives_tokens_and_no_seat_before_the_first_call(visitor, erp):
    granted = password_grant(visitor)
    assert granted.json()["token_type"] == "Bearer"
    assert erp.open_sessions() == 0
    for _ in range(2):
        assert fresh(visitor).get(CUSTOMERS, headers=bearer(granted)).status_code == 200
    assert erp.open_sessions() == 1


def test_a_refresh_token_works_once_and_keeps_the_session(visitor, erp):
    granted = password_grant(visitor)
    visitor.get(CUSTOMERS, headers=bearer(granted))
    again = token(visitor, grant_type="refresh_token", refresh_token=granted.json()["refresh_token"])
    assert visitor.get(CUSTOMERS, headers=bearer(again)).status_code == 200
    assert erp.open_sessions() == 1
    dead = token(visitor, grant_type="refresh_token", refresh_token=granted.json()["refresh_token"])
    assert (dead.status_code, dead.json()["error"]) == (400, "invalid_grant")


def test_an_access_token_ends_after_an_hour(visitor, erp):
    granted = password_grant(visitor)
    erp.kit.clock.advance(hours=1, seconds=1)
    assert visitor.get(CUSTOMERS, headers=bearer(granted)).status_code == 401


def test_without_offline_access_there_is_no_refresh_token(visitor):
    assert "refresh_token" not in password_grant(visitor, scope="api").json()


def test_with_concurrent_access_every_call_without_the_cookie_takes_a_seat(visitor, erp):
    granted = password_grant(visitor, scope="api api:concurrent_access")
    for _ in range(2):
        fresh(visitor).get(CUSTOMERS, headers=bearer(granted))
    assert erp.open_sessions() == 2
    visitor.get(CUSTOMERS, headers=bearer(granted))
    visitor.get(CUSTOMERS, headers=bearer(granted))
    assert erp.open_sessions() == 3


def test_signing_out_of_a_bearer_session_frees_the_seat_until_the_next_call(visitor, erp):
    headers = bearer(password_grant(visitor))
    visitor.get(CUSTOMERS, headers=headers)
    visitor.post("/entity/auth/logout", headers=headers)
    assert erp.open_sessions() == 0
    visitor.get(CUSTOMERS, headers=headers)
    assert erp.open_sessions() == 1


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": "password", "scope": "api", "username": "airflow", "password": "no"}, "invalid_grant"),
        ({"grant_type": "password", "scope": "everything"}, "invalid_scope"),
        ({"grant_type": "password", "client_secret": "no"}, "invalid_client"),
    ],
)
def test_oauth_refusals_name_their_error(visitor, form, error):
    reply = token(visitor, **form)
    assert (reply.status_code, reply.json()["error"]) == (400, error)
