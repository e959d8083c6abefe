"""Shop, ERP, history and the line between them, made anew for every case; and what is true of them at the end."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import text

from bc_myob.history.database import open_history
from bc_myob.store.settings import StoreSettings
from sandbox.kit import Plan as Size
from sandbox.serve import Sandbox
from sandbox.shop import catalogue
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import manual, purchase
from sandbox.shop.places import Address
from tests.faults.hours import Hours
from tests.faults.line import Line
from tests.faults.road import Plan, Road

HOME = Address(
    first_name="Mia",
    last_name="O'Brien",
    street_1="12 Kent Street",
    city="Sydney",
    state="New South Wales",
    zip="2000",
    country_iso2="AU",
    phone="02 9000 0001",
)
WAREHOUSE = Address(
    first_name="Mia",
    last_name="O'Brien",
    company="O'Brien Teas",
    street_1="7 Dock Road",
    city="Fremantle",
    state="Western Australia",
    zip="6160",
    country_iso2="AU",
    phone="08 9000 0002",
)
REFERENCES = {"Customer": "AccountRef", "CustomerLocation": "ExtRefNbr", "SalesOrder": "ExternalRef"}
ENTITIES = (
    ("Customer", "Customer", "AccountRef"),
    ("Customer Location", "CustomerLocation", "ExtRefNbr"),
    ("Sales Order", "SalesOrder", "ExternalRef"),
    ("Payment", "Payment", "ExternalRef"),
)
KEYS = {
    "Customer": ("CustomerID",),
    "Customer Location": ("Customer", "LocationID"),
    "Sales Order": ("OrderType", "OrderNbr"),
    "Payment": ("Type", "ReferenceNbr"),
}
CONTENT = {
    "Customer": ("CustomerName", "MainContact"),
    "CustomerLocation": ("LocationName", "LocationContact"),
    "SalesOrder": ("OrderTotal", "CurrencyID", "Description", "Details", "ShipToAddress", "BillToAddress"),
    "Payment": ("PaymentAmount", "CurrencyID", "CashAccount", "Status", "OrdersToApply"),
}
OF_A_ROW = ("ExternalRef", "InventoryID", "OrderQty", "UnitPrice", "DiscountAmount", "AppliedToOrder")


@dataclass
class Works:
    """Everything one case needs."""

    box: Sandbox
    settings: StoreSettings
    empty_history: Path
    folder: Path
    made: int = 0

    def fresh(self, plan: Plan = lambda _place: None, settings: StoreSettings | None = None) -> Line:
        """Give a line between fresh systems, over a fresh history."""
        self.box.reset()
        hours = Hours(self.box.clock)
        self.box.erp.kit.limits.set(release_seconds=1.5)
        self.box.store.kit.switches.set(address_moves_customer=True)
        self.box.erp.seed(Size())
        road = Road(hours, self.box.erp.end_sessions, self.signed_in, plan)
        return self.line(road, settings)

    def line(self, road: Road, settings: StoreSettings | None = None) -> Line:
        """Give a line over a history of its own."""
        self.made += 1
        history = self.folder / f"history{self.made}.db"
        shutil.copy(self.empty_history, history)
        return Line(road, f"sqlite:///{history}", settings or self.settings)

    def tidy(self) -> None:
        """Throw the histories of finished cases away."""
        for file in self.folder.glob("history*"):
            file.unlink()

    def signed_in(self) -> requests.Session:
        """Give a session of the ERP that passes no boundary."""
        session = requests.Session()
        login = {"name": catalogue.ERP_USER, "password": catalogue.ERP_PASSWORD, "tenant": catalogue.TENANT}
        session.post(f"{self.box.erp_url}/entity/auth/login", json=login, timeout=30)
        return session

    def ledger(self) -> Counter[tuple[str, str, str]]:
        """Give how often each effect happened, by the store's references."""
        return Counter((one.resource, str(one.action), one.reference) for one in self.box.erp.kit.ledger)

    def doubled(self) -> dict[tuple[str, str, str], int]:
        """Give what was created or released more than once."""
        return {key: times for key, times in self.ledger().items() if times > 1 and key[1] in {"create", "release"}}

    def references(self) -> dict[tuple[str, str], str]:
        """Give the store's reference behind each (entity, ERP key)."""
        return {
            (entity, ",".join(str(row[name]) for name in KEYS[entity])): str(row.get(reference))
            for entity, resource, reference in ENTITIES
            for row in self.box.erp.records(resource)
        }

    def books(self) -> dict[tuple[str, str], list[Any]]:
        """Give what the ERP has of the store's records: resource and reference -> contents (more than one: doubled)."""
        found: dict[tuple[str, str], list[Any]] = {}
        for resource, fields in CONTENT.items():
            for row in self.box.erp.records(resource):
                if reference := row.get(REFERENCES.get(resource, "ExternalRef")):
                    said = {name: _plain(row.get(name)) for name in fields}
                    found.setdefault((resource, reference), []).append(said)
        return found


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        rows = [{name: str(row[name]) for name in OF_A_ROW if row.get(name) is not None} for row in value]
        return sorted(rows, key=str)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if name not in {"id", "note", "ContactID"}}
    return str(value)


def records(line: Line) -> list[dict[str, Any]]:
    """Give where Sync History stands, without what differs from run to run."""
    columns = "entity, external_id, status, erp_key, attempt_count, last_error, claim_owner, sending_since, document"
    engine = open_history(line.history_url)
    with closing(engine.connect()) as connection:
        rows = connection.execute(text(f"SELECT {columns} FROM sync_record ORDER BY entity, external_id"))
        found = [dict(row._mapping) for row in rows]
    engine.dispose()
    return found


def open_ends(line: Line) -> list[dict[str, Any]]:
    """Give the records that are stuck: claimed, in doubt, or still to be sent."""
    return [
        row
        for row in records(line)
        if row["claim_owner"] or row["sending_since"] or (row["status"] in {"Prepared", "Failed"})
    ]


def until_quiet(line: Line, name: str = "run", most: int = 5) -> int:
    """Run again and again until a run closed its window and left nothing open; gives how many runs that took."""
    for number in range(1, most + 1):
        closed = line.run(f"{name}{number}")
        line.road.hours.sleep(3600)
        if closed and not open_ends(line):
            return number
    return most


@dataclass
class Story:
    """The reference scenario: a customer with two locations, an order with two payments, then changes to both."""

    works: Works
    customer: int = 0
    order: int = 0

    def opening(self) -> None:
        """The first sale: one payment is released by the settings, the other is not."""
        store = self.works.box.store
        self.customer = store.add_customer("Mia", "O'Brien", "mia@example.com", addresses=[HOME, WAREHOUSE])
        draft = self._draft(article("TEA-LEMONM", 2), article("HONEY-LW-500"))
        self.order = store.add_order(draft)

    def changes(self) -> None:
        """The customer moves, the order gains a line and changes another; its total stays above what was paid."""
        store = self.works.box.store
        store.edit_customer(self.customer, company="O'Brien & Daughters", phone="02 9999 0000")
        store.rebuild_order(self.order, self._draft(article("TEA-LEMONM", 3), article("JAM-QUINCE")))

    def _draft(self, *lines: Any) -> Draft:
        payments = (purchase(amount="20.00"), manual(amount="5.00"))
        return Draft(billing=HOME, customer_id=self.customer, lines=lines, payments=payments)

    def tell(self, line: Line, between: Callable[[], None] = lambda: None) -> None:
        """Tell it from beginning to end, each part until it is quiet."""
        self.opening()
        line.road.hours.sleep(60)
        until_quiet(line, "first")
        between()
        self.changes()
        line.road.hours.sleep(60)
        until_quiet(line, "second")


def lines_of(errors: Iterable[str]) -> str:
    """Give a list for a failure's message."""
    return "\n".join(errors)
