"""Countries and states: the store writes names, the ERP wants codes."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import Final

import pycountry
from babel import Locale

from bc_myob.mapping.texts import single_line

_OTHER_NAMES: Final = {
    "GB": ("uk", "great britain", "england", "scotland", "wales", "northern ireland"),
    "US": ("usa", "united states of america"),
    "KR": ("south korea",),
    "KP": ("north korea",),
    "RU": ("russia",),
    "CZ": ("czech republic",),
    "SZ": ("swaziland",),
    "CV": ("cape verde",),
    "MK": ("macedonia", "macedonia, the former yugoslav republic of"),
    "MM": ("burma",),
    "CI": ("ivory coast",),
    "VA": ("vatican city",),
    "TR": ("turkey",),
    "XK": ("kosovo", "xk"),
    "MO": ("macau",),
    "PS": ("palestine", "palestinian territory", "palestinian territory, occupied"),
    "LY": ("libyan arab jamahiriya",),
    "NL": ("holland",),
    "SH": ("saint helena",),
    "CD": ("democratic republic of the congo",),
    "IE": ("republic of ireland",),
    "TL": ("east timor",),
    "MF": ("saint martin",),
}
"""Names that ISO 3166 does not list, or no longer; stores' lists of countries do."""
_MILITARY: Final = {
    "AA": ("armed forces americas", "armed forces of the americas"),
    "AE": ("armed forces europe", "armed forces africa", "armed forces canada", "armed forces middle east"),
    "AP": ("armed forces pacific",),
}
"""Post offices of the US forces: no subdivisions in ISO 3166-2, yet states in every store's list."""

_BY_POST: Final = {
    "VI": ("virgin islands", "us virgin islands"),
    "FM": ("federated states of micronesia", "micronesia"),
    "MH": ("marshall islands",),
    "PW": ("palau",),
}
"""What the US post serves under these codes and the store's list calls states; an ERP without them says so."""
_OTHER_STATES: Final = {
    "US": {name: code for listed in (_MILITARY, _BY_POST) for code, names in listed.items() for name in names}
    | {"washington dc": "DC", "hawai'i": "HI"},
    "CA": {"newfoundland": "NL", "yukon territory": "YT"},
    "NZ": {"wellington": "WGN", "manawatu-wanganui": "MWT", "hawkes bay": "HKB", "chatham islands": "CIT"}
    | {"greater wellington": "WGN", "manawatu-whanganui": "MWT"},
}
_STORES_WRITE: Final = {("NZ", "WGN"): "Wellington", ("NZ", "MWT"): "Manawatu-Wanganui"}
"""Where the store's list of states has not the name of ISO 3166-2."""
_SPELLINGS: Final = str.maketrans(
    dict.fromkeys("\u2019\u2018\u02bc\u02bb\u2032\u00b4`", "'")
    | {"&": " and ", ".": "", ",": " "}
    | dict(zip("łŁøØđĐı", "lLoOdDi", strict=True))
)


@lru_cache(maxsize=4096)
def country_code(text: str | None) -> str | None:
    """Give the ISO 3166-1 code of a country's English name, two or three letter code; None for one nobody knows."""
    wanted = _key(text)
    return _country_names().get(wanted)


@lru_cache(maxsize=65536)
def state_code(country: str | None, text: str | None) -> str | None:
    """Give the state's code within the country ("AU", "Queensland" -> "QLD"); a code stays what it is.

    A name the country does not know stays as it is (our decision): most countries' state lists in the ERP are the
    site's own, and the ERP names the field if it refuses the text. None for a blank name.
    """
    wanted = _key(text)
    if not text or not wanted:
        return None
    return _codes_of_states().get((country or "").upper(), {}).get(wanted) or single_line(text)


@cache
def state_name(country: str | None, code: str | None) -> str | None:
    """Give the name of a state's code, as the store writes it; a code the country does not know stays as it is."""
    wanted = _key(code)
    if not code or not wanted:
        return None
    return _names_of_states().get(((country or "").upper(), wanted.upper()), single_line(code))


def _key(text: str | None) -> str:
    """Give what two spellings of one name share: no case, accents, kinds of apostrophe, points, commas, blanks."""
    bare = single_line(text or "").split(" [", 1)[0].translate(_SPELLINGS)
    letters = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(letters.casefold().split()).removeprefix("the ")


@cache
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for country in pycountry.countries:
        spellings = (country.name, getattr(country, "common_name", ""), getattr(country, "official_name", ""))
        babel = Locale("en").territories.get(country.alpha_2, "")
        for spelling in (country.alpha_2, country.alpha_3, babel, *spellings):
            names.setdefault(_key(spelling), country.alpha_2)
    names.pop("", None)
    return names | {_key(name): code for code, others in _OTHER_NAMES.items() for name in others}


@cache
def _names_of_states() -> dict[tuple[str, str], str]:
    """Give the names by (country, code), states and provinces before their districts (ISO 3166-2)."""
    ordered = sorted(pycountry.subdivisions, key=lambda state: (state.parent_code is not None, state.code))
    names = {(state.country_code, state.code.split("-", 1)[1]): state.name.split(" [", 1)[0] for state in ordered}
    coded = {("US", code): spellings[0].title() for code, spellings in (_MILITARY | _BY_POST).items()}
    return names | _STORES_WRITE | coded


@cache
def _codes_of_states() -> dict[str, dict[str, str]]:
    """Give the codes by country and name or code; where a name is also another state's code, the code wins."""
    codes: dict[str, dict[str, str]] = {}
    for country, code in _names_of_states():
        codes.setdefault(country, {}).update({code.casefold(): code, f"{country}-{code}".casefold(): code})
    for (country, code), name in _names_of_states().items():
        codes[country].setdefault(_key(name), code)
    for country, others in _OTHER_STATES.items():
        codes[country] |= others
    return codes
