"""A seed's worth of bad luck: random troubles at random boundaries while shop and line go on, then quiet."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from random import seed as seed_of_all
from typing import Any, ClassVar

from sandbox.shop.basket import Draft
from sandbox.shop.basket import line as article
from sandbox.shop.payments import bank_deposit, manual, purchase
from tests.faults.baton import Baton
from tests.faults.books import Books
from tests.faults.line import Line
from tests.faults.road import Place, Trouble
from tests.faults.settings import tagging
from tests.faults.works import Works, open_ends, records, until_quiet
from tests.mia import HOME, WAREHOUSE

SKUS = ("TEA-LEMONM", "HONEY-LW-500", "JAM-QUINCE")
RUNS = 2
NARROW = (
    {},
    {},
    {"store": {"quota": 20}},
    {"store": {"quota": 40, "others_share": 25}},
    {"erp": {"requests_per_minute": 20}},
    {"erp": {"seats": 1}},
)
"""What the store's plan and the ERP's licence allow; {}: as much as anybody asks for."""
AT_WRITES, AT_COMMITS = 6, 0.5
"""How many times as likely as at a read a trouble is there: a seed has few writes, and the protocol is about them."""
CANCELLED = 0.2
"""Share of the kills that are somebody's who cancels the run: it ends there, without its report."""
BURST = (Trouble.DECLINED, Trouble.DECLINED_FOR, Trouble.UNREACHABLE, Trouble.AWAY)


@dataclass
class Luck:
    """What goes wrong where, by a seed. Bursts repeat; a quiet Luck lets everything pass."""

    random: Random
    rate: float
    burst: list[Trouble] = field(default_factory=list)
    quiet: bool = False

    def __call__(self, place: Place) -> Trouble | None:
        """Give what happens here."""
        if self.quiet:
            return None
        if self.burst and self.burst[-1] in place.troubles:
            return self.burst.pop()
        if self.random.random() >= self.rate * _weight(place):
            return None
        trouble = self.random.choice(place.troubles)
        if trouble in BURST:
            self.burst = [trouble] * self.random.randint(0, 4)
        return trouble


def _weight(place: Place) -> float:
    if place.system == "commit":
        return AT_COMMITS
    return AT_WRITES if place.writes else 1


@dataclass
class Simulation:
    """One seed: what happened, and what is wrong at its end."""

    works: Works
    seed: int
    runs: int = RUNS
    orders: list[int] = field(default_factory=list)
    customers: list[int] = field(default_factory=list)
    line: Line | None = None
    kind: ClassVar[type[Line]] = Line

    def play(self) -> list[str]:
        """Give what is wrong at the end; nothing, as a rule."""
        random = Random(self.seed)
        seed_of_all(self.seed)  # the stand-ins' GUIDs, in whose order records are sent
        luck = Luck(random, rate=random.choice((0.02, 0.05, 0.1)))
        line = self.line = self.works.fresh(self._plan(luck, random), self.kind)
        line.cancels = lambda: not luck.quiet and random.random() < CANCELLED
        line.tries, line.road.seed = random.choice((1, 2, 4)), self.seed
        for side, limits in random.choice(NARROW).items():
            getattr(self.works.box, side).kit.limits.set(**limits)
        if random.random() < 0.3:
            line.settings = tagging(line.settings)
        self._open_shop(random)
        for number in range(self.runs):
            self._edit(random)
            line.road.hours.sleep(60)
            self._run(line, random, f"run{number}")
            line.road.hours.sleep(random.choice((60, 2400, 3600)))
        luck.quiet = True
        until_quiet(line, "last")
        return self._judged(line)

    def _judged(self, line: Line) -> list[str]:
        books = self.works.books()
        return [*self._wrong(line, books), *self._against_an_undisturbed_line(line, books)]

    def _plan(self, luck: Luck, random: Random) -> Any:
        def plan(place: Place) -> Trouble | None:
            if place.system == "store" and not luck.quiet and random.random() < 0.1:
                self._edit(random)
            return luck(place)

        return plan

    def _run(self, line: Line, random: Random, name: str) -> None:
        if random.random() < 0.5:
            line.run(name)
            return
        baton = line.road.baton = Baton(random)
        line.road.hours.slept = baton.turn
        baton.run(lambda: line.run(f"{name}a"), lambda: line.run(f"{name}b"))
        line.road.baton, line.road.hours.slept = None, lambda: None

    def _open_shop(self, random: Random) -> None:
        store = self.works.box.store
        for number in range(random.randint(1, 3)):
            book = [HOME, WAREHOUSE][: random.randint(1, 2)]
            self.customers.append(
                store.add_customer("Mia", f"O'Brien {number}", f"m{number}@example.com", addresses=book)
            )
        for _ in range(random.randint(1, 3)):
            self.orders.append(store.add_order(self._draft(random)))

    def _draft(self, random: Random, customer: int | None = None) -> Draft:
        lines = [article(sku, random.randint(1, 3)) for sku in random.sample(SKUS, random.randint(1, 3))]
        kinds = random.choice(
            (
                (purchase(amount="8.00"),),
                (purchase(amount="6.00"), manual(amount="3.00")),
                (bank_deposit(),),
                # the whole total, not released: an edit may leave less of the order than was paid, or more again
                (manual(),),
            )
        )
        buyer = customer if customer is not None else random.choice([0, *self.customers])
        return Draft(billing=HOME, customer_id=buyer, lines=lines, payments=kinds)

    def _edit(self, random: Random) -> None:
        store = self.works.box.store
        match random.choice(("customer", "customer", "order", "order", "address", "new order", "note")):
            case "customer":
                store.edit_customer(random.choice(self.customers), company=f"Teas {random.randint(1, 99)}")
            case "order":
                number = random.choice(self.orders)
                store.rebuild_order(number, self._draft(random, store.order(number)["customer_id"]))
            case "address":
                customer = random.choice(self.customers)
                address = store.addresses_of(customer)[0]["id"]
                store.edit_address(address, address1=f"{random.randint(1, 999)} Kent Street")
            case "new order" if len(self.orders) < 5:
                self.orders.append(store.add_order(self._draft(random)))
            case "note":
                store.edit_order(random.choice(self.orders), customer_message=f"Ring {random.randint(1, 9)} times")

    def _wrong(self, line: Line, books: Books) -> list[str]:
        doubled = [f"{times} times {key}" for key, times in self.works.doubled().items()]
        several = [f"{len(rows)} {key}" for key, rows in books.items() if len(rows) > 1]
        stuck = [f"stuck: {row}" for row in open_ends(line)]
        known = {(row["entity"], row["external_id"]) for row in records(line)}
        wanted = {("Sales Order", str(one)) for one in self.orders} | {("Customer", str(one)) for one in self.customers}
        return [
            *doubled,
            *several,
            *stuck,
            *(f"lost: {one}" for one in sorted(wanted - known)),
            *self._wrong_tags(line),
            *line.left,
        ]

    def _wrong_tags(self, line: Line) -> list[str]:
        if not line.settings.orders.tag_external_order:
            return []
        there = {row["ExternalRef"]: row["OrderNbr"] for row in self.works.box.erp.records("SalesOrder")}
        found = {one: self.works.box.store.order(one)["metafields"] for one in self.orders}
        return [
            f"order {one} bears {[row['value'] for row in rows]}"
            for one, rows in found.items()
            if (number := there.get(f"{one}-{line.settings.store_name}"))
            and not _noted(line, one)
            and [row["value"] for row in rows] != [number]
        ]

    def _against_an_undisturbed_line(self, line: Line, disturbed: Books) -> list[str]:
        """Bring the shop as it is now into a fresh ERP without trouble, and compare the books."""
        self.works.box.erp.reset()
        self.works.box.erp.seed(None)
        clean = self.works.line(line.road)
        until_quiet(clean, "clean")
        expected = self.works.books()
        keys = sorted({*disturbed, *expected})
        return [
            f"{key}: {disturbed.get(key)} and not {expected.get(key)}"
            for key in keys
            if disturbed.get(key) != expected.get(key)
        ]


def _noted(line: Line, order: int) -> bool:
    """Tell whether the order's record says that the number could not be written."""
    said = [row["last_error"] for row in records(line) if row["external_id"] == str(order)]
    return any("could not be written to the order" in (each or "") for each in said)
