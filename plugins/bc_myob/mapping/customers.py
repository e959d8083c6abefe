"""Customers of the store -> Customers (AR303000). Source of the table: connector 2.3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from bc_myob.mapping.addresses import country_complaint, in_order
from bc_myob.mapping.addresses_table import address_rows, full_name
from bc_myob.mapping.creation import required
from bc_myob.mapping.frames import objects, to_frame
from bc_myob.mapping.given import Given
from bc_myob.mapping.outcomes import Draft, outcome
from bc_myob.mapping.rules import apply_mappings, held_back, is_mapped
from bc_myob.mapping.store_fields import ADDRESS_FIELDS
from bc_myob.mapping.table import (
    Row,
    Table,
    column,
    computed,
    constant,
    documents,
    first_of,
    only_if,
    reference,
    setting,
)
from bc_myob.mapping.table_export import after_first_word, first_word
from bc_myob.mapping.texts import as_text, single_line
from bc_myob.model.entities import Entity
from bc_myob.model.pairs import CREATES_WITH
from bc_myob.model.records import Mapped
from bc_myob.store.settings import StoreSettings

FIRST: Final = "first_address."
_FIRST_ID: Final = f"{FIRST}id"
_ORIGIN: Final = "connector 2.3"
_COMPANY: Final = column("company")
_HAS_A_NAME_OF_ITS_OWN: Final = computed(
    lambda *names: [as_text(name or "").strip() for name in names[:2]] != [as_text(name or "") for name in names[2:]],
    *(column("first_name"), column("last_name"), first_word(_COMPANY), after_first_word(_COMPANY)),
)

CUSTOMER: Final = Table(
    entity=Entity.CUSTOMER,
    form="Customers (AR303000)",
    rows=(
        Row("AccountRef", reference(column("id")), "Customer: id, hyphen, store name", _ORIGIN, 50),
        Row(
            "CustomerID",
            constant(None),
            "Nothing: the ERP numbers new customers",
            "connector 2.5",
            note="Numbered by the sequence of the CUSTOMER segmented key.",
        ),
        Row(
            "Status",
            constant(None),
            "Nothing: new customers are Active in the ERP",
            _ORIGIN,
            note="Not sent, so that a hold set in the ERP outlives a change in the store.",
        ),
        Row(
            "CustomerClass",
            setting(lambda settings: settings.customers.customer_class),
            "Store settings: Customer Class",
            _ORIGIN,
            10,
            "Set when the customer is created: one that the ERP has, or that changes its class there, keeps it. A "
            "mapping of your own is sent with every change.",
        ),
        Row(
            "CustomerName",
            first_of(column("company"), full_name(""), column("email")),
            "Customer: company name, else first and last name, else email",
            _ORIGIN,
            255,
            "The vendor names the fallback to the person for locations only; the email is our last resort.",
        ),
        Row("MainContact.Email", column("email"), "Customer: email", _ORIGIN, 255, keep_empty=True),
        Row(
            "MainContact.Phone1",
            column(f"{FIRST}phone"),
            "First address: phone",
            _ORIGIN,
            50,
            "Left alone where the customer has no address.",
            keep_empty=True,
            only_with=f"{FIRST}phone",
        ),
        Row("MainContact.Phone2", column("phone"), "Customer: phone", _ORIGIN, 50, keep_empty=True),
        Row(
            "MainContact.FirstName",
            only_if(_HAS_A_NAME_OF_ITS_OWN, column("first_name")),
            "Customer: first name",
            "our addition",
            50,
            "Keeps the person's name where the account carries the company's. Blank where that, split at its first "
            "blank, is the person's: such a name came from the account (connector 2.4) and follows it.",
            keep_empty=True,
        ),
        Row(
            "MainContact.LastName",
            only_if(_HAS_A_NAME_OF_ITS_OWN, column("last_name")),
            "Customer: last name",
            "our addition",
            100,
            "As the first name.",
            keep_empty=True,
        ),
        *address_rows(
            "MainContact.Address",
            FIRST,
            "connector 2.3, 3.4",
            only_with=_FIRST_ID,
            note="Only where Customer Location is active.",
        ),
    ),
)


def map_customers(given: Given) -> list[Mapped]:
    """Give one outcome per customer, in order. The first address is the one with the lowest id (connector 3.4)."""
    firsts = _firsts(given)
    frame = customer_frame(given)
    held = held_back(given.settings, Entity.CUSTOMER, frame)
    frame["id"] = objects([record.source_id for record in given.sources], frame.index)
    made = documents(CUSTOMER, frame, given.settings)
    standard = [document.get("CustomerName") for document in made]
    faults = apply_mappings(given.settings, Entity.CUSTOMER, made, frame, now=given.now)
    unmapped = required(made, standard, "CustomerName")
    own_class = is_mapped(given.settings, Entity.CUSTOMER, "CustomerClass")
    drafts = zip(given.sources, firsts, made, held, faults, unmapped, strict=True)
    return [
        outcome(
            record,
            Draft(
                external_id=record.source_id,
                reference=single_line(given.settings.reference(record.source_id)),
                description=_description(record.payload),
                document=document,
                held=hold,
                fault=fault or _complaint(first, document),
                details={CREATES_WITH: at_creation if own_class else ["CustomerClass", *at_creation]},
            ),
        )
        for record, first, document, hold, fault, at_creation in drafts
    ]


def customer_frame(given: Given) -> pd.DataFrame:
    """Give the customers as filters and mappings see them: the store's own fields, and those of the first address."""
    frame = to_frame([record.payload for record in given.sources])
    for name, values in to_frame([dict.fromkeys(ADDRESS_FIELDS) | dict(first) for first in _firsts(given)]).items():
        frame[f"{FIRST}{name}"] = values
    return frame


def _firsts(given: Given) -> list[Mapping[str, Any]]:
    return [_first(record.payload, given.settings) for record in given.sources]


def _first(payload: Mapping[str, Any], settings: StoreSettings) -> Mapping[str, Any]:
    """Give the first address; with Customer Location inactive no address moves, only its phone (connector 3.4, 2.3)."""
    first = next(iter(in_order(payload.get("addresses"))), {})
    return first if settings.entities.customer_location.active else {"phone": first.get("phone")}


def _description(payload: Mapping[str, Any]) -> str:
    person = " ".join(as_text(payload.get(name) or "") for name in ("first_name", "last_name"))
    email = single_line(as_text(payload.get("email") or ""))
    name = single_line(as_text(payload.get("company") or "")) or single_line(person)
    return f"{name} ({email})" if name and email else name or email


def _complaint(first: Mapping[str, Any], document: Mapping[str, Any]) -> str | None:
    if "CustomerName" not in document:
        return "The customer has no company, no name and no email to name the account by; add one of them in the store."
    return country_complaint(first, "the customer's first address")
