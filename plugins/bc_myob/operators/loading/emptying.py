"""An update that also empties fields: compared with the answer, and once more the other way where that did nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bc_myob.history.records import Claimed
from bc_myob.model.errors import RecordInvalid
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.emptying import emptied, kept_filled, nulls, still_filled, with_nulls
from bc_myob.sync.writing import Write

UNEMPTIED: Final = "unemptied"
"""Detail of a claim: what is said of fields that the ERP keeps filled."""


def put_whole(bench: Workbench, claimed: Claimed, write: Write) -> tuple[Claimed, dict[str, Any]]:
    """Send a write and give the ERP's answer, and the claim with what is to be said of it."""
    document = with_nulls(write.document) if bench.clears_with_null and not write.creates else write.document
    asked = () if write.creates else emptied(document)
    reply = bench.put(
        document, before=lambda: bench.mark(claimed, creates=write.creates), creates=write.creates, also=asked
    )
    if not asked:
        return claimed, reply
    return _emptied(bench, claimed, write.document, reply)


def _emptied(
    bench: Workbench, claimed: Claimed, document: Mapping[str, Any], reply: dict[str, Any]
) -> tuple[Claimed, dict[str, Any]]:
    left = still_filled(document, reply)
    if not bench.clears_with_null and not bench.stubborn.issuperset(left):
        reply, was = _again(bench, claimed, document, reply, left), left
        left = still_filled(document, reply)
        bench.clears_with_null = len(left) < len(was)
    bench.stubborn.update(left)
    if said := kept_filled(left):
        bench.warn(claimed, said)
    return replace(claimed, details={**claimed.details, UNEMPTIED: said}), reply


def _again(
    bench: Workbench, claimed: Claimed, document: Mapping[str, Any], reply: dict[str, Any], left: list[str]
) -> dict[str, Any]:
    try:
        return bench.put({"id": reply["id"]} | nulls(left), before=lambda: bench.mark(claimed), also=emptied(document))
    except RecordInvalid:  # a field that must be filled: the rest was saved before
        return reply
