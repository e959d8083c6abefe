"""Which few look-ups find many references (myob-advanced-api.md 7).

Order and customer numbers of one run lie close together, behind letters or not: all references that share a number's
head are found by one `startswith` term, which may also bring a few neighbours; they are left out by comparing the whole
reference afterwards. References without close neighbours are asked for one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_DIGITS_LEFT_OPEN: Final = 2
_WORTH_A_PREFIX: Final = 5
"""From so many references under one head on, the neighbours a prefix brings cost less than single terms."""

_NUMBER: Final = re.compile(r"[A-Za-z]{0,5}\d+")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition of a look-up: the field equals `value`, or starts with it when `prefix` is set."""

    value: str
    prefix: bool = False

    def finds(self, reference: str) -> bool:
        """Say whether a record with `reference` would be in the answer."""
        return reference.startswith(self.value) if self.prefix else reference == self.value


def terms_for(references: Iterable[str]) -> list[Term]:
    """Give the terms that together find every reference, as few as is sensible, in a stable order."""
    heads: dict[str, list[str]] = defaultdict(list)
    alone: list[str] = []
    for reference in sorted(set(references)):
        number = _NUMBER.match(reference)
        head = number.group()[:-_DIGITS_LEFT_OPEN] if number else ""
        head = head if head[-1:].isdigit() else ""
        (heads[head] if head else alone).append(reference)
    terms = [Term(value=reference) for reference in alone]
    for head, members in heads.items():
        if len(members) >= _WORTH_A_PREFIX:
            terms.append(Term(value=head, prefix=True))
        else:
            terms.extend(Term(value=reference) for reference in members)
    return terms
