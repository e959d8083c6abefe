"""Many conditions in few `$filter` texts, each short enough for a URL (myob-advanced-api.md 7)."""

from __future__ import annotations

from collections.abc import Iterable

from bc_myob.hooks.filters import LONGEST_QUERY, all_of, encoded, equals, literal

_OR = " or "


def starts_with(field: str, prefix: str) -> str:
    """Give the condition that `field` starts with `prefix`."""
    return f"startswith({field},{literal(prefix)})"


def bundled(conditions: Iterable[str], *, scope: str = "", max_chars: int = LONGEST_QUERY) -> list[str]:
    """Give `$filter` texts that together hold every condition once, joined by `or`, within `scope` if one is given.

    Each text is at most `max_chars` long as it travels; a single condition longer than that stands alone.
    """
    room = max_chars - len(encoded(all_of(scope, "() or ()"))) if scope else max_chars
    bundles: list[list[str]] = []
    length = 0
    for condition in dict.fromkeys(conditions):
        cost = len(encoded(_OR + condition))
        if not bundles or length + cost > room:
            bundles.append([])
            length = 0
        bundles[-1].append(condition)
        length += cost
    return [all_of(scope, _OR.join(bundle)) for bundle in bundles]


def any_of(field: str, values: Iterable[str], max_chars: int = LONGEST_QUERY) -> list[str]:
    """Give `$filter` texts that together find every record whose `field` is one of `values`."""
    return bundled((equals(field, value) for value in values), max_chars=max_chars)
