"""Checks that several forms make, with the server's wording (section 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pycountry

from sandbox.erp.contract import Contract, Field, Shape
from sandbox.erp.contract.model import Kind
from sandbox.erp.draft import Desk, Draft
from sandbox.erp.records import Record
from sandbox.erp.trees import Errors, Path, Values

NOT_NEGATIVE = "Incorrect value. The value to be entered must be greater than or equal to '0'."
LISTED_STATES = ("AU", "CA", "US")  # countries whose states the site has listed: only their codes are taken
CAPTIONS = {"CustomerID": "Customer", "CurrencyID": "Currency", "LocationID": "Location", "PriceClassID": "Price Class"}


def caption(name: str) -> str:
    """Return a field's name as people read it: "Inventory ID"."""
    return CAPTIONS.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def not_found(name: str) -> str:
    """Return the complaint about a reference to nothing."""
    return f"'{caption(name)}' cannot be found in the system."


def empty(name: str) -> str:
    """Return the complaint about a missing value."""
    return f"'{caption(name)}' cannot be empty."


def check_references(draft: Draft, desk: Desk, table: Mapping[str, str]) -> None:
    """Complain about fields whose value is no record of the entity the table names for them."""
    for name, entity in table.items():
        check_reference(draft.values, name, entity, draft.errors, desk, name)


def check_reference(
    values: Values, name: str, entity: str, errors: Errors, desk: Desk, *path: str | int
) -> Record | None:
    """Return the record a field names (written as its key is), or None with a complaint; None too if empty."""
    given = values.get(name)
    if given is None:
        return None
    found = desk.books.find(entity, given)
    if found is None or found["Active"] is False:
        errors.add(not_found(str(path[-1])), *path)
        return None
    values[name] = found.keys[-1]
    return found


def check_lengths(draft: Draft, desk: Desk) -> None:
    """Complain about texts over their field's length, or cut them (switch `long_text`)."""
    cut = desk.switches["long_text"] == "truncate"
    for values, field, path in list(_too_long(draft.shape, draft.values, desk.contract, ())):
        if cut:
            values[field.name] = values[field.name][: field.length]
        else:
            draft.errors.add(f"The string value provided exceeds the field '{caption(field.name)}' length.", *path)


def _too_long(shape: Shape, values: Values, contract: Contract, path: Path) -> Iterator[tuple[Values, Field, Path]]:
    for name, field in shape.fields.items():
        value: Any = values.get(name)
        if value is None:
            continue
        if field.kind is Kind.LINKED:
            yield from _too_long(contract[field.of], value, contract, (*path, name))
        elif field.kind is Kind.DETAILS:
            for index, row in enumerate(value):
                yield from _too_long(contract[field.of], row, contract, (*path, name, index))
        elif field.kind is Kind.STRING and field.length and len(value) > field.length:
            yield values, field, (*path, name)


def check_address(address: Values, errors: Errors, *path: str | int) -> None:
    """Complain about a country that is none, or a state that is none of a country's listed codes."""
    country, state = address.get("Country"), address.get("State")
    if country and pycountry.countries.get(alpha_2=str(country)) is None:
        errors.add(not_found("Country"), *path, "Country")
        return
    if state and country in LISTED_STATES and pycountry.subdivisions.get(code=f"{country}-{state}") is None:
        errors.add(not_found("State"), *path, "State")


def check_email(contact: Values, errors: Errors, *path: str | int) -> None:
    """Complain about something that is no e-mail address."""
    given = contact.get("Email")
    if given and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", given):
        errors.add(f"'{given}' is not a valid email address.", *path, "Email")


def check_not_negative(values: Values, names: tuple[str, ...], errors: Errors, *path: str | int) -> None:
    """Complain about numbers below zero."""
    for name in names:
        if Decimal(values.get(name) or 0) < 0:
            errors.add(NOT_NEGATIVE, *path, name)


def check_customer(draft: Draft, desk: Desk, name: str = "CustomerID") -> Record | None:
    """Return the customer a document names, or None with a complaint."""
    if draft[name] is None:
        draft.errors.add(empty(name), name)
        return None
    customer = check_reference(draft.values, name, "Customer", draft.errors, desk, name)
    if customer and customer["Status"] == "Inactive":
        draft.errors.add("The customer status is 'Inactive'.", name)
    return customer


def check_currency(draft: Draft, customer: Record, *path: str) -> None:
    """Complain about a document in another currency than the customer's, unless the customer allows it."""
    if draft["CurrencyID"] != customer["CurrencyID"] and not customer["EnableCurrencyOverride"]:
        draft.errors.add(
            f"The currency '{draft['CurrencyID']}' is not allowed: Enable Currency Override is off for the customer.",
            *path,
        )
