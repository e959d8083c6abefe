"""Ways to say no: raised anywhere below a route, worded for V2 or V3 by where the request went."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from sandbox.store.wire import v2_error, v3_error


class Refusal(Exception):
    """An error answer: its status, what it says, and V3's `errors` by field."""

    def __init__(self, status: int, text: str, errors: dict[str, str] | None = None) -> None:
        """Refuse with `status`."""
        super().__init__(text)
        self.status, self.text, self.errors = status, text, errors or {}


def not_found(what: str = "The requested resource was not found.") -> Refusal:
    """Return the refusal for an id or path that is not there."""
    return Refusal(404, what)


def invalid(title: str, **errors: str) -> Refusal:
    """Return the refusal of bad content."""
    return Refusal(422, title, errors)


def answer(path: str, refusal: Refusal) -> Response:
    """Return the refusal in the dialect of `path`."""
    if "/v3/" in path:
        return v3_error(refusal.status, refusal.text, refusal.errors)
    return v2_error(refusal.status, refusal.text)


def worded(app: FastAPI) -> None:
    """Make `app` answer refusals, unknown paths and unknown methods in the store's words."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)  # noqa: S101 - registered for nothing else
        return answer(request.url.path, error)

    async def missing(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101
        return answer(request.url.path, Refusal(error.status_code, str(error.detail)))

    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(HTTPException, missing)
