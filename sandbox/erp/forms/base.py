"""What every form does, and the steps a form of its own overrides."""

from __future__ import annotations

from sandbox.erp.draft import Desk, Draft
from sandbox.erp.records import Record
from sandbox.erp.trees import Values


class Form:
    """One form. Its steps: `fill` (new records only), then the client's values, `work_out`, `number`, `saved`.

    Forms keep nothing between requests.
    """

    entity = ""
    title = ""
    reference = ""  # the field that holds the client's own reference, as the ledger knows the record

    def __init__(self, entity: str = "") -> None:
        """Serve `entity` (forms of their own name theirs)."""
        self.entity = self.entity or entity
        self.title = self.title or entity

    def keys_of(self, sent: Values) -> Values:
        """Return the key fields a client sent, with what the form assumes for missing ones."""
        return sent

    def available(self, desk: Desk) -> bool:  # noqa: ARG002
        """Tell whether the form is there at all (its feature is on)."""
        return True

    def fill(self, draft: Draft, desk: Desk) -> None:
        """Set what a new record starts with."""

    def work_out(self, draft: Draft, desk: Desk) -> None:
        """Compute what follows from the values, and check them."""

    def number(self, draft: Draft, desk: Desk) -> None:
        """Give a new record its key."""

    def reference_of(self, record: Record) -> str:
        """Return the client's own reference of a record, as the effect ledger knows it."""
        return str(record[self.reference] or "") if self.reference else ""

    def touched(self, sent: Values, desk: Desk) -> list[Record]:  # noqa: ARG002
        """Return the other records a save changes, for which a race can be lost."""
        return []

    def saved(self, record: Record, draft: Draft, desk: Desk) -> None:
        """Carry the change into other records."""

    def refuse_delete(self, record: Record, desk: Desk) -> str | None:  # noqa: ARG002
        """Return why the record cannot be deleted, or None."""
        return None

    def deleted(self, record: Record, desk: Desk) -> None:
        """Carry a deletion into other records."""
