"""Payments meet their orders as they are now: read in few calls just before a batch is written (connector 5.6)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from bc_myob.history.records import Claimed
from bc_myob.hooks.bundles import bundled, starts_with
from bc_myob.hooks.filters import all_of, equals
from bc_myob.model.errors import ConfigurationError, RecordInvalid, RecordNotFound
from bc_myob.operators.loading.freeing import freed
from bc_myob.operators.loading.paying import (
    DOCUMENTS,
    NAMES_ORDER,
    ORDERS,
    Key,
    Plan,
    covered,
    holding,
    is_said_again,
    key_of,
    known_key,
    left_on,
    money,
    no_order,
    noted,
    order_in_doubt,
    own,
)
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.applications import (
    Applied,
    OrderNow,
    applications,
    applied,
    needs_closer_look,
    note,
    order_now,
    taken,
)
from bc_myob.sync.entered_otherwise import under_its_type
from bc_myob.sync.lookup import terms_for
from bc_myob.sync.released import booked_amount, is_released, kept_amount

_TOTALS: Final = "Totals"
_ORDER_FIELDS: Final = (
    *NAMES_ORDER,
    "Status",
    "OrderTotal",
    "Totals/UnbilledAmount",
    "Totals/UnpaidBalance",
)
_CLOSER_FIELDS: Final = ("Payments/AppliedToOrder", "Shipments/InvoiceType", "Shipments/InvoiceNbr")
_INVOICE: Final = "SalesInvoice"
_INVOICE_FIELDS: Final = ("Type", "ReferenceNbr", "Status", "Balance")
_OWN_FIELDS: Final = (
    *(f"{ORDERS}/{name}" for name in ("OrderType", "OrderNbr", "AppliedToOrder")),
    *(f"{DOCUMENTS}/{name}" for name in ("DocType", "ReferenceNbr", "AmountPaid")),
)
log = logging.getLogger(__name__)


@dataclass(slots=True)
class OrdersNow:
    """The sales orders of a batch's payments, as the ERP has them now. What is written meanwhile is taken off them."""

    bench: Workbench
    rows: Mapping[Key, Mapping[str, Any]] = field(default_factory=dict)
    in_doubt: frozenset[str] = frozenset()
    """Orders of the store, of whose last write nobody knows whether it has arrived."""
    _states: dict[Key, OrderNow] = field(default_factory=dict)

    def plan(self, claimed: Claimed, erp_id: str | None) -> Plan:
        """Give the payment with the applications that its order's present state allows.

        RecordBlocked where the order is gone, or where nobody knows what a write to it may still change. Records of
        other entities, and payments whose order was full when they were mapped, come back as they are.
        """
        if not self.bench.spec.applies_to:
            return Plan(claimed)
        if claimed.source_id in self.in_doubt:
            raise order_in_doubt(claimed.source_id)
        row = self._read(erp_id) if erp_id else None
        if row is not None and is_released(self.bench.spec, row):
            return self._of_released(claimed, row)
        if row is not None:
            claimed = replace(claimed, document=under_its_type(self.bench.spec, claimed.document, row))
        rows = claimed.document.get(ORDERS)
        if not rows:
            return Plan(noted(holding(claimed, row), covered(claimed, row)))
        wanted = Decimal(rows[0]["AppliedToOrder"])
        order, before, after = self._applied(claimed, row, wanted)
        amount, currency = money(claimed)
        more = applications(order, before, after)
        others = {name: value for name, value in claimed.document.items() if name != ORDERS}
        said, short = note(order, amount, amount - after.total, currency), after.total < wanted
        ready = noted(replace(claimed, document=others | more), said, short=short)
        return Plan(ready, order, before, after, row if is_said_again(claimed) and not more else None)

    def _of_released(self, claimed: Claimed, row: Mapping[str, Any]) -> Plan:
        """Give the plan for a payment that is booked: it keeps its fields, and applies what it still may."""
        said = [kept_amount(self.bench.spec, row, *money(claimed))]
        if row["Status"] in self.bench.spec.closed:
            return Plan(noted(claimed, *said), as_it_is=row)
        aim = self._aim(claimed)
        if aim is None:
            return Plan(noted(holding(claimed, row), *said, left_on(row, claimed)), as_it_is=row)
        amount = booked_amount(row)
        wanted = min(Decimal(aim["AppliedToOrder"]), amount)
        order, before, after = self._applied(claimed, row, wanted)
        said.append(note(order, amount, amount - after.total, money(claimed)[1]))
        document = applications(order, before, after)
        ready = noted(replace(claimed, document=document), *said, short=after.total < wanted)
        return Plan(ready, order, before, after, None if ready.document else row)

    def _applied(
        self, claimed: Claimed, row: Mapping[str, Any] | None, wanted: Decimal
    ) -> tuple[OrderNow, Applied, Applied]:
        """Give the order, what the payment applies now, and what it shall; a voided payment makes room for it."""
        key = key_of(claimed.document[ORDERS][0])
        order = self._state(key)
        before = own(row, order)
        after = applied(order, wanted, before)
        if after.total < wanted and freed(self.bench, claimed, key):
            self._states[key] = order = self._state_of(self._with_totals(self.rows[key]))
            after = applied(order, wanted, before)
        return order, before, after

    def written(self, plan: Plan) -> None:
        """Take what the payment now applies off its order's room."""
        if plan.order:
            taken(plan.order, plan.before, plan.after)

    def found(self, claimed: Claimed, row: Mapping[str, Any]) -> Claimed:
        """Give the payment that was written already, with the note that its available balance calls for."""
        left = Decimal(row.get("AvailableBalance") or 0)  # records of other entities have none
        if not left or "warning" in claimed.details:
            return claimed
        aim = self._aim(claimed)
        if aim is None:
            return noted(claimed, left_on(row, claimed))
        amount, currency = money(claimed)
        short = amount - left < Decimal(aim["AppliedToOrder"])
        return noted(claimed, note(self._state(key_of(aim)), amount, left, currency), short=short)

    def _aim(self, claimed: Claimed) -> Mapping[str, Any] | None:
        """Give the row that names the payment's order; None where it is for none, or that order is gone."""
        rows = claimed.document.get(ORDERS)
        return rows[0] if rows and known_key(rows[0]) in self.rows else None

    def _state(self, key: Key) -> OrderNow:
        if key not in self._states:
            row = self.rows.get(key)
            if row is None:
                raise no_order(key)
            self._states[key] = self._state_of(row if row.get(_TOTALS) else self._with_totals(row))
        return self._states[key]

    def _state_of(self, row: Mapping[str, Any]) -> OrderNow:
        return self._closer(row) if needs_closer_look(row) else order_now(row)

    def _with_totals(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            whole = self.bench.session.get("SalesOrder", str(row["id"]), select=_ORDER_FIELDS, expand=(_TOTALS,))
            return {**whole, **_keys(row)}
        except RecordNotFound:
            raise no_order(key_of(row)) from None
        except ConfigurationError as error:
            raise RecordInvalid(
                f"The totals of sales order {row['OrderNbr']} cannot be read, so it is not known how much of the "
                f"payment it takes: {error}"
            ) from error

    def _closer(self, row: Mapping[str, Any]) -> OrderNow:
        select = (*_ORDER_FIELDS, *_CLOSER_FIELDS)
        try:
            whole = self.bench.session.get(
                "SalesOrder", str(row["id"]), select=select, expand=(_TOTALS, "Payments", "Shipments")
            )
        except RecordNotFound:
            raise no_order(key_of(row)) from None
        keys = {(str(each.get("InvoiceType")), str(each["InvoiceNbr"])) for each in _invoiced(whole)}
        return order_now({**whole, **_keys(row)}, self._invoices(sorted(keys)))

    def _invoices(self, keys: Sequence[Key]) -> list[dict[str, Any]]:
        try:
            return [
                row
                for where in bundled(
                    f"({all_of(equals('Type', one), equals('ReferenceNbr', nbr))})" for one, nbr in keys
                )
                for row in self.bench.session.find(_INVOICE, where=where, select=_INVOICE_FIELDS)
                if row.get("ReferenceNbr")
            ]
        except ConfigurationError as error:  # the rights on one more form shall not stop all other payments
            log.warning("Invoices cannot be read, so no payment is applied to one: %s", error)
            return []

    def _read(self, erp_id: str) -> Mapping[str, Any]:
        """Give the payment as the ERP has it: it may have been released, and its money moved to an invoice since."""
        spec = self.bench.spec
        return self.bench.session.get(
            spec.resource, erp_id, select=(*spec.select, *_OWN_FIELDS), expand=(ORDERS, DOCUMENTS)
        )


def orders_now(bench: Workbench, claimed: Sequence[Claimed]) -> OrdersNow:
    """Read the sales orders that the payments of a batch are for; nothing is read for other entities."""
    if not bench.spec.applies_to:
        return OrdersNow(bench)
    named = {known_key(row) for one in claimed for row in one.document.get(ORDERS) or ()}
    keys = {key for key in named if key}  # a payment that names none says so itself, when it is planned
    rows = [row for kind in sorted({kind for kind, _ in keys}) for row in _read(bench, kind, keys)]
    orders = bench.records.links(bench.spec.applies_to, external_ids={one.source_id for one in claimed})
    in_doubt = frozenset(number for number, link in orders.items() if link.in_doubt)
    return OrdersNow(bench, {key: row for row in rows if (key := known_key(row))}, in_doubt)


def _read(bench: Workbench, order_type: str, keys: set[Key]) -> list[dict[str, Any]]:
    terms = terms_for(number for kind, number in keys if kind == order_type)
    conditions = [(starts_with if term.prefix else equals)("OrderNbr", term.value) for term in terms]
    return [
        row for where in bundled(conditions, scope=equals("OrderType", order_type)) for row in _listed(bench, where)
    ]


def _listed(bench: Workbench, where: str) -> list[dict[str, Any]]:
    try:
        return bench.session.find("SalesOrder", where=where, select=_ORDER_FIELDS, expand=(_TOTALS,))
    except ConfigurationError as error:  # "Optimization cannot be performed": each order is then read by itself
        log.warning("Sales orders cannot be listed with their totals here, each is read by itself: %s", error)
        return bench.session.find("SalesOrder", where=where, select=[name for name in _ORDER_FIELDS if "/" not in name])


def _keys(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in NAMES_ORDER}


def _invoiced(order: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for row in order.get("Shipments") or [] if row.get("InvoiceNbr")]
