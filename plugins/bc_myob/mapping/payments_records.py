"""Records for the payment tables: one dict per payment, with the tables' columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from bc_myob.mapping.given import Given
from bc_myob.mapping.orders_rules import erp_date, erp_day
from bc_myob.mapping.payments_applied import Claim, applied, room_of
from bc_myob.mapping.payments_candidates import Candidate
from bc_myob.mapping.payments_portions import State
from bc_myob.mapping.payments_rules import external_id
from bc_myob.mapping.totals import Order, store_totals
from bc_myob.model.entities import Entity
from bc_myob.model.money import ZERO
from bc_myob.model.statuses import Status

Record = dict[str, Any]


def record_of(given: Given, order: Order, one: Candidate) -> Record:
    """Give the columns of one payment, except how much of it is applied."""
    settings = given.settings
    link = given.order_link(order)
    row = settings.payments.row(one.store_method, one.currency)
    return {
        "order": order,
        "erp_order": link.details if link else {},
        "row": row.model_dump() if row else {},
        "number": one.number,
        "store_method": one.store_method,
        "external_ref": settings.reference(f"{order['id']}/{one.number}"),
        "reference": one.reference or (one.number if settings.payments.payment_id_as_reference else ""),
        "code": one.code,
        "currency": one.currency,
        "amount": one.amount,
        "day": erp_date(erp_day(one.created, settings.orders.zone)),
        "taken": one.state is State.TAKEN,
    }


def shares_of(given: Given, order: Order, payments: Sequence[Candidate]) -> Iterator[Decimal]:
    """Walk how much of each of an order's payments is applied to the order."""
    link = given.order_link(order)
    claims = [_claim(given, order, one) for one in payments]
    room = room_of(link.details if link else {}, store_totals(order).total)
    yield from applied(room, claims)


def _claim(given: Given, order: Order, one: Candidate) -> Claim:
    link, taken = given.link(Entity.PAYMENT, external_id(order, one)), one.state is State.TAKEN
    if link and link.status is Status.DELETED:  # it will not be sent, so it holds no room until a user restores it
        return Claim(ZERO, taken=taken)
    before = Decimal(str(link.details.get("applied", ZERO))) if link and link.erp_id else ZERO
    return Claim(one.amount, before, taken)
