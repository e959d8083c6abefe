"""Countries and states travel as codes."""

import pycountry
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bc_myob.mapping.places import country_code, state_code, state_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Australia", "AU"),
        ("australia ", "AU"),
        ("AU", "AU"),
        ("AUS", "AU"),
        ("New Zealand", "NZ"),
        ("United States", "US"),
        ("United States of America", "US"),
        ("South Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Viet Nam", "VN"),
        ("Côte d'Ivoire", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Russian Federation", "RU"),
        ("Hong Kong", "HK"),
        ("Macau", "MO"),
        ("New  Zealand", "NZ"),
        ("Cote d\u2019Ivoire", "CI"),
        ("Trinidad & Tobago", "TT"),
        ("The Netherlands", "NL"),
        ("St Lucia", "LC"),
        ("Palestinian Territory, Occupied", "PS"),
        ("Libyan Arab Jamahiriya", "LY"),
        ("U.S.A.", "US"),
        ("Netherlands Antilles", None),
        ("Atlantis", None),
        ("", None),
        (None, None),
    ],
)
def test_a_countrys_name_becomes_its_code(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("country", "text", "code"),
    [
        ("AU", "Queensland", "QLD"),
        ("AU", "queensland", "QLD"),
        ("AU", "QLD", "QLD"),
        ("AU", "AU-QLD", "QLD"),
        ("AU", "Australian Capital Territory", "ACT"),
        ("NZ", "Auckland", "AUK"),
        ("NZ", "Wellington", "WGN"),
        ("NZ", "Hawke's Bay", "HKB"),
        ("US", "New York", "NY"),
        ("US", "District of Columbia", "DC"),
        ("US", "Puerto Rico", "PR"),
        ("US", "Armed Forces Pacific", "AP"),
        ("US", "Armed Forces Americas", "AA"),
        ("US", "Armed Forces Europe", "AE"),
        ("US", "Virgin Islands", "VI"),
        ("US", "Palau", "PW"),
        ("US", "Marshall Islands", "MH"),
        ("US", "Federated States Of Micronesia", "FM"),
        ("US", "Washington, D.C.", "DC"),
        ("AU", "New  South\u00a0Wales", "NSW"),
        ("AU", "W.A.", "WA"),
        ("NZ", "Hawke\u2019s Bay", "HKB"),
        ("CA", "Newfoundland & Labrador", "NL"),
        ("PL", "Lodzkie", "10"),
        ("CA", "Québec", "QC"),
        ("CA", "Quebec", "QC"),
        ("CA", "Newfoundland and Labrador", "NL"),
        ("GB", "Greater London", "Greater London"),
        ("AU", "O'Neverland", "O'Neverland"),
        (None, "Somewhere", "Somewhere"),
        ("AU", "", None),
        ("AU", None, None),
    ],
)
def test_a_states_name_becomes_its_code_and_an_unknown_one_stays(country, text, code):
    assert state_code(country, text) == code


@pytest.mark.parametrize(
    ("code", "name"),
    [("VI", "Virgin Islands"), ("FM", "Federated States Of Micronesia"), ("AP", "Armed Forces Pacific")],
)
def test_the_store_gets_the_names_of_its_own_list(code, name):
    assert state_name("US", code) == name


COUNTRIES = [each.alpha_2 for each in pycountry.countries]
STATES = [(each.country_code, each.code.split("-", 1)[1]) for each in pycountry.subdivisions]


@given(st.sampled_from(COUNTRIES))
def test_every_country_comes_back_from_its_name(code):
    assert country_code(Locale("en").territories[code]) == code


@given(st.sampled_from([each for each in STATES if each[0] in {"AU", "NZ", "US", "CA"}]))
def test_every_state_comes_back_from_its_name(state):
    country, code = state
    assert state_code(country, state_name(country, code)) == code


@given(st.sampled_from(STATES))
def test_a_code_stays_a_code(state):
    country, code = state
    assert state_code(country, code) == code


@given(st.text(), st.text())
def test_no_text_breaks_the_lookup(country, text):
    state_code(country, text)
    country_code(text)
    state_name(country, text)
