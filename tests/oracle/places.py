"""Countries and states by ISO 3166, as connector 2.3 and 4.3 want them: names become codes."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

import pycountry

from tests.oracle.laws import Want, cut, want

LISTED = ("AU", "CA", "US")  # the sandbox ERP lists these countries' states, and takes their codes only


def plain(text: str) -> str:
    """Return a name for comparison: no accents, no capitals, single blanks, one kind of apostrophe, and for &."""
    spelt = " ".join(text.replace("\u2019", "'").replace("&", "and").split())
    return "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c)).casefold()


@cache
def _states(country: str) -> dict[str, str]:
    found = pycountry.subdivisions.get(country_code=country) or []
    names = {plain(row.name): row.code.partition("-")[2] for row in found}
    return names | ({"virgin islands": "VI"} if country == "US" else {})


def state_code(country: str, state: str | None) -> str:
    """Return the code of a state given by name; a name the country does not know, or a code, as it is."""
    given = (state or "").strip()
    return _states(country).get(plain(given), given)


def country_code(name: str, code: str) -> str | None:
    """Return the ISO code of a country given by code or, failing that, by name; None if there is no such country."""
    if code:
        return code.upper() if pycountry.countries.get(alpha_2=code) else None
    return next((row.alpha_2 for row in pycountry.countries if plain(row.name) == plain(name)), None)


def refused(country: str | None, state: str | None) -> bool:
    """Tell whether the ERP cannot take the place: no such country, or no such state in a country that lists them."""
    if not country or pycountry.countries.get(alpha_2=country) is None:
        return True
    code = state_code(country, state)
    return bool(code) and country in LISTED and pycountry.subdivisions.get(code=f"{country}-{code}") is None


def book_fields(prefix: str, address: dict[str, Any], document: str) -> dict[str, Want]:
    """Return the address of an address book as it must stand in the ERP."""
    country = address["country_code"]
    return _fields(prefix, document, address["address1"], address["address2"], address["city"]) | {
        f"{prefix}.PostalCode": want(document, cut(address["postal_code"], 20)),
        f"{prefix}.Country": want(document, country),
        f"{prefix}.State": want(
            f"{document}: state name -> state code", cut(state_code(country, address["state_or_province"]), 50)
        ),
    }


def order_fields(prefix: str, address: dict[str, Any], document: str) -> dict[str, Want]:
    """Return an address of an order as it must stand in the ERP."""
    country = country_code(address["country"], address["country_iso2"]) or ""
    return _fields(prefix, document, address["street_1"], address["street_2"], address["city"]) | {
        f"{prefix}.PostalCode": want(document, cut(address["zip"], 20)),
        f"{prefix}.Country": want(document, country),
        f"{prefix}.State": want(
            f"{document}: state name -> state code", cut(state_code(country, address["state"]), 50)
        ),
    }


def _fields(prefix: str, document: str, line1: str, line2: str, city: str) -> dict[str, Want]:
    return {
        f"{prefix}.AddressLine1": want(document, cut(line1, 50)),
        f"{prefix}.AddressLine2": want(document, cut(line2, 50)),
        f"{prefix}.City": want(document, cut(city, 50)),
    }
