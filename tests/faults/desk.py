"""Load alone: documents that nobody had to map, brought into the stand-in ERP by the very code that runs in a task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from bc_myob.hooks.myob_advanced import MyobAdvancedHook
from bc_myob.model.codec import loads
from bc_myob.model.entities import Entity
from bc_myob.model.records import Mapped
from bc_myob.model.statuses import Event
from bc_myob.operators.loading.batch import load_batch
from tests.faults.line import STEADY_ERP, Line
from tests.faults.road import Place, Process, Trouble
from tests.faults.works import Works

SHOP = "Harbour Provisions"


def prepared(number: object, document: dict[str, Any], **more: Any) -> Mapped:
    """Give a record that mapping has made ready."""
    reference = document.get("ExternalRef") or document.get("AccountRef")
    return Mapped(str(number), str(number), Event.PREPARED, document=document, reference=reference, **more)


def customer(number: int = 1, email: str = "mia@example.com", **details: Any) -> Mapped:
    """Give a customer of the store."""
    contact = {"Email": email, "LastName": "O'Brien"}
    reference = f"{number}-{SHOP}"
    document = {"AccountRef": reference, "CustomerClass": "ECOMMERCE", "CustomerName": "Mia", "MainContact": contact}
    return prepared(number, document, details=details)


def line(reference: str, item: str = "JAM-QUINCE", quantity: int = 1, price: str = "10.00") -> dict[str, Any]:
    """Give a line of an order."""
    fixed = {"ManualPrice": True, "ManualDiscount": True, "DiscountAmount": Decimal(0), "Branch": "SYDNEY"}
    said = {"ExternalRef": reference, "InventoryID": item, "OrderQty": quantity, "UnitPrice": Decimal(price)}
    return fixed | said


def order(number: int, *lines: dict[str, Any], details: dict[str, Any] | None = None, **more: Any) -> Mapped:
    """Give an order of the first customer; its taxes are none."""
    document = {
        "OrderType": "EO",
        "CustomerID": "C000004",
        "ExternalRef": f"{number}-{SHOP}",
        "CurrencyID": "AUD",
        "IsTaxValid": True,
        "DisableAutomaticTaxCalculation": True,
        "Details": list(lines or (line("1"),)),
    }
    return prepared(number, document | more, details=details or {})


def payment(number: int, amount: str, to: str | None, *, release: bool = False, wanted: str | None = None) -> Mapped:
    """Give a payment of the first customer for the ERP's order `to`."""
    document = {
        "Type": "Prepayment",
        "CustomerID": "C000004",
        "ExternalRef": f"1/{number}-{SHOP}",
        "CurrencyID": "AUD",
        "Branch": "SYDNEY",
        "CashAccount": "10250AU",
        "PaymentMethod": "ONLINE",
        "PaymentAmount": Decimal(amount),
        "Hold": False,
    }
    if to:
        applied = Decimal(wanted or amount)
        document["OrdersToApply"] = [{"OrderType": "EO", "OrderNbr": to, "AppliedToOrder": applied}]
    return prepared(f"1,{number}", document, details={"release": release})


@dataclass
class Desk:
    """One store's load tasks over one history."""

    works: Works
    line: Line
    runs: int = 0
    wants: list[tuple[Trouble, tuple[str, ...]]] = field(default_factory=list)
    acts: list[tuple[str, str, Callable[[], None]]] = field(default_factory=list)

    def load(self, entity: Entity, *mapped: Mapped) -> Counter[str]:
        """Save what was mapped, and load it in a run of its own; gives the task's counts."""
        self.runs += 1
        run, process = f"run{self.runs}", Process(self.line.road)
        try:
            return self._load(process, run, entity, mapped)
        finally:
            process.end()

    def _load(self, process: Process, run: str, entity: Entity, mapped: tuple[Mapped, ...]) -> Counter[str]:
        road = self.line.road
        road.places.clear()
        records = self.line._records(self.line._engine(process), run)
        records.save_mapped(entity, mapped, mapping_hash="same", max_failed_attempts=3, now=road.hours.now())
        hook = MyobAdvancedHook("myob_advanced_demo", policies=STEADY_ERP, timing=road.hours.timing)
        process.drive(hook.transport.session, "erp")
        counts: Counter[str] = Counter()
        with hook.session() as session:
            for number, batch in enumerate(records.plan_batches(entity, 40, run_only=False)):
                bench = self.line._bench(process, run, entity, session, f"{run}/{number}")
                counts += load_batch(bench, batch)
        return counts

    def expect(self, trouble: Trouble, *words: str, times: int = 1) -> None:
        """Let the next calls that name all of `words` meet `trouble`."""
        self.wants += [(trouble, words)] * times

    def meanwhile(self, method: str, resource: str, act: Callable[[], None]) -> None:
        """Let somebody `act` just before the next such call to the ERP goes out."""
        self.acts.append((method, resource, act))

    def plan(self, place: Place) -> Trouble | None:
        """Give what was expected of this place."""
        for one in self.acts:
            if place.what.startswith(one[0]) and place.what.endswith(f"/{one[1]}"):
                self.acts.remove(one)
                one[2]()
                break
        for wanted in self.wants:
            if all(word in str(place) for word in wanted[1]):
                self.wants.remove(wanted)
                return wanted[0]
        return None

    def lose_claim(self, number: object, entity: Entity) -> None:
        """Let another worker take the record over, as it may once the claim's lease has run out."""
        engine = self.line.histories.open(self.line.history_url)
        taken = text(
            "UPDATE sync_record SET claim_owner = 'another', claim_version = claim_version + 1"
            " WHERE external_id = :id AND entity = :entity"
        )
        with engine.begin() as connection:
            connection.execute(taken, {"id": str(number), "entity": entity.value})
        self.line.histories.close(engine)

    def force(self, number: object, entity: Entity) -> None:
        """Let a user ask for the record (Sync, Set as Prepared)."""
        engine = self.line.histories.open(self.line.history_url)
        asked = text("UPDATE sync_record SET forced = TRUE WHERE external_id = :id AND entity = :entity")
        with engine.begin() as connection:
            connection.execute(asked, {"id": str(number), "entity": entity.value})
        self.line.histories.close(engine)

    def calls(self) -> list[str]:
        """Give the calls of the last load to the ERP's records: method and resource."""
        said = [place.what for place in self.line.road.places if place.system == "erp" and "auth" not in place.what]
        return [f"{what.split()[0]} {what.partition('24.200.001/')[2]}" for what in said]

    def record(self, number: object, entity: Entity) -> dict[str, Any]:
        """Give what Sync History says of a record, with its details read."""
        engine = self.line.histories.open(self.line.history_url)
        asked = text("SELECT * FROM sync_record WHERE external_id = :id AND entity = :entity")
        with closing(engine.connect()) as connection:
            row = dict(connection.execute(asked, {"id": str(number), "entity": entity.value}).one()._mapping)
        self.line.histories.close(engine)
        return row | {"kept": loads(row["details"] or "{}")}


def erp_order(desk, number=1001):
    """Give the ERP's only order of this number."""
    (found,) = desk.works.box.erp.orders(f"{number}-{SHOP}")
    return found


def erp_payment(desk, number=1):
    """Give the ERP's only payment of this number of order 1."""
    (found,) = desk.works.box.erp.payments(f"1/{number}-{SHOP}")
    return found


def opened(works: Works, *orders: Mapped) -> Desk:
    """Give a desk that plans its troubles; the first customer and these orders are in the ERP."""
    desk = Desk(works, works.fresh())
    desk.line.road.plan = desk.plan
    for entity, mapped in ((Entity.CUSTOMER, [customer()]), (Entity.SALES_ORDER, list(orders))):
        if mapped:
            assert desk.load(entity, *mapped) == {"Processed": len(mapped)}
    return desk
