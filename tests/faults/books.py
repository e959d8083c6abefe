"""What the books of both sides hold of the store's records, each by its reference: numbers differ between runs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.serve import Sandbox

REFERENCES = {
    "Customer": "AccountRef",
    "CustomerLocation": "ExtRefNbr",
    "SalesOrder": "ExternalRef",
    "Payment": "ExternalRef",
}
KEYS = {
    "Customer": ("CustomerID",),
    "CustomerLocation": ("Customer", "LocationID"),
    "SalesOrder": ("OrderType", "OrderNbr"),
    "Payment": ("Type", "ReferenceNbr"),
}
CONTENT = {
    "Customer": ("CustomerName", "MainContact"),
    "CustomerLocation": ("LocationName", "LocationContact", "Active", "Default"),
    "SalesOrder": ("OrderTotal", "CurrencyID", "Description", "Status", "Details", "ShipToAddress", "BillToAddress"),
    "Payment": ("PaymentAmount", "CurrencyID", "CashAccount", "PaymentRef", "Status", "OrdersToApply"),
}
BEHIND = {
    "CustomerLocation": {"Customer": ("Customer", "Customer")},
    "SalesOrder": {
        "CustomerID": ("Customer", "CustomerID"),
        "LocationID": ("CustomerLocation", "CustomerID", "LocationID"),
    },
    "Payment": {
        "CustomerID": ("Customer", "CustomerID"),
        "CustomerLocationID": ("CustomerLocation", "CustomerID", "CustomerLocationID"),
    },
    "OrdersToApply": {"OrderNbr": ("SalesOrder", "OrderType", "OrderNbr")},
}
"""Field -> the resource it points to, and the fields that hold that one's key."""
OF_A_CUSTOMER = ("first_name", "last_name", "company", "email", "phone")
OF_AN_ADDRESS = ("first_name", "last_name", "company", "address1", "city", "state_or_province", "postal_code", "phone")
OF_A_ROW = ("ExternalRef", "InventoryID", "OrderQty", "UnitPrice", "DiscountAmount", "AppliedToOrder")
Row = dict[str, Any]
Books = dict[tuple[str, str], list[Any]]
"""Resource and reference -> contents (more than one: doubled)."""


@dataclass(frozen=True)
class ErpBooks:
    """The ERP's records as they are now."""

    records: dict[str, list[Row]]
    names: dict[tuple[str, ...], str]
    """Resource and key -> what the record is known by wherever it was made."""

    @classmethod
    def of(cls, box: Sandbox) -> ErpBooks:
        records = {resource: box.erp.records(resource) for resource in KEYS}
        names = {
            (resource, *(str(row[name]) for name in KEYS[resource])): _name(resource, row)
            for resource, rows in records.items()
            for row in rows
        }
        return cls(records, names)

    def contents(self) -> Books:
        """Give what came from the store."""
        found: Books = {}
        for resource, fields in CONTENT.items():
            for row in self.records[resource]:
                if reference := row.get(REFERENCES[resource]):
                    said = {name: self._plain(name, row.get(name)) for name in fields} | self._behind(resource, row)
                    found.setdefault((resource, reference), []).append(said)
        return found

    def _behind(self, resource: str, row: Row) -> dict[str, str]:
        return {
            field: self.names.get((of, *(str(row.get(name)) for name in key)), str(row.get(field)))
            for field, (of, *key) in BEHIND.get(resource, {}).items()
        }

    def _plain(self, name: str, value: Any) -> Any:
        if isinstance(value, list):
            return sorted(
                (
                    {one: plain(row[one]) for one in OF_A_ROW if row.get(one) is not None} | self._behind(name, row)
                    for row in value
                ),
                key=str,
            )
        return plain(value)


def _name(resource: str, row: Row) -> str:
    """Give the store's reference, or for what has none its e-mail, or its street."""
    contact = row.get("MainContact") or row.get("LocationContact") or {}
    street = (contact.get("Address") or {}).get("AddressLine1")
    return str(row.get(REFERENCES[resource]) or contact.get("Email") or street or row[KEYS[resource][-1]])


def store_books(box: Sandbox) -> Books:
    """Give the store's customers with their address books, by e-mail."""
    store, found = box.store, Books()
    for number in sorted(store.table("customers")):
        customer = store.customer(number)
        book = sorted(str(plain({name: row.get(name) for name in OF_AN_ADDRESS})) for row in store.addresses_of(number))
        said = {name: str(customer.get(name)) for name in OF_A_CUSTOMER} | {"addresses": book}
        found.setdefault(("customers", str(customer["email"])), []).append(said)
    return found


def plain(value: Any) -> Any:
    """Give the words of a value, without ids that differ between runs; 76.6500 is 76.65."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items() if name not in {"id", "note", "ContactID"}}
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
