"""Validation of Configuration: the seed's two walk-throughs, run on a test store or by hand (connector 10.1, 10.2)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion, Exempt
from bc_myob.checklist.facts import Ask, Facts
from bc_myob.checklist.features import no_locations
from bc_myob.checklist.findings import Finding, Verdict, by_hand, not_met
from bc_myob.model.entities import SyncDirection
from bc_myob.store.settings import StoreSettings

_FORM: Final = "Validation of Configuration"
_NOT_RUN: Final = "Not run: it writes test records to both systems."


def _one_way(settings: StoreSettings) -> str:
    if settings.entities.customer.sync_direction is SyncDirection.IMPORT:
        return "Customers travel from the store to the ERP only."
    return ""


def _only_exported(settings: StoreSettings) -> str:
    if settings.entities.customer.sync_direction is SyncDirection.EXPORT:
        return "Customers travel from the ERP to the store only."
    return no_locations(settings)


def _walked(ask: Ask, facts: Facts) -> Finding:
    """Judge what a walk-through left: {says, remove, wrong, doubt}."""
    row = facts.one(ask)
    if not row:
        return by_hand(facts.refused(ask) or _NOT_RUN)
    if row.get("wrong"):
        return not_met(f"{row['wrong']} {row.get('says', '')}".strip(), str(row["remove"]))
    if row.get("doubt"):
        return by_hand(f"{row['doubt']} {row['says']}", str(row["remove"]))
    return Finding(Verdict.MET, str(row["says"]), str(row["remove"]))


def _row(key: str, wording: str, look: str, ask: Ask, exempt: Exempt) -> Criterion:
    def judge(facts: Facts, _: StoreSettings) -> Finding:
        return _walked(ask, facts)

    return Criterion(
        key=f"validation.{key}",
        form=_FORM,
        wording=wording,
        breaks="Real customers will go the same wrong way.",
        look=look,
        judge=judge,
        reads=(ask,),
        needs=("store.connection", "erp.form_customers"),
        exempt=exempt,
        source="S1",
    )


VALIDATION: Final = (
    _row(
        "bidirectional",
        "Synchronizing Customers: To Perform Bidirectional Synchronization",
        "On a test store trigger the checklist with walk_through and the store's name as confirmation; or create a "
        "customer with e-mail and phone in the ERP, run the sync DAG, find it in the store; edit it there, run again, "
        "find the edit in the ERP.",
        Ask.WALK_BOTH,
        _one_way,
    ),
    _row(
        "customers_with_locations",
        "Synchronizing Customers: To Synchronize Customers with Multiple Locations",
        "On a test store trigger the checklist with walk_through and the store's name as confirmation; or create a "
        "customer with two addresses there, run the sync DAG, and open the customer and its locations in the ERP.",
        Ask.WALK_THROUGH,
        _only_exported,
    ),
)
