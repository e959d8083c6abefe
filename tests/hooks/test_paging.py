"""Walks lose no row, whichever way the store turns out to page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bc_myob.hooks.paging import bundles, parts_of, spans, walk_cursor, walk_ids, walk_pages
from bc_myob.model.errors import ServiceUnavailable


class Listing:
    """A list of the store by its documented rules, with the unknowns to be chosen."""

    def __init__(self, count, *, cap=250, min_id_inclusive=True, cursors=False, heeds_page=True):
        self.rows = [{"id": n} for n in range(1, count + 1)]
        self.cap, self.min_id_inclusive, self.cursors, self.heeds_page = cap, min_id_inclusive, cursors, heeds_page
        self.calls = 0
        self.leave_after_first = 0

    def v2(self, path, query):
        self.calls += 1
        low = query.get("min_id") or 0
        rows = [row for row in self.rows if row["id"] > low or (self.min_id_inclusive and row["id"] == low)]
        return self._cut(rows, query) or None

    def v3(self, path, query):
        self.calls += 1
        data = self._cut(self.rows, query)
        pages = max(1, -(-len(self.rows) // self.cap))
        body = {"data": data, "meta": {"pagination": {"total_pages": pages, "total": len(self.rows)}}}
        if self.calls == 1:
            del self.rows[: self.leave_after_first]
        return body

    def _cut(self, rows, query):
        size, page = min(self.cap, query["limit"]), (query.get("page") or 1) if self.heeds_page else 1
        return rows[(page - 1) * size : page * size]


def ids(pages):
    return [row["id"] for page in pages for row in page.records]


@pytest.mark.parametrize("inclusive", [True, False])
@pytest.mark.parametrize("count", [0, 1, 249, 250, 251, 500])
def test_the_walk_by_id_gives_each_row_once_whether_min_id_takes_its_own_in_or_not(count, inclusive):
    listing = Listing(count, min_id_inclusive=inclusive)
    assert ids(walk_ids(listing.v2, "/x", {}, after_id=0)) == list(range(1, count + 1))
    assert listing.calls <= count // 249 + 2


def test_a_store_that_ignores_min_id_is_noticed_before_the_walk_goes_round_for_ever():
    listing = Listing(400)
    with pytest.raises(ServiceUnavailable, match="min_id"):
        ids(walk_ids(lambda path, query: listing.v2(path, {**query, "min_id": None}), "/x", {}, after_id=0))


@pytest.mark.parametrize("count", [0, 3, 250, 251, 900])
def test_a_store_without_cursors_is_read_by_pages(count):
    assert set(ids(walk_cursor(Listing(count).v3, "/x", {}))) == set(range(1, count + 1))


def test_rows_that_leave_while_pages_are_read_hide_no_others():
    listing = Listing(900)
    listing.leave_after_first = 200
    assert set(ids(walk_pages(listing.v3, "/x", {}))) == set(range(1, 901))


def test_a_walk_by_pages_goes_on_where_it_was():
    walk = walk_pages(Listing(900).v3, "/x", {})
    seen = [next(walk), next(walk)]
    rest = walk_cursor(Listing(900).v3, "/x", {}, cursor=seen[-1].cursor)
    assert set(ids([*seen, *rest])) == set(range(1, 901))


@pytest.mark.parametrize("cap", [50, 250])
@pytest.mark.parametrize(("count", "calls"), [(0, 1), (49, 1), (120, 4)])
def test_parts_are_whole_even_where_limit_is_not_heeded(count, calls, cap):
    listing = Listing(count, cap=cap)
    assert len(parts_of(lambda path, query: listing.v2(path, {**query, "limit": cap}), "/x")) == count
    assert listing.calls <= calls


def test_parts_of_a_store_that_ignores_page_end():
    listing = Listing(60, heeds_page=False)
    assert len(parts_of(listing.v2, "/x")) == 60
    assert listing.calls == 2


@pytest.mark.parametrize("numbers", [[["x"], ["x"]], [{"x": 1}, None], [None, None]])
def test_parts_that_no_number_tells_apart_are_all_given(numbers):
    rows = [{"id": number, "name": "GST"} for number in numbers]
    assert parts_of(lambda _path, _query: rows, "/x") == rows
    assert parts_of(lambda _path, _query: ["GST", None], "/x") == ["GST", None]


def test_a_list_that_ignores_the_page_ends_whatever_its_rows_are_called():
    rows = [{"id": [number]} for number in range(60)]
    assert parts_of(lambda _path, _query: rows, "/x") == rows


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 5000), max_size=200))
def test_spans_fit_a_page_and_name_every_id_once(wanted):
    found = list(spans(wanted))
    assert [one for span in found for one in span] == sorted(set(wanted))
    assert all(span[-1] - span[0] + 3 <= 250 for span in found)
    assert [one for bundle in bundles(wanted, 7) for one in bundle] == sorted(set(wanted))
