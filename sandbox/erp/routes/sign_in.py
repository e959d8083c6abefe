"""Sign-in and sign-out by cookie, and the OAuth endpoints (section 2)."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from sandbox.erp import jsonio
from sandbox.erp.door import Door
from sandbox.erp.errors import ErpError, Malformed, ServerError
from sandbox.erp.jsonio import JsonReply
from sandbox.erp.sessions import COOKIE
from sandbox.erp.tenant import Tenant
from sandbox.shop import catalogue

LENGTH_REQUIRED = "<html><head><title>Length Required</title></head><body><h2>Length Required</h2></body></html>"
LOCALE = "Locale=Culture=en-AU&TimeZone=GMTP1000G; path=/"


def routes(tenant: Tenant, door: Door) -> list[Route]:
    """Return the routes that open and close sessions."""

    async def login(request: Request) -> Response:
        try:
            return _login(tenant, request, await request.body())
        except ErpError as error:
            return door.refusal(error)

    async def logout(request: Request) -> Response:
        if "content-length" not in request.headers:
            return HTMLResponse(LENGTH_REQUIRED, 411)  # IIS; the session stays
        with tenant.lock:
            tenant.sessions.close(_session_id(tenant, request))
        answer = Response(status_code=204)
        for cookie in (COOKIE, ".ASPXAUTH"):
            answer.delete_cookie(cookie, path="/")
        return answer

    async def token(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode())) | _basic_client(request)
        try:
            with tenant.lock:
                return JsonReply(tenant.grants.token(form), headers={"Cache-Control": "no-store"})
        except ErpError as error:
            return door.refusal(error)

    async def discovery(request: Request) -> Response:
        base = str(request.base_url).rstrip("/") + "/identity"
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
        links = {name: f"{base}/connect/{path}" for name, path in names.items()}
        return JsonReply({"issuer": base} | links | {"grant_types_supported": ["password", "refresh_token"]})

    return [
        Route("/entity/auth/login", login, methods=["POST"]),
        Route("/entity/auth/logout", logout, methods=["POST"]),
        Route("/identity/connect/token", token, methods=["POST"]),
        Route("/identity/.well-known/openid-configuration", discovery, methods=["GET"]),
    ]


def _login(tenant: Tenant, request: Request, body: bytes) -> Response:
    given = _credentials(request, body)
    with tenant.lock:
        problem = tenant.sessions.check_password(given.get("name"), given.get("password"))
        if problem:
            raise ServerError(problem)
        tenant.sessions.check_tenant(given.get("tenant") or given.get("company"))
        tenant.sessions.close(request.cookies.get(COOKIE))
        branch = tenant.books.find("Branch", given.get("branch"))
        session = tenant.sessions.open(branch.keys[0] if branch else catalogue.BRANCH)
    answer = Response(status_code=204)
    for name, value in ((".ASPXAUTH", session.id * 3), (COOKIE, session.id)):
        answer.set_cookie(name, value, path="/", httponly=True)
    answer.set_cookie("CompanyID", catalogue.TENANT, path="/")
    answer.set_cookie("UserBranch", "1", path="/")
    answer.headers.append("set-cookie", LOCALE)
    return answer


def _credentials(request: Request, body: bytes) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode()))
    try:
        given = jsonio.loads(body)
    except ValueError:
        raise Malformed(credentials="Unexpected end of content.") from None
    if not isinstance(given, dict):
        raise Malformed(credentials="An object was expected.")
    return given


def _session_id(tenant: Tenant, request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return tenant.grants.session_id(token) or request.cookies.get(COOKIE)
    return request.cookies.get(COOKIE)


def _basic_client(request: Request) -> dict[str, str]:
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return {}
    client, _, secret = base64.b64decode(credentials).decode().partition(":")
    return {"client_id": client, "client_secret": secret}
