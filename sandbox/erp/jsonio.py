"""JSON in and out with numbers as Decimal: written with their scale, read without a float in between (section 4)."""

from __future__ import annotations

import json
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from starlette.responses import Response


def loads(raw: bytes) -> Any:
    """Return the document, its fractions as Decimal; raises `ValueError` if it is none."""
    return json.loads(raw, parse_float=Decimal)


def dumps(tree: Any) -> str:
    """Return the document as text; a Decimal keeps its digits (`12.5000`)."""
    if isinstance(tree, dict):
        return "{" + ",".join(f"{encode_basestring(key)}:{dumps(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(map(dumps, tree)) + "]"
    if isinstance(tree, Decimal):
        return f"{tree:f}"
    return encode_basestring(tree) if isinstance(tree, str) else json.dumps(tree)


class JsonReply(Response):
    """A JSON answer."""

    media_type = "application/json; charset=utf-8"

    def render(self, content: Any) -> bytes:
        """Return the body's bytes."""
        return dumps(content).encode()
