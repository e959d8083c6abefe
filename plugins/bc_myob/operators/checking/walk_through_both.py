"""The seed's walk-through "Bidirectional Synchronization" on a test store: made, checked, and how to remove it.

Two marked customers are entered in the ERP, one with a contact and one without, carried to the store by the tables of a
run, one is edited there, and the edit carried back (connector 10.1). A later sync run joins them by their e-mail and
their reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any, Final

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.erp_session import ErpSession
from bc_myob.hooks.store_writes import StoreWriter
from bc_myob.mapping.customers import map_customers
from bc_myob.mapping.customers_export import export_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.rules import mapping_lines
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.records import SourceRecord
from bc_myob.operators.base import utc_now
from bc_myob.operators.checking.walk import (
    Pair,
    Walk,
    create_in_store,
    different,
    document_of,
    read_from_store,
    save_in_erp,
    told,
    update_of,
)
from bc_myob.operators.reading.erp_streams import asked_of, erp_record
from bc_myob.operators.systems import store_hook
from bc_myob.store.fields import bare, field_paths
from bc_myob.store.filters import filter_lines
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import REGISTRY

Json = Mapping[str, Any]
_PERSON: Final = {"FirstName": "Colleen", "LastName": "Plunkett", "Phone1": "0255500141"}


def walk_both(settings: StoreSettings, session: ErpSession) -> dict[str, Any]:
    """Give {says, remove, wrong}, as `walk` does."""
    return told(Walk(settings, session, utc_now()), _steps)


def _steps(walking: Walk) -> str:
    with closing(store_hook(walking.settings)) as hook:
        person = walking.begin("B")
        names = {"first_name": _PERSON["FirstName"], "last_name": _PERSON["LastName"]}
        wrong = _carry(walking, hook, person, _PERSON, names)
        company = walking.begin("C", " Coffee and Cakes")
        first, _, rest = company.name.partition(" ")
        wrong += _carry(walking, hook, company, {"Phone1": _PERSON["Phone1"]}, {"first_name": first, "last_name": rest})
        if walking.settings.entities.customer.sync_direction is SyncDirection.BIDIRECTIONAL:
            wrong += _back_again(walking, hook, person)
    return " ".join(wrong)


def _carry(walking: Walk, hook: BigCommerceHook, pair: Pair, contact: Json, names: Json) -> list[str]:
    """Enter the customer in the ERP, carry it to the store, and give what did not arrive; `names`: the person there."""
    entered = {
        "CustomerName": pair.name,
        "CustomerClass": _class(walking.settings),
        "MainContact": dict(contact) | {"Email": pair.email},
    }
    save_in_erp(walking, pair, {name: value for name, value in entered.items() if value})
    account = erp_record(_account(walking, pair))
    sent = document_of(export_customers(Given(walking.settings, [account], now=walking.started)))
    create_in_store(hook, pair, sent)
    own = {line.target for line in mapping_lines(walking.settings, Entity.CUSTOMER, "Export")}
    wanted = sent | {name: value for name, value in names.items() if name not in own}
    return different(f"customer {pair.store_id} of the store", read_from_store(hook, pair), wanted)


def _class(settings: StoreSettings) -> str:
    """Give the class that the export filter asks for (connector 10.1), else that of imported customers."""
    lines = filter_lines(settings.filters, Entity.CUSTOMER, "Export")
    named = [line for line in lines if bare(field_paths(line.field)[-1]) == bare("CustomerClass")]
    asked = (str(line.value) for line in named if line.condition == "Equals" and line.value)
    return next(asked, settings.customers.customer_class)


def _account(walking: Walk, pair: Pair) -> Json:
    asked = asked_of(REGISTRY[Entity.CUSTOMER], walking.settings)
    return walking.session.get("Customer", pair.customer, select=asked.select, expand=asked.expand)


def _back_again(walking: Walk, hook: BigCommerceHook, pair: Pair) -> list[str]:
    """Edit the customer in the store, carry that to the ERP, and give what did not arrive."""
    StoreWriter(hook.api).update_customers([{"id": int(pair.store_id), "company": f"{pair.name} edited"}])
    record = SourceRecord(pair.store_id, read_from_store(hook, pair))
    document = update_of(map_customers(Given(walking.settings, [record], now=walking.started)))
    account = _account(walking, pair)
    walking.session.put("Customer", {**document, "id": account["id"]}, update_only=True)
    expected: dict[str, Any] = {name: document.get(name) for name in ("CustomerName", "AccountRef") if name in document}
    return different(f"customer {pair.customer} of the ERP", _account(walking, pair), expected)
