"""Customer Classes (AR201000), Customers (AR303000) and the boxes of Customer Settings (connector 9.1)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion
from bc_myob.checklist.facts import Ask, Facts, folded
from bc_myob.checklist.features import MULTICURRENCY, one_currency
from bc_myob.checklist.findings import Finding, met, not_met, verdict_on
from bc_myob.checklist.judges import unknown
from bc_myob.store.settings import StoreSettings

BOXES: Final = ("BigCommerce Stores (BC201000)", "Customer Settings")
_CLASSES: Final = "Customer Classes (AR201000)"
_CUSTOMERS: Final = "Customers (AR303000)"


def _class(facts: Facts, settings: StoreSettings) -> Finding:
    name = settings.customers.customer_class
    if facts.find(Ask.CLASSES, "ClassID", name):
        return met(f"Customer class {name} is there.")
    mend = f"Create it on {_CLASSES}, or correct customers.customer_class."
    return unknown(facts, Ask.CLASSES, "ClassID", f"customer class {name}", mend)


def _class_currency(facts: Facts, settings: StoreSettings) -> Finding:
    name = settings.customers.customer_class
    row = facts.find(Ask.CLASSES, "ClassID", name) or {}
    if row.get("EnableCurrencyOverride"):
        return met(f"Customers of {name} may have documents in other currencies.")
    return not_met(
        f"Customers of class {name} may not have documents in another currency.",
        f"Select Enable Currency Override of {name} on {_CLASSES}.",
    )


def _guest(facts: Facts, settings: StoreSettings) -> Finding:
    name = settings.customers.generic_guest_customer
    row = facts.one(Ask.GUEST)
    if not row:
        return not_met(
            f"There is no customer {name} for guest orders.",
            f"Create it on {_CUSTOMERS}, or correct customers.generic_guest_customer.",
        )
    complaints = []
    if folded(row.get("Status")) != "active":
        complaints.append((f"Customer {name} is {row.get('Status') or 'not active'}.", f"Activate it on {_CUSTOMERS}."))
    if row.get("IsGuestCustomer") is False:
        complaints.append((f"Customer {name} is no guest account.", f"Select Guest Account of {name} on {_CUSTOMERS}."))
    return verdict_on(complaints, met(f"Customer {name} is active and takes guest orders."))


def _box(name: str, setting: str) -> Criterion:
    def judge(_: Facts, settings: StoreSettings) -> Finding:
        # the settings file itself refuses to load without these two boxes
        return met(f"customers.{setting} is {getattr(settings.customers, setting)}.")

    return Criterion(
        key=f"settings.{setting}",
        form=BOXES[0],
        tab=BOXES[1],
        wording=f"{name} is filled in",
        breaks="The settings file does not load; nothing is synchronised.",
        look=f"customers.{setting} of the settings file.",
        judge=judge,
        source="S1",
    )


CLASS: Final = Criterion(
    key="customers.class",
    form=_CLASSES,
    wording="The customer class for e-commerce customers exists",
    breaks="Every new customer fails, and with it the orders and payments of that customer.",
    look=f"{_CLASSES}: look for the class named in customers.customer_class.",
    judge=_class,
    asks=(Ask.CLASSES,),
    needs=("endpoint.version",),
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
    needs=(CLASS.key, MULTICURRENCY),
    exempt=one_currency,
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
    needs=("erp.form_customers",),
    source="S1",
)
CLASS_BOX: Final = _box("Customer Class", "customer_class")
GUEST_BOX: Final = _box("Generic Guest Customer", "generic_guest_customer")
