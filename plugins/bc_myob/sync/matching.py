"""Is the record already in the ERP? By external reference first, customers then by e-mail (connector 2.2, 4.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bc_myob.model.documents import is_dead
from bc_myob.model.errors import FieldMessage, RecordBlocked, RecordError, RecordInvalid
from bc_myob.sync.entered_otherwise import ensure_serves
from bc_myob.sync.registry import EntitySpec


@dataclass(slots=True)
class Found:
    """What look-ups brought back, by reference and by e-mail; grows as the batch creates records itself.

    `guest`: the Generic Guest Customer, who is nobody's counterpart, whatever its e-mail (connector 2.1, 2.6).
    `left`: references of customers whom the store has no more; who registers again with the e-mail takes the account.
    """

    spec: EntitySpec
    store_name: str
    by_reference: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    by_email: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    refused: dict[str, RecordError] = field(default_factory=dict)
    guest: str = ""
    left: frozenset[str] = frozenset()

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take in rows of the ERP; a row already known is replaced."""
        for row in rows:
            if self._is_guest(row):
                continue
            _replace(self.by_reference, _folded(row.get(self.spec.reference_field)), dict(row))
            if self.spec.email_field:
                self._forget_email(row.get("id"))
                _replace(self.by_email, _folded(at(row, self.spec.email_field)), dict(row))

    def _forget_email(self, erp_id: Any) -> None:
        """Drop a customer under the e-mail it had: it may have given it up for the next one."""
        for email, rows in self.by_email.items():
            self.by_email[email] = [row for row in rows if row.get("id") != erp_id]

    def refuse(self, reference: str | None, error: RecordError) -> None:
        """Note that the ERP could not be asked for `reference`; matching it raises the ERP's own error."""
        self.refused[_folded(reference)] = error

    def match(
        self, reference: str | None, document: Mapping[str, Any], linked: str | None = None
    ) -> dict[str, Any] | None:
        """Give the ERP's record for `reference`, or None where it has to be created. `linked`: the ERP id known so far.

        A cancelled or voided document is no match where a live one has the reference, too; of several of a kind, the
        linked one is it. RecordInvalid when several live records claim it, or several customers have the e-mail: a
        person has to decide. RecordBlocked when the one that has it belongs to another customer of this store, who may
        be gone there, or was entered under another type and is other money.
        """
        if error := self.refused.get(_folded(reference)):
            raise error
        own = self._own(self.by_reference.get(_folded(reference), []) if reference else [], document)
        same = [row for row in _living(own) if row.get("id") == linked] or self._closest(own, document)
        if len(same) > 1:
            raise _ambiguous(self.spec, f"{len(same)} records carry {self.spec.reference_field} {reference}", same)
        if same:
            ensure_serves(self.spec, document, same[0], linked)
            return same[0]
        return self._match_email(document) if self.spec.email_field else None

    def anothers(self, claimed: Collection[str]) -> dict[str, str]:
        """Give which other customers of this store the rows found by e-mail name: reference -> External ID."""
        ours = {_folded(one) for one in claimed}
        names = {_folded(row.get(self.spec.reference_field)) for rows in self.by_email.values() for row in rows}
        return {one: one.partition("-")[0] for one in names - ours if _belongs_to(self.store_name, one)}

    def counterpart(self, erp_id: str | None, match: Mapping[str, Any] | None) -> str | None:
        """Give the id of the record to write to, of the one that is linked and the one that has the reference.

        The linked one, unless it was cancelled or voided and a live one was entered in its place. Documents with lines
        stay linked: whose those are, is for the person to say who edits the link.
        """
        if match is None:
            return erp_id
        linked = self.by_id(erp_id) if erp_id and not self.spec.rows else None
        replaced = linked is not None and is_dead(linked.get("Status")) and not is_dead(match.get("Status"))
        return str(match["id"]) if erp_id is None or replaced else erp_id

    def by_id(self, erp_id: str) -> dict[str, Any] | None:
        """Give the ERP's record of this id, if a look-up brought it."""
        return next((row for rows in self.by_reference.values() for row in rows if row.get("id") == erp_id), None)

    def _is_guest(self, row: Mapping[str, Any]) -> bool:
        return bool(self.spec.email_field and self.guest) and _folded(row.get("CustomerID")) == _folded(self.guest)

    def _own(self, rows: list[dict[str, Any]], document: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Give those of the rows that belong to the document's owner."""
        name = self.spec.belongs_to
        return [row for row in rows if not name or _folded(row.get(name)) == _folded(document.get(name))]

    def _closest(self, own: list[dict[str, Any]], document: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Give those of its own type, where there are any.

        First the living, where a person may have entered it under another type, in place of one that is dead. Else
        first the type: what was made of it in the ERP, a return for example, may bear its reference, too.
        """
        if not self.spec.types:
            return _living(self._typed(own, document) or own)
        living = [row for row in own if not is_dead(row.get("Status"))]
        return self._typed(living, document) or living or self._typed(own, document)

    def _typed(self, rows: list[dict[str, Any]], document: Mapping[str, Any]) -> list[dict[str, Any]]:
        wanted = {key: document[key] for key in self.spec.scope if document.get(key)}
        return [row for row in rows if all(_folded(row.get(key)) == _folded(value) for key, value in wanted.items())]

    def _match_email(self, document: Mapping[str, Any]) -> dict[str, Any] | None:
        email = at(document, self.spec.email_field)
        same = self.by_email.get(_folded(email), []) if email else []
        if len(same) > 1:
            raise _ambiguous(self.spec, f"{len(same)} customers have the e-mail {email}", same)
        reference = str(same[0].get(self.spec.reference_field) or "") if same else ""
        if _belongs_to(self.store_name, reference) and _folded(reference) not in self.left:
            raise _taken(self.spec, email, same[0])
        return same[0] if same else None


def at(document: Mapping[str, Any], path: str) -> Any:
    """Give the value at a path such as `MainContact/Email`, None where a step is missing."""
    value: Any = document
    for step in path.split("/"):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _living(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the rows without documents that count no more; those, too, where there are no others."""
    return [row for row in rows if not is_dead(row.get("Status"))] or rows


def _replace(index: dict[str, list[dict[str, Any]]], key: str, row: dict[str, Any]) -> None:
    if key:
        index[key] = [known for known in index.get(key, []) if known.get("id") != row.get("id")] + [row]


def _folded(text: object) -> str:
    return str(text or "").strip().casefold()


def _belongs_to(store_name: str, reference: str) -> bool:
    # the first hyphen ends the id; a store's name may have more of them
    return _folded(reference.partition("-")[2]) == _folded(store_name)


def _ambiguous(spec: EntitySpec, what: str, rows: list[dict[str, Any]]) -> RecordInvalid:
    keys = ", ".join("/".join(str(row.get(key)) for key in spec.keys) for row in rows)
    text = f"{what} in MYOB Advanced ({keys}). Merge them or link the right one, then set the record as Prepared."
    return RecordInvalid(text, [FieldMessage(spec.reference_field, what)])


def _taken(spec: EntitySpec, email: Any, row: Mapping[str, Any]) -> RecordBlocked:
    key = "/".join(str(row.get(name)) for name in spec.keys)
    what = f"the customer with the e-mail {email} is linked to another store customer"
    text = (
        f"{what} in MYOB Advanced ({key}). Merge them or link the right one, or give one another e-mail. If the other "
        "one was deleted in the store, the next run that reads all customers joins the two."
    )
    return RecordBlocked(text, [FieldMessage(spec.reference_field, what)])
