"""Pages by number and by cursor (bigcommerce-api.md 5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def five(store):
    return [
        store.add_customer("No", str(n), f"no{n}@mail.example", created=START + timedelta(hours=n)) for n in range(5)
    ]


def test_the_first_page_carries_both_paginations_and_later_ones_only_pages(api, five):
    first = api.get("/v3/customers", params={"limit": 2}).json()["meta"]
    second = api.get("/v3/customers", params={"limit": 2, "page": 2}).json()["meta"]

    assert first["pagination"] | {"links": 0} == {
        "total": 5, "count": 2, "per_page": 2, "current_page": 1, "total_pages": 3, "links": 0,
    }  # fmt: skip
    assert first["pagination"]["links"]["next"] == "?page=2&limit=2"
    assert first["cursor_pagination"]["end_cursor"]
    assert "cursor_pagination" not in second


def test_links_may_be_missing_altogether(api, store, five):
    store.kit.switches.set(page_links=False)

    assert "links" not in api.get("/v3/customers", params={"limit": 2}).json()["meta"]["pagination"]


def test_a_walk_by_cursor_sees_every_row_once(api, five):
    seen, params = [], {"limit": 2, "sort": "date_modified:desc"}
    while True:
        page = api.get("/v3/customers", params=params).json()
        seen += [row["id"] for row in page["data"]]
        meta = page["meta"]["cursor_pagination"]
        if "next" not in meta["links"]:
            break
        params["after"] = meta["end_cursor"]

    assert seen == sorted(five, reverse=True)


def test_a_cursor_outlives_changes_unless_the_switch_says_otherwise(api, store, five):
    params = {"limit": 2, "after": api.get("/v3/customers?limit=2").json()["meta"]["cursor_pagination"]["end_cursor"]}
    store.delete_customer(five[1])

    assert [row["id"] for row in api.get("/v3/customers", params=params).json()["data"]] == five[2:4]
    store.kit.switches.set(cursor_survives_change=False)
    assert api.get("/v3/customers", params=params).status_code == 422


def test_a_cursor_can_be_walked_back(api, five):
    later = api.get("/v3/customers?limit=2&page=1&sort=date_modified:asc").json()["meta"]["cursor_pagination"]
    forward = api.get("/v3/customers", params={"limit": 2, "sort": "date_modified:asc", "after": later["end_cursor"]})
    start = forward.json()["meta"]["cursor_pagination"]["start_cursor"]

    back = api.get("/v3/customers", params={"limit": 2, "sort": "date_modified:asc", "before": start})

    assert [row["id"] for row in back.json()["data"]] == five[:2]


@pytest.mark.parametrize(("switch", "status"), [("cap", 200), ("413", 413), ("422", 422)])
def test_more_than_250_rows_a_page_are_not_to_be_had(api, store, switch, status):
    store.kit.switches.set(over_limit=switch)

    answer = api.get("/v3/customers", params={"limit": 1000})

    assert answer.status_code == status
    if status == 200:
        assert answer.json()["meta"]["pagination"]["per_page"] == 250


def test_rows_that_move_shift_the_pages_behind_them(api, store, five):
    params = {"limit": 2, "sort": "date_modified:asc"}
    first = [row["id"] for row in api.get("/v3/customers", params=params).json()["data"]]
    store.edit_customer(first[0], company="moved to the end")
    second = [row["id"] for row in api.get("/v3/customers", params=params | {"page": 2}).json()["data"]]

    assert five[2] not in first + second


@pytest.mark.parametrize("text", ["page=0", "limit=x", "date_modified:min=yesterday"])
def test_values_that_mean_nothing_are_refused(api, text):
    assert api.get(f"/v3/customers?{text}").status_code == 422
