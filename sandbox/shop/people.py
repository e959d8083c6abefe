"""Who buys at Harbour Provisions: a few known faces, then as many more as a plan asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from random import Random

from sandbox.shop.places import Address

_COUNTER = Address(
    first_name="", last_name="", street_1="12 Quayside Lane", city="Balmain", zip="2041", state="New South Wales"
)
CURRENCY_OF = {"AU": "AUD", "NZ": "NZD", "US": "USD", "JP": "JPY", "GB": "AUD"}


@dataclass(frozen=True, kw_only=True)
class Person:
    """A shopper: `places` is the address book, the first one home (none = never typed one in)."""

    first_name: str
    last_name: str
    email: str
    phone: str = ""
    company: str = ""
    places: tuple[Address, ...] = ()
    group: int = 1

    @property
    def currency(self) -> str:
        """Return the currency the person shops in."""
        return CURRENCY_OF[self.places[0].country_iso2] if self.places else "AUD"

    def at(self, place: int = 0) -> Address:
        """Return a place of the address book as it goes on an order, with the e-mail address."""
        if not self.places:
            name = {"first_name": self.first_name, "last_name": self.last_name}
            return replace(_COUNTER, **name, company=self.company, email=self.email)
        return replace(self.places[place], email=self.email)


def _person(name: str, street: str, town: str, *, company: str = "", second: str = "") -> Person:
    """Return a person from `First|Last`, and places as `street` + `city|state|zip|country|phone`."""
    first, last = name.split("|")
    city, state, code, country, phone = town.split("|")
    home = Address(
        first_name=first,
        last_name=last,
        company=company,
        street_1=street,
        city=city,
        state=state,
        zip=code,
        country_iso2=country,
        phone=phone,
    )
    places = (home, replace(home, street_1=second)) if second else (home,)
    email = f"{plain(first)}.{plain(last)}@{plain(company) or 'mail'}.example"
    group = 2 if company else 1
    return Person(
        first_name=first, last_name=last, email=email, phone=phone, company=company, places=places, group=group
    )


def plain(text: str) -> str:
    """Return lower-case ASCII letters only, as they stand in e-mail addresses."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", ascii_only)


KNOWN: tuple[Person, ...] = (
    _person(
        "Isabelle|Bober",
        "41 Darling Street",
        "Balmain|New South Wales|2041|AU|+61 2 5550 0101",
        company="Anchor & Oar Café Pty Ltd",
        second="Shop 7, 200 Victoria Road",
    ),
    _person("Siobhán|O'Dowd-Kelly", "3/18 Gertrude Street", "Fitzroy|Victoria|3065|AU|+61 3 5550 0102"),
    _person(
        "Marco|D'Angelo",
        "88 Rundle Street",
        "Kent Town|South Australia|5067|AU|+61 8 5550 0103",
        company="D'Angelo & Sons Delicatessen",
        second="Unit 4, 12 Port Road",
    ),
    _person("Thị Mai|Nguyễn", "27 Beaudesert Road", "Moorooka|Queensland|4105|AU|+61 7 5550 0104"),
    _person(
        "Aroha|Ngata",
        "15 Oriental Parade",
        "Wellington||6011|NZ|+64 4 555 0105",
        company="Pōhutukawa Pantry Ltd",
    ),
    _person("Tom|Hāpuku", "9 Ahuriri Terrace", "Napier||4110|NZ|+64 6 555 0106"),
    _person(
        "Gail|Anderson",
        "3650 Taylor Street",
        "New York|New York|10007|US|+1 212 555 0107",
        company="Pier 23 Provisions LLC",
        second="2671 Simons Hollow Road",
    ),
    _person("Walter|Okafor", "512 NE Alberta Street", "Portland|Oregon|97211|US|+1 503 555 0108"),
    _person("Kenji|Watanabe", "2-11-3 Meguro", "Meguro-ku|Tokyo|153-0063|JP|+81 3 5550 0109"),
    _person("陽子|田中", "中京区御池通 12", "京都市|Kyoto|604-8101|JP|+81 75 555 0110"),
    _person("Ruairi|McAllister", "70 Salamanca Place", "Battery Point|Tasmania|7004|AU|+61 3 5550 0111"),
    _person("Priya|Raghunathan", "5 Forrest Crescent", "Deakin|Australian Capital Territory|2600|AU|+61 2 5550 0112"),
    Person(first_name="Jun", last_name="Abe", email="jun.abe@mail.example"),
    _person("Zoë|Smith-Jones", "102 Cottesloe Avenue", "Cottesloe|Western Australia|6011|AU|+61 8 5550 0114"),
    _person("Ed|Brown", "RMB 1150", "Katherine|Northern Territory|0850|AU|+61 8 5550 0115"),
    _person("Harriet|Featherstonehaugh", "1 The Strand", "London||WC2R 1HA|GB|+44 20 5550 0116"),
)
_FIRST = (
    "Amelia Ben Chloe Dev Elena Finn Grace Hugo Imogen Jack Kirra Liam Maeve Noah Olive Petra Quentin Rosa Sam Tess"
)
_LAST = "Abbott Barker Costa Doyle Evans Farrugia Gallo Hughes Ito Jovanović Khan Lam Moretti Novak Park Reid Shah Tran"
_STREETS = ("Bay Street", "King Street", "Mill Lane", "Wattle Grove", "Station Road", "Harbour Esplanade")
_TOWNS = (
    "Newtown|New South Wales|2042|AU",
    "Richmond|Victoria|3121|AU",
    "West End|Queensland|4101|AU",
    "Fremantle|Western Australia|6160|AU",
    "Glenelg|South Australia|5045|AU",
    "Hobart|Tasmania|7000|AU",
    "Auckland||1010|NZ",
    "San Francisco|California|94110|US",
)


def people(rng: Random, wanted: int) -> list[Person]:
    """Return `wanted` different people, the known faces first."""
    return [*KNOWN, *_more(rng, wanted - len(KNOWN))][:wanted]


def _more(rng: Random, wanted: int) -> Iterator[Person]:
    firsts, lasts = _FIRST.split(), _LAST.split()
    for number, _ in zip(count(1), range(wanted), strict=False):
        first, last = rng.choice(firsts), rng.choice(lasts)
        town = rng.choices(_TOWNS, weights=(6, 6, 4, 3, 3, 2, 3, 2))[0]
        street = f"{rng.randint(1, 240)} {rng.choice(_STREETS)}"
        company = f"{last} {rng.choice(('Catering', 'Foods', 'Trading'))}" if rng.random() < 0.2 else ""
        second = f"{rng.randint(1, 240)} {rng.choice(_STREETS)}, rear" if rng.random() < 0.25 else ""
        person = _person(f"{first}|{last}", street, f"{town}|+61 4 5550 {number:04d}", company=company, second=second)
        yield replace(person, email=f"{plain(first)}.{plain(last)}{number}@mail.example")
