"""Customers (AR303000) -> customers of the store. Source of the table: connector 2.4."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bc_myob.mapping.frames import objects, to_frame
from bc_myob.mapping.given import Given
from bc_myob.mapping.outcomes import Draft, outcome
from bc_myob.mapping.sources import Source, column, first_of
from bc_myob.mapping.table import Row, Table, documents
from bc_myob.mapping.table_export import after_first_word, apply_export_mappings, export_held, first_word
from bc_myob.mapping.texts import as_text, single_line
from bc_myob.model.entities import Entity
from bc_myob.model.pairs import unborn
from bc_myob.model.records import Mapped
from bc_myob.model.statuses import Event

_ORIGIN: Final = "connector 2.4"
_CONTACT: Final = "Primary contact"
_FIRST: Final = column("MainContact.FirstName")
_LAST: Final = column("MainContact.LastName")
_ATTENTION: Final = column("MainContact.Attention")
_EMAIL: Final = first_of(column("MainContact.Email"), column("Email"))


_NO_GROUP: Final = 0


def _group(price_class: Source) -> Source:
    def groups(frame: Any, settings: Any) -> Any:
        known = settings.customers.price_class_groups
        none = _NO_GROUP if known else None
        found = [known.get(str(value or "").strip(), none) for value in price_class(frame, settings)]
        return objects(found, frame.index)

    return groups


CUSTOMER_EXPORT: Final = Table(
    entity=Entity.CUSTOMER,
    form="Customers (AR303000)",
    title="export",
    exports=True,
    rows=(
        Row(
            "first_name",
            first_of(_FIRST, first_word(_LAST, _ATTENTION, column("CustomerName"))),
            f"{_CONTACT}: first name; else Attention or Account Name before its first blank",
            _ORIGIN,
            100,
        ),
        Row(
            "last_name",
            first_of(_LAST, after_first_word(_FIRST, _ATTENTION, column("CustomerName"))),
            f"{_CONTACT}: last name; else Attention or Account Name after its first blank",
            _ORIGIN,
            100,
            "A single word stands for both names: the store needs both.",
        ),
        Row("company", column("CustomerName"), "Account Name", _ORIGIN, 255),
        Row("email", _EMAIL, "Account Email", _ORIGIN, 250),
        Row(
            "phone",
            first_of(column("MainContact.Phone2"), column("MainContact.Phone1")),
            "Phone 2, else Phone 1",
            _ORIGIN,
            50,
            keep_empty=True,
        ),
        Row(
            "customer_group_id",
            _group(column("PriceClassID")),
            "Price Class, as the store's customer group",
            _ORIGIN,
            note="Only where the settings name groups (`customers.price_class_groups`) and the class is another one "
            "than was last exported; any other class or none takes the customer out of a group that they name.",
        ),
    ),
)


def export_customers(given: Given) -> list[Mapped]:
    """Give one outcome per customer of the ERP, in order; `source_id` is its id there."""
    frame = to_frame([record.payload for record in given.sources])
    frame["Email"] = _EMAIL(frame, given.settings)
    held = export_held(given.settings, Entity.CUSTOMER, frame)
    made = documents(CUSTOMER_EXPORT, frame, given.settings)
    faults = apply_export_mappings(given.settings, Entity.CUSTOMER, made, frame, given.now)
    drafts = zip(given.sources, made, held, faults, strict=True)
    return [
        _unless_guest(
            given,
            record.payload,
            outcome(
                record,
                Draft(
                    external_id=unborn(record.source_id),
                    reference="",
                    description=_description(record.payload, document),
                    document=document,
                    held=hold,
                    fault=fault or _complaint(document),
                ),
            ),
        )
        for record, document, hold, fault in drafts
    ]


def _unless_guest(given: Given, payload: Mapping[str, Any], mapped: Mapped) -> Mapped:
    """Give the guests' account as Invalid: it stands in the settings and is nobody's customer (2.1)."""
    if not given.settings.customers.is_guest(payload.get("CustomerID")):
        return mapped
    reason = "This is the Generic Guest Customer of the store settings; it is never sent to the store."
    return replace(mapped, event=Event.CANNOT_SYNC, reason=reason, document=None)


def _description(payload: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    name = single_line(as_text(payload.get("CustomerName") or ""))
    return f"{name} ({document['email']})" if document.get("email") else name


def _complaint(document: Mapping[str, Any]) -> str | None:
    if not document.get("email"):
        return "The customer has no email, by which the store knows customers; add one in MYOB Advanced."
    if not document.get("first_name"):
        return "The customer has neither a contact nor an account name; the store needs a name."
    return None
