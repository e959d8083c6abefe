"""The store's refusals become one typed error each, in any of its shapes."""

from __future__ import annotations

import json

import pytest

from bc_myob.hooks.connections import Target
from bc_myob.hooks.errors_store import error_of, messages_of, scope_for
from bc_myob.hooks.transport import Reply
from bc_myob.model.errors import (
    ConfigurationError,
    CredentialsError,
    FieldMessage,
    RateLimited,
    RecordBusy,
    RecordInvalid,
    RecordNotFound,
    ServiceUnavailable,
)
from tests.hooks.bench import example

TARGET = Target("BigCommerce", "shop", "https://api.bigcommerce.com")


def meaning(status: int, body: object = "", path: str = "/v2/orders", headers: dict[str, str] | None = None):
    text = body if isinstance(body, str) else json.dumps(body)
    return error_of(Reply(status, headers or {}, text), path, TARGET)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, ConfigurationError), (400, RecordInvalid), (401, CredentialsError), (403, CredentialsError),
        (404, ConfigurationError), (409, RecordBusy), (413, RecordInvalid), (415, RecordInvalid), (422, RecordInvalid),
        (423, ServiceUnavailable), (429, RateLimited), (499, ServiceUnavailable), (500, ServiceUnavailable),
        (501, ConfigurationError), (502, ServiceUnavailable), (503, ServiceUnavailable), (504, ServiceUnavailable),
        (507, ConfigurationError), (509, ServiceUnavailable),
    ],
)  # fmt: skip
def test_each_status_has_its_error(status, kind):
    for body in ("", "<html>", {"status": status, "title": "told"}, [{"status": status, "message": "told"}]):
        assert type(meaning(status, body)) is kind


def test_a_missing_record_is_not_a_wrong_address():
    assert type(meaning(404, path="/v3/orders/17/transactions")) is RecordNotFound


def test_a_suspended_store_stops_the_run():
    assert type(meaning(503, {"status": 503, "title": "Store suspended"})) is ConfigurationError


def test_a_missing_scope_is_named():
    error = meaning(403, path="/v3/orders/17/transactions")
    assert "store_v2_transactions_read_only" in str(error)
    assert "connection 'shop'" in str(error)
    assert scope_for("/v2/orders") == "store_v2_orders_read_only"


@pytest.mark.shared
def test_the_published_shapes_are_all_understood():
    for shown in example("bigcommerce", "errors.json"):
        reply = Reply(shown["status"], shown.get("headers", {}), json.dumps(shown["body"]))
        error = error_of(reply, "/v2/orders", TARGET)
        assert error is not None
        assert messages_of(reply), shown["call"]
        assert "\n" not in str(error)


def test_fields_are_named():
    body = {"status": 422, "title": "Bad", "errors": {".customer_create": "Error creating", "email": "in use"}}
    assert set(messages_of(Reply(422, {}, json.dumps(body)))) >= {
        FieldMessage("customer_create", "Error creating"),
        FieldMessage("email", "in use"),
    }
