"""The whole checklist of a store, in the order of the vendor's: customers first, then orders and payments (9.1-9.3)."""

from __future__ import annotations

from bc_myob.checklist import customers, erp, numbering, scopes
from bc_myob.checklist.advised import ADVISED, SALES_CATEGORIES, VISIBILITY
from bc_myob.checklist.clock import CLOCKS
from bc_myob.checklist.criterion import Criterion
from bc_myob.checklist.currencies import CURRENCIES
from bc_myob.checklist.entities import ENTITIES, NATIVE
from bc_myob.checklist.features import FEATURES
from bc_myob.checklist.items import ITEMS
from bc_myob.checklist.orders import ORDERS
from bc_myob.checklist.payments import payment_rows
from bc_myob.checklist.rules import rule_rows
from bc_myob.checklist.shipping import shipping_rows
from bc_myob.checklist.taxes import TAXES
from bc_myob.checklist.validation import VALIDATION
from bc_myob.store.settings import StoreSettings


def checklist(settings: StoreSettings) -> list[Criterion]:
    """Give every criterion that the store's settings call for."""
    numbered = (numbering.CUSTOMERS, numbering.LOCATIONS)
    # both sequences, then both keys, then both lengths: each under its form
    by_form = zip(*(numbering.sequences(kind) for kind in numbered), strict=True)
    return [
        *FEATURES,
        *ADVISED,
        customers.CLASS,
        customers.CLASS_CURRENCY,
        VISIBILITY,
        customers.GUEST,
        customers.GUEST_CURRENCY,
        *(row for rows in by_form for row in rows),
        scopes.CONNECTION,
        *scopes.SCOPES,
        *erp.CONNECTION,
        *erp.FORMS,
        erp.LICENCE,
        *CLOCKS,
        *ENTITIES,
        NATIVE,
        customers.CLASS_BOX,
        *(row for kind in numbered for row in numbering.boxes(kind)),
        customers.GUEST_BOX,
        *ORDERS,
        CURRENCIES,
        *ITEMS,
        SALES_CATEGORIES,
        *TAXES,
        *payment_rows(settings),
        *shipping_rows(settings),
        *rule_rows(),
        *VALIDATION,
    ]
