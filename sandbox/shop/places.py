"""Countries and states as the store spells them: full names, never codes (bigcommerce-api.md 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Country:
    """A country the shop ships to, with its states by abbreviation (empty = it has none)."""

    number: int
    name: str
    iso2: str
    iso3: str
    states: dict[str, str]


_AUSTRALIA = {
    "ACT": "Australian Capital Territory",
    "NSW": "New South Wales",
    "NT": "Northern Territory",
    "QLD": "Queensland",
    "SA": "South Australia",
    "TAS": "Tasmania",
    "VIC": "Victoria",
    "WA": "Western Australia",
}
_UNITED_STATES = {
    "CA": "California",
    "MA": "Massachusetts",
    "NY": "New York",
    "OR": "Oregon",
    "TX": "Texas",
    "WA": "Washington",
}
_JAPAN = {"JP-13": "Tokyo", "JP-26": "Kyoto", "JP-27": "Osaka", "JP-01": "Hokkaido"}
COUNTRIES = {
    country.iso2: country
    for country in (
        Country(13, "Australia", "AU", "AUS", _AUSTRALIA),
        Country(153, "New Zealand", "NZ", "NZL", {}),
        Country(226, "United States", "US", "USA", _UNITED_STATES),
        Country(107, "Japan", "JP", "JPN", _JAPAN),
        Country(225, "United Kingdom", "GB", "GBR", {}),
    )
}


def country_name(iso2: str) -> str:
    """Return the English name of a country, or the code itself if the shop does not know it."""
    return COUNTRIES[iso2].name if iso2 in COUNTRIES else iso2


@dataclass(frozen=True, kw_only=True)
class Address:
    """A person at a place, as it stands in an address book or on an order."""

    first_name: str
    last_name: str
    street_1: str
    city: str
    zip: str
    country_iso2: str = "AU"
    state: str = ""
    company: str = ""
    street_2: str = ""
    phone: str = ""
    email: str = ""

    def on_order(self) -> dict[str, Any]:
        """Return the address with the field names of orders (V2)."""
        return {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "company": self.company,
            "street_1": self.street_1,
            "street_2": self.street_2,
            "city": self.city,
            "state": self.state,
            "zip": self.zip,
            "country": country_name(self.country_iso2),
            "country_iso2": self.country_iso2,
            "phone": self.phone,
            "email": self.email,
            "form_fields": [],
        }

    def in_book(self) -> dict[str, Any]:
        """Return the address with the field names of customer addresses (V3)."""
        return {
            "first_name": self.first_name,
            "last_name": self.last_name,
            "company": self.company,
            "address1": self.street_1,
            "address2": self.street_2,
            "city": self.city,
            "state_or_province": self.state,
            "postal_code": self.zip,
            "country_code": self.country_iso2,
            "phone": self.phone,
            "address_type": "commercial" if self.company else "residential",
        }
