"""Payments that the store has voided let go of their order, so that the money that follows them is applied to it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from bc_myob.history.records import Claimed
from bc_myob.model.entities import Entity
from bc_myob.model.errors import RecordInvalid, RecordNotFound
from bc_myob.model.statuses import Status
from bc_myob.model.steps import VOIDED
from bc_myob.operators.loading.paying import NAMES_ORDER, ORDERS, Key, known_key
from bc_myob.operators.loading.workbench import Workbench

_SELECT: Final = ("Status", *(f"{ORDERS}/{name}" for name in (*NAMES_ORDER, "AppliedToOrder")))


def freed(bench: Workbench, claimed: Claimed, order: Key) -> bool:
    """Lower to nothing what our voided payments of the same store order apply to `order`; say whether any did.

    Only payments that are not released: what is booked is the bookkeeper's to void.
    """
    links = bench.records.links(Entity.PAYMENT, source_ids=[claimed.source_id]).values()
    voided = [link.erp_id for link in links if link.status is Status.SKIPPED and link.details.get(VOIDED)]
    return sum(_let_go(bench, claimed, erp_id, order) for erp_id in voided if erp_id) > 0


def _let_go(bench: Workbench, claimed: Claimed, erp_id: str, order: Key) -> bool:
    try:
        row = bench.session.get(bench.spec.resource, erp_id, select=_SELECT, expand=(ORDERS,))
        if row.get("Status") not in bench.spec.editable or not _takes(row, order):
            return False
        nothing = {"OrderType": order[0], "OrderNbr": order[1], "AppliedToOrder": Decimal(0)}
        document = {"id": erp_id, ORDERS: [nothing]}
        bench.put(document, before=lambda: bench.mark(claimed))
    except RecordNotFound:  # deleted there: it takes nothing any more
        return False
    except RecordInvalid as error:  # released meanwhile, say: its money stays, and the note on it says what to do
        bench.nothing_happened(claimed)
        bench.warn(claimed, error)
        return False
    return True


def _takes(row: Mapping[str, Any], order: Key) -> bool:
    rows = row.get(ORDERS) or []
    return any(known_key(each) == order and Decimal(each.get("AppliedToOrder") or 0) > 0 for each in rows)
