"""A connection that is missing or wrong is said in one sentence that names it and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import airflow
import jsonschema
import pytest

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.connections import connection_of, target_of
from bc_myob.hooks.history import history_url
from bc_myob.hooks.myob_advanced import MyobAdvancedHook
from bc_myob.model.errors import ConfigurationError
from bc_myob.provider_info import get_provider_info


@pytest.mark.parametrize("hook", [BigCommerceHook("nowhere"), MyobAdvancedHook("nowhere")], ids=["store", "erp"])
def test_a_missing_connection_says_how_to_add_it(hook):
    ok, text = hook.test_connection()
    assert not ok
    assert text.startswith(
        "Connection 'nowhere' is not defined. Add it in Admin > Connections or set AIRFLOW_CONN_NOWHERE"
    )


def test_an_unreadable_variable_is_told_from_a_missing_one(monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_BROKEN", '{"conn_type": "bigcommerce", "password": "hidden-word"')
    with pytest.raises(ConfigurationError, match="AIRFLOW_CONN_BROKEN is neither") as caught:
        connection_of("broken")
    assert "hidden-word" not in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"extra": {"store_hash": "h"}}, "password"),
        ({"password": "secret-token"}, "store_hash"),
        ({"password": "secret-token", "extra": '["h"]'}, "Extra field"),
        ({"password": "secret-token", "extra": {"store_hash": "h", "read_timeout": "soon"}}, "read_timeout"),
        ({"password": "secret-token", "extra": {"store_hash": "h", "verify": False}}, "TLS"),
        ({"password": "secret-token", "extra": {"store_hash": "h", "verify": "/no/such/ca.pem"}}, "CA bundle"),
        ({"password": "secret-token", "host": "ftp://h", "extra": {"store_hash": "h"}}, "host"),
        ({"password": "secret-token", "host": "https://u:p@h", "extra": {"store_hash": "h"}}, "host"),
    ],
)
def test_a_wrong_field_is_named(connect, fields, says):
    ok, text = BigCommerceHook(connect("wrong", conn_type="bigcommerce", **fields)).test_connection()
    assert not ok
    assert says in text
    assert "'wrong'" in text
    assert "secret-token" not in text


@pytest.mark.parametrize("missing", ["host", "login", "password"])
def test_what_the_erp_needs_is_named(connect, missing):
    fields = {"host": "https://erp.example", "login": "me", "password": "hidden-word"} | {missing: ""}
    ok, text = MyobAdvancedHook(connect("wrong", conn_type="myob_advanced", **fields)).test_connection()
    assert not ok
    assert missing in text


def test_oauth_needs_its_application(connect):
    fields = {"host": "https://erp.example", "login": "me", "password": "hidden-word", "extra": {"auth": "oauth"}}
    assert "client_id" in MyobAdvancedHook(connect("wrong", conn_type="myob_advanced", **fields)).test_connection()[1]


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"host": "erp.example"}, "https://erp.example"),
        ({"host": "erp.example", "schema": "http", "port": 8080}, "http://erp.example:8080"),
        ({"host": "https://erp.example/Site/"}, "https://erp.example/Site"),
        ({"host": "http://erp.example:81", "port": 81}, "http://erp.example:81"),
        ({}, "https://default.example"),
    ],
)
def test_the_address_is_https_unless_said_otherwise(connect, fields, url):
    connection = connection_of(connect("some", conn_type="http", **fields))
    assert target_of(connection, "X", read_timeout=30, default_host="default.example").base_url == url


def test_timeouts_and_a_private_authority_are_settings(connect, tmp_path):
    bundle = tmp_path / "ca.pem"
    bundle.touch()
    extra = {"connect_timeout": "2", "read_timeout": 7.5, "verify": str(bundle)}
    target = target_of(connection_of(connect("some", conn_type="http", host="h", extra=extra)), "X", read_timeout=30)
    assert target.timeouts == (2.0, 7.5)
    assert target.verify == str(bundle)


def test_extras_never_become_headers(connect):
    extra = {"store_hash": "h", "client_secret": "must-not-travel", "page": 3}
    hook = BigCommerceHook(connect("some", conn_type="bigcommerce", password="a-token", extra=extra))
    headers = hook.transport.session.headers
    assert set(headers) == {"User-Agent", "Accept-Encoding", "Accept", "Connection"}
    assert hook.transport.target.timeouts == (5.0, 30.0)
    assert MyobAdvancedHook.read_timeout == 300


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("sqlite:////var/lib/history.db", "sqlite:////var/lib/history.db"),
        ('{"conn_type": "sqlite", "host": "/var/lib/history.db"}', "sqlite:////var/lib/history.db"),
        ('{"conn_type": "sqlite", "schema": "/var/lib/history.db"}', "sqlite:////var/lib/history.db"),
        ('{"conn_type": "generic", "extra": {"uri": "sqlite:////h.db"}}', "sqlite:////h.db"),
        ("postgresql://user:p%40ss%2Fword@db/hist", "postgresql+psycopg2://user:p%40ss%2Fword@db/hist"),
        (
            "postgres://user:pw@db:5433/hist?sslmode=require",
            "postgresql+psycopg2://user:pw@db:5433/hist?sslmode=require",
        ),
        (
            '{"conn_type": "postgres", "host": "db", "login": "u", "password": "p@ss", "schema": "hist", "port": 5432}',
            "postgresql+psycopg2://u:p%40ss@db:5432/hist",
        ),
        (
            '{"conn_type": "generic", "extra": {"uri": "postgresql://u:pw@db/hist"}}',
            "postgresql+psycopg2://u:pw@db/hist",
        ),
        (
            '{"conn_type": "generic", "extra": {"uri": "postgresql+psycopg://u:pw@db/hist"}}',
            "postgresql+psycopg://u:pw@db/hist",
        ),
    ],
)
def test_the_history_database_is_found_by_any_form_of_connection(monkeypatch, value, url):
    monkeypatch.setenv("AIRFLOW_CONN_BC_MYOB_HISTORY", value)
    assert history_url("bc_myob_history") == url


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "not defined"),
        ("mysql://u:hidden-word@db/hist", "sqlite or postgres"),
        ("sqlite:///relative.db", "four slashes"),
        ("sqlite://", "four slashes"),
        ("postgresql://u:hidden-word@db", "schema"),
        ("postgresql:///hist", "host"),
        ('{"conn_type": "generic", "extra": {"uri": "oracle://u:hidden-word@db"}}', "sqlite or postgres"),
    ],
)
def test_a_history_connection_that_will_not_do_says_why(monkeypatch, value, says):
    monkeypatch.delenv("AIRFLOW_CONN_BC_MYOB_HISTORY", raising=False)
    if value:
        monkeypatch.setenv("AIRFLOW_CONN_BC_MYOB_HISTORY", value)
    with pytest.raises(ConfigurationError, match=says) as caught:
        history_url("bc_myob_history")
    assert "hidden-word" not in str(caught.value)


def test_the_provider_says_what_airflow_can_read():
    schema = Path(airflow.__path__[0], "provider_info.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(get_provider_info(), json.loads(schema))


def test_airflow_knows_both_connection_types():
    kinds = {row["connection-type"]: row for row in get_provider_info()["connection-types"]}
    assert set(kinds) == {BigCommerceHook.conn_type, MyobAdvancedHook.conn_type}
    for hook in (BigCommerceHook, MyobAdvancedHook):
        assert kinds[hook.conn_type]["hook-class-name"] == f"{hook.__module__}.{hook.__name__}"
