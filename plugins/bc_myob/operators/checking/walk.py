"""What a walk-through has made so far, so that it can be named and removed whatever happens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar

from bc_myob.hooks.bigcommerce import BigCommerceHook
from bc_myob.hooks.erp_session import ErpSession
from bc_myob.hooks.filters import equals
from bc_myob.hooks.store_writes import StoreWriter
from bc_myob.mapping.rules import mapping_lines
from bc_myob.model.entities import Entity
from bc_myob.model.errors import BcMyobError, RecordInvalid, RecordNotFound
from bc_myob.model.pairs import CREATES_WITH
from bc_myob.model.records import Mapped
from bc_myob.model.statuses import Event
from bc_myob.operators.systems import store_hook
from bc_myob.store.settings import StoreSettings

log = logging.getLogger(__name__)
T = TypeVar("T")
Json = Mapping[str, Any]
MARK: Final = "BC MYOB TEST"
"""Begins the name of every test record."""
_FORM: Final = "Customers (AR303000)"


class HeldBack(RecordInvalid):
    """A filter of the settings holds the test record back: it may be right, so that a person has to tell."""


@dataclass(slots=True)
class Pair:
    """One test customer: by what it is found on either side, and what is known of it there.

    `..._tried`: a write was begun, so it may be there even where its number is not known.
    """

    name: str
    email: str
    store_id: str = ""
    customer: str = ""
    store_tried: bool = False
    erp_tried: bool = False
    locations: list[str] = field(default_factory=list)

    @property
    def made(self) -> str:
        """What there is now on the two sides; "" where nothing was begun."""
        places = f", with locations {', '.join(self.locations)}" if self.locations else ""
        doubt = f" It may be there all the same: search for {self.name}."
        match bool(self.store_id), bool(self.customer):
            case True, True:
                return f"Test customer {self.store_id} of the store is {self.customer} in the ERP{places}."
            case True, False:
                says = f"Test customer {self.store_id} of the store has not arrived in the ERP."
                return says + (doubt if self.erp_tried else "")
            case False, True:
                says = f"Test customer {self.customer} of the ERP has not arrived in the store."
                return says + (doubt if self.store_tried else "")
        where = [side for side, tried in (("the store", self.store_tried), ("the ERP", self.erp_tried)) if tried]
        return f"A test customer may be in {' and '.join(where)}: search for {self.name}." if where else ""

    @property
    def remove(self) -> str:
        """How to get rid of it; "" where nothing was begun."""
        parts = []
        if self.customer:
            parts.append(f"In the ERP delete customer {self.customer} on {_FORM}; its locations go with it.")
        elif self.erp_tried:
            parts.append(f"In the ERP search {_FORM} for {self.name} and delete what you find.")
        if self.store_id:
            parts.append(f"In the store delete customer {self.store_id} ({self.name}).")
        elif self.store_tried:
            parts.append(f"In the store search the customers for {self.email} and delete whom you find.")
        return " ".join(parts)


@dataclass(slots=True)
class Walk:
    """One walk-through: with what it is made, and its test customers."""

    settings: StoreSettings
    session: ErpSession
    started: datetime
    pairs: list[Pair] = field(default_factory=list)

    def begin(self, letter: str, rest: str = "") -> Pair:
        """Give the next test customer, known by name and e-mail before anything is written."""
        stamp = f"{self.started:%Y%m%d%H%M%S}"
        pair = Pair(f"{MARK} {stamp} {letter}{rest}", f"bc-myob-test-{letter.lower()}-{stamp}@example.com")
        log.info("The walk-through begins with the test customer %s (%s)", pair.name, pair.email)
        self.pairs.append(pair)
        return pair

    @property
    def made(self) -> str:
        """What there is now on the two sides."""
        return " ".join(filter(None, (pair.made for pair in self.pairs))) or "No test record was made."

    @property
    def remove(self) -> str:
        """How to get rid of the test records."""
        return " ".join(filter(None, (pair.remove for pair in self.pairs))) or "Nothing was created."


def told(walking: Walk, steps: Callable[[Walk], str]) -> dict[str, Any]:
    """Take the steps and give {says, remove, wrong, doubt}: what was made, how to remove it, what is wrong, or unsure.

    `steps` gives what is not as it should be. Whatever stops them, what was begun is looked up and named.
    """
    wrong = doubt = ""
    try:
        wrong = steps(walking)
    except HeldBack as exc:
        doubt = f"{exc}. So nobody can tell how such a customer arrives; walk the way by hand with one it lets through."
    except Exception as exc:
        foreseen = isinstance(exc, BcMyobError)
        log.info("The walk-through stopped: %s", exc, exc_info=not foreseen)
        why = str(exc) if foreseen else f"something unforeseen happened, {type(exc).__name__}: {exc}"
        wrong = f"The walk-through stopped: {why.rstrip('.')}."
        _look_up(walking)
    return {"says": walking.made, "remove": walking.remove, "wrong": wrong, "doubt": doubt}


def document_of(mapped: Sequence[Mapped]) -> dict[str, Any]:
    """Give the document, or the reason why the settings hold the test record back; HeldBack if that is a filter."""
    one = only(mapped, "the mapping made nothing of the test record")
    if one.event is Event.FILTERED:
        raise HeldBack(f"A filter of the settings holds the test record back ({one.reason})")
    if one.event is not Event.PREPARED or one.document is None:
        raise RecordInvalid(f"the settings hold the test record back ({one.reason})")
    return dict(one.document)


def update_of(mapped: Sequence[Mapped]) -> dict[str, Any]:
    """Give the document as a run sends it for a record that both sides have."""
    document = document_of(mapped)
    return {name: value for name, value in document.items() if name not in mapped[0].details.get(CREATES_WITH, ())}


def as_mapped(walking: Walk, entity: Entity, direction: str, wanted: Json, document: Json) -> Json:
    """Give what a record should have: `wanted` by target, and in place of it what the user's own lines make of it."""
    own = {line.target for line in mapping_lines(walking.settings, entity, direction)}
    mapped = {name: value for name in own & set(wanted) if (value := at(document, name)) is not None}
    return {name: value for name, value in wanted.items() if name not in own} | mapped


def at(record: Json, path: str) -> Any:
    """Give the value at a path of names (MainContact.Email); None where there is none."""
    value: Any = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def create_in_store(hook: BigCommerceHook, pair: Pair, row: Mapping[str, Any]) -> None:
    """Create the test customer in the store and note its number."""
    pair.store_tried = True
    made = only(StoreWriter(hook.api).create_customers([row]), "the store answered its creation with no customer")
    pair.store_id = str(made["id"])


def read_from_store(hook: BigCommerceHook, pair: Pair) -> dict[str, Any]:
    """Give the test customer as a run reads it."""
    rows = [row for page in hook.customers_by_id([int(pair.store_id)]) for row in page.records]
    return dict(only(rows, f"the store does not show customer {pair.store_id}, whom it has just taken"))


def save_in_erp(walking: Walk, pair: Pair, document: Mapping[str, Any], expand: Sequence[str] = ()) -> dict[str, Any]:
    """Save the test customer in the ERP and note its number."""
    pair.erp_tried = True
    saved = walking.session.put("Customer", document, expand=expand)
    pair.customer = str(saved["CustomerID"])
    return saved


def only(found: Iterable[T], otherwise: str) -> T:
    """Give the first, or RecordNotFound with the words."""
    for one in found:
        return one
    raise RecordNotFound(otherwise)


def different(where: str, has: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Give what a record has otherwise than it should, in sentences; capitals and blanks do not count."""
    names = [name for name in wanted if _bare(has.get(name)) != _bare(wanted[name])]
    return [f"{name} of {where} is {has.get(name) or 'empty'}, not {wanted[name]}." for name in names]


def _bare(value: Any) -> str:
    return " ".join(str(value or "").split()).casefold()


def _look_up(walking: Walk) -> None:
    """Find what was begun and never confirmed, by name and e-mail; what cannot be asked stays in doubt."""
    for pair in walking.pairs:
        try:
            if pair.erp_tried and not pair.customer:
                rows = walking.session.find("Customer", where=equals("CustomerName", pair.name), select=("CustomerID",))
                pair.customer = next((str(row["CustomerID"]) for row in rows), "")
            if pair.store_tried and not pair.store_id:
                with closing(store_hook(walking.settings)) as hook:
                    found = StoreWriter(hook.api).customers_by_email([pair.email])
                    pair.store_id = next((str(row["id"]) for row in found), "")
        except Exception as exc:  # noqa: BLE001 - the doubt is told
            log.info("The test customer %s could not be looked up: %s", pair.name, exc)
