"""Filters and query strings as they travel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bc_myob.hooks.bundles import any_of, bundled
from bc_myob.hooks.filters import STORE_LITERAL, all_of, encoded, equals, literal, query_string, quote


def test_a_quote_is_doubled():
    assert quote("O'Brien") == "O''Brien"
    assert equals("LastName", "O'Brien") == "LastName eq 'O''Brien'"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (True, "true"),
        ("a", "'a'"),
        (datetime(2026, 1, 2, tzinfo=UTC), "datetimeoffset'2026-01-02T00:00:00+00:00'"),
    ],
)
def test_values_become_literals(value, text):
    assert literal(value) == text


def test_alternatives_are_bracketed_within_a_condition():
    assert all_of("OrderType eq 'SO'", "", "A eq 'x' or A eq 'y'") == "OrderType eq 'SO' and (A eq 'x' or A eq 'y')"


def test_the_plus_of_a_time_stamp_is_encoded_for_the_erp_and_its_quotes_are_not():
    moment = datetime(2024, 7, 15, 10, 31, tzinfo=timezone(timedelta(hours=3)))
    assert query_string({"$filter": f"LastModifiedDateTime gt {literal(moment)}"}) == (
        "?$filter=LastModifiedDateTime%20gt%20datetimeoffset'2024-07-15T10%3A31%3A00%2B03%3A00'"
    )


def test_the_store_gets_literal_colons_and_commas():
    query = {"min_date_modified": "2026-01-02T03:04:05Z", "id:in": "1,2", "page": None, "details": True, "q": "a b+c"}
    assert query_string(query, STORE_LITERAL) == (
        "?min_date_modified=2026-01-02T03:04:05Z&id:in=1,2&details=true&q=a%20b%2Bc"
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(alphabet="ab'é+ -0", min_size=1, max_size=30), max_size=80), st.integers(100, 2000))
def test_bundles_name_every_value_once_and_fit(values, room):
    bundles = any_of("ExternalRef", values, room)
    named = [part for bundle in bundles for part in bundle.split(" or ")]
    assert named == [equals("ExternalRef", value) for value in dict.fromkeys(values)]
    assert all(len(encoded(bundle)) <= room or " or " not in bundle for bundle in bundles)


def test_every_bundle_stands_within_its_scope_and_fits():
    texts = bundled([equals("ExternalRef", f"{n}-Shop") for n in range(60)], scope="OrderType eq 'SO'", max_chars=400)
    assert len(texts) > 1
    assert all(text.startswith("OrderType eq 'SO' and (") and len(encoded(text)) <= 400 for text in texts)
    assert unquote(encoded(texts[0])) == texts[0]
