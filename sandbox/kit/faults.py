"""Faults on demand: rules that say which request goes wrong, how, and whether its effect took place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from threading import Lock
from typing import Any


class Kind(StrEnum):
    """What happens to the answer."""

    STATUS = "status"  # another status, with `body` as JSON (or as text) and `headers`
    HTML = "html"  # the same with an HTML page, as gateways send
    CUT = "cut"  # the connection ends without an answer
    TRUNCATE = "truncate"  # the true answer, its body cut in the middle
    EMPTY = "empty"  # the true answer's status with an empty body
    DELAY = "delay"  # the true answer, late


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule. `after=True` lets the request take effect first and spoils only the answer.

    `path` is a regular expression searched in the path (with query), `nth` picks one matching request (1 = the first;
    None = all), `times` limits how often the rule fires (None = for ever). `seconds` delays any kind.
    """

    path: str = ""
    method: str = "*"
    kind: Kind = Kind.STATUS
    after: bool = False
    status: int = 500
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    seconds: float = 0.0
    nth: int | None = None
    times: int | None = 1

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Fault:
        """Return the rule a JSON object describes, or raise `ValueError` naming what is wrong."""
        unknown = set(given) - {f.name for f in fields(cls)}
        if unknown:
            raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
        re.compile(given.get("path", ""))
        return cls(**(dict(given) | {"kind": Kind(given.get("kind", Kind.STATUS))}))

    @property
    def needs_effect(self) -> bool:
        """Tell whether the true answer is produced first."""
        return self.after or self.kind in (Kind.TRUNCATE, Kind.EMPTY, Kind.DELAY)

    def matches(self, method: str, target: str) -> bool:
        """Tell whether the rule speaks of this request."""
        return self.method in ("*", method) and re.search(self.path, target) is not None


@dataclass(slots=True)
class _Rule:
    fault: Fault
    seen: int = 0
    fired: int = 0

    def fires(self, method: str, target: str) -> bool:
        if not self.fault.matches(method, target):
            return False
        self.seen += 1
        if self.fault.nth not in (None, self.seen):
            return False
        if self.fault.times is not None and self.fired >= self.fault.times:
            return False
        self.fired += 1
        return True


class Faults:
    """The rules in force, asked once per request; the first that fires wins."""

    def __init__(self) -> None:
        """Start without rules."""
        self._lock = Lock()
        self._rules: list[_Rule] = []

    def add(self, fault: Fault | None = None, /, **given: Any) -> Fault:
        """Put a rule in force, given whole or by its fields, and return it."""
        rule = fault or Fault.parse(given)
        with self._lock:
            self._rules.append(_Rule(rule))
        return rule

    def take(self, method: str, target: str) -> Fault | None:
        """Return the fault this request suffers, and count it."""
        with self._lock:
            return next((rule.fault for rule in self._rules if rule.fires(method, target)), None)

    def replace(self, faults: list[Fault]) -> None:
        """Put these rules in force in place of the present ones."""
        with self._lock:
            self._rules = [_Rule(fault) for fault in faults]

    def reset(self) -> None:
        """Drop every rule."""
        self.replace([])

    def listing(self) -> list[dict[str, Any]]:
        """Return each rule with how often it was met and fired."""
        with self._lock:
            return [asdict(rule.fault) | {"seen": rule.seen, "fired": rule.fired} for rule in self._rules]

    @property
    def fired(self) -> int:
        """Return how many requests were spoiled so far by the present rules."""
        with self._lock:
            return sum(rule.fired for rule in self._rules)
