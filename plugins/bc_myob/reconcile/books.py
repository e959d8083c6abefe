"""The three books: what the store, Sync History and the ERP say of one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from bc_myob.model.documents import is_dead
from bc_myob.model.entities import Entity
from bc_myob.model.money import ZERO
from bc_myob.model.statuses import Status

_CENT: Final = Decimal("0.01")
_OPEN: Final = frozenset({Status.PREPARED, Status.FAILED, Status.ABORTED})


def amount_of(value: object) -> Decimal | None:
    """Give an amount without the scale of the ERP's columns: 12.5000 is 12.50."""
    if value is None:
        return None
    amount = Decimal(str(value))
    rounded = amount.quantize(_CENT)
    return rounded if rounded == amount else amount


def is_other(wanted: str, has: str) -> bool:
    """Tell whether two keys of the ERP, where both are known, name two records."""
    return bool(wanted and has) and wanted.strip().casefold() != has.strip().casefold()


class Freshness(Enum):
    """Whether Sync History has seen the record as the store has it now."""

    SEEN = "seen"
    PENDING = "changed since; the sync will take it"
    MISSED = "changed where the sync looks no more"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreRecord:
    """One record of the store, as far as it is compared.

    - `unreadable`: what of it cannot be read, so that there is nothing to compare with;
    - `closed`: it last changed inside a closed window; `ended`: cancelled, declined or refunded as a whole, so that its
      counterpart may be ended, too; `cancelled`: that counterpart should be; `refunds`: what was given back of the
      order, one by one, which people book in their own way;
    - for a payment: `wanted`: mapping makes a payment of it; `taken`: the money is there; `applied`: how much of it
      belongs on the order, `released` whether the settings release it, `order` the store's order.
    """

    external_id: str
    source_id: str
    amount: Decimal | None = None
    unreadable: str = ""
    currency: str = ""
    closed: bool = False
    freshness: Freshness = Freshness.SEEN
    modified_at: datetime | None = None
    ended: bool = False
    cancelled: bool = False
    refunds: tuple[Decimal, ...] = ()
    wanted: bool = True
    taken: bool = True
    applied: Decimal = ZERO
    released: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRecord:
    """One sync record. `brought_at`: when it was first Processed; `details`: what mapping and the ERP left.

    `ended`: the store had ended it when the sync read it last, `refunds`: it had given so much back of its order. Both
    are known where the store does not list it.
    """

    external_id: str
    source_id: str
    status: Status
    updated_at: datetime
    held_by_user: bool = False
    erp_id: str | None = None
    erp_key: str | None = None
    last_error: str | None = None
    brought_at: datetime | None = None
    ended: bool = False
    refunds: tuple[Decimal, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether the synchronisation has still to bring it, or gave up."""
        return self.status in _OPEN

    @property
    def is_left_out(self) -> bool:
        """Whether a person or a deletion took it out of the synchronisation for good."""
        return self.status is Status.DELETED or (self.status is Status.SKIPPED and self.held_by_user)

    def money(self, name: str) -> Decimal | None:
        """Give an amount of the details, None where there is none."""
        return amount_of(self.details.get(name))


@dataclass(frozen=True, slots=True, kw_only=True)
class ErpRecord:
    """One record of the ERP. `used`: how much of a payment is applied at all; `on_orders`: to which orders.

    `customer`: whose document it is; `unpaid`: what an order still takes, None where the ERP does not list it.
    """

    id: str
    key: str
    reference: str
    amount: Decimal | None = None
    currency: str = ""
    status: str = ""
    customer: str = ""
    used: Decimal | None = None
    unpaid: Decimal | None = None
    on_orders: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def dead(self) -> bool:
        """Whether the document was cancelled, voided or rejected."""
        return is_dead(self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record in all three books. `under_key`: what the ERP has under the key that Sync History knows.

    `both_ways`: the entity also travels to the store. A record that was born in the ERP carries no reference.
    `customer`: the ERP's customer whose document it should be, empty where that is not known.
    """

    entity: Entity
    external_id: str
    store: StoreRecord | None = None
    history: HistoryRecord | None = None
    erp: tuple[ErpRecord, ...] = ()
    under_key: ErpRecord | None = None
    both_ways: bool = False
    customer: str = ""

    @property
    def rows(self) -> tuple[ErpRecord, ...]:
        """The ERP's records that count: a double that was cancelled or voided is cleared away.

        Of dead ones alone, that which Sync History is linked to.
        """
        living = tuple(row for row in self.erp if not row.dead)
        return living or tuple(row for row in self.erp if self._is_linked_to(row))[:1] or self.erp[:1]

    @property
    def linked(self) -> bool:
        """Whether Sync History says that the ERP has it."""
        return self.history is not None and self.history.erp_id is not None

    @property
    def ended(self) -> bool:
        """Whether the ERP's record may be ended or deleted: by the store, else by what was last read of it."""
        if self.store is None:
            return self.history is not None and self.history.ended
        return self.store.ended or self.store.cancelled

    @property
    def ended_alone(self) -> bool:
        """Whether the ERP's record was cancelled or voided, and the store's was not."""
        dead = len(self.rows) == 1 and self.rows[0].dead and self._is_linked_to(self.rows[0])
        return dead and not self.ended

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is to be brought again: the store has ended it, or the ERP cancelled or voided it."""
        return self.ended or (bool(self.rows) and self.rows[0].dead)

    @property
    def refunds(self) -> tuple[Decimal, ...]:
        """What the store has given back of the order, one by one: by the store, else by what was last read of it."""
        if self.store is None:
            return self.history.refunds if self.history else ()
        return self.store.refunds

    @property
    def order_id(self) -> str:
        """The store's order that it is or belongs to: 118, also of the payment 118,3."""
        return self.external_id.partition(",")[0]

    @property
    def amount(self) -> Decimal | None:
        """What the ERP's record should amount to: what the store says, else what was last sent."""
        history = self.history
        if history is not None and history.erp_id is not None and not self._speaks:
            return history.money("OrderTotal" if self.entity is Entity.SALES_ORDER else "PaymentAmount")
        return self.store.amount if self.store else None

    @property
    def unreadable(self) -> str:
        """What the store says and nobody can read, where the store decides."""
        return self.store.unreadable if self.store and self._speaks else ""

    @property
    def currency(self) -> str:
        """The currency it should be in."""
        sent = str(self.history.details.get("CurrencyID") or "") if self.history else ""
        said = self.store.currency if self.store else ""
        return (said or sent) if self._speaks else (sent or said)

    def _is_linked_to(self, row: ErpRecord) -> bool:
        return self.history is not None and self.history.erp_id == row.id

    @property
    def _speaks(self) -> bool:
        """Whether the store decides: not where it does not list the record, or a setting leaves its changes out."""
        if self.store is None or not self.store.wanted:
            return False
        return self.history is None or self.history.status is not Status.FILTERED
