"""The complaints in a refusal of MYOB Advanced, each with the path of its field (myob-advanced-api 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bc_myob.hooks.texts import said
from bc_myob.model.errors import FieldMessage

_NOT_FIELDS: Final = frozenset(
    {"error", "entity", "modelState", "innerException", "stackTrace", "_links", "files", "message", "exceptionMessage"}
)
_EMPTY_WORDS: Final = ("An error has occurred.", "The request is invalid.")
"""What the web framework says when it says nothing; kept only if there is nothing else."""
MOST: Final = 50


def messages_of(body: Any) -> tuple[FieldMessage, ...]:
    """Give every complaint once, those of fields first: root, wrappers, linked entities, detail rows, exceptions.

    Paths read as in the document: `CustomerID`, `ShipToAddress.State`, `Details[2].OrderQty` (rows count from 1).
    """
    found = dict.fromkeys(message for message in _complaints(body) if message.message)
    telling = [message for message in found if message.message not in _EMPTY_WORDS] or list(found)
    return tuple(sorted(telling, key=lambda message: not message.field)[:MOST])


def _complaints(body: Any) -> Iterator[FieldMessage]:
    if isinstance(body, str):
        yield FieldMessage("", said(body))
    elif isinstance(body, list):
        for entry in body:
            yield from _complaints(entry)
    elif isinstance(body, Mapping):
        yield from _in_tree(body, "")
        yield from _in_tree(body.get("entity"), "")
        yield from _in_model_state(body.get("modelState"))
        yield from _in_exceptions(body)


def _in_tree(node: Any, path: str) -> Iterator[FieldMessage]:
    """Give the `error` texts below `node`, which has the shape of the record."""
    if isinstance(node, list):
        for place, row in enumerate(node, start=1):
            yield from _in_tree(row, f"{path}[{place}]")
    elif isinstance(node, Mapping):
        if isinstance(node.get("error"), str):
            yield FieldMessage(path, said(node["error"]))
        for name, value in node.items():
            if name not in _NOT_FIELDS and isinstance(value, (Mapping, list)):
                yield from _in_tree(value, f"{path}.{name}" if path else name)


def _in_model_state(state: Any) -> Iterator[FieldMessage]:
    if isinstance(state, Mapping):
        for name, texts in state.items():
            for text in texts if isinstance(texts, list) else [texts]:
                yield FieldMessage(str(name), said(text))


def _in_exceptions(body: Any) -> Iterator[FieldMessage]:
    while isinstance(body, Mapping):
        for name in ("exceptionMessage", "message"):
            if isinstance(body.get(name), str):
                yield FieldMessage("", said(body[name]))
        body = body.get("innerException")
