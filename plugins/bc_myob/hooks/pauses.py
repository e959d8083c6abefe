"""The numbers in an answer's headers, and the pauses that they ask for. What cannot be read counts as not there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

LONGEST: Final = 3600.0
"""No window of either system's limits lasts longer than an hour: whoever asks for more is asked again after one."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def number_in(headers: Mapping[str, str], name: str) -> float | None:
    """Give the plain number of a header, 0 for less; None where it is missing, or no number of a bearable size."""
    raw = headers.get(name, "").strip()
    return max(0.0, float(raw)) if _NUMBER.fullmatch(raw) else None


def pause_in(headers: Mapping[str, str], name: str = "Retry-After", *, scale: float = 1.0) -> float | None:
    """Give the seconds that a header of units of `scale` seconds asks for, at most an hour; None where it asks none."""
    asked = number_in(headers, name)
    return min(asked * scale, LONGEST) if asked else None
