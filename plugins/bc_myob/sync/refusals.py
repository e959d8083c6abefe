"""Why the ERP refused a record, with the values it did not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bc_myob.model.errors import RecordError
from bc_myob.sync.matching import at

_UNKNOWN: Final = "cannot be found"
_SHOWN: Final = 60


def told(error: RecordError, document: Mapping[str, Any]) -> str:
    """Give the error, and which value of the document the ERP could not find: a code that its lists lack."""
    unknown = [message.field for message in error.messages if _UNKNOWN in message.message]
    sent = {path: at(document, path.replace(".", "/")) for path in unknown}
    shown = [f"{path} '{str(value)[:_SHOWN]}'" for path, value in sent.items() if isinstance(value, str) and value]
    return f"{error} Sent was {', '.join(shown)}." if shown else str(error)
