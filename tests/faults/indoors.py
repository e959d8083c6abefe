"""Requests answered by the stand-ins' apps in the caller's thread: the same calls without sockets and servers."""

from __future__ import annotations

from http.client import HTTPMessage
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from sandbox.kit.inside import Answer, Inside
from sandbox.serve import Sandbox


class _Original(NamedTuple):
    """Where requests looks for cookies, and urllib3 for the end."""

    msg: HTTPMessage

    def isclosed(self) -> bool:
        """All of it has come."""
        return True


class Indoors(HTTPAdapter):
    """Sends requests nowhere: the stand-in at that address answers at once. For one caller at a time."""

    def __init__(self, box: Sandbox) -> None:
        super().__init__()
        self._doors = {urlsplit(url).netloc: Inside(app) for url, app in box.apps.items()}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Give the answer as `requests` builds it from one that came over a socket."""
        url, body = str(request.url), request.body or b""
        sent = body.encode() if isinstance(body, str) else body
        door = self._doors[urlsplit(url).netloc]
        return self.build_response(request, _raw(door.ask(str(request.method), url, request.headers, sent)))

    def close(self) -> None:
        """Stay open: sessions come and go, the stand-ins stay."""

    def leave(self) -> None:
        """Ask no more."""
        for door in self._doors.values():
            door.close()


def _raw(answer: Answer) -> HTTPResponse:
    said = HTTPMessage()
    for name, value in answer.headers:
        said.add_header(name, value)
    return HTTPResponse(
        BytesIO(answer.body),
        headers=said.items(),
        status=answer.status,
        preload_content=False,
        original_response=_Original(said),
    )
