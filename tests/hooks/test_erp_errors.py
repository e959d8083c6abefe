"""The ERP's refusals are told apart by what they say, and name the fields."""

from __future__ import annotations

import json

import pytest

from bc_myob.hooks.connections import Target
from bc_myob.hooks.error_trees import messages_of
from bc_myob.hooks.errors_erp import error_of
from bc_myob.hooks.transport import Call, Reply
from bc_myob.model.errors import (
    ConfigurationError,
    FieldMessage,
    OutcomeUnknown,
    RateLimited,
    RecordBusy,
    RecordInvalid,
    RecordNotFound,
    SeatsExhausted,
    ServiceUnavailable,
)

TARGET = Target("MYOB Advanced", "erp", "https://erp.example")
READ = Call("GET", "/entity/Default/24.200.001/SalesOrder")
WRITE = Call("PUT", "/entity/Default/24.200.001/SalesOrder", body="{}", writes=True)

FORM_A = {
    "id": "0c1f",
    "rowNumber": 1,
    "error": "Inserting 'Sales Order' record raised at least one error. Please review the errors.",
    "CustomerID": {"value": "NOBODY", "error": "'Customer' cannot be found in the system."},
    "ShipToAddress": {"State": {"value": "XX", "error": "'State' cannot be found."}},
    "Details": [
        {"id": "77aa", "rowNumber": 1, "OrderQty": {"value": 1}},
        {"id": "77ab", "rowNumber": 2, "OrderQty": {"value": -1.0, "error": "Incorrect value.\r\n  Use 0 or more."}},
    ],
    "OrderNbr": {"value": "<NEW>"},
}
FIELDS = {
    FieldMessage("CustomerID", "'Customer' cannot be found in the system."),
    FieldMessage("ShipToAddress.State", "'State' cannot be found."),
    FieldMessage("Details[2].OrderQty", "Incorrect value. Use 0 or more."),
}


def exception(kind: str, text: str = "", **more: object) -> dict[str, object]:
    return {"message": "An error has occurred.", "exceptionMessage": text, "exceptionType": kind, **more}


def meaning(status: int, body: object, call: Call = WRITE, headers: dict[str, str] | None = None):
    text = body if isinstance(body, str) else json.dumps(body)
    return error_of(Reply(status, headers or {}, text), call, "SalesOrder", TARGET)


OUTCOME = "PX.Api.ContractBased.OutcomeEntityHasErrorsException"


@pytest.mark.parametrize(
    "body",
    [FORM_A, exception(OUTCOME, "Failed") | FORM_A, exception(OUTCOME, "Failed", entity=FORM_A)],
    ids=["form A", "form B at the root", "form B under entity"],
)
@pytest.mark.parametrize("status", [422, 500])
def test_an_error_tree_names_every_field(body, status):
    error = meaning(status, body)
    assert type(error) is RecordInvalid
    assert set(error.messages) >= FIELDS
    assert error.messages[0].field, "fields come before what is said of the record"
    assert "'Customer' cannot be found" in str(error)


def test_a_bad_request_names_its_parameters():
    error = meaning(400, {"message": "The request is invalid.", "modelState": {"entity.OrderQty": ["Not a number."]}})
    assert error.messages == (FieldMessage("entity.OrderQty", "Not a number."),)


def test_inner_exceptions_are_heard():
    inner = exception("PX.Data.PXFieldValueProcessingException", "Financial period 05-2031 is not generated")
    error = meaning(500, exception("PX.Data.PXException", "Failed to save", innerException=inner))
    assert "05-2031" in str(error)


def test_texts_are_one_line_and_bounded():
    (message,) = messages_of({"message": "word \n" * 5000})
    assert len(message.message) <= 300
    assert "\n" not in message.message


def test_no_more_messages_than_anybody_reads():
    rows = [{"OrderQty": {"value": 1, "error": f"wrong {n}"}} for n in range(5000)]
    error = meaning(422, {"Details": rows})
    assert len(error.messages) == 50
    assert len(str(error)) < 1000


KINDS = [
    (500, exception("PX.Api.ContractBased.NoEntitySatisfiesTheConditionException", "No entity"), RecordNotFound),
    (
        500,
        exception("PX.Data.PXUndefinedCompanyException", "A proper company ID cannot be determined"),
        ConfigurationError,
    ),
    (
        500,
        exception("PX.Data.PXSetupNotEnteredException", "required configuration data is not entered"),
        ConfigurationError,
    ),
    (
        500,
        exception("PX.Data.PXLockViolationException", "Another process has updated the 'SOOrder' record."),
        RecordBusy,
    ),
    (422, exception("PX.Data.PXException", "Another process has added the 'SOOrder' record."), RecordBusy),
    (500, exception("System.Exception", "Optimization cannot be performed. The following fields"), ConfigurationError),
    (500, "API Login Limit", SeatsExhausted),
    (429, "API Login Limit", SeatsExhausted),
    (429, "", RateLimited),
    (429, {"message": "Too many requests"}, RateLimited),
    (403, {"message": "You have insufficient rights to access the Customer (AR303000) form."}, ConfigurationError),
    (404, {"message": "Entity Foo not found"}, ConfigurationError),
    (302, "", ConfigurationError),
    (500, exception("PX.Data.PXException", "Something the ERP minds"), RecordInvalid),
]


@pytest.mark.parametrize(("status", "body", "kind"), KINDS)
@pytest.mark.parametrize("call", [READ, WRITE], ids=["read", "write"])
def test_each_sign_has_its_error_whatever_the_status(status, body, kind, call):
    assert type(meaning(status, body, call)) is kind


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("body", ["<html>Bad Gateway</html>", ""])
def test_a_page_instead_of_an_answer_leaves_a_write_in_doubt_and_a_read_to_be_repeated(status, body):
    assert type(meaning(status, body, WRITE)) is OutcomeUnknown
    assert type(meaning(status, body, READ)) is ServiceUnavailable


def test_a_gateways_own_json_is_not_the_application_speaking():
    assert type(meaning(502, {"error": "upstream"}, WRITE)) is OutcomeUnknown


def test_the_form_without_rights_is_named():
    error = meaning(403, {"message": "You have insufficient rights to access the Customer (AR303000) form."})
    assert "AR303000" in str(error)
    assert "connection 'erp'" in str(error)


def test_an_unmet_condition_tells_that_there_is_nothing_to_update():
    assert type(meaning(412, "", Call("PUT", "/x", headers={"If-Match": "*"}, writes=True))) is RecordNotFound


def test_the_pause_a_declined_call_asks_for_is_kept():
    assert meaning(429, "", headers={"Retry-After": "7"}).retry_after == 7


def test_a_success_is_no_error():
    assert meaning(200, {}) is None
    assert meaning(204, "") is None
