"""Customers and their address books: what tests and API calls can do to them (bigcommerce-api.md 7 and 8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.kit import Kit
from sandbox.shop.places import Address, country_name
from sandbox.store.refusals import not_found
from sandbox.store.tables import Record, Tables

CUSTOMER_DEFAULTS: Record = {
    "company": "",
    "phone": "",
    "notes": "",
    "tax_exempt_category": "",
    "customer_group_id": 0,
    "registration_ip_address": "",
    "authentication": {"force_password_reset": False},
    "accepts_product_review_abandoned_cart_emails": False,
    "origin_channel_id": 1,
    "channel_ids": None,
    "store_credit": Decimal(0),
    "form_fields": [],
}
ADDRESS_DEFAULTS: Record = {
    "company": "",
    "address2": "",
    "state_or_province": "",
    "postal_code": "",
    "phone": "",
    "address_type": "residential",
}
CORE = (
    *("first_name", "last_name", "company", "phone", "address_type", "address1", "address2"),
    *("city", "country_code", "state_or_province", "postal_code"),
)


class People(Tables):
    """The half of the store's world that holds customers, addresses and attribute values."""

    def __init__(self, kit: Kit) -> None:
        """Start empty."""
        super().__init__(kit)
        self._books: dict[int, dict[int, Record]] = defaultdict(dict)
        self._by_email: dict[str, set[int]] = defaultdict(set)

    def load(self, state: Record) -> None:
        """Replace the state and index it."""
        with self.lock:
            super().load(state)
            self._books.clear()
            self._by_email.clear()
            for customer in self.table("customers").values():
                self._by_email[customer["email"].lower()].add(customer["id"])
            for address in self.table("addresses").values():
                self._books[address["customer_id"]][address["id"]] = address

    def add_customer(
        self,
        first_name: str,
        last_name: str,
        email: str,
        *,
        addresses: Iterable[Address | Mapping[str, Any]] = (),
        created: datetime | None = None,
        **fields: Any,
    ) -> int:
        """Create a customer with an address book and return the id; `fields` are those of V3."""
        with self.lock:
            number, moment = self.next_id("customers"), (created or self.now).replace(microsecond=0)
            names = {"email": email, "first_name": first_name, "last_name": last_name}
            stamps = {"date_created": moment, "date_modified": moment}
            self.table("customers")[number] = {"id": number, **CUSTOMER_DEFAULTS, **names, **fields, **stamps}
            self._by_email[email.lower()].add(number)
            for address in addresses:
                self.add_address(number, address, moves=False)
            self.touched()
        return number

    def customer(self, customer_id: int) -> Record:
        """Return a copy of a customer."""
        return self.copy("customers", customer_id)

    def customers_with_email(self, email: str) -> set[int]:
        """Return the ids of the customers with that e-mail address, in any case of letters."""
        return set(self._by_email.get(email.lower(), ()))

    def edit_customer(self, customer_id: int, **fields: Any) -> None:
        """Change fields of a customer; moves date_modified."""
        with self.lock:
            record = self.find("customers", customer_id)
            self._by_email[record["email"].lower()].discard(customer_id)
            record.update(fields, date_modified=self.now)
            self._by_email[record["email"].lower()].add(customer_id)
            self.touched()

    def delete_customer(self, customer_id: int) -> None:
        """Delete a customer with the address book; orders keep the id."""
        with self.lock:
            record = self.find("customers", customer_id)
            for address_id in list(self._books[customer_id]):
                self.delete_address(address_id)
            values = self.table("attribute_values")
            for number in [n for n, value in values.items() if value["customer_id"] == customer_id]:
                del values[number]
            self._by_email[record["email"].lower()].discard(customer_id)
            del self.table("customers")[customer_id]
            self.touched()

    def add_address(self, customer_id: int, address: Address | Mapping[str, Any], *, moves: bool = True) -> int | None:
        """Add an address to a book and return its id; None if the same one is there already (8: dropped silently)."""
        given = address.in_book() if isinstance(address, Address) else dict(address)
        with self.lock:
            if customer_id not in self.table("customers"):
                raise not_found(f"Customer {customer_id} does not exist")
            record = _tidy({**ADDRESS_DEFAULTS, **given, "customer_id": customer_id})
            if self._twin(record):
                return None
            number = self.next_id("addresses")
            self.table("addresses")[number] = self._books[customer_id][number] = {**record, "id": number}
            self._address_moved(customer_id, moves=moves)
        return number

    def address(self, address_id: int) -> Record:
        """Return a copy of an address."""
        return self.copy("addresses", address_id)

    def addresses_of(self, customer_id: int) -> list[Record]:
        """Return the addresses of a customer, lowest id first; hold the lock or only look."""
        return [address for _, address in sorted(self._books.get(customer_id, {}).items())]

    def edit_address(self, address_id: int, **fields: Any) -> bool:
        """Change fields of an address; False and no change if it would then equal another of the book."""
        with self.lock:
            record = self.find("addresses", address_id)
            changed = _tidy({**record, **fields})
            if self._twin(changed, but=address_id):
                return False
            record.update(changed)
            self._address_moved(record["customer_id"])
        return True

    def delete_address(self, address_id: int) -> None:
        """Delete an address."""
        with self.lock:
            record = self.find("addresses", address_id)
            del self.table("addresses")[address_id]
            del self._books[record["customer_id"]][address_id]
            self._address_moved(record["customer_id"])

    def _twin(self, record: Record, but: int = 0) -> bool:
        core = [record[name] for name in CORE]
        book = self._books.get(record["customer_id"], {})
        return any([other[name] for name in CORE] == core for number, other in book.items() if number != but)

    def _address_moved(self, customer_id: int, *, moves: bool = True) -> None:
        if moves and self.kit.switches["address_moves_customer"]:
            self.find("customers", customer_id)["date_modified"] = self.now
        self.touched()


def _tidy(address: Record) -> Record:
    return {
        **address,
        "address_type": address["address_type"].lower(),
        "country": country_name(address["country_code"]),
    }
