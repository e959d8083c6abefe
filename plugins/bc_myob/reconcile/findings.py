"""What a reconciliation can find, how much it weighs, and what a person does about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bc_myob.mapping.texts import quoted
from bc_myob.model.entities import Entity
from bc_myob.reconcile.books import Entry


class Weight(StrEnum):
    """How a finding counts. Only faults turn a run red."""

    FAULT = "fault"
    OPEN = "open"
    NOTE = "note"


class Kind(StrEnum):
    """What is wrong with a record; docs/reconcile.md says what each means and what usually mends it."""

    MISSING = "missing"
    DOUBLED = "doubled"
    AMOUNT = "amount"
    CURRENCY = "currency"
    CUSTOMER = "customer"
    STATUS = "status"
    UNAPPLIED = "unapplied"
    UNRELEASED = "unreleased"
    UNKNOWN = "unknown"
    REFERENCE = "reference"
    UNSEEN = "unseen"
    UNREADABLE = "unreadable"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found about one record. `can_be_prepared`: bringing it again is safe and would mend it."""

    entity: Entity
    kind: Kind
    weight: Weight
    external_id: str
    erp_key: str
    says: str
    what_to_do: str
    currency: str = ""
    store_amount: Decimal | None = None
    erp_amount: Decimal | None = None
    can_be_prepared: bool = False
    prepared: bool = False

    def brought_again(self) -> Finding:
        """Give the finding after its record was set to Prepared."""
        return replace(self, prepared=True, what_to_do="Set to Prepared: the next sync brings it.")


def found(entry: Entry, kind: Kind, says: str, what_to_do: str, weight: Weight = Weight.FAULT) -> Finding:
    """Give a finding about `entry`, with the keys and amounts its three books have.

    Keys and references are typed by people: whatever they hold, the finding stays on its line.
    """
    rows = entry.rows
    history_key = entry.history.erp_key if entry.history else None
    return Finding(
        entity=entry.entity,
        kind=kind,
        weight=weight,
        external_id=entry.external_id,
        erp_key=quoted(" and ".join(row.key for row in rows) or history_key or ""),
        says=quoted(says),
        what_to_do=quoted(what_to_do),
        currency=quoted(entry.currency),
        store_amount=entry.amount,
        erp_amount=rows[0].amount if len(rows) == 1 else None,
    )
