"""The rows of an address: shared by the tables of customers and locations."""

from __future__ import annotations

from typing import Any

from bc_myob.mapping.addresses import LINE_LENGTH, POSTAL_CODE_LENGTH, country_of
from bc_myob.mapping.places import state_code
from bc_myob.mapping.sources import Source, column, computed, joined
from bc_myob.mapping.table import Row
from bc_myob.mapping.texts import as_text


def address_rows(target: str, prefix: str, origin: str, *, only_with: str = "", note: str = "") -> tuple[Row, ...]:
    """Give the rows of an address at `target`, from the address-book fields behind `prefix`."""

    def row(field: str, name: str, says: str, limit: int = LINE_LENGTH) -> Row:
        source = column(f"{prefix}{name}")
        return Row(f"{target}.{field}", source, says, origin, limit, note, keep_empty=True, only_with=only_with)

    country = _country(prefix)
    return (
        row("AddressLine1", "address1", "Address: line 1"),
        row("AddressLine2", "address2", "Address: line 2"),
        row("City", "city", "Address: city"),
        Row(
            f"{target}.State",
            computed(_state, country, column(f"{prefix}state_or_province")),
            "Address: state, as the state's code",
            origin,
            LINE_LENGTH,
            f"{note} A name the country does not know stays as it is: the ERP says so if it refuses it.".strip(),
            keep_empty=True,
            only_with=only_with,
        ),
        row("PostalCode", "postal_code", "Address: zip", POSTAL_CODE_LENGTH),
        Row(f"{target}.Country", country, "Address: country, as the ISO code", origin, 2, note, only_with=only_with),
    )


def full_name(prefix: str) -> Source:
    """Give first and last name behind `prefix`, joined by a blank."""
    return joined(column(f"{prefix}first_name"), column(f"{prefix}last_name"))


def _country(prefix: str) -> Source:
    return computed(
        lambda code, name: country_of({"country_code": code, "country": name}),
        column(f"{prefix}country_code"),
        column(f"{prefix}country"),
    )


def _state(country: str | None, state: Any) -> str | None:
    return state_code(country, as_text(state)) if state else None
