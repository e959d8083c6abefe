"""The ERP's book for a reconciliation: what is under the store's references, in few calls; and what is under a key."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from bc_myob.hooks.bundles import bundled, starts_with
from bc_myob.hooks.erp_changes import Asked, Changes, read_owners
from bc_myob.hooks.erp_session import ErpSession
from bc_myob.hooks.filters import equals, literal
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.money import ZERO
from bc_myob.reconcile.books import ErpRecord, amount_of
from bc_myob.store.settings import StoreSettings
from bc_myob.sync.registry import REGISTRY, EntitySpec

log = logging.getLogger(__name__)
_APPLICATIONS: Final = "OrdersToApply"
_TOTALS: Final = "Totals"
_NAMED_AT_MOST: Final = 60
"""Keys that are named one by one (about 30 a call); more of them are read in ranges of customers."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is asked of an entity's records: their amount, and fields besides their keys and reference."""

    amount: str = ""
    fields: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()


_SHAPES: Final = {
    Entity.CUSTOMER: _Shape(),
    Entity.CUSTOMER_LOCATION: _Shape(),
    Entity.SALES_ORDER: _Shape(
        "OrderTotal", ("CurrencyID", "Status", "CustomerID", f"{_TOTALS}/UnpaidBalance"), (_TOTALS,)
    ),
    Entity.PAYMENT: _Shape(
        "PaymentAmount",
        (
            *("CurrencyID", "Status", "CustomerID", "AvailableBalance"),
            *(f"{_APPLICATIONS}/{name}" for name in ("OrderType", "OrderNbr", "AppliedToOrder")),
        ),
        (_APPLICATIONS,),
    ),
}


@dataclass(slots=True)
class ErpDesk:
    """What the ERP is read with. `blind`: entities whose lists cannot show their details on this site."""

    settings: StoreSettings
    session: ErpSession
    blind: set[Entity] = field(default_factory=set)

    def under_references(self, entity: Entity, prefixes: Sequence[str]) -> list[ErpRecord]:
        """Give the records whose reference begins with one of `prefixes` and ends with the store's name: one call."""
        spec = REGISTRY[entity]
        ours = f"endswith({spec.reference_field},{literal(f'-{self.settings.store_name}')})"
        heads = [starts_with(spec.reference_field, prefix) for prefix in prefixes if prefix]
        return [row for where in bundled(heads, scope=ours) or [ours] for row in self._find(entity, spec, where)]

    def under_keys(self, entity: Entity, keys: Iterable[str]) -> dict[str, ErpRecord]:
        """Give what the ERP has under these keys, as Sync History writes them, in as few calls as they allow."""
        spec = REGISTRY[entity]
        wanted = sorted({key for key in keys if spec.key_parts(key)})
        if len(wanted) > _NAMED_AT_MOST and spec.erp_owner:
            found = self._by_owners(spec, {spec.key_parts(key)[0] for key in wanted})
        else:
            conditions = [f"({_key_condition(spec, key)})" for key in wanted]
            found = [row for where in bundled(conditions) for row in self._find(entity, spec, where)]
        return {row.key.casefold(): row for row in found}

    def _by_owners(self, spec: EntitySpec, owners: set[str]) -> list[ErpRecord]:
        """Give all records of these customers, 250 customers a call: those of a store that travels both ways."""
        select = (*spec.keys, spec.reference_field)
        asked = Asked(resource=spec.resource, owner=spec.erp_owner, keys=spec.keys, select=select, expand=())
        changes = Changes(tuple(sorted(owners)), None, everything=True)
        return [_record(spec, _Shape(), row) for rows in read_owners(self.session, asked, changes) for row in rows]

    def _find(self, entity: Entity, spec: EntitySpec, where: str) -> list[ErpRecord]:
        shape = _SHAPES[entity]
        own = tuple(name for name in (*spec.keys, spec.reference_field, shape.amount) if name)
        if shape.expand and entity not in self.blind:
            try:
                rows = self.session.find(spec.resource, where=where, select=(*own, *shape.fields), expand=shape.expand)
                return [_record(spec, shape, row) for row in rows]
            except ConfigurationError as error:  # "Optimization cannot be performed": ask for less
                log.warning("%s cannot be listed here: it is compared without. %s", shape.expand[0], error)
                self.blind.add(entity)
        plain = tuple(name for name in shape.fields if "/" not in name)
        rows = self.session.find(spec.resource, where=where, select=(*own, *plain))
        return [_record(spec, shape, row) for row in rows]


def by_stem(rows: Iterable[tuple[str, ErpRecord]]) -> dict[str, tuple[ErpRecord, ...]]:
    """Give the records of each stem, each once, in the order of their keys."""
    found: dict[str, dict[str, ErpRecord]] = defaultdict(dict)
    for stem, row in rows:
        found[stem][row.id] = row
    return {stem: tuple(sorted(each.values(), key=lambda row: row.key)) for stem, each in found.items()}


def _record(spec: EntitySpec, shape: _Shape, row: Mapping[str, Any]) -> ErpRecord:
    amount = amount_of(row.get(shape.amount)) if shape.amount else None
    available = amount_of(row.get("AvailableBalance"))
    return ErpRecord(
        id=str(row["id"]),
        key=",".join(str(row.get(name) or "").strip() for name in spec.keys),
        reference=str(row.get(spec.reference_field) or "").strip(),
        amount=amount,
        currency=str(row.get("CurrencyID") or "").strip(),
        status=str(row.get("Status") or "").strip(),
        customer=str(row.get("CustomerID") or "").strip() if shape.amount else "",
        used=None if amount is None or available is None else amount - available,
        unpaid=amount_of((row.get(_TOTALS) or {}).get("UnpaidBalance")),
        on_orders=_on_orders(row.get(_APPLICATIONS) or ()),
    )


def _on_orders(rows: Iterable[Mapping[str, Any]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        key = f"{str(row.get('OrderType') or '').strip()},{str(row.get('OrderNbr') or '').strip()}"
        found[key] += amount_of(row.get("AppliedToOrder")) or ZERO
    return dict(found)


def _key_condition(spec: EntitySpec, key: str) -> str:
    return " and ".join(equals(name, part) for name, part in _pairs(spec, key))


def _pairs(spec: EntitySpec, key: str) -> Iterator[tuple[str, str]]:
    yield from zip(spec.keys, spec.key_parts(key), strict=True)
