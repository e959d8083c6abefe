"""How the ERP says no: one exception per kind of refusal, each with its status and body (section 5)."""

from __future__ import annotations

from typing import Any


class ErpError(Exception):
    """A refused request: HTTP status, body (None = empty, str = plain text) and headers."""

    status = 500

    def __init__(self, body: object = None, status: int | None = None, headers: dict[str, str] | None = None) -> None:
        """Refuse with `body`."""
        super().__init__(str(body))
        self.body = body
        self.status = status or self.status
        self.headers = headers or {}


class ServerError(ErpError):
    """HTTP 500 with an exception in the body: sign-in, missing records, bad queries and more."""

    def __init__(self, message: str, kind: str = "PX.Data.PXException", status: int = 500) -> None:
        """Refuse with the exception's text and .NET type."""
        super().__init__(exception_body(message, kind), status)
        self.message = message


class Malformed(ErpError):
    """400: the body or a parameter cannot be read."""

    status = 400

    def __init__(self, **state: str) -> None:
        """Refuse naming each unreadable part."""
        super().__init__(
            {"message": "The request is invalid.", "modelState": {name: [text] for name, text in state.items()}}
        )


class NotSignedIn(ErpError):
    """401: no session, an ended one, or a bad token."""

    status = 401


class NotFound(ErpError):
    """404: unknown endpoint, entity, action or operation."""

    status = 404

    def __init__(self, message: str) -> None:
        """Refuse saying what there is not."""
        super().__init__({"message": message})


class PreconditionFailed(ErpError):
    """412: If-Match or If-None-Match is not met."""

    status = 412


class Declined(ErpError):
    """429: the licence does not allow the request now."""

    status = 429


def exception_body(message: str, kind: str) -> dict[str, Any]:
    """Return the body of a failed request as the server writes it."""
    return {
        "message": "An error has occurred.",
        "exceptionMessage": message,
        "exceptionType": kind,
        "stackTrace": "   at PX.Api.ContractBased.Soap.EntityService",
    }


def missing_record() -> ServerError:
    """Return the refusal for a record that no key or id finds: 500, not 404."""
    return ServerError(
        "No entity satisfies the condition.", "PX.Api.ContractBased.NoEntitySatisfiesTheConditionException"
    )


def lost_race(record: str, verb: str = "updated") -> ServerError:
    """Return the refusal for two writers on one row."""
    return ServerError(
        f"Error: Another process has {verb} the '{record}' record. Your changes will be lost.",
        "PX.Data.PXLockViolationException",
    )


def forbidden(entity: str, screen: str) -> ErpError:
    """Return the refusal for a form without rights, or whose feature is switched off."""
    text = f"You have insufficient rights to access the {entity} ({screen}) form."
    return ErpError({"message": text}, 403)
