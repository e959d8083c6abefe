"""What is written to the store: customers and addresses, ten a call (bigcommerce-api 7, 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bc_myob.hooks.paging import LARGEST_PAGE, Page, walk_pages
from bc_myob.hooks.store_api import StoreApi

AT_ONCE: Final = 10
"""Most customers, and (their limit is not stated) most addresses in one call."""
_EMAILS_PER_CALL: Final = 20
_CUSTOMERS: Final = "/v3/customers"
_ADDRESSES: Final = "/v3/customers/addresses"

Json = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class StoreWriter:
    """Writes through one store's API. At most `AT_ONCE` rows a call.

    RecordInvalid: the store refused the call; some rows may be stored all the same, so look before sending them again,
    singly (section 4, Batches). OutcomeUnknown: the answer was lost. Everything else means that nothing happened.
    """

    api: StoreApi

    def create_customers(self, rows: Rows) -> list[Json]:
        """Create customers and give them with their ids; match them by e-mail, not by place."""
        return _data(self.api.write("POST", _CUSTOMERS, list(rows)))

    def update_customers(self, rows: Rows) -> list[Json]:
        """Change customers named by `id`; fields left out stay. The answer holds no addresses."""
        return _data(self.api.write("PUT", _CUSTOMERS, list(rows)))

    def create_addresses(self, rows: Rows) -> list[Json]:
        """Create addresses; one that is in the book already is absent from the answer, without a word."""
        return _data(self.api.write("POST", _ADDRESSES, list(rows)))

    def update_addresses(self, rows: Rows) -> list[Json]:
        """Change addresses named by `id`; one that would equal another is absent from the answer, unchanged."""
        return _data(self.api.write("PUT", _ADDRESSES, list(rows)))

    def customers_by_email(self, emails: Sequence[str]) -> Iterator[Json]:
        """Give the customers with one of these e-mails; on stores of several channels one may be several's."""
        ordered = sorted(set(emails))
        for start in range(0, len(ordered), _EMAILS_PER_CALL):
            bundle = ordered[start : start + _EMAILS_PER_CALL]
            query = {"email:in": ",".join(bundle), "include": "addresses", "limit": LARGEST_PAGE}
            yield from _data(self.api.get(_CUSTOMERS, query))

    def walk_addresses(self, *, cursor: str | None = None) -> Iterator[Page]:
        """Give all addresses of the store, 250 a call; rows may come twice, and one that moves may be missed."""
        yield from walk_pages(self.api.get, _ADDRESSES, {}, cursor=cursor)


def _data(body: Any) -> list[Json]:
    return list((body or {}).get("data") or [])
