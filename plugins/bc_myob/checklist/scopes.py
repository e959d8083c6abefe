"""The store's side of the connection: profile, and what the token may read (bigcommerce-api 1)."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion, Exempt, Judge, always
from bc_myob.checklist.erp import inactive
from bc_myob.checklist.facts import Ask, Facts
from bc_myob.checklist.findings import Finding, by_hand
from bc_myob.checklist.judges import lets_in, readable
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.store.settings import StoreSettings

FORM: Final = "BigCommerce Stores (BC201000)"
TAB: Final = "Connection"
STORE: Final = "store.connection"
_TRANSACTIONS: Final = "store_v2_transactions_read_only"


def _connected(facts: Facts, settings: StoreSettings) -> Finding:
    mend = f"Mend the Airflow connection {settings.connections.bigcommerce} (docs/connections.md)."
    says = f"The store {facts.one(Ask.STORE).get('name')} answers."
    return lets_in(facts, Ask.STORE, says, "The store does not let us in", mend)


def _readable(ask: Ask, scope: str, facts: Facts) -> Finding:
    mend = f"Give the store-level API account the scope {scope} (Settings > Store-level API accounts)."
    return readable(facts, ask, f"The token may read {ask}.", f"The token may not read {ask}", mend)


def _transactions(facts: Facts, _: StoreSettings) -> Finding:
    if not facts.refused(Ask.STORE_ORDERS) and not facts.rows(Ask.STORE_ORDERS):
        return by_hand("The store has no order yet, so reading transactions cannot be tried.")
    return _readable(Ask.STORE_TRANSACTIONS, _TRANSACTIONS, facts)


def _may_tag(_: Facts, settings: StoreSettings) -> Finding:
    account = f"the API account of the connection {settings.connections.bigcommerce}"
    return by_hand(f"Nobody can ask whether a token may write without writing. Does {account} have store_v2_orders?")


def _no_tags(settings: StoreSettings) -> str:
    return "" if settings.orders.tag_external_order else "Tag Ext. Order with ERP Order Nbr. is off."


def _may_export(_: Facts, settings: StoreSettings) -> Finding:
    account = f"the API account of the connection {settings.connections.bigcommerce}"
    return by_hand(f"Nobody can ask whether a token may write without writing. Does {account} have store_v2_customers?")


def _no_exports(settings: StoreSettings) -> str:
    customer = settings.entities.customer
    travels = customer.active and customer.sync_direction is not SyncDirection.IMPORT
    return "" if travels else "Customers of this store only travel to the ERP."


def _scope(  # noqa: PLR0913 - one line of the table each
    name: str,
    ask: Ask,
    scope: str,
    breaks: str,
    exempt: Exempt = always,
    *,
    judge: Judge | None = None,
    reads: tuple[Ask, ...] = (),
    needs: tuple[str, ...] = (),
    required: bool = True,
) -> Criterion:
    return Criterion(
        key=f"store.scope_{name}",
        form=FORM,
        tab=TAB,
        wording=f"The access token may read {ask}",
        breaks=breaks,
        look=f"In the store: Settings > Store-level API accounts; the account needs {scope}.",
        judge=judge or (lambda facts, _: _readable(ask, scope, facts)),
        reads=(*reads, ask),
        needs=(STORE, *needs),
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
        inactive(Entity.CUSTOMER),
    ),
    _scope(
        "orders",
        Ask.STORE_ORDERS,
        "store_v2_orders_read_only",
        "No order and no payment arrives.",
        inactive(Entity.SALES_ORDER),
    ),
    _scope(
        "transactions",
        Ask.STORE_TRANSACTIONS,
        _TRANSACTIONS,
        "No payment arrives; the scope for orders does not include them.",
        inactive(Entity.PAYMENT),
        judge=_transactions,
        reads=(Ask.STORE_ORDERS,),
        needs=("store.scope_orders",),
    ),
    _scope(
        "payment_methods",
        Ask.STORE_METHODS,
        "store_payments_methods_read",
        "Nobody can tell which payment methods still lack a row; payments already mapped arrive all the same.",
        inactive(Entity.PAYMENT),
        required=False,
    ),
    Criterion(
        key="store.scope_customer_writes",
        form=FORM,
        tab=TAB,
        wording="The access token may write customers and addresses",
        breaks="No customer and no address of the ERP arrives in the store; each export fails.",
        look="In the store: Settings > Store-level API accounts; Customers must be on modify (store_v2_customers).",
        judge=_may_export,
        needs=(STORE,),
        exempt=_no_exports,
        source="bigcommerce-api 1",
    ),
    Criterion(
        key="store.scope_order_tags",
        form=FORM,
        tab=TAB,
        wording="The access token may write the ERP's number to orders (metafields)",
        breaks="Orders in the store stay without their ERP order number, with a note on each; all else arrives.",
        look="In the store: Settings > Store-level API accounts; Orders must be on modify (store_v2_orders).",
        judge=_may_tag,
        needs=(STORE,),
        exempt=_no_tags,
        required=False,
        source="connector 6.6, bigcommerce-api 9",
    ),
)
