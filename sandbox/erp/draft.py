"""A record being written: what was, what was sent, what becomes of it, and what is wrong with it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.erp.contract import Contract, Field, Shape, contract
from sandbox.erp.contract.model import Kind
from sandbox.erp.records import Books, Record, fold, new_id
from sandbox.erp.trees import Errors, Values
from sandbox.kit import Action, Ledger, Options

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a form works: the books, the site's switches and the request's circumstances."""

    books: Books
    switches: Options
    contract: Contract
    ledger: Ledger
    now: datetime
    business_date: datetime
    branch: str

    def effect(self, record: Record, action: Action, reference: object = "", summary: str = "") -> None:
        """Enter what a client brought about in the effect ledger."""
        self.ledger.add(record.entity, action, "/".join(record.keys), reference, summary)

    @property
    def newest(self) -> Contract:
        """Return the contract with every field the site knows."""
        return contract()

    def digits(self, currency: str) -> Decimal:
        """Return the smallest amount of a currency: 0.01, or 1 for the yen."""
        record = self.books.find("Currency", currency)
        return Decimal(1).scaleb(-int(record["DecimalPrecision"])) if record else CENT

    def money(self, amount: Decimal, currency: str) -> Decimal:
        """Return the amount rounded as its currency is."""
        return amount.quantize(self.digits(currency), ROUND_HALF_UP)


@dataclass(slots=True)
class Draft:
    """One record on a form. `values` is a copy: nothing is saved unless `errors` stays empty."""

    shape: Shape
    sent: Values
    record: Record | None
    errors: Errors = field(default_factory=Errors)
    values: Values = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start from what is saved."""
        self.values = copy.deepcopy(self.record.values) if self.record else {"id": new_id()}

    @property
    def is_new(self) -> bool:
        """Tell whether the record is not saved yet."""
        return self.record is None

    @property
    def before(self) -> Values:
        """Return the saved values (none for a new record)."""
        return self.record.values if self.record else {}

    def __getitem__(self, name: str) -> Any:
        """Return a field's value as it stands."""
        return self.values.get(name)

    def __setitem__(self, name: str, value: Any) -> None:
        """Set a field."""
        self.values[name] = value

    def amount(self, name: str) -> Decimal:
        """Return a number field, 0 if empty."""
        return Decimal(self.values.get(name) or 0)

    def rows(self, name: str) -> list[Values]:
        """Return detail rows, to be changed in place."""
        rows: list[Values] = self.values.setdefault(name, [])
        return rows

    def linked(self, name: str) -> Values:
        """Return a linked entity, to be changed in place; it is made if missing."""
        linked: Values = self.values.setdefault(name, {})
        linked.setdefault("id", new_id())
        return linked

    def default(self, **values: Any) -> None:
        """Set the fields that are empty."""
        for name, value in values.items():
            if self.values.get(name) is None:
                self.values[name] = value

    def merge(self, contract: Contract) -> None:
        """Take over what was sent: calculated fields are ignored, rows matched by id or key, others appended."""
        _merge(self.shape, self.values, self.sent, contract)
        for name in ("note", "custom"):
            if name in self.sent:
                self.values[name] = self.sent[name]


def _merge(shape: Shape, values: Values, sent: Values, contract: Contract) -> None:
    for name, field_ in shape.fields.items():
        if name not in sent:
            continue
        if field_.kind is Kind.LINKED:
            linked = values[name] = values.get(name) or {"id": new_id()}
            _merge(contract[field_.of], linked, sent[name], contract)
        elif field_.kind is Kind.DETAILS:
            values[name] = _merged_rows(field_, values.get(name) or [], sent[name], contract)
        elif not field_.calculated:
            values[name] = sent[name]


def _merged_rows(field_: Field, rows: list[Values], sent_rows: list[Values], contract: Contract) -> list[Values]:
    shape, kept = contract[field_.of], list(rows)
    for sent in sent_rows:
        row = _matching(shape, kept, sent)
        if sent.get("delete"):
            kept = [other for other in kept if other is not row]
            continue
        if row is None:
            row = {"id": new_id()}
            kept.append(row)
        _merge(shape, row, sent, contract)
    return kept


def _matching(shape: Shape, rows: list[Values], sent: Values) -> Values | None:
    if "id" in sent:
        return next((row for row in rows if row["id"] == str(sent["id"]).lower()), None)
    wanted = [sent.get(key) for key in shape.keys]
    if not wanted or None in wanted:
        return None
    return next((row for row in rows if fold(row.get(key) for key in shape.keys) == fold(wanted)), None)
