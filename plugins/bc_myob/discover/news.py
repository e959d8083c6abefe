"""What is new to choose from since a settings file was made: remarks at its end, as no row stands for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bc_myob.discover.found import CashAccount, Choice, Found, one_line
from bc_myob.discover.rows import payment_rows
from bc_myob.store.plain_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class News:
    """One choice that the file does not mention."""

    what: str
    choice: Choice
    use: str

    @property
    def line(self) -> str:
        """The remark."""
        return f"# New: {self.what} {one_line(str(self.choice))}; {self.use}."

    @property
    def title(self) -> str:
        """What it is, in short."""
        return f"{self.what} {one_line(self.choice.code)}"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of choice: a code that stands elsewhere in the file may be another thing's.

    `path` leads to the settings that name one, `*` to each row; `said_by`: what stands in the remarks that list them
    (template.py, rows.py).
    """

    what: str
    use: str
    path: str
    said_by: tuple[str, ...]


_CLASS: Final = _Kind(
    "customer class",
    "for customers.customer_class",
    "customers.customer_class",
    ("the class of imported customers, ",),
)
_GUEST: Final = _Kind(
    "guest account",
    "for customers.generic_guest_customer",
    "customers.generic_guest_customer",
    ("the customer on whom guest orders are booked, ",),
)
_BRANCH: Final = _Kind("branch", "for orders.branch", "orders.branch", ("the branch of orders and payments, ",))
_TYPE: Final = _Kind(
    "order type", "for orders.order_type", "orders.order_type", ("the order type of imported orders, ",)
)
_SHIP_VIA: Final = _Kind(
    "ship via code", "for ship_via of shipping rows", "shipping.*.ship_via", ("ship via code, ", "ship_via")
)
_ZONE: Final = _Kind(
    "tax zone", "for orders.taxes.default_tax_zone", "orders.taxes.default_tax_zone", ("default_tax_zone, ",)
)
_TAX: Final = _Kind("tax", "for orders.taxes.substitution", "orders.taxes.substitution.*", ("substitution (",))
_GROUP: Final = _Kind("customer group", "for filters", "filters.*.value", ("customer groups, for filters: ",))
_ACCOUNT: Final = _Kind("cash account", "for rows of payments.methods", "", ("ERP method and cash account, ",))


def news(text: str, found: Found) -> list[News]:
    """Give what the systems offer and the file names nowhere as such, neither in settings nor in remarks."""
    said, remarks = read_yaml(text), [line[line.index("#") :].rstrip() for line in text.splitlines() if "#" in line]
    told: list[News] = []
    for kind, choices in _all(found):
        chosen = {_folded(value) for value in (_accounts(said) if kind is _ACCOUNT else _values(said, kind.path))}
        told += [
            News(kind.what, choice, kind.use)
            for choice in choices
            if (code := one_line(choice.code)) and _folded(code) not in chosen and not _remarked(remarks, kind, code)
        ]
    return told


def _all(found: Found) -> Iterator[tuple[_Kind, Sequence[Choice]]]:
    yield _CLASS, found.classes
    yield _GUEST, found.guests
    yield _BRANCH, found.branches
    yield _TYPE, found.order_types
    yield _SHIP_VIA, found.ship_via
    yield _ZONE, found.tax_zones
    yield _TAX, found.taxes
    yield _GROUP, [Choice(name) for name in found.groups]
    if any(payment_rows(found)):
        yield _ACCOUNT, [_account(each) for each in found.accounts if each.currency in {"", *found.currencies}]


def _account(account: CashAccount) -> Choice:
    return Choice(f"{account.method} {account.account}", account.currency)


def _accounts(said: Any) -> list[str]:
    methods, accounts = (
        list(_values(said, f"payments.methods.*.{name}")) for name in ("erp_payment_method", "cash_account")
    )
    return [f"{method} {account}" for method, account in zip(methods, accounts, strict=True)]


def _values(said: Any, path: str) -> Iterator[Any]:
    """Walk the values at a path; None where a row has none."""
    name, _, rest = path.partition(".")
    inner = list(said.values()) if isinstance(said, Mapping) and name == "*" else said
    if name == "*":
        for row in inner if isinstance(inner, Sequence) and not isinstance(inner, str) else ():
            yield from _values(row, rest) if rest else [row]
        return
    value = said.get(name) if isinstance(said, Mapping) else None
    if rest:
        yield from _values(value, rest)
    else:
        yield value


def _remarked(remarks: Sequence[str], kind: _Kind, code: str) -> bool:
    """Tell whether a remark lists the code as one of this kind."""
    item = re.compile(rf"(?:one of |, |: ){re.escape(code)}(?= \(|[,;]|\.?$)")
    own = re.compile(rf"# New: {kind.what} {re.escape(code)}(?= \(|;)")
    return any(
        own.match(remark) or (any(begin in remark for begin in kind.said_by) and item.search(remark))
        for remark in remarks
    )


def _folded(value: Any) -> str:
    return " ".join(str("" if value is None else value).split()).casefold()
