"""The store's side of a payment row: its currency, and names spelled as the store spells them (connector 5.3, 6.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final

from bc_myob.checklist.facts import Ask, Facts, Row, folded
from bc_myob.checklist.judges import unread
from bc_myob.store.payments import PaymentMethodRow

Complaint = tuple[str, str]

_ALWAYS: Final = frozenset(
    {"custom", "giftcertificate", "storecredit", "bankdeposit", "cheque", "cod", "moneyorder", "instore"}
)
"""Gateways every store has, listed or not."""
_METHODS: Final = (
    "credit_card",
    "electronic_wallet",
    "gift_certificate",
    "store_credit",
    "apple_pay_card",
    "apple_pay_token",
    "token",
    "custom",
    "offsite",
    "offline",
    "nonce",
)
"""What BigCommerce calls its methods (connector 5.3)."""
_SPELL: Final = "Spell it in this row as the store does (a transaction's gateway and method, in capitals)."


def parts_of(title: str) -> tuple[str, str]:
    """Give gateway and method of a row's title, GATEWAY (METHOD), as the ERP's keys are compared."""
    gateway, _, method = title.partition(" (")
    return folded(gateway), folded(method.removesuffix(")"))


def sold_in(facts: Facts) -> list[str]:
    """Give the currencies orders can be placed in: enabled and transactional ones."""
    return [str(row.get("currency_code")) for row in facts.rows(Ask.STORE_CURRENCIES) if _sells(row)]


def store_complaints(row: PaymentMethodRow, facts: Facts) -> list[Complaint]:
    """Give what is wrong with the row as the store sees it, each with where to mend it."""
    return [*_currency(row, facts), *_gateway(row, facts), *_order_method(row, facts)]


def store_doubts(row: PaymentMethodRow, facts: Facts) -> list[str]:
    """Give what of the row nobody saw in the store."""
    found = [unread(facts, Ask.STORE_CURRENCIES).says] if facts.refused(Ask.STORE_CURRENCIES) else []
    gateway, _ = parts_of(row.store_payment_method)
    if gateway not in _ALWAYS | _gateways(facts):
        found.append(f"The store does not list {gateway.upper()}; its list is not complete.")
    if row.create_payment_from_order and folded(row.store_order_payment_method) not in map(folded, _named(row, facts)):
        found.append(f"No order paid by '{row.store_order_payment_method}' was seen.")
    return found


def _sells(row: Row) -> bool:
    return row.get("enabled") is not False and row.get("is_transactional") is not False


def _currency(row: PaymentMethodRow, facts: Facts) -> Iterable[Complaint]:
    if not facts.refused(Ask.STORE_CURRENCIES) and row.currency not in sold_in(facts):
        yield f"The store does not sell in {row.currency}.", "Deactivate this row, or correct its currency."


def _gateway(row: PaymentMethodRow, facts: Facts) -> Iterable[Complaint]:
    gateway, method = parts_of(row.store_payment_method)
    known = _gateways(facts)
    if (near := _near(gateway, known | _ALWAYS)) and known:
        yield f"The store has no {gateway.upper()}; it has {near.upper()}.", _SPELL
    if near := _near(method, _METHODS):
        yield f"BigCommerce has no method {method.upper()}; it has {near.upper()}.", _SPELL


def _order_method(row: PaymentMethodRow, facts: Facts) -> Iterable[Complaint]:
    name, known = row.store_order_payment_method, {folded(each): each for each in _named(row, facts)}
    if row.create_payment_from_order and (near := _near(folded(name), known)):
        yield (
            f"No order is paid by '{name}'; the store calls it '{known[near]}'.",
            "Correct store_order_payment_method of this row: the payment method's name as it stands on orders.",
        )


def _gateways(facts: Facts) -> set[str]:
    listed = {folded(row.get("code")) for row in facts.rows(Ask.STORE_METHODS)}
    return listed | {folded(row.get("gateway")) for row in facts.rows(Ask.STORE_TRANSACTIONS)} - {""}


def _named(row: PaymentMethodRow, facts: Facts) -> list[str]:
    """Give the names orders may bear for the row's gateway: the store's own, and those of the newest orders."""
    gateway, _ = parts_of(row.store_payment_method)
    own = [str(each.get("name") or "") for each in facts.rows(Ask.STORE_METHODS) if folded(each.get("code")) == gateway]
    return [*own, *(str(order.get("payment_method") or "") for order in facts.rows(Ask.STORE_ORDERS))]


def _near(name: str, known: Iterable[str]) -> str:
    """Give the known name that `name` is a misspelling of; "" for a known one, or one unlike all."""
    among: Sequence[str] = sorted(known)
    return "" if name in among else next(iter(get_close_matches(name, among, n=1, cutoff=0.8)), "")
