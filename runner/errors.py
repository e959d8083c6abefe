"""What stops the runner; each error's text is all the user gets to read."""

from __future__ import annotations

from typing import Final

OUTCOME_FAILED: Final = 1
CANNOT_START: Final = 2
INTERRUPTED: Final = 130


class CannotStart(Exception):
    """Something is missing or taken: the text says what, which setting it is, and what to do."""


class Broke(Exception):
    """Something that was started ended or did not become ready: the text holds its last words."""


class Interrupted(BaseException):
    """Ctrl-C or a signal to stop. No `Exception`, so that nothing on the way swallows it."""
