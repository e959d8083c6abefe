"""Entity Settings of BigCommerce Stores (BC201000): what is active, with what it needs (connector 1, 9.1, 9.3)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion, Judge
from bc_myob.checklist.facts import Facts
from bc_myob.checklist.findings import Finding, by_hand, met, not_applicable, not_met
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.store.settings import StoreSettings

_FORM: Final = "BigCommerce Stores (BC201000)"
_TAB: Final = "Entity Settings"


def _customer(_: Facts, settings: StoreSettings) -> Finding:
    if settings.entities.customer.active:
        return met("Customer is active.")
    orders = settings.entities.sales_order
    if orders.active and orders.sync_direction is SyncDirection.IMPORT:
        guest = settings.customers.generic_guest_customer
        return by_hand(f"Customer is not active: every order is booked on the guest customer {guest}. Is that meant?")
    return not_met("Customer is not active.", "Set entities.customer.active to true in the settings file.")


def _location(_: Facts, settings: StoreSettings) -> Finding:
    if settings.entities.customer_location.active:
        return met("Customer Location is active.")
    return not_applicable("Customer Location is not active: addresses are not synchronised as locations.")


def _order(_: Facts, settings: StoreSettings) -> Finding:
    orders = settings.entities.sales_order
    if orders.active and orders.sync_direction is SyncDirection.EXPORT:
        return not_met(
            "Sales Order is set to Export, but orders travel from the store to the ERP only.",
            "Set entities.sales_order.sync_direction to Import (and primary_system to External System).",
        )
    if orders.active and orders.sync_direction is SyncDirection.BIDIRECTIONAL:
        return by_hand("Sales Order is Bidirectional, but orders travel from the store to the ERP only. Is that meant?")
    if orders.active:
        return met("Sales Order is active.")
    return not_applicable("Sales Order is not active: this store synchronises customers only.")


def _payment(_: Facts, settings: StoreSettings) -> Finding:
    if settings.entities.payment.active:
        return met("Payment is active.")
    return not_applicable("Payment is not active: nobody expects money of this store in the ERP.")


def _store(_: Facts, settings: StoreSettings) -> Finding:
    if settings.active:
        return met("The store is active.")
    return by_hand("The store is not active yet: set active to true in the settings file once this list is met.")


def _row(key: str, wording: str, breaks: str, judge: Judge) -> Criterion:
    return Criterion(
        key=f"entities.{key}",
        form=_FORM,
        tab=_TAB,
        wording=wording,
        breaks=breaks,
        look="The settings file, section entities (and active, at its top).",
        judge=judge,
        source="S1, connector 9.3",
    )


def _active(entity: Entity, judge: Judge, breaks: str) -> Criterion:
    return _row(entity.name.lower(), f"{entity} has been activated", breaks, judge)


ENTITIES: Final = (
    _active(Entity.CUSTOMER, _customer, "No customer arrives; orders of customers are booked on the guest customer."),
    _active(Entity.CUSTOMER_LOCATION, _location, "Addresses beyond a customer's first do not arrive."),
    _active(Entity.SALES_ORDER, _order, "No order arrives, and no payment."),
    _active(Entity.PAYMENT, _payment, "No payment arrives."),
    _row("store", "The store is active", "Every run refuses to start.", _store),
)
NATIVE: Final = Criterion(
    key="entities.native_connector",
    form=_FORM,
    tab="Summary",
    wording="The ERP's own connector does not synchronise this store too",
    breaks="Every customer, order and payment could be created twice.",
    look="In the ERP open BC201000: there is no store with this admin URL, or its Active box is cleared.",
    judge=lambda _facts, _settings: by_hand("No API shows whether the ERP's own connector runs for this store."),
    needs=("erp.sign_in",),
    source="connector 6.1",
)
