"""The seed's walk-through "Bidirectional Synchronization" on a test store: made, checked, and how to remove it.

A marked customer is entered in the ERP, carried to the store by the tables of a run, edited there, and the edit carried
back (connector 10.1). A later sync run joins the two by their e-mail and their reference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.erp_session import ErpSession
from bc_myob.hooks.store_writes import StoreWriter
from bc_myob.mapping.customers import map_customers
from bc_myob.mapping.customers_export import export_customers
from bc_myob.mapping.given import Given
from bc_myob.model.entities import Entity, SyncDirection
from bc_myob.model.records import SourceRecord
from bc_myob.operators.base import utc_now
from bc_myob.operators.checking.walk_through import MARK, Walk, document_of, told
from bc_myob.operators.reading.erp_streams import asked_of, erp_record
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import REGISTRY

Json = Mapping[str, Any]


def walk_both(settings: StoreSettings, session: ErpSession) -> dict[str, Any]:
    """Give {says, remove, wrong}, as `walk` does."""
    walking = Walk(settings, session, utc_now())
    return told(walking, _steps)


def _steps(walking: Walk) -> str:
    stamp = f"{walking.started:%Y%m%d%H%M%S}"
    account = _enter_in_the_erp(walking, stamp)
    with closing(BigCommerceHook(walking.settings.connections.bigcommerce)) as hook:
        sent = document_of(export_customers(Given(walking.settings, [erp_record(account)], now=walking.started)))
        (made,) = StoreWriter(hook.api).create_customers([sent])
        walking.store_id = str(made["id"])
        wrong = _different(f"customer {walking.store_id} of the store", _read(hook, walking), sent)
        if walking.settings.entities.customer.sync_direction is SyncDirection.BIDIRECTIONAL:
            wrong += _back_again(walking, hook, f"{MARK} {stamp} edited")
    return " ".join(wrong)


def _enter_in_the_erp(walking: Walk, stamp: str) -> Json:
    person = {"FirstName": "Colleen", "LastName": "Plunkett", "Phone1": "0255500141"}
    entered = {
        "CustomerName": f"{MARK} {stamp}",
        "CustomerClass": walking.settings.customers.customer_class,
        "MainContact": person | {"Email": f"bc-myob-test-erp-{stamp}@example.com"},
    }
    walking.customer = str(walking.session.put("Customer", entered)["CustomerID"])
    return _account(walking)


def _account(walking: Walk) -> Json:
    asked = asked_of(REGISTRY[Entity.CUSTOMER], walking.settings)
    return walking.session.get("Customer", walking.customer, select=asked.select, expand=asked.expand)


def _read(hook: BigCommerceHook, walking: Walk) -> dict[str, Any]:
    (row,) = [row for page in hook.customers_by_id([int(walking.store_id)]) for row in page.records]
    return row


def _back_again(walking: Walk, hook: BigCommerceHook, company: str) -> list[str]:
    """Edit the customer in the store, carry that to the ERP, and give what did not arrive."""
    StoreWriter(hook.api).update_customers([{"id": int(walking.store_id), "company": company}])
    record = SourceRecord(walking.store_id, _read(hook, walking))
    document = document_of(map_customers(Given(walking.settings, [record], now=walking.started)))
    account = _account(walking)
    walking.session.put("Customer", {**document, "id": account["id"]}, update_only=True)
    expected = {"CustomerName": document["CustomerName"], "AccountRef": document["AccountRef"]}
    return _different(f"customer {walking.customer} of the ERP", _account(walking), expected)


def _different(where: str, has: Json, wanted: Json) -> list[str]:
    names: Sequence[str] = [name for name in wanted if _bare(has.get(name)) != _bare(wanted[name])]
    return [f"{name} of {where} is {has.get(name) or 'empty'}, not {wanted[name]}." for name in names]


def _bare(value: Any) -> str:
    return " ".join(str(value or "").split()).casefold()
