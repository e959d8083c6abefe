"""Payments as connector 5 and the vendor's page *Payment Entity* (S2) want them: one per means of payment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tests.oracle.amounts import rounded
from tests.oracle.laws import Discrepancy, Expected, Want, cut, want
from tests.oracle.sales import customer_id, is_early, local_day
from tests.oracle.world import World

S2 = "S2"
R54 = "connector 5.4 R"
TAKEN = ("purchase", "capture")
ZERO = Decimal(0)
NOTHING: frozenset[str | None] = frozenset({None, "Skipped"})
YES = True


@dataclass(frozen=True)
class Chain:
    """Transactions that act on one another, oldest first.

    A further capture of one authorisation is a chain of its own: what was released for the first cannot grow.
    """

    rows: tuple[dict[str, Any], ...]

    @property
    def ids(self) -> list[str]:
        return [str(row["id"]) for row in self.rows]

    @property
    def good(self) -> list[dict[str, Any]]:
        """Return what counts: status ok, no test (bigcommerce-api 11)."""
        return [row for row in self.rows if row["status"] == "ok" and not row["test"]]

    def amount(self, *events: str) -> Decimal:
        return sum((row["amount"] for row in self.good if row["event"] in events), ZERO)

    @property
    def money(self) -> Decimal:
        """Return what was taken: purchases and captures, settled only where there is neither."""
        return self.amount(*TAKEN) or self.amount("settled")

    @property
    def authorised(self) -> Decimal:
        """Return a lone authorisation: neither taken nor given back."""
        return ZERO if self.money or self.amount("void") else self.amount("authorization")


def chains(order: dict[str, Any]) -> list[Chain]:
    """Return the order's transactions, joined by reference."""
    found: list[list[dict[str, Any]]] = []
    for row in sorted(order["journal"], key=lambda row: row["id"]):
        mine = next((c for c in found if row["reference_transaction_id"] in [r["id"] for r in c]), None)
        if mine is None or (_takes(row) and any(map(_takes, mine))):
            found.append([row])
        else:
            mine.append(row)
    return [Chain(tuple(rows)) for rows in found]


def _takes(row: dict[str, Any]) -> bool:
    return row["event"] in TAKEN and row["status"] == "ok"


def payments(world: World) -> Iterator[Expected | Discrepancy]:
    """Give what must have become of every payment; a payment that must not be is a discrepancy at once."""
    for order in world.orders.values():
        explained: set[str] = set()
        for chain in chains(order):
            explained |= set(chain.ids)
            yield from _of_chain(world, order, chain)
        for number in sorted(numbers_of(world, order) - explained):
            yield from _from_order(world, order, number)
        if not order["journal"] and row_for_order(world, order) and not numbers_of(world, order):
            yield from _from_order(world, order, None)


def numbers_of(world: World, order: dict[str, Any]) -> set[str]:
    return {key.partition(",")[2] for key in world.records["Payment"] if key.startswith(f"{order['id']},")}


def _of_chain(world: World, order: dict[str, Any], chain: Chain) -> Iterator[Expected | Discrepancy]:
    there = [number for number in chain.ids if world.status("Payment", f"{order['id']},{number}") not in NOTHING]
    if len(there) > 1:
        yield Discrepancy(f"Payment {order['id']}", "#records", "one payment", there, f"{R54}: a chain is one payment")
    known = [number for number in chain.ids if world.status("Payment", f"{order['id']},{number}")]
    number = (there or known or chain.ids)[0]
    statuses, document = _status(world, order, chain)
    fields = _fields(world, order, chain, number) if statuses == {"Processed"} else {}
    yield Expected("Payment", f"{order['id']},{number}", statuses, document, fields)


def _status(world: World, order: dict[str, Any], chain: Chain) -> tuple[frozenset[str | None], str]:
    if not chain.money and not chain.authorised:
        if all(row["status"] == "error" for row in chain.rows):
            return _when_asked(world, order, "Skipped"), f"{S2}: status Error -> skipped"
        return NOTHING, f"{R54}: no money was taken"
    if is_unsupported(world, chain):
        return _when_asked(world, order, "Skipped"), f"{S2}: manual method not supported -> skipped"
    return _of_means(world, order, row_of(world, order, *means_of(chain)))


def _of_means(world: World, order: dict[str, Any], row: Any) -> tuple[frozenset[str | None], str]:
    if world.status("Sales Order", order["id"]) != "Processed":
        # both rules of S2 hold where the method is not mapped either
        also = () if row and row.active else ("Filtered",)
        return _when_asked(world, order, "Skipped", *also), f"{S2}: order not synchronised -> skipped"
    if row is None or not row.active:
        return frozenset({"Filtered"}), f"{S2}: method not mapped or inactive -> Filtered"
    return frozenset({"Processed"}), "connector 8.6"


def _when_asked(world: World, order: dict[str, Any], *statuses: str) -> frozenset[str | None]:
    """Return the statuses, and none at all for an order nobody may see: connector 4.1 excludes its payments.

    That is one never placed (Incomplete), one before the Earliest Order Date, and one the store does not list.
    """
    status = world.status("Sales Order", order["id"])
    left_out = status is None or (status == "Filtered" and (order["status_id"] == 0 or is_early(world, order)))
    return frozenset({*statuses, None}) if left_out else frozenset(statuses)


def is_unsupported(world: World, chain: Chain) -> bool:
    texts = {(row.get("custom") or {}).get("payment_method") for row in chain.rows if row["method"] == "custom"}
    return bool(texts & set(world.settings.payments.unsupported_manual_methods))


def means_of(chain: Chain) -> tuple[str, str]:
    return chain.rows[0]["gateway"].upper(), chain.rows[0]["method"].upper()


def row_of(world: World, order: dict[str, Any], gateway: str, method: str) -> Any:
    wanted = (f"{gateway} ({method})", order["default_currency_code"])
    rows = world.settings.payments.methods
    return next((row for row in rows if (row.store_payment_method, row.currency) == wanted), None)


def _fields(world: World, order: dict[str, Any], chain: Chain, number: str) -> dict[str, Want]:
    row = row_of(world, order, *means_of(chain))
    days = [local_day(world, _moment(r["date_created"])) for r in chain.good]
    amount = rounded(chain.money or chain.authorised, order["default_currency_code"])
    return _common(world, order, row, number, amount, _code(chain)) | {
        "ApplicationDate": want(f"{S2}: transaction date", *days),
        "PaymentRef": want(
            f"{S2}: GatewayTransactionId, else ReferenceTransactionId", *_references(world, chain, number)
        ),
        "Status": want(f"{S2}: Release Payments", "Open" if row.release and chain.money else "Balanced"),
    }


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _code(chain: Chain) -> str:
    return next((row["gift_certificate"]["code"] for row in chain.rows if row.get("gift_certificate")), "")


def _references(world: World, chain: Chain, number: str) -> list[str]:
    given = [cut(row["gateway_transaction_id"], 40) for row in chain.good if row["gateway_transaction_id"]]
    told_again = () if chain.amount("settled") == chain.money and not chain.amount(*TAKEN) else ("settled",)
    told = [row for row in chain.good if row["event"] not in told_again]
    acted_on = [str(row["reference_transaction_id"]) for row in told if row["reference_transaction_id"]]
    return given or acted_on or [number if world.settings.payments.payment_id_as_reference else ""]


def _common(world: World, order: dict[str, Any], row: Any, number: str, amount: Decimal, code: str) -> dict[str, Want]:
    booked, name = erp_order(world, order), world.settings.store_name
    text = f"{name} | Payment Method: {row.store_payment_method} | Order: {order['id']} | Payment ID: {number}"
    return {
        "Type": want(S2, "Prepayment"),
        "CustomerID": want(S2, customer_id(world, order)),
        "CustomerLocationID": want(S2, booked["LocationID"]),
        "CurrencyID": want(S2, order["default_currency_code"]),
        "PaymentAmount": want(S2, amount),
        "PaymentMethod": want(S2, row.erp_payment_method),
        "CashAccount": want(S2, row.cash_account),
        "Branch": want(S2, world.settings.orders.branch),
        "Description": want(S2, cut(f"{text} | Gift Certificate: {code}" if code else text, 512)),
        "ExternalRef": want("docs/mapping/payments", cut(f"{order['id']}/{number}-{name}", 40)),
        "OrdersToApply.0.OrderType": want("connector 5.6", booked["OrderType"]),
        "OrdersToApply.0.OrderNbr": want("connector 5.6", booked["OrderNbr"]),
    }


def erp_order(world: World, order: dict[str, Any]) -> dict[str, Any]:
    kind, _, number = world.erp_key("Sales Order", order["id"]).partition(",")
    return dict(world.erp.order(number, kind))


def row_for_order(world: World, order: dict[str, Any]) -> Any:
    """Return the row that builds the payment from the order, by the method's name on the order (connector 5.5)."""
    currency = order["default_currency_code"]
    for row in world.settings.payments.methods:
        named = row.create_payment_from_order and row.store_order_payment_method == order["payment_method"]
        if named and row.currency == currency:
            return row
    return None


def _from_order(world: World, order: dict[str, Any], number: str | None) -> Iterator[Expected]:
    row = row_for_order(world, order)
    if row is None:
        statuses: frozenset[str | None] = NOTHING | {"Filtered"}
        yield Expected(
            "Payment", f"{order['id']},{number}", statuses, "connector 5.5: only mapped methods build payments"
        )
        return
    statuses, document = _of_means(world, order, row)
    fields = {}
    if statuses == {"Processed"} and number:
        fields = _common(world, order, row, number, _left_of_total(order), "") | {
            "ApplicationDate": want("connector 5.5 R: order date", local_day(world, order["date_created"])),
            "PaymentRef": want("connector 5.5 R: order number", str(order["id"])),
            "Status": want(f"{S2}: Release Payments", "Open" if row.release else "Balanced"),
        }
    yield Expected(
        "Payment", f"{order['id']},{number or order['id']}", statuses, f"connector 5.5 R; {document}", fields
    )


def _left_of_total(order: dict[str, Any]) -> Decimal:
    other = order["gift_certificate_amount"] + order["store_credit_amount"]
    return rounded(order["total_inc_tax"] - other, order["default_currency_code"])
