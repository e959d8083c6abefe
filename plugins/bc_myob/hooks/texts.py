"""Texts of the other side, fit for a log line and a table cell: one line, of bounded length, without secrets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from airflow.sdk.log import redact

from bc_myob.mapping.texts import quoted
from bc_myob.model.errors import FieldMessage

LONGEST: Final = 300
MOST: Final = 5


def said(text: object, longest: int = LONGEST) -> str:
    """Give `text` in one line without control characters, at most `longest` characters, with known secrets as ***."""
    line = " ".join(quoted(str(redact(str(text)))).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def summary(messages: Iterable[FieldMessage], most: int = MOST) -> str:
    """Give the first few messages in one line; those that name a field come first."""
    ordered: Sequence[FieldMessage] = sorted(messages, key=lambda message: not message.field)
    shown = "; ".join(str(message) for message in ordered[:most])
    return shown + (f" (and {len(ordered) - most} more)" if len(ordered) > most else "")
