"""Few conditions find every reference of the store, also those nobody expects, and none is asked for twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bc_myob.model.entities import Entity
from bc_myob.reconcile.references import bundles, reference_stem, stem_of

STORE = "Harbour Provisions"


@pytest.mark.parametrize(
    ("entity", "external_id", "reference"),
    [
        (Entity.CUSTOMER, "7", "7-Harbour Provisions"),
        (Entity.CUSTOMER_LOCATION, "7,12", "12-Harbour Provisions"),
        (Entity.SALES_ORDER, "118", "118-Harbour Provisions"),
        (Entity.PAYMENT, "118,3", "118/3-Harbour Provisions"),
        (Entity.PAYMENT, "118,gift-certificate", "118/gift-certificate-harbour provisions"),
    ],
)
def test_a_reference_is_known_again(entity, external_id, reference):
    assert stem_of(entity, reference, STORE) == reference_stem(entity, external_id)


def test_a_store_whose_name_is_the_end_of_anothers_leaves_its_payments_alone():
    for number in ("3-AU", "gift-certificate-Old", "x"):
        assert stem_of(Entity.PAYMENT, f"118/{number}-{STORE}", STORE) is None


@pytest.mark.parametrize(
    "text",
    [
        "118-Other Shop",
        "118",
        "PO 118-Harbour Provisions",
        "118-Old Harbour Provisions",
        "118-Harbour Provisionz",
        "",
        "-Harbour Provisions",
    ],
)
def test_other_peoples_texts_are_no_references(text):
    assert stem_of(Entity.SALES_ORDER, text, STORE) is None


def finds(prefixes, text):
    return any(text.startswith(prefix) for prefix in prefixes)


@settings(deadline=None)
@given(
    known=st.sets(st.integers(1, 99_999), min_size=1, max_size=300),
    strange=st.integers(1, 999_999),
    limit=st.integers(1, 50),
    paid=st.booleans(),
)
def test_everything_is_found_exactly_once_in_answers_of_bounded_size(known, strange, limit, paid):
    entity = Entity.PAYMENT if paid else Entity.SALES_ORDER
    stems = [f"{number}/1" if paid else str(number) for number in known]
    found = list(bundles(entity, stems, None, limit))
    for stem in [*stems, f"{strange}/5" if paid else str(strange)]:
        assert sum(finds(prefixes, f"{stem}-{STORE}") for prefixes in found) == 1
    for prefixes in found:
        assert sum(finds(prefixes, f"{stem}-{STORE}") for stem in stems) <= limit
        assert len(prefixes) <= 30


@settings(deadline=None)
@given(known=st.sets(st.integers(1, 9_999), min_size=1, max_size=300), data=st.data())
def test_a_window_asks_for_what_it_wants_and_little_else(known, data):
    wanted = data.draw(st.sets(st.sampled_from(sorted(known)), max_size=30))
    found = list(bundles(Entity.SALES_ORDER, map(str, known), map(str, wanted), 20))
    for number in wanted:
        assert sum(finds(prefixes, f"{number}-{STORE}") for prefixes in found) == 1
    if not wanted:
        assert found == []
    for prefixes in found:
        for prefix in prefixes:
            assert any(f"{number}-".startswith(prefix) for number in wanted)


def test_ten_thousand_references_take_few_calls():
    assert len(list(bundles(Entity.SALES_ORDER, map(str, range(100, 10_100)), None))) <= 15
