"""References of the store in the ERP: how they are written, and which few conditions find all of them.

The conditions make a tree of prefixes: `startswith(ExternalRef,'11')` holds every reference from 11 on, and no order of
a list or stable page is needed. A prefix that holds too much is divided by its next digit; neighbours share a call. So
records that nobody expects (a double, an order the store never had) are in the answers as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bc_myob.mapping.payments_from_order import NUMBERS
from bc_myob.model.entities import Entity

RECORDS_PER_CALL: Final = 1000
"""Records of one call; fields are few and named, so such an answer is some hundred kilobytes."""
_HIGHEST: Final = "\uffff"
_MOST_PREFIXES: Final = 30
"""So many conditions fit into one URL."""
_STEMS: Final = {Entity.PAYMENT: rf"\d+/(?:\d+|{'|'.join(sorted(NUMBERS))})"}
"""What a payment can be numbered, and no more: `118/3-AU-Store` is another store's where ours is called Store."""
_ENDINGS: Final = {Entity.PAYMENT: "/"}
"""What ends the leading number: `118-Store`, but `118/3-Store` for payments."""


@dataclass(frozen=True, slots=True)
class Part:
    """A prefix, and how many known references begin with it."""

    prefix: str
    known: int


def reference_stem(entity: Entity, external_id: str) -> str:
    """Give what stands before the store's name: 118 (order), 118/3 (payment 118,3), 5 (address of customer 2: 2,5)."""
    if entity is Entity.PAYMENT:
        return external_id.replace(",", "/")
    return external_id.rpartition(",")[2]


def stem_of(entity: Entity, reference: str, store_name: str) -> str | None:
    """Give the stem of a reference that this store wrote, or None for any other text."""
    text, ending = reference.strip(), f"-{store_name}"
    if not text.casefold().endswith(ending.casefold()):
        return None
    stem = text[: -len(ending)]
    return stem if re.fullmatch(_STEMS.get(entity, r"\d+"), stem) else None


def number_of(stem: str) -> int:
    """Give the number a stem begins with."""
    digits = re.match(r"\d+", stem)
    return int(digits.group()) if digits else 0


def bundles(
    entity: Entity, known: Iterable[str], wanted: Iterable[str] | None, limit: int = RECORDS_PER_CALL
) -> Iterator[list[str]]:
    """Give prefixes in bundles, each about `limit` records: together they hold every wanted stem, or all there are.

    `known`: the stems that are to be expected at all, for weighing. `wanted` None: everything, so that also what
    nobody knows is found; one empty prefix means no condition at all.
    """
    ending = _ENDINGS.get(entity, "-")
    weights = _Sorted(f"{stem}-" for stem in known)
    aims = None if wanted is None else _Sorted(f"{stem}-" for stem in wanted)
    if aims is not None and not aims.texts:
        return
    bundle: list[str] = []
    weight = 0
    for part in _parts("", weights, aims, (ending, limit)):
        if bundle and (weight + part.known > limit or len(bundle) >= _MOST_PREFIXES):
            yield bundle
            bundle, weight = [], 0
        bundle.append(part.prefix)
        weight += part.known
    yield bundle


class _Sorted:
    """Texts in which all that begin with a prefix are counted by two searches."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts: Sequence[str] = sorted(texts)

    def under(self, prefix: str) -> int:
        return bisect_left(self.texts, prefix + _HIGHEST) - bisect_left(self.texts, prefix)


def _parts(prefix: str, weights: _Sorted, aims: _Sorted | None, terms: tuple[str, int]) -> Iterator[Part]:
    ending, limit = terms
    known = weights.under(prefix)
    if aims is not None and not aims.under(prefix):
        return
    if known <= limit or prefix.endswith(ending):
        yield Part(prefix, known)
        return
    for character in f"0123456789{ending}" if prefix else "123456789":
        yield from _parts(prefix + character, weights, aims, terms)
