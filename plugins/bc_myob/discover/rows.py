"""Rows of the Payment and Shipping tabs, as lines of YAML: all inactive, each with what has to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from bc_myob.discover.found import Found

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
        return [" " * indent + f"# {self.comment}", " " * indent + f"- {self.flow}"]


def payment_rows(found: Found) -> Iterator[NewRow]:
    """Give one row per store method and currency, as the form lists them (connector 6.7)."""
    for method in found.methods:
        for currency in found.currencies:
            values: dict[str, Any] = {"store_payment_method": method.title, "currency": currency}
            values |= {"erp_payment_method": "", "cash_account": "", "release": False, "active": False}
            if method.from_order:
                values |= {"create_payment_from_order": True, "store_order_payment_method": method.name}
            doubt = "" if method.seen else " No payment by it was seen yet: check its name on the first one."
            yield NewRow(
                (method.title, currency),
                values,
                f"{DECIDE} {method.name or method.title} in {currency}: "
                f"{_accounts(found, currency)}; release; then active: true.{doubt}",
            )


def _accounts(found: Found, currency: str) -> str:
    fitting = [one for one in found.accounts if one.currency in {"", currency}]
    if not fitting:
        return f"the ERP shows no cash account in {currency}: ERP method and cash account"
    named = ", ".join(f"{one.method} {one.account}" for one in fitting)
    unsure = " (currencies not shown)" if any(not one.currency for one in fitting) else ""
    return f"ERP method and cash account, one of {named}{unsure}"


def shipping_rows(found: Found) -> Iterator[NewRow]:
    """Give one row per shipping zone and method of the store."""
    codes = ", ".join(str(each) for each in found.ship_via) or "none found"
    for zone, method in found.shipping:
        values = {"store_shipping_zone": zone, "store_shipping_method": method, "ship_via": "", "active": False}
        yield NewRow((zone, method), values, f"{DECIDE} ship_via, one of {codes}; then active: true.")
