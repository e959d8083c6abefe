"""Customer Classes (AR201000), Customers (AR303000) and the boxes of Customer Settings (connector 9.1)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion, Exempt
from bc_myob.checklist.currencies import FOREIGN_ASKS, takes_all
from bc_myob.checklist.facts import Ask, Facts, folded
from bc_myob.checklist.features import MULTICURRENCY, no_orders
from bc_myob.checklist.findings import Finding, met, not_met, verdict_on
from bc_myob.checklist.judges import unknown, unshown
from bc_myob.model.entities import SyncDirection
from bc_myob.store.boxes import empty_boxes
from bc_myob.store.settings import StoreSettings

BOXES: Final = ("BigCommerce Stores (BC201000)", "Customer Settings")
_CLASSES: Final = "Customer Classes (AR201000)"
_CUSTOMERS: Final = "Customers (AR303000)"
_TAKES_ORDERS: Final = frozenset({"active", "one-time"})
_STOPS_ORDERS: Final = frozenset({"credit hold", "on hold", "hold"})


def _class(facts: Facts, settings: StoreSettings) -> Finding:
    name = settings.customers.customer_class
    if facts.find(Ask.CLASSES, "ClassID", name):
        return met(f"Customer class {name} is there.")
    mend = f"Create it on {_CLASSES}, or correct customers.customer_class."
    return unknown(facts, Ask.CLASSES, "ClassID", f"customer class {name}", mend)


def _class_currency(facts: Facts, settings: StoreSettings) -> Finding:
    name = settings.customers.customer_class
    row = facts.find(Ask.CLASSES, "ClassID", name) or {}
    return takes_all(row, f"class {name}", _CLASSES, facts, settings)


def _guest(facts: Facts, settings: StoreSettings) -> Finding:
    name = settings.customers.generic_guest_customer
    row = facts.one(Ask.GUEST)
    if not row:
        return not_met(
            f"There is no customer {name} for guest orders.",
            f"Create it on {_CUSTOMERS}, or correct customers.generic_guest_customer.",
        )
    complaints = []
    status = folded(row.get("Status"))
    if status not in _TAKES_ORDERS | _STOPS_ORDERS:
        complaints.append((f"Customer {name} is {row.get('Status') or 'not active'}.", f"Activate it on {_CUSTOMERS}."))
    if row.get("IsGuestCustomer") is False:
        complaints.append((f"Customer {name} is no guest account.", f"Select Guest Account of {name} on {_CUSTOMERS}."))
    unseen = unshown(row, {"Status": "Customer Status", "IsGuestCustomer": "Guest Account"}, f"customer {name}")
    if status in _STOPS_ORDERS:
        unseen.append(f"Customer {name} is on {row.get('Status')}: guest orders arrive and stop there. Is that meant?")
    return verdict_on(complaints, met(f"Customer {name} takes guest orders."), unseen)


def _guest_currency(facts: Facts, settings: StoreSettings) -> Finding:
    of = f"customer {settings.customers.generic_guest_customer}"
    return takes_all(facts.one(Ask.GUEST), of, _CUSTOMERS, facts, settings)


def imports_none(settings: StoreSettings) -> str:
    """Exempt stores into whose ERP no customer comes: they need neither class nor numbers."""
    customer = settings.entities.customer
    if not customer.active:
        return "Customer is not active in this store."
    exported = customer.sync_direction is SyncDirection.EXPORT
    return "Customers travel from the ERP to the store only." if exported else ""


def _box(name: str, setting: str, exempt: Exempt) -> Criterion:
    def judge(_: Facts, settings: StoreSettings) -> Finding:
        if wrong := empty_boxes(settings).get(f"customers.{setting}"):
            return not_met(wrong, f"Fill in customers.{setting} of the settings file.")
        return met(f"customers.{setting} is {getattr(settings.customers, setting)}.")

    return Criterion(
        key=f"settings.{setting}",
        form=BOXES[0],
        tab=BOXES[1],
        wording=f"{name} is filled in",
        breaks="Every run refuses to start; nothing is synchronised.",
        look=f"customers.{setting} of the settings file.",
        judge=judge,
        exempt=exempt,
        source="S1",
    )


CLASS_BOX: Final = _box("Customer Class", "customer_class", imports_none)
GUEST_BOX: Final = _box("Generic Guest Customer", "generic_guest_customer", no_orders)
CLASS: Final = Criterion(
    key="customers.class",
    form=_CLASSES,
    wording="The customer class for e-commerce customers exists",
    breaks="Every new customer fails, and with it the orders and payments of that customer.",
    look=f"{_CLASSES}: look for the class named in customers.customer_class.",
    judge=_class,
    asks=(Ask.CLASSES,),
    needs=(CLASS_BOX.key, "endpoint.version"),
    exempt=imports_none,
    source="S1",
)
CLASS_CURRENCY: Final = Criterion(
    key="customers.class_currency",
    form=_CLASSES,
    wording="Customers of that class may have documents in other currencies",
    breaks="Orders and payments in another than the customer's currency fail.",
    look=f"{_CLASSES}: Enable Currency Override.",
    judge=_class_currency,
    asks=(Ask.CLASSES,),
    reads=FOREIGN_ASKS,
    needs=(CLASS.key, MULTICURRENCY),
    exempt=lambda settings: imports_none(settings) or no_orders(settings),
    source="myob-advanced-api 6",
)
GUEST: Final = Criterion(
    key="customers.guest",
    form=_CUSTOMERS,
    wording="The customer account for guest orders exists",
    breaks="Orders of shoppers without an account fail, and so do their payments.",
    look=f"{_CUSTOMERS}: look for the customer named in customers.generic_guest_customer.",
    judge=_guest,
    asks=(Ask.GUEST,),
    needs=(GUEST_BOX.key, "erp.form_customers"),
    exempt=no_orders,
    source="S1",
)
GUEST_CURRENCY: Final = Criterion(
    key="customers.guest_currency",
    form=_CUSTOMERS,
    wording="The guest account may have documents in other currencies",
    breaks="Orders of shoppers without an account fail where they are in another currency.",
    look=f"{_CUSTOMERS}: Enable Currency Override of the customer in customers.generic_guest_customer.",
    judge=_guest_currency,
    asks=(Ask.GUEST,),
    reads=FOREIGN_ASKS,
    needs=(GUEST.key, MULTICURRENCY),
    exempt=no_orders,
    source="myob-advanced-api 6",
)
