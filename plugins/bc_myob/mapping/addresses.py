"""What customers, locations and orders share about addresses: order, codes, and the key that finds one by content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bc_myob.mapping.places import country_code, state_code
from bc_myob.mapping.texts import as_text, single_line
from bc_myob.model.codec import content_hash

LINE_LENGTH: Final = 50
POSTAL_CODE_LENGTH: Final = 20

_SPELLINGS: Final = (
    ("first_name",),
    ("last_name",),
    ("company",),
    ("address1", "street_1"),
    ("address2", "street_2"),
    ("city",),
    ("postal_code", "zip"),
)
"""Address books and orders name the same fields differently (bigcommerce-api 8)."""


def in_order(addresses: Sequence[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """Give the addresses of an address book, the first one first: the lowest id (connector 3.4, our reading).

    ValueError names what is no address, or has no number.
    """
    book = addresses or []
    if not isinstance(book, list):
        raise ValueError(f"addresses is {book!r}, which is no address book")
    for place, address in enumerate(book):
        if not isinstance(address, Mapping):
            raise ValueError(f"addresses.{place} is {address!r}, which is no address")
        if not str(address.get("id")).isdecimal():
            raise ValueError(f"addresses.{place}.id is {address.get('id')!r}, which is no number of an address")
    return sorted(book, key=lambda address: int(address["id"]))


def country_of(address: Mapping[str, Any]) -> str | None:
    """Give the ISO code of the address's country, from its code or else its name."""
    given = (address.get("country_code"), address.get("country_iso2"), address.get("country"))
    return next((code for text in given if text and (code := country_code(as_text(text)))), None)


def address_key(address: Mapping[str, Any]) -> str:
    """Give a hash of the address's content: equal for an address-book entry and its copy on an order.

    Names, company, lines, city, state, postal code and country count; case and blanks do not.
    """
    country = country_of(address)
    parts = [_bare(next((address[name] for name in names if address.get(name)), None)) for names in _SPELLINGS]
    state = as_text(address.get("state_or_province") or address.get("state") or "")
    return content_hash([*parts, _bare(state_code(country, state)), country or ""])


def country_complaint(address: Mapping[str, Any], whose: str) -> str | None:
    """Give the sentence for an address whose country nobody knows; None where it is known or blank."""
    given = address.get("country") or address.get("country_code") or address.get("country_iso2")
    if not given or country_of(address):
        return None
    return f"The country {single_line(as_text(given))[:60]!r} of {whose} is not known; correct it in the store."


def _bare(value: Any) -> str:
    return " ".join(single_line(as_text(value or "")).casefold().split())
