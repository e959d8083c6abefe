"""Rows of the Payment and Shipping tabs, as lines of YAML: all inactive, each with what has to be decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml
from pydantic import ValidationError

from bc_myob.discover.found import Found, StoreMethod, one_line
from bc_myob.store.payments import PaymentMethodRow, ShippingRow

DECIDE: Final = "DECIDE"
"""Marks every line that waits for a person."""


@dataclass(frozen=True, slots=True)
class NewRow:
    """One row with its comment; `key` tells whether the file has it already."""

    key: tuple[str, str]
    values: Mapping[str, Any]
    comment: str

    @property
    def flow(self) -> str:
        """The row on one line: {name: value, ...}."""
        text = yaml.safe_dump(
            dict(self.values), default_flow_style=True, sort_keys=False, width=10**6, allow_unicode=True
        )
        return text.strip()

    def lines(self, indent: int) -> list[str]:
        """Give comment and row, indented."""
        return [" " * indent + f"# {one_line(self.comment)}", " " * indent + f"- {self.flow}"]


def payment_rows(found: Found) -> Iterator[NewRow]:
    """Give one row per store method and currency, as the form lists them (connector 6.7); only rows that load."""
    rows = (_payment_row(found, method, currency) for method in found.methods for currency in found.currencies)
    yield from _once(row for row in rows if _loads(PaymentMethodRow, row))


def impossible(found: Found) -> list[str]:
    """Give the ways to pay whose names cannot stand in a row."""
    wrong = [row for method in found.methods if not _loads(PaymentMethodRow, row := _payment_row(found, method, "AUD"))]
    return [f"the payment method {one_line(row.key[0])} (no row can have this name)" for row in wrong]


def _payment_row(found: Found, method: StoreMethod, currency: str) -> NewRow:
    values: dict[str, Any] = {"store_payment_method": method.title, "currency": currency}
    values |= {"erp_payment_method": "", "cash_account": "", "release": False, "active": False}
    doubt = "" if method.seen else " No payment by it was seen yet: check its name on the first one."
    if method.from_order and method.name.strip():
        values |= {"create_payment_from_order": True, "store_order_payment_method": method.name.strip()}
    elif method.from_order:
        doubt += (
            " It makes no transactions: set create_payment_from_order: true, and store_order_payment_method to its "
            "name on orders."
        )
    return NewRow(
        (method.title, currency),
        values,
        f"{DECIDE} {method.name or method.title} in {currency}: "
        f"{_accounts(found, currency)}; release; then active: true.{doubt}",
    )


def _loads(model: type[PaymentMethodRow | ShippingRow], row: NewRow) -> bool:
    try:
        model.model_validate(dict(row.values))
    except ValidationError:
        return False
    return True


def _once(rows: Iterable[NewRow]) -> Iterator[NewRow]:
    """Walk the rows, of those whose names differ in capitals only the first."""
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if folded(row.key) not in seen:
            seen.add(folded(row.key))
            yield row


def folded(key: tuple[str, str]) -> tuple[str, str]:
    """Give a row's key as rows are compared."""
    return key[0].strip().casefold(), key[1].strip().casefold()


def _accounts(found: Found, currency: str) -> str:
    fitting = [one for one in found.accounts if one.currency in {"", currency}]
    if not fitting:
        return f"the ERP shows no cash account in {currency}: ERP method and cash account"
    named = ", ".join(f"{one.method} {one.account}" for one in fitting)
    unsure = " (currencies not shown)" if any(not one.currency for one in fitting) else ""
    return f"ERP method and cash account, one of {named}{unsure}"


def shipping_rows(found: Found) -> Iterator[NewRow]:
    """Give one row per shipping zone and method of the store, and each zone's None (connector 6.7)."""
    zones = dict.fromkeys(zone for zone, _ in found.shipping)
    pairs = [*found.shipping, *((zone, "None") for zone in zones)]
    yield from _once(row for pair in pairs if _loads(ShippingRow, row := _shipping_row(found, *pair)))


def _shipping_row(found: Found, zone: str, method: str) -> NewRow:
    codes = ", ".join(str(each) for each in found.ship_via) or "none found"
    values = {"store_shipping_zone": zone, "store_shipping_method": method, "ship_via": "", "active": False}
    what = " for orders without a shipping method" if method == "None" else ""
    return NewRow((zone, method), values, f"{DECIDE} ship_via{what}, one of {codes}; then active: true.")
