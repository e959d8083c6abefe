"""An ERP whose answers lack something that it has saved: an empty field, a list without its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import requests
import simplejson
from requests.adapters import BaseAdapter

from tests.faults.road import Road


@dataclass
class Answering(BaseAdapter):
    """Puts `value` at `path` into what the ERP answers to `methods` on `resource`, while it is `on`.

    `reference`: only into records under it; what is asked without a reference is left alone then.
    """

    road: Road
    resource: str
    methods: str
    path: str
    value: Any
    reference: str = ""
    on: bool = True
    inner: BaseAdapter = field(init=False)

    def __post_init__(self) -> None:
        self.inner = self.road.carrier()
        self.road.carrier = lambda: self

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Give the answer as the ERP would, but for that field."""
        answer = self.inner.send(request, *args, **kwargs)
        concerned = f"/{self.resource}" in str(request.url) and request.method in self.methods.split()
        if self.on and concerned and answer.status_code == 200 and answer.content:
            body = simplejson.loads(answer.content, use_decimal=True)
            for row in body if isinstance(body, list) else [body]:
                self._spoil(row)
            answer._content = simplejson.dumps(body, use_decimal=True).encode()
        return answer

    def close(self) -> None:
        """Stay open."""

    def _spoil(self, row: Any) -> None:
        said = simplejson.dumps(row, use_decimal=True)
        if self.reference and f'"{self.reference}"' not in said:
            return
        *way, last = (int(step) if step.isdecimal() else step for step in self.path.split("."))
        for step in way:
            row = row[step]
        row[last] = self.value
