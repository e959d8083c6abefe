"""The plain shapes that travel between the modules: values, what a client sent, and where errors sit."""

from __future__ import annotations

from typing import Any

Values = dict[str, Any]
"""Field name to value: str, Decimal, bool, int, datetime or None; a dict for a linked entity; a list of dicts for rows.

Every row and linked entity also has its "id"."""

Path = tuple[str | int, ...]
"""Where something is in `Values`: ("Details", 0, "OrderQty"); the record itself is ()."""


def copied(values: Values) -> Values:
    """Return values that share nothing with the given ones, which are a tree: `deepcopy` would look for circles."""
    return {name: _copied(value) for name, value in values.items()}


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return copied(value)
    return [_copied(row) for row in value] if isinstance(value, list) else value


class Errors:
    """The complaints about one record, each at its path."""

    def __init__(self) -> None:
        """Start without complaints."""
        self._texts: dict[Path, str] = {}

    def add(self, text: str, *path: str | int) -> None:
        """Complain at `path`; the first complaint at a place stays."""
        self._texts.setdefault(path, text)

    def at(self, path: Path) -> str | None:
        """Return the complaint at exactly this place."""
        return self._texts.get(path)

    def under(self, prefix: Path) -> bool:
        """Tell whether anything at or below the place is wrong."""
        return any(path[: len(prefix)] == prefix for path in self._texts)

    def texts(self) -> list[str]:
        """Return every complaint with its place."""
        return [f"{'.'.join(map(str, path)) or 'record'}: {text}" for path, text in self._texts.items()]

    def __bool__(self) -> bool:
        """Tell whether there are complaints."""
        return bool(self._texts)
