"""One question for many records: what the ERP declines is asked again by halves, so that one value hides no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from bc_myob.model.errors import RecordError

T = TypeVar("T")


def in_halves(
    asked: Sequence[T], ask: Callable[[Sequence[T]], None], refused: Callable[[T, RecordError], None]
) -> None:
    """Let `ask` ask for all of `asked` at once, or for ever smaller parts of them.

    What the ERP declines to be asked for (RecordError) although it stands alone goes to `refused`.
    """
    if not asked:
        return
    try:
        ask(asked)
    except RecordError as error:
        if len(asked) == 1:
            refused(asked[0], error)
            return
        half = len(asked) // 2
        in_halves(asked[:half], ask, refused)
        in_halves(asked[half:], ask, refused)
