"""The store's side of the connection: profile, and what the token may read (bigcommerce-api 1)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion, Exempt, always
from bc_myob.checklist.facts import Ask, Facts
from bc_myob.checklist.findings import Finding, by_hand, met, not_met
from bc_myob.store.settings import StoreSettings

FORM: Final = "BigCommerce Stores (BC201000)"
TAB: Final = "Connection"
STORE: Final = "store.connection"


def _connected(facts: Facts, settings: StoreSettings) -> Finding:
    refused = facts.refused(Ask.STORE)
    if refused:
        return not_met(
            f"The store does not let us in ({refused.rstrip('.')}).",
            f"Mend the Airflow connection {settings.connections.bigcommerce} (docs/connections.md).",
        )
    return met(f"The store {facts.one(Ask.STORE).get('name')} answers.")


def _readable(ask: Ask, scope: str, facts: Facts) -> Finding:
    refused = facts.refused(ask)
    if not refused:
        return met(f"The token may read {ask}.")
    return not_met(
        f"The token may not read {ask} ({refused.rstrip('.')}).",
        f"Give the store-level API account the scope {scope} (Settings > Store-level API accounts).",
    )


def _transactions(facts: Facts, _: StoreSettings) -> Finding:
    if not facts.refused(Ask.STORE_ORDERS) and not facts.rows(Ask.STORE_ORDERS):
        return by_hand("The store has no order yet, so reading transactions cannot be tried.")
    return _readable(Ask.STORE_TRANSACTIONS, "store_v2_transactions_read_only", facts)


def _no_payments(settings: StoreSettings) -> str:
    return "" if settings.entities.payment.active else "Payment is not active in this store."


def _no_customers(settings: StoreSettings) -> str:
    return "" if settings.entities.customer.active else "Customer is not active in this store."


def _scope(  # noqa: PLR0913 - one line of the table each
    name: str, ask: Ask, scope: str, breaks: str, exempt: Exempt = always, *, required: bool = True
) -> Criterion:
    return Criterion(
        key=f"store.scope_{name}",
        form=FORM,
        tab=TAB,
        wording=f"The access token may read {ask}",
        breaks=breaks,
        look=f"In the store: Settings > Store-level API accounts; the account needs {scope}.",
        judge=lambda facts, _: _readable(ask, scope, facts),
        reads=(ask,),
        needs=(STORE,),
        exempt=exempt,
        required=required,
        source="bigcommerce-api 1",
    )


CONNECTION: Final = Criterion(
    key=STORE,
    form=FORM,
    tab=TAB,
    wording="The connection to the BigCommerce store has been established",
    breaks="Nothing is read from the store; every run fails at its first task.",
    look="Airflow: Admin > Connections.",
    judge=_connected,
    reads=(Ask.STORE,),
    source="S1",
)
SCOPES: Final = (
    _scope(
        "customers",
        Ask.STORE_CUSTOMERS,
        "store_v2_customers_read_only",
        "No customer, and so no order of a customer, arrives.",
        _no_customers,
    ),
    _scope("orders", Ask.STORE_ORDERS, "store_v2_orders_read_only", "No order and no payment arrives."),
    Criterion(
        key="store.scope_transactions",
        form=FORM,
        tab=TAB,
        wording="The access token may read the transactions of orders",
        breaks="No payment arrives; the scope for orders does not include them.",
        look="In the store: Settings > Store-level API accounts; the account needs store_v2_transactions_read_only.",
        judge=_transactions,
        reads=(Ask.STORE_ORDERS, Ask.STORE_TRANSACTIONS),
        needs=(STORE, "store.scope_orders"),
        exempt=_no_payments,
        source="bigcommerce-api 1",
    ),
    _scope(
        "payment_methods",
        Ask.STORE_METHODS,
        "store_payments_methods_read",
        "Nobody can tell which payment methods still lack a row; payments already mapped arrive all the same.",
        _no_payments,
        required=False,
    ),
)
