"""Passwords and tokens appear in no log line, no error, no repr."""

from __future__ import annotations

import contextlib
import logging
import traceback

import pytest

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.myob_advanced import MyobAdvancedHook
from bc_myob.model.errors import BcMyobError
from sandbox.shop.catalogue import ERP_CLIENT_ID
from tests.hooks.bench import QUICK, QUICK_ERP

SECRETS = ("token-in-the-vault", "password-in-the-vault", "client-in-the-vault")
TOKEN, PASSWORD, CLIENT = SECRETS


@pytest.fixture
def hooks(box, connect, fake_time):
    store = connect("s", conn_type="bigcommerce", host=box.store_url, password=TOKEN, extra={"store_hash": "harbour"})
    fields = {"conn_type": "myob_advanced", "host": box.erp_url, "login": "me", "password": PASSWORD}
    oauth = {"auth": "oauth", "client_id": ERP_CLIENT_ID, "client_secret": CLIENT}
    return [
        BigCommerceHook(store, retry=QUICK, timing=fake_time.timing),
        MyobAdvancedHook(connect("c", **fields), policies=QUICK_ERP, timing=fake_time.timing),
        MyobAdvancedHook(connect("o", **fields, extra=oauth), policies=QUICK_ERP, timing=fake_time.timing),
    ]


def call(hook):
    if isinstance(hook, BigCommerceHook):
        hook.store()
    else:
        with hook.session() as session:
            session.find("Customer")


FAULTS = [
    None,
    {"kind": "cut"},
    {"status": 401, "body": {"message": f"you sent {TOKEN} {PASSWORD} {CLIENT}"}},
    {"status": 500, "body": {"exceptionMessage": f"{TOKEN} {PASSWORD} {CLIENT}", "exceptionType": "X"}},
    {"status": 422, "body": {"title": f"{TOKEN} {PASSWORD} {CLIENT}", "errors": {"f": f"{TOKEN} {PASSWORD}"}}},
    {"status": 400, "body": {"error": PASSWORD, "error_description": CLIENT}},
    {"kind": "html", "status": 502, "body": f"<html>{TOKEN}{PASSWORD}</html>"},
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault and fault.get("status", "cut")))
def test_neither_logs_nor_errors_nor_reprs_hold_a_secret(box, hooks, caplog, capfd, fault):
    for kit in box.kits:
        if fault:
            kit.faults.add(path="/", times=None, **fault)
    said = []
    with caplog.at_level(logging.DEBUG):
        for hook in hooks:
            try:
                call(hook)
            except BcMyobError as error:
                said += [str(error), repr(error), traceback.format_exc()]
            said += [repr(hook), str(vars(hook)), str(hook.test_connection()), repr(hook.transport)]
    said += [record.getMessage() + str(record.args) for record in caplog.records]
    said += [*capfd.readouterr()]
    text = "\n".join(said)
    assert len(text) > 100
    assert [secret for secret in SECRETS if secret in text] == []


def test_a_token_that_cannot_travel_is_not_quoted(box, connect, fake_time):
    conn = connect("s", conn_type="bigcommerce", host=box.store_url, password=f"{TOKEN}\nx", extra={"store_hash": "h"})
    with pytest.raises(BcMyobError, match="cannot travel") as caught:
        BigCommerceHook(conn, retry=QUICK, timing=fake_time.timing).store()
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_a_sign_in_keeps_its_secrets_to_itself(box, hooks):
    for hook in hooks[1:]:
        with contextlib.suppress(BcMyobError), hook.session() as session:
            assert PASSWORD not in repr(session)
            assert PASSWORD not in repr(vars(session._connection))
