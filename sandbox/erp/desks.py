"""Where forms work: the desk of one request."""

from __future__ import annotations

from sandbox.erp.contract import Contract
from sandbox.erp.draft import Desk
from sandbox.erp.records import Books
from sandbox.erp.site import business_day
from sandbox.kit import Kit
from sandbox.shop import catalogue


def make_desk(
    books: Books, kit: Kit, contract: Contract, branch: str | None = None, business_date: str | None = None
) -> Desk:
    """Return the desk for a request made now; an unknown branch leaves the user in the default one."""
    now = kit.now()
    return Desk(
        books=books,
        switches=kit.switches,
        contract=contract,
        ledger=kit.ledger,
        now=now,
        business_date=business_day(now, business_date),
        branch=branch if branch and books.find("Branch", branch) else catalogue.BRANCH,
    )
