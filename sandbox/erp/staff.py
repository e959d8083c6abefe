"""What the ERP's staff do by hand: entries, edits, deletions, postings, periods. None of it is in the effect ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.erp import actions, transactions
from sandbox.erp.contract import contract
from sandbox.erp.desks import make_desk
from sandbox.erp.draft import Desk, Draft
from sandbox.erp.invoicing import invoice
from sandbox.erp.records import Record
from sandbox.erp.seed import WHOLESALE, wrapped
from sandbox.erp.tenant import Tenant
from sandbox.erp.transactions import missing
from sandbox.erp.trees import Values
from sandbox.kit import Fault, Kit, Ledger
from sandbox.kit.faults import Kind
from sandbox.shop import catalogue


class Staff(Tenant):
    """The half of the world that acts."""

    def __init__(self, kit: Kit) -> None:
        """Start with a ledger of the staff's own, which nobody reads."""
        super().__init__(kit)
        self._private = Ledger("staff", kit.clock)

    def add(self, entity: str, keys: Values | None = None, **values: Any) -> str:
        """Enter a record and return its last key (its number); `keys` beat the numbering.

        Values are plain: `add("Customer", CustomerName="Ann", MainContact={"Email": "ann@example.com"})`.
        Raises `Refused` if the form would refuse it.
        """
        return self._save(entity, (keys or {}) | values, None, own_keys=bool(keys)).keys[-1]

    def add_customer(self, name: str, *, customer_id: str | None = None, **values: Any) -> str:
        """Enter a customer and return its CustomerID."""
        return self.add("Customer", {"CustomerID": customer_id} if customer_id else None, CustomerName=name, **values)

    def add_location(self, customer_id: str, name: str, *, location_id: str | None = None, **values: Any) -> str:
        """Enter a location of a customer and return its LocationID."""
        keys = {"Customer": customer_id, "LocationID": location_id} if location_id else None
        own = {"AddressOverride": True, "ContactOverride": True, "LocationName": name, "Customer": customer_id}
        return self.add("CustomerLocation", keys, **(own | values))

    def edit(self, entity: str, *keys: str, **values: Any) -> None:
        """Change fields of a record: `edit("Customer", "C000001", CustomerName="Ann Lee")`."""
        with self.lock:
            self._save(entity, values, self._found(entity, keys))

    def delete(self, entity: str, *keys: str) -> None:
        """Delete a record; `ValueError` if the form does not allow it."""
        with self.lock:
            if reason := transactions.delete(self._desk(), self._found(entity, keys)):
                raise ValueError(reason)

    def lose(self, entity: str, *keys: str) -> None:
        """Take a record out of the books past every form, as a restored backup does: nothing else learns of it."""
        with self.lock:
            self.books.remove(self._found(entity, keys))

    def repair(self, entity: str, *keys: str, **values: Any) -> None:
        """Set stored values past every form, as a repair in the database does."""
        with self.lock:
            record = self._found(entity, keys)
            self.books.put(record, record.values | values)

    def release_payment(self, number: str, kind: str = "Prepayment") -> None:
        """Release a payment."""
        with self.lock:
            actions.release(self._desk(), self._found("Payment", (kind, number)))

    def void_payment(self, number: str, kind: str = "Prepayment") -> None:
        """Void a released payment."""
        with self.lock:
            actions.void(self._desk(), self._found("Payment", (kind, number)))

    def cancel_order(self, number: str, order_type: str = catalogue.ORDER_TYPE) -> None:
        """Cancel a sales order."""
        with self.lock:
            actions.cancel(self._desk(), self._found("SalesOrder", (order_type, number)))

    def invoice_order(
        self,
        number: str,
        amount: Decimal | None = None,
        order_type: str = catalogue.ORDER_TYPE,
        *,
        released: bool = True,
    ) -> str:
        """Invoice `amount` of an order (None = all that is left) and return the invoice's number."""
        with self.lock:
            order = self._found("SalesOrder", (order_type, number))
            return invoice(self._desk(), order, amount, released=released).keys[-1]

    def close_period(self, period: str) -> None:
        """Close a financial period, such as "202407"."""
        with self.lock:
            self.books.closed_periods.add(period)
            self.books.changes += 1

    def open_period(self, period: str) -> None:
        """Open a financial period again."""
        with self.lock:
            self.books.closed_periods.discard(period)
            self.books.changes += 1

    def add_cross_reference(self, inventory_id: str, alternate_id: str, entity: str = "StockItem") -> None:
        """Make an item known under another id."""
        with self.lock:
            item = self._found(entity, (inventory_id,))
            row = {"AlternateType": "Global", "AlternateID": alternate_id, "UOM": "EACH"}
            rows = [*item.values["CrossReferences"], *wrapped([row])]
            self.books.put(item, item.values | {"CrossReferences": rows})

    def end_sessions(self) -> None:
        """End every session and unlock every account, as a site restart does."""
        with self.lock:
            self.sessions.close_all()

    def commit_late(self, path: str, seconds: float, times: int = 1) -> None:
        """Cut the connection of the next requests (no GETs) whose path matches; they commit `seconds` later."""
        self.late.add(path, seconds, times)
        for method in ("PUT", "POST"):
            self.kit.faults.add(Fault(path=path, method=method, kind=Kind.CUT, after=True, times=times))

    def add_guest_customer(self) -> None:
        """Enter the customer on whom guest orders are booked."""
        klass = {"CustomerClass": catalogue.CUSTOMER_CLASS, "IsGuestCustomer": True}
        self.add_customer("Web shop guest", customer_id=catalogue.GUEST_CUSTOMER, **klass)

    def add_wholesale_customers(self) -> None:
        """Enter the merchant's customers besides the store, the last of them with a second location."""
        number = ""
        for name, email, street, city, state, postcode in WHOLESALE:
            address = {"AddressLine1": street, "City": city, "State": state, "PostalCode": postcode, "Country": "AU"}
            number = self.add_customer(
                name, MainContact={"Email": email, "Phone1": "+61 2 5550 0199", "Address": address}
            )

        warehouse = {"AddressLine1": "40 Port Beach Road", "City": "North Fremantle", "State": "WA", "Country": "AU"}
        self.add_location(number, "Warehouse", LocationContact={"Attention": "Receiving", "Address": warehouse})

    def _desk(self) -> Desk:
        self.desk()
        desk = make_desk(self.books, self.kit, contract())
        return Desk(**{name: getattr(desk, name) for name in desk.__slots__} | {"ledger": self._private})

    def _save(self, entity: str, sent: Values, record: Record | None, *, own_keys: bool = False) -> Record:
        with self.lock:
            draft = Draft(contract()[entity], sent, record)
            return transactions.save(self._desk(), draft, own_keys=own_keys)

    def _found(self, entity: str, keys: tuple[str, ...]) -> Record:
        found = self.books.find(entity, *keys)
        if found is None:
            raise missing(entity, keys)
        return found
