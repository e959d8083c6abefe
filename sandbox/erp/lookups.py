"""What a test wants to know. Records come back as plain values, copied: `{"CustomerID": "C000001", ...}`."""

from __future__ import annotations

from sandbox.erp.records import Record
from sandbox.erp.tenant import Tenant
from sandbox.erp.transactions import missing
from sandbox.erp.trees import Values, copied
from sandbox.shop import catalogue


class Lookups(Tenant):
    """The half of the world that answers questions."""

    def records(self, entity: str, **wanted: object) -> list[Values]:
        """Return an entity's records whose fields have the wanted values, in the order they were made."""
        with self.lock:
            self.desk()
            found = [record for record in self.books.all(entity) if _has(record, wanted)]
            return [copied(record.values) for record in found]

    def record(self, entity: str, *keys: str) -> Values:
        """Return the record with these keys; `LookupError` if there is none."""
        with self.lock:
            self.desk()
            found = self.books.find(entity, *keys)
            if found is None:
                raise missing(entity, keys)
            return copied(found.values)

    def customers(self, reference: str | None = None) -> list[Values]:
        """Return the customers, or those with this AccountRef."""
        return self.records("Customer", **_only(AccountRef=reference))

    def customer(self, customer_id: str) -> Values:
        """Return the customer."""
        return self.record("Customer", customer_id)

    def locations(self, customer_id: str) -> list[Values]:
        """Return a customer's locations, MAIN among them."""
        return self.records("CustomerLocation", Customer=customer_id)

    def location(self, customer_id: str, location_id: str = "MAIN") -> Values:
        """Return one location."""
        return self.record("CustomerLocation", customer_id, location_id)

    def orders(self, reference: str | None = None) -> list[Values]:
        """Return the sales orders, or those with this ExternalRef."""
        return self.records("SalesOrder", **_only(ExternalRef=reference))

    def order(self, number: str, order_type: str = catalogue.ORDER_TYPE) -> Values:
        """Return one sales order."""
        return self.record("SalesOrder", order_type, number)

    def payments(self, reference: str | None = None) -> list[Values]:
        """Return the payments, or those whose ExternalRef or PaymentRef is this."""
        found = self.records("Payment")
        return [row for row in found if reference in (None, row.get("ExternalRef"), row.get("PaymentRef"))]

    def payment(self, number: str, kind: str = "Prepayment") -> Values:
        """Return one payment."""
        return self.record("Payment", kind, number)

    def created(self, entity: str, reference: str) -> int:
        """Return how often clients created a record of the entity under this reference."""
        return self.kit.ledger.count(entity, "create", reference)

    def released(self, reference: str) -> int:
        """Return how often clients released a payment with this reference."""
        return self.kit.ledger.count("Payment", "release", reference)

    def has_session(self, session_id: str) -> bool:
        """Tell whether this session is open; that does not count as its use."""
        with self.lock:
            return session_id in self.sessions

    def open_sessions(self) -> int:
        """Return the number of seats taken."""
        with self.lock:
            return len(self.sessions)


def _has(record: Record, wanted: dict[str, object]) -> bool:
    return all(record[name] == value for name, value in wanted.items())


def _only(**given: object) -> dict[str, object]:
    return {name: value for name, value in given.items() if value is not None}
