"""Validation of Configuration: the seed's two walk-throughs, run on a test store or by hand (connector 10.1, 10.2)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion, Exempt, Judge
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


def _walked(facts: Facts, _: StoreSettings) -> Finding:
    """Judge what the walk-through left: {says, remove, wrong}."""
    row = facts.one(Ask.WALK_THROUGH)
    if not row:
        return by_hand(facts.refused(Ask.WALK_THROUGH) or _NOT_RUN)
    if row.get("wrong"):
        return not_met(f"{row['wrong']} {row.get('says', '')}".strip(), str(row["remove"]))
    return Finding(Verdict.MET, str(row["says"]), str(row["remove"]))


def _row(key: str, wording: str, look: str, judge: Judge, exempt: Exempt) -> Criterion:
    return Criterion(
        key=f"validation.{key}",
        form=_FORM,
        wording=wording,
        breaks="Nothing by itself: it shows a mistake before real records do.",
        look=look,
        judge=judge,
        needs=("store.connection", "erp.form_customers"),
        exempt=exempt,
        required=False,
        source="S1",
    )


LOCATIONS_KEY: Final = "validation.customers_with_locations"
VALIDATION: Final = (
    _row(
        "bidirectional",
        "Synchronizing Customers: To Perform Bidirectional Synchronization",
        "Create a customer with e-mail and phone in the ERP, run the sync DAG, find it in the store; edit it there, "
        "run again, find the edit in the ERP.",
        lambda _facts, _settings: by_hand(_NOT_RUN),
        _one_way,
    ),
    _row(
        "customers_with_locations",
        "Synchronizing Customers: To Synchronize Customers with Multiple Locations",
        "On a test store trigger the checklist with walk_through and the store's name as confirmation; or create a "
        "customer with two addresses there, run the sync DAG, and open the customer and its locations in the ERP.",
        _walked,
        no_locations,
    ),
)
