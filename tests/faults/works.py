"""Shop, ERP, history and the line between them, made anew for every case; and what is true of them at the end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from sqlalchemy import text

from bc_myob.store.settings import StoreSettings
from sandbox.kit import Effect
from sandbox.kit import Plan as Size
from sandbox.serve import Sandbox
from sandbox.shop import catalogue
from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import manual, purchase
from tests.faults.books import KEYS, REFERENCES, Books, ErpBooks, store_books
from tests.faults.histories import Histories
from tests.faults.hours import Hours
from tests.faults.line import Line
from tests.faults.road import Plan, Road
from tests.faults.settings import connections, two_way
from tests.mia import HOME, WAREHOUSE

ENTITIES = {
    "Customer": "Customer",
    "Customer Location": "CustomerLocation",
    "Sales Order": "SalesOrder",
    "Payment": "Payment",
}


@dataclass
class Works:
    """Everything one case needs."""

    box: Sandbox
    settings: StoreSettings
    histories: Histories
    setenv: Callable[[str, str], None]
    """Tells Airflow its connections: those of the works that were used last."""
    carrier: Callable[[], BaseAdapter] = HTTPAdapter

    def fresh(self, plan: Plan = lambda _place: None, kind: type[Line] = Line) -> Line:
        """Give a line between fresh systems, over a fresh history."""
        for name, said in connections(self.box).items():
            self.setenv(name, json.dumps(said))
        self.box.reset()
        hours = Hours(self.box.clock)
        self.box.erp.reset()  # its guest account must be of this time, too
        self.box.erp.kit.limits.set(release_seconds=1.5)
        self.box.store.kit.switches.set(address_moves_customer=True)
        if kind is Line:  # both ways they would all go to the store
            self.box.erp.seed(Size())
        erp = self.box.erp
        road = Road(hours, erp.end_sessions, self.signed_in, erp.has_session, plan, carrier=self.carrier)
        return self.line(road, kind)

    def line(self, road: Road, kind: type[Line] = Line) -> Line:
        """Give a line over a history of its own."""
        settings = self.settings if kind is Line else two_way(self.settings)
        return kind(road, self.histories.fresh(), settings, self.histories)

    def signed_in(self) -> requests.Session:
        """Give a session of the ERP that passes no boundary."""
        session = requests.Session()
        session.mount("http://", self.carrier())
        login = {"name": catalogue.ERP_USER, "password": catalogue.ERP_PASSWORD, "tenant": catalogue.TENANT}
        session.post(f"{self.box.erp_url}/entity/auth/login", json=login, timeout=30)
        return session

    def ledger(self) -> Counter[tuple[str, str, str]]:
        """Give how often each effect happened on either side, by its reference."""
        return Counter((one.resource, str(one.action), _reference(one)) for one in self.box.ledger())

    def doubled(self) -> dict[tuple[str, str, str], int]:
        """Give what was created or released more than once."""
        return {key: times for key, times in self.ledger().items() if times > 1 and key[1] in {"create", "release"}}

    def references(self) -> dict[tuple[str, str], str]:
        """Give the store's reference behind each (entity, ERP key)."""
        return {
            (entity, ",".join(str(row[name]) for name in KEYS[resource])): str(row.get(REFERENCES[resource]))
            for entity, resource in ENTITIES.items()
            for row in self.box.erp.records(resource)
        }

    def books(self) -> Books:
        """Give what the ERP has of the store's records, and the store's own."""
        return ErpBooks.of(self.box).contents() | store_books(self.box)


def _reference(effect: Effect) -> str:
    # an address has no reference but its owner's number: what tells it apart is its street
    return f"{effect.reference} {effect.summary}" if effect.resource == "addresses" else effect.reference


def records(line: Line) -> list[dict[str, Any]]:
    """Give where Sync History stands, without what differs from run to run."""
    columns = "entity, external_id, status, erp_key, attempt_count, last_error, claim_owner, sending_since, document"
    engine = line.histories.open(line.history_url)
    with closing(engine.connect()) as connection:
        rows = connection.execute(text(f"SELECT {columns} FROM sync_record ORDER BY entity, external_id"))
        found = [dict(row._mapping) for row in rows]
    line.histories.close(engine)
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
        """The customer moves; the order loses a line, gains one, changes another; its total stays above what was paid.

        It has as many lines as before, so that its update reads none of them: only the mark of a lost one tells the
        next try that what was known of them holds no more.
        """
        store = self.works.box.store
        store.edit_customer(self.customer, company="O'Brien & Daughters", phone="02 9999 0000")
        lines = article("TEA-LEMONM", 3), article("HONEY-LW-500", 0), article("JAM-QUINCE")
        store.rebuild_order(self.order, self._draft(*lines))

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


@dataclass
class TwoWayStory:
    """The scenario of a store that travels both ways: a customer of either side, then changes on the other one."""

    works: Works
    customer: int = 0
    account: str = ""

    def opening(self) -> None:
        """A customer of the store with two addresses, one of the ERP with a second location."""
        erp = self.works.box.erp
        self.customer = self.works.box.store.add_customer(
            "Mia", "O'Brien", "mia@example.com", addresses=[HOME, WAREHOUSE]
        )
        place = {"AddressLine1": "1 High Street", "City": "Perth", "State": "WA", "PostalCode": "6000", "Country": "AU"}
        self.account = erp.add_customer("Perth Deli", MainContact={"Email": "p@deli.example", "Address": place})
        depot = place | {"AddressLine1": "2 Low Street"}
        erp.add_location(self.account, "Depot", LocationContact={"Attention": "Al Bo", "Address": depot})

    def changes(self) -> None:
        """The store's customer changes in the ERP, the ERP's in the store: the customer and one address each.

        The ERP's customer loses its first address in the store: the default passes to its other location.
        """
        store, erp = self.works.box.store, self.works.box.erp
        (mias,) = (row for row in erp.customers() if row.get("AccountRef") == f"{self.customer}-Harbour Provisions")
        erp.edit("Customer", mias["CustomerID"], CustomerName="O'Brien & Daughters")
        (place,) = (
            row
            for row in erp.records("CustomerLocation")
            if row["Customer"] == mias["CustomerID"] and row["LocationID"] == "MAIN"
        )
        erp.edit("CustomerLocation", mias["CustomerID"], place["LocationID"], LocationContact={"Phone1": "08 9111"})
        (deli,) = store.customers_with_email("p@deli.example")
        store.edit_customer(deli, phone="08 9222")
        store.edit_address(store.addresses_of(deli)[-1]["id"], address1="3 Low Street")
        store.delete_address(store.addresses_of(deli)[0]["id"])
        store.delete_address(store.addresses_of(self.customer)[-1]["id"])

    def tell(self, line: Line) -> None:
        """Tell it from beginning to end, each part until it is quiet."""
        for part, name in ((self.opening, "first"), (self.changes, "second")):
            part()
            line.road.hours.sleep(60)
            until_quiet(line, name)


def lines_of(errors: Iterable[str]) -> str:
    """Give a list for a failure's message."""
    return "\n".join(errors)
