"""Many references are found by few terms, and none is missed."""

from hypothesis import given
from hypothesis import strategies as st

from bc_myob.sync.lookup import Term, terms_for

REFERENCES = st.lists(
    st.one_of(
        st.integers(1, 10**7).map(lambda number: f"{number}-Harbour Provisions"),
        st.tuples(st.integers(1, 9999), st.integers(1, 99)).map(lambda pair: f"{pair[0]}/{pair[1]}-Shop"),
        st.text(min_size=1, max_size=12),
    ),
    max_size=60,
)


@given(REFERENCES)
def test_every_reference_is_found_by_some_term(references):
    terms = terms_for(references)
    assert all(any(term.finds(reference) for term in terms) for reference in references)


@given(REFERENCES)
def test_there_are_never_more_terms_than_references(references):
    assert len(terms_for(references)) <= len(set(references))


def test_a_run_of_close_numbers_needs_one_term_a_hundred():
    terms = terms_for(f"{number}-Shop" for number in range(1000, 1400))
    assert sorted(term.value for term in terms) == ["10", "11", "12", "13"]
    assert all(term.prefix for term in terms)


def test_scattered_references_are_asked_for_one_by_one():
    assert terms_for(["1001-Shop", "90001-Shop", "x"]) == [
        Term("x"),
        Term("1001-Shop"),
        Term("90001-Shop"),
    ]
