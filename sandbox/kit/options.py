"""Named settings of a stand-in that can be turned while it runs: switches (unknown behaviour) and limits (numbers)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeAlias

Value: TypeAlias = bool | int | float | str | None


class UnknownOptionError(ValueError):
    """No option has that name, or it does not take that value."""


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: its default, what it means, and what it may be (`choices` empty = any of the default's type)."""

    name: str
    default: Value
    about: str
    choices: tuple[Value, ...] = ()

    def check(self, value: Value) -> Value:
        """Return the value in the option's type, or raise `UnknownOptionError` saying what is allowed."""
        if self.choices and value not in self.choices:
            raise UnknownOptionError(f"{self.name} is one of {list(self.choices)}, not {value!r}")
        return self._number(value) if not self.choices else value

    def _number(self, value: Value) -> Value:
        if isinstance(self.default, bool) and not isinstance(value, bool):
            raise UnknownOptionError(f"{self.name} is true or false, not {value!r}")
        if isinstance(self.default, float) and isinstance(value, int):
            return float(value)
        if self.default is not None and not isinstance(value, type(self.default)):
            raise UnknownOptionError(f"{self.name} is a {type(self.default).__name__}, not {value!r}")
        return value

    def parse(self, text: str) -> Value:
        """Return the value that `text` from a command line stands for."""
        known = {
            str(choice).lower(): choice for choice in (*self.choices, *((True, False) if not self.choices else ()))
        }
        if text.lower() in known:
            return self.check(known[text.lower()])
        if isinstance(self.default, (int, float)) and not isinstance(self.default, bool):
            return self.check(type(self.default)(text))
        return self.check(text)


class Options:
    """The present values of a table of options: `options["name"]` reads, `options.set(name=value)` turns."""

    def __init__(self, table: Iterable[Option]) -> None:
        """Start with every default."""
        self._table = {option.name: option for option in table}
        self._lock = Lock()
        self._values: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Any:
        """Return the present value."""
        return self._values.get(name, self._option(name).default)

    def __iter__(self) -> Iterator[Option]:
        """Walk the table."""
        return iter(self._table.values())

    def set(self, **values: Value) -> None:
        """Turn options; all are checked before any is turned."""
        checked = {name: self._option(name).check(value) for name, value in values.items()}
        with self._lock:
            self._values |= checked

    def parse(self, name: str, text: str) -> None:
        """Turn one option by the text of a command line."""
        self.set(**{name: self._option(name).parse(text)})

    def reset(self) -> None:
        """Go back to the defaults."""
        with self._lock:
            self._values.clear()

    def values(self) -> dict[str, Value]:
        """Return name and present value of every option."""
        return {name: self[name] for name in self._table}

    def _option(self, name: str) -> Option:
        if name not in self._table:
            raise UnknownOptionError(f"no option {name!r}; there are: {', '.join(sorted(self._table))}")
        return self._table[name]
