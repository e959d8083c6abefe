"""Bill-to and ship-to of the Sales Order as rows: override flags, contact, address (connector 4.3)."""

from __future__ import annotations

from typing import Final

from bc_myob.mapping.addresses import LINE_LENGTH, POSTAL_CODE_LENGTH, country_of
from bc_myob.mapping.places import state_code
from bc_myob.mapping.table import Row, Source, column, computed, constant, joined
from bc_myob.mapping.texts import as_text

_ORIGIN: Final = "connector 4.3"
_NAME_LIMIT: Final = 255


def party(side: str, prefix: str, word: str) -> tuple[Row, ...]:
    """Give the rows of `side` (BillTo, ShipTo) from the columns below `prefix`; `word` names the store's address."""
    return (*_contact(side, prefix, word), *_address(side, prefix, word))


def _contact(side: str, prefix: str, word: str) -> tuple[Row, ...]:
    contact = f"{side}Contact"
    name = joined(column(f"{prefix}.first_name"), column(f"{prefix}.last_name"))
    return (
        Row(f"{contact}Override", constant(value=True), "Always selected", _ORIGIN),
        _row(f"{contact}.Attention", name, f"{word}: first name, last name", _NAME_LIMIT),
        _row(f"{contact}.BusinessName", column(f"{prefix}.company"), f"{word}: company", _NAME_LIMIT),
        _row(f"{contact}.Email", column(f"{prefix}.email"), f"{word}: email", _NAME_LIMIT),
        _row(f"{contact}.Phone1", column(f"{prefix}.phone"), f"{word}: phone", LINE_LENGTH),
    )


def _address(side: str, prefix: str, word: str) -> tuple[Row, ...]:
    address = f"{side}Address"
    country = _country(prefix)
    state = computed(_state, country, column(f"{prefix}.state"))
    return (
        Row(f"{address}Override", constant(value=True), "Always selected", _ORIGIN),
        _row(f"{address}.AddressLine1", column(f"{prefix}.street_1"), f"{word}: street line 1", LINE_LENGTH),
        _row(f"{address}.AddressLine2", column(f"{prefix}.street_2"), f"{word}: street line 2", LINE_LENGTH),
        _row(f"{address}.City", column(f"{prefix}.city"), f"{word}: city", LINE_LENGTH),
        _row(f"{address}.PostalCode", column(f"{prefix}.zip"), f"{word}: zip", POSTAL_CODE_LENGTH),
        Row(f"{address}.Country", country, f"{word}: country, as ISO code", _ORIGIN, limit=2),
        _row(f"{address}.State", state, f"{word}: state, as state code", LINE_LENGTH),
    )


def _country(prefix: str) -> Source:
    return computed(
        lambda code, name: country_of({"country_iso2": code, "country": name}),
        column(f"{prefix}.country_iso2"),
        column(f"{prefix}.country"),
    )


def _state(country: str | None, state: object) -> str | None:
    return state_code(country, as_text(state)) if state else None


def _row(target: str, source: Source, says: str, limit: int) -> Row:
    # Sent even when blank: an overridden contact starts as a copy of the customer's, a guest's as the guest account's.
    return Row(target, source, says, _ORIGIN, limit=limit, keep_empty=True)
