"""Whose turn it is within a batch: who gives something up goes before those that may take it."""

from __future__ import annotations

from collections.abc import Sequence

from bc_myob.history.records import Claimed
from bc_myob.sync.lowering import gives_back
from bc_myob.sync.registry import EntitySpec


def givers_first(spec: EntitySpec, claimed: Sequence[Claimed]) -> list[Claimed]:
    """Give what changes before what is new, where records are found by e-mail: a new one may take what one gives up.

    Of payments those that apply less now come first. All others stay in the store's order.
    """
    by_email = bool(spec.email_field)
    return sorted(claimed, key=lambda one: (by_email and one.erp_id is None, not _gives(one)))


def waits_for(one: Claimed, unknown: Sequence[Claimed]) -> bool:
    """Say whether the room that a payment may take is still held by one of `unknown`, whose outcome nobody knows yet.

    Nobody would look at it again once it is saved without that room.
    """
    return not _gives(one) and any(other.source_id == one.source_id and _gives(other) for other in unknown)


def _gives(one: Claimed) -> bool:
    return gives_back(one.document, one.erp_details)
