"""Customers and accounts that find each other by e-mail (connector 2.2), also by one that a lost creation carried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bc_myob.model.pairs import Standing, is_unborn
from bc_myob.model.records import SourceRecord
from bc_myob.operators.pairing.pairs import PairDesk
from bc_myob.sync.registry import CUSTOMERS_STREAM, ERP_CUSTOMERS_STREAM


def accounts_of(desk: PairDesk, customers: Sequence[SourceRecord]) -> dict[str, SourceRecord]:
    """Give the accounts by the e-mails of the store's customers, where only one has it.

    A customer whom we entered, though the answer was lost, is its account's under whatever e-mail this has by now. The
    guests' account is nobody's, whatever its e-mail (2.1, 2.6).
    """
    emails = {email for each in customers if (email := email_of(each))}
    if not emails:
        return {}
    entered = {sent_email(each): each.erp_id or "" for each in desk.records.in_doubt(desk.entity)}
    ours = desk.records.staged(ERP_CUSTOMERS_STREAM, (entered[email] for email in emails & entered.keys()))
    found = desk.records.staged_under(ERP_CUSTOMERS_STREAM, emails)
    named = _one_each((row for row in found.values() if not is_guest(desk, row)), email_of_account)
    return named | {email: ours[key] for email, key in entered.items() if key in ours}


def customers_of(
    desk: PairDesk, accounts: Sequence[SourceRecord], standings: Iterable[Standing]
) -> dict[str, SourceRecord]:
    """Give the store's customers by the accounts (their ids) whose e-mail they have, where only one has it.

    `standings`: the accounts' own; who was entered under an older e-mail, though the answer was lost, is found by that.
    """
    entered = {each.erp_id: email for each in standings if (email := sent_email(each))}
    emails = {*map(email_of_account, accounts), *entered.values()}
    found = _one_each(desk.records.staged_under(CUSTOMERS_STREAM, emails).values(), email_of)
    both = {each.source_id: (entered.get(each.source_id, ""), email_of_account(each)) for each in accounts}
    return {key: found[email] for key, each in both.items() for email in reversed(each) if email in found}


def sent_email(standing: Standing) -> str:
    """Give the e-mail under which a customer was entered in the store, or not: the answer was lost."""
    sent = standing.sent
    return _folded(sent.document.get("email")) if sent and is_unborn(standing.external_id) else ""


def email_of(customer: SourceRecord) -> str:
    """Give the e-mail of a customer of the store as it is compared."""
    return _folded(customer.payload.get("email"))


def email_of_account(account: SourceRecord) -> str:
    """Give the e-mail of a customer of the ERP as it is compared."""
    return _folded((account.payload.get("MainContact") or {}).get("Email"))


def is_guest(desk: PairDesk, account: SourceRecord) -> bool:
    """Tell whether the account is that of the guests."""
    return desk.settings.customers.is_guest(account.payload.get("CustomerID"))


def _one_each(records: Iterable[SourceRecord], email: Callable[[SourceRecord], str]) -> dict[str, SourceRecord]:
    """Give the records by e-mail where only one has it; of several a person has to choose, the load says so."""
    groups: dict[str, list[SourceRecord]] = defaultdict(list)
    for record in records:
        groups[email(record)].append(record)
    return {each: group[0] for each, group in groups.items() if each and len(group) == 1}


def _folded(email: Any) -> str:
    return str(email or "").strip().casefold()
