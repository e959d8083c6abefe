"""Fields that only the creation of an ERP record carries: it cannot do without them, and later they are its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def required(documents: Sequence[dict[str, Any]], standard: Sequence[Any], name: str) -> list[list[str]]:
    """Put the standard value back where the user's mapping took a required field away (connector 7.2).

    Give per document the fields that only its creation carries: what is unmapped stays as it is in a known record.
    """
    found: list[list[str]] = []
    for document, value in zip(documents, standard, strict=True):
        taken = not document.get(name) and bool(value)
        if taken:
            document[name] = value
        found.append([name] if taken else [])
    return found
