"""Tables as text for a task's log."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDTH: Final = 140
"""What the log of a task shows in a browser of usual width without scrolling."""


def printed(*shown: RenderableType) -> str:
    """Give tables and sentences as lines of text, without colours."""
    from rich.console import Console  # noqa: PLC0415

    out = io.StringIO()
    Console(file=out, width=_WIDTH).print(*shown, sep="\n")
    return out.getvalue()
