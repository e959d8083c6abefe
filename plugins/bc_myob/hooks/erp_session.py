"""What can be asked of MYOB Advanced within one session, in plain values (myob-advanced-api 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote, urlsplit

from bc_myob.hooks.erp_connection import ErpConnection
from bc_myob.hooks.transport import Call, Reply, Tally
from bc_myob.hooks.wrapping import unwrap, wrap
from bc_myob.model.codec import dumps
from bc_myob.model.errors import ConfigurationError, OutcomeUnknown, RetryLater, ServiceUnavailable

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
Json = dict[str, Any]


class ErpSession:
    """One signed-in seat. `resource` is an entity of the endpoint (Customer); fields are named as in its contract.

    All methods raise the errors of `bc_myob.model.errors`; a write whose answer was lost raises OutcomeUnknown and is
    never repeated here. Not for two threads.
    """

    def __init__(self, connection: ErpConnection, endpoint: str, version: str) -> None:
        self._connection = connection
        self._base = f"/entity/{endpoint}/{version}"

    @property
    def base(self) -> str:
        """The path of the endpoint."""
        return self._base

    def at(self, endpoint: str, version: str) -> ErpSession:
        """Give the same seat for the calls of another endpoint; only this session signs out."""
        return ErpSession(self._connection, endpoint, version)

    @property
    def patience(self) -> float:
        """Seconds after which a call without an answer has been given up here; the ERP may still carry it out."""
        return self._connection.transport.target.patience

    @property
    def seat_kept_by(self) -> str:
        """Why the sign-out failed, so that the seat stays taken; "" where it did not."""
        return self._connection.seat_kept_by

    @property
    def tally(self) -> Tally:
        """What this session cost so far."""
        return self._connection.transport.tally

    def find(
        self,
        resource: str,
        *,
        where: str = "",
        select: Sequence[str] = (),
        expand: Sequence[str] = (),
        top: int | None = None,
    ) -> list[Json]:
        """Give the records that satisfy the OData filter `where`; no order is promised, nor that pages are stable."""
        query = {"$filter": where, "$top": top, **_shape(select, expand)}
        _, rows = self._connection.call(Call("GET", f"{self._base}/{resource}", query), f"{resource} (list)")
        if not isinstance(rows, list):
            raise ServiceUnavailable(f"{self._connection.transport.target} answered {resource} with no list")
        return [unwrap(row) for row in rows]

    def get(self, resource: str, *keys_or_id: str, select: Sequence[str] = (), expand: Sequence[str] = ()) -> Json:
        """Give one record by its keys in the order of the form, or by its id. RecordNotFound if there is none.

        A key with a slash in it cannot be named here (ValueError): use the id.
        """
        if any("/" in key for key in keys_or_id):
            raise ValueError(f"{resource} {keys_or_id}: a key with a slash can only be reached by id")
        path = "/".join((self._base, resource, *(quote(key, safe="") for key in keys_or_id)))
        subject = " ".join((resource, *keys_or_id))
        _, record = self._connection.call(Call("GET", path, _shape(select, expand)), subject)
        return self._record(record, ServiceUnavailable(f"MYOB Advanced answered {subject} with no record"))

    def put(  # noqa: PLR0913
        self,
        resource: str,
        document: Mapping[str, Any],
        *,
        select: Sequence[str] = (),
        expand: Sequence[str] = (),
        update_only: bool = False,
        before: Callable[[], None] | None = None,
    ) -> Json:
        """Create or update the record found by the keys or id in `document` and give it as the ERP now has it.

        `update_only` raises RecordNotFound if the record is not there. There is no such condition for a creation: the
        ERP compares keys, and numbers them itself: look up first. RecordInvalid holds the field messages.
        `before` is called each time the request is about to leave, repetitions included; what it raises stops it.
        """
        headers = {"If-Match": "*"} if update_only else {}
        call = Call(
            "PUT",
            f"{self._base}/{resource}",
            _shape(select, expand),
            body=dumps(wrap(document)),
            headers=headers,
            writes=True,
            before=before,
        )
        _, record = self._connection.call(call, resource)
        return self._record(record, OutcomeUnknown(f"MYOB Advanced answered PUT {resource} with no record: look it up"))

    def run_action(
        self,
        resource: str,
        action: str,
        record: Mapping[str, Any],
        parameters: Mapping[str, Any] = _NOTHING,
        *,
        before: Callable[[], None] | None = None,
    ) -> None:
        """Run an action on the record named by keys or id and wait for its end; read the record back for its effect.

        204 is also the answer of an action that found nothing to do, so it proves nothing. `before`: as for `put`.
        """
        body = dumps({"entity": wrap(record), "parameters": wrap(parameters)})
        subject = f"{resource} {action}"
        path = f"{self._base}/{resource}/{action}"
        call = Call("POST", path, body=body, writes=True, may_be_empty=True, before=before)
        reply, _ = self._connection.call(call, subject)
        if reply.status == 202:  # noqa: PLR2004 - Accepted: it runs on
            self._follow(reply, subject)

    def inquire(
        self, resource: str, parameters: Mapping[str, Any] = _NOTHING, expand: Sequence[str] = ("Results",)
    ) -> Json:
        """Give the result of an inquiry (CompaniesStructure ...), which is read by PUT and changes nothing."""
        call = Call("PUT", f"{self._base}/{resource}", _shape((), expand), body=dumps(wrap(parameters)))
        _, record = self._connection.call(call, resource)
        return self._record(record, ServiceUnavailable(f"MYOB Advanced answered {resource} with no result"))

    def endpoints(self) -> list[Json]:
        """Give the endpoints of the site: name, version, href."""
        _, body = self._connection.call(Call("GET", "/entity"), "the list of endpoints")
        rows = body.get("endpoints") if isinstance(body, Mapping) else body  # older builds answer the bare list
        return [dict(row) for row in rows or ()]

    def read(self, path: str, subject: str) -> tuple[Mapping[str, str], Any]:
        """Give the headers and the JSON of a page beside the endpoint's entities; `subject` names it in messages."""
        reply, body = self._connection.call(Call("GET", path), subject)
        return reply.headers, body

    def path_of(self, link: str) -> str:
        """Give the part of a link that can be read here: a proxy's or another's host in it is never called."""
        return _path_of(link, self._connection.transport.target.base_url)

    def close(self) -> None:
        """Sign out now; for an operator's on_kill. The context manager does it otherwise."""
        self._connection.close()

    def _record(self, record: Any, otherwise: Exception) -> Json:
        if not isinstance(record, Mapping) or not record:
            raise otherwise
        plain: Json = unwrap(record)
        return plain

    def _follow(self, reply: Reply, subject: str) -> None:
        """Poll a running operation until it ends; OutcomeUnknown if its end cannot be seen."""
        policies, timing = self._connection.policies, self._connection.timing
        path = _path_of(reply.headers.get("Location", ""), self._connection.transport.target.base_url)
        give_up_at, pause = timing.clock() + policies.poll_patience, policies.poll_pause
        while path and timing.clock() < give_up_at:
            timing.sleep(pause)
            pause = min(pause * policies.poll_growth, policies.poll_longest)
            try:
                polled, _ = self._connection.call(Call("GET", path, may_be_empty=True), subject)
            except (RetryLater, ConfigurationError) as error:  # 404: the status lives in the session that started it
                raise OutcomeUnknown(f"{subject} was started, but its end cannot be seen: {error}") from error
            if polled.status != 202:  # noqa: PLR2004
                return
        raise OutcomeUnknown(f"{subject} was started and has not ended: read the record before anything else")


def _shape(select: Sequence[str], expand: Sequence[str]) -> dict[str, str]:
    return {"$select": ",".join(select), "$expand": ",".join(expand)}


def _path_of(location: str, base_url: str) -> str:
    """Give the part of `location` below the base URL: a proxy's or another's host in it is never called.

    "" where that is no path from the root: behind the base URL, "@other.host/" would make its host a user's name.
    """
    parts, folder = urlsplit(location), urlsplit(base_url).path.rstrip("/")
    path = parts.path.removeprefix(folder) if folder else parts.path
    if not path.startswith("/") or path.startswith("//"):
        return ""
    return f"{path}?{parts.query}" if parts.query else path
