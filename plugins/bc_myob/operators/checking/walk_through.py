"""The seed's walk-through "Customers with Multiple Locations" on a test store: made, checked, and how to remove it.

A marked customer with two addresses is created in the store, read back as a run would read it, mapped by the same
tables, saved in the ERP and compared (connector 10.2). A later sync run finds the records by their references.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.erp_session import ErpSession
from bc_myob.hooks.filters import equals
from bc_myob.mapping.customers import map_customers
from bc_myob.mapping.given import Given
from bc_myob.mapping.locations import MAIN, map_locations
from bc_myob.model.entities import Entity
from bc_myob.model.errors import BcMyobError, RecordInvalid
from bc_myob.model.records import Link, Mapped, SourceRecord
from bc_myob.model.statuses import Event, Status
from bc_myob.operators.base import utc_now
from bc_myob.store.settings import StoreSettings

MARK: Final = "BC MYOB TEST"
"""Begins the name of every test record."""
_PLACES: Final = (
    {"address1": "3690 Taylor Street", "city": "Sydney", "postal_code": "2000"},
    {"address1": "2671 Simons Hollow Road", "city": "Parramatta", "postal_code": "2150"},
)


@dataclass(slots=True)
class Walk:
    """One walk-through: what was made so far, so that it can be named whatever happens."""

    settings: StoreSettings
    session: ErpSession
    started: datetime
    store_id: str = ""
    customer: str = ""
    locations: list[str] = field(default_factory=list)

    @property
    def made(self) -> str:
        """What there is now on the two sides."""
        places = f", with locations {', '.join(self.locations)}" if self.locations else ""
        match bool(self.store_id), bool(self.customer):
            case True, True:
                return f"Test customer {self.store_id} of the store is {self.customer} in the ERP{places}."
            case True, False:
                return f"Test customer {self.store_id} of the store has not arrived in the ERP."
            case False, True:
                return f"Test customer {self.customer} of the ERP has not arrived in the store."
        return "No test record was made."

    @property
    def remove(self) -> str:
        """How to get rid of the test records."""
        parts = []
        if self.customer:
            parts.append(
                f"In the ERP delete customer {self.customer} on Customers (AR303000); its locations go with it."
            )
        if self.store_id:
            parts.append(f"In the store delete customer {self.store_id} ({MARK}).")
        return " ".join(parts) or "Nothing was created."


def walk(settings: StoreSettings, session: ErpSession) -> dict[str, Any]:
    """Give {says, remove, wrong}: what was made, how to remove it, and what is not as it should be ("" if all is)."""
    return told(Walk(settings, session, utc_now()), _steps)


def told(walking: Walk, steps: Callable[[Walk], str]) -> dict[str, Any]:
    """Take the steps and give what `walk` gives; `steps` gives what is not as it should be."""
    try:
        wrong = steps(walking)
    except BcMyobError as exc:
        wrong = f"The walk-through stopped: {str(exc).rstrip('.')}."
    return {"says": walking.made, "remove": walking.remove, "wrong": wrong}


def _steps(walking: Walk) -> str:
    record = _create_in_store(walking)
    saved = _save_customer(walking, record)
    _save_locations(walking, record, saved)
    return " ".join(_differences(walking, record))


def _create_in_store(walking: Walk) -> SourceRecord:
    hook = BigCommerceHook(walking.settings.connections.bigcommerce)
    stamp = f"{walking.started:%Y%m%d%H%M%S}"
    person = {"first_name": "Isabelle", "last_name": "Bober", "phone": "0255500140"}
    address = {"country_code": "AU", "state_or_province": "New South Wales", "address_type": "residential"}
    addresses = [
        person | address | place | {"company": f"{MARK} {stamp} {number}"} for number, place in enumerate(_PLACES, 1)
    ]
    customer = person | {"email": f"bc-myob-test-{stamp}@example.com", "company": f"{MARK} {stamp}"}
    made = hook.api.write("POST", "/v3/customers", [customer | {"addresses": addresses}])
    walking.store_id = str(made["data"][0]["id"])
    rows = [row for page in hook.customers_by_id([int(walking.store_id)]) for row in page.records]
    hook.close()
    return SourceRecord(walking.store_id, rows[0])


def _save_customer(walking: Walk, record: SourceRecord) -> dict[str, Any]:
    document = document_of(map_customers(Given(walking.settings, [record], now=walking.started)))
    saved = walking.session.put("Customer", document, expand=("MainContact",))
    walking.customer = str(saved["CustomerID"])
    return saved


def _save_locations(walking: Walk, record: SourceRecord, saved: dict[str, Any]) -> None:
    owner = Link(
        record.source_id, record.source_id, Status.PROCESSED, erp_id=str(saved["id"]), erp_key=walking.customer
    )
    owners = {Entity.CUSTOMER: {record.source_id: owner}}
    for one in map_locations(Given(walking.settings, [record], owners, now=walking.started)):
        location = walking.session.put("CustomerLocation", document_of([one]))
        walking.locations.append(str(location["LocationID"]))


def document_of(mapped: Sequence[Mapped]) -> dict[str, Any]:
    """Give the document, or the reason why the settings hold the test record back."""
    one = mapped[0]
    if one.event is not Event.PREPARED or one.document is None:
        raise RecordInvalid(f"the settings hold the test record back ({one.reason})")
    return dict(one.document)


def _differences(walking: Walk, record: SourceRecord) -> list[str]:
    """Give what the ERP has otherwise than the store, in the scenario's words."""
    settings = walking.settings
    saved = walking.session.get("Customer", walking.customer, expand=("MainContact",))
    expected = {
        "Ext. Ref. Nbr.": (saved.get("AccountRef"), settings.reference(record.source_id)),
        "Account Name": (saved.get("CustomerName"), record.payload["company"]),
        "Customer Class": (saved.get("CustomerClass"), settings.customers.customer_class),
        "Account Email": ((saved.get("MainContact") or {}).get("Email"), record.payload["email"]),
    }
    found = [
        f"{name} of {walking.customer} is {has or 'empty'}, not {wanted}."
        for name, (has, wanted) in expected.items()
        if str(has or "").strip().casefold() != str(wanted).strip().casefold()
    ]
    rows = walking.session.find("CustomerLocation", where=equals("Customer", walking.customer))
    if len(rows) != len(_PLACES):
        found.append(f"{walking.customer} has {len(rows)} locations in place of {len(_PLACES)}.")
    if MAIN not in walking.locations:
        found.append(f"The first address is not location {MAIN}.")
    return found
