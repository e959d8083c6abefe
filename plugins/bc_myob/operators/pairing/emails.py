"""Customers and accounts that find each other by e-mail (connector 2.2), also by one that a lost creation carried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bc_myob.model.records import GONE, SourceRecord
from bc_myob.operators.pairing.pairs import PairDesk
from bc_myob.sync.registry import CUSTOMERS_STREAM, ERP_CUSTOMERS_STREAM
from bc_myob.sync.sent import has_entered, sent_email, sent_number


def accounts_of(desk: PairDesk, customers: Sequence[SourceRecord]) -> dict[str, SourceRecord]:
    """Give the accounts by the store's customers (their ids) whose e-mail they have, where one of each alone has it.

    Of the accounts with its e-mail a customer's is the one whose reference names it, and none that names another
    customer whom the store still has, unless that one has another account: a copied account bears the first one's
    reference. A customer whom we entered, though the answer was lost, is its account's under
    whatever e-mail this has by now. The guests' account is nobody's, whatever its e-mail (2.1, 2.6).
    """
    emails = {email for each in customers if (email := email_of(each))}
    found = desk.records.staged_under(ERP_CUSTOMERS_STREAM, emails)
    accounts = [row for row in found.values() if not is_guest(desk, row)]
    own = _own(desk, accounts, customers)
    named = _one_each(_free(desk, accounts, customers), email_of_account)
    alone = _one_each(desk.records.staged_under(CUSTOMERS_STREAM, emails).values(), email_of)
    doubts = desk.records.in_doubt(desk.entity) if emails else []
    joined = [(one, each) for one in customers for each in doubts if has_entered(each.sent, one.payload)]
    entered = {one.source_id: each.erp_id for one, each in joined}
    ours = desk.records.staged(ERP_CUSTOMERS_STREAM, filter(None, entered.values()))
    both = {one.source_id: named.get(email_of(one)) for one in customers if email_of(one) in alone}
    both |= own
    both |= {number: ours.get(account or "") for number, account in entered.items()}
    return {number: account for number, account in both.items() if account is not None}


def customers_of(desk: PairDesk, accounts: Sequence[SourceRecord]) -> dict[str, SourceRecord]:
    """Give the store's customers by the accounts (their ids) whose e-mail they have, where only one has it.

    Who was entered for an account, though the answer was lost, is that one's and nobody else's, whatever e-mail the
    account has by now.
    """
    doubts = {each.erp_id or "": each.sent for each in desk.records.in_doubt(desk.entity)} if accounts else {}
    emails = {*map(email_of_account, accounts), *map(sent_email, doubts.values())}
    staged = desk.records.staged_under(CUSTOMERS_STREAM, emails)
    staged |= desk.records.staged(CUSTOMERS_STREAM, filter(None, map(sent_number, doubts.values())))
    ours = {key: one for key, sent in doubts.items() for one in staged.values() if has_entered(sent, one.payload)}
    anothers = {one.source_id for one in ours.values()}
    free = {key: one for key, one in _one_each(staged.values(), email_of).items() if one.source_id not in anothers}
    both = {each.source_id: ours.get(each.source_id) or free.get(email_of_account(each)) for each in accounts}
    return {key: one for key, one in both.items() if one is not None}


def email_of(customer: SourceRecord) -> str:
    """Give the e-mail of a customer of the store as it is compared."""
    return _folded(customer.payload.get("email"))


def email_of_account(account: SourceRecord) -> str:
    """Give the e-mail of a customer of the ERP as it is compared."""
    return _folded((account.payload.get("MainContact") or {}).get("Email"))


def is_guest(desk: PairDesk, account: SourceRecord) -> bool:
    """Tell whether the account is that of the guests."""
    return desk.settings.customers.is_guest(account.payload.get("CustomerID"))


def referenced(desk: PairDesk, account: SourceRecord) -> str | None:
    """Give the store's customer whom the account names in its external reference: `<id>-<store name>`."""
    number, _, store = str(account.payload.get("AccountRef") or "").partition("-")
    ours = store.strip().casefold() == desk.settings.store_name.casefold()
    return number.strip() if ours and number.strip().isdigit() else None


def _own(
    desk: PairDesk, accounts: Sequence[SourceRecord], customers: Sequence[SourceRecord]
) -> dict[str, SourceRecord]:
    """Give the accounts by the customers whom their references name; of several, the one with the customer's e-mail."""
    alone = _one_each(accounts, lambda row: referenced(desk, row) or "")
    with_email = _one_each(accounts, lambda row: f"{referenced(desk, row)} {email_of_account(row)}")
    found = {one.source_id: with_email.get(f"{one.source_id} {email_of(one)}") for one in customers}
    return {number: row for number, other in found.items() if (row := alone.get(number) or other)}


def _free(
    desk: PairDesk, accounts: Sequence[SourceRecord], customers: Sequence[SourceRecord]
) -> Iterable[SourceRecord]:
    """Give the accounts whose reference names nobody, or a customer who is gone or has another account."""
    named = {row.source_id: referenced(desk, row) for row in accounts}
    known = {one.source_id: one for one in customers}
    known |= desk.records.staged(CUSTOMERS_STREAM, {*filter(None, named.values())} - known.keys())
    there = {number for number, one in known.items() if GONE not in one.payload}
    linked = {each.external_id: each.erp_id for each in desk.records.standings(desk.entity, external_id=there)}
    return (
        row
        for row in accounts
        if (number := named[row.source_id]) not in there or linked.get(number) not in {None, row.source_id}
    )


def _one_each(records: Iterable[SourceRecord], key: Callable[[SourceRecord], str]) -> dict[str, SourceRecord]:
    """Give the records by what only one of them has; of several a person has to choose, the load says so."""
    groups: dict[str, list[SourceRecord]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return {each: group[0] for each, group in groups.items() if each and len(group) == 1}


def _folded(email: Any) -> str:
    return str(email or "").strip().casefold()
