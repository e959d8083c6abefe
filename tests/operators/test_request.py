"""Which window a run reads, and what its Params may say."""

from datetime import UTC, datetime, timedelta

import pytest

from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.records import Window, WindowKey
from bc_myob.operators.request import Flow, Moment, RunRequest, request_for
from tests.params import SYNC as PARAMS

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
INTERVAL = (NOW - 2 * HOUR, NOW - HOUR)


def window(flow=Flow.SYNC, interval=None, last_closed=None, **params):
    moment = Moment(now=NOW, interval=interval, last_closed=last_closed, overlap=timedelta(minutes=5))
    return request_for(flow, PARAMS | params, {}, moment).window


def test_the_first_preparation_is_always_full():
    assert window() == Window(None, NOW)
    assert window(interval=INTERVAL) == Window(None, INTERVAL[1])


def test_a_scheduled_run_reads_its_interval_with_an_overlap():
    assert window(interval=INTERVAL, last_closed=INTERVAL[0]).start == INTERVAL[0] - timedelta(minutes=5)


def test_a_gap_left_by_a_paused_dag_is_closed():
    assert window(interval=INTERVAL, last_closed=NOW - 48 * HOUR).start == NOW - 48 * HOUR - timedelta(minutes=5)


def test_a_manual_run_reads_since_the_last_closed_window():
    assert window(last_closed=NOW - HOUR) == Window(NOW - HOUR - timedelta(minutes=5), NOW)


def test_mode_full_reads_from_the_beginning():
    assert window(last_closed=NOW - HOUR, mode="full") == Window(None, NOW)


@pytest.mark.parametrize(
    ("asked", "brought"),
    [
        (["orders"], list(Entity)),
        (["orders", "payments"], list(Entity)),
        (["customers", "locations"], [Entity.CUSTOMER, Entity.CUSTOMER_LOCATION]),
        (["payments"], [Entity.PAYMENT]),
    ],
)
def test_orders_bring_their_customers_and_payments_and_nothing_else_brings_anything(asked, brought):
    moment = Moment(now=NOW, interval=None, last_closed=None, overlap=timedelta(0))
    request = request_for(Flow.SYNC, PARAMS | {"entities": asked}, {}, moment)
    assert list(request.brought) == brought
    assert not request.closes(moment)


DATES = {"window_start": "2026-03-01", "window_end": "2026-03-02"}


def test_incremental_by_date_reads_its_dates_leaves_out_what_is_processed_and_closes_nothing():
    moment = Moment(now=NOW, interval=None, last_closed=NOW - HOUR, overlap=timedelta(minutes=5))
    request = request_for(Flow.SYNC, PARAMS | DATES | {"mode": "incremental_by_date"}, {}, moment)
    assert request.window == Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC))
    assert request.unprocessed
    assert not request.closes(moment)
    assert RunRequest.from_xcom(request.to_xcom()) == request


@pytest.mark.parametrize(
    ("params", "anew"), [({}, False), ({"mode": "full"}, True), ({"order_ids": [7]}, True), (DATES, False)]
)
@pytest.mark.parametrize("last_closed", [None, NOW - HOUR], ids=["first run", "later run"])
def test_only_what_a_person_wants_is_asked_for_all_there_is_of_its_orders(params, anew, last_closed):
    moment = Moment(now=NOW, interval=None, last_closed=last_closed, overlap=timedelta(minutes=5))
    request = request_for(Flow.SYNC, PARAMS | params, {}, moment)
    assert request.asks_anew is anew
    assert RunRequest.from_xcom(request.to_xcom()) == request


def test_the_first_preparation_is_full_whatever_was_chosen():
    moment = Moment(now=NOW, interval=None, last_closed=None, overlap=timedelta(minutes=5))
    request = request_for(Flow.SYNC, PARAMS | DATES | {"mode": "incremental_by_date"}, {}, moment)
    assert request.window == Window(None, NOW)
    assert not request.unprocessed
    assert request.closes(moment)


@pytest.mark.parametrize(
    ("flow", "dates", "says"),
    [(Flow.SYNC, {}, "needs its dates"), (Flow.BACKFILL, DATES, "belongs to the sync DAG")],
)
def test_incremental_by_date_without_its_dates_or_in_a_backfill_is_refused(flow, dates, says):
    with pytest.raises(ConfigurationError, match=says):
        window(flow, last_closed=NOW, mode="incremental_by_date", **dates)


def test_a_given_window_is_taken_as_it_is_and_a_time_without_zone_is_utc():
    found = window(window_start="2026-01-01", window_end="2026-02-01T00:00:00+11:00", last_closed=NOW)
    assert found == Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 31, 13, tzinfo=UTC))


TODAY = {"window_start": "2026-03-10", "window_end": "2026-03-11"}


@pytest.mark.parametrize(
    ("interval", "params"),
    [
        (None, TODAY),
        (None, {"window_end": "2027-01-01"}),
        (None, TODAY | {"mode": "incremental_by_date"}),
        ((NOW - HOUR, NOW + HOUR), {}),
        ((NOW - HOUR, NOW + HOUR), {"mode": "full"}),
    ],
    ids=["today", "only an end", "by date", "an interval that is not over", "full, in such an interval"],
)
def test_no_window_ends_in_the_future(interval, params):
    assert window(interval=interval, last_closed=NOW - 24 * HOUR, **params).end == NOW


def test_a_backfill_of_today_reads_up_to_now():
    assert window(Flow.BACKFILL, last_closed=NOW, **TODAY).end == NOW


def test_a_backfill_reads_its_day_of_creation():
    day = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC))
    assert window(Flow.BACKFILL, interval=day, last_closed=NOW) == Window(*day, WindowKey.CREATED)


@pytest.mark.parametrize(
    ("flow", "params", "conf", "said"),
    [
        (Flow.BACKFILL, {}, {}, "set window_start and window_end"),
        (Flow.SYNC, {"window_start": "2026-02-01", "window_end": "2026-01-01"}, {}, "is not before window_end"),
        (Flow.SYNC, {"window_start": "2026-03-11", "window_end": "2026-03-12"}, {}, "lies in the future"),
        (Flow.SYNC, {"window_start": "yesterday"}, {}, "window_start 'yesterday' is no date"),
        (Flow.SYNC, {}, {"widnow_start": "x"}, "widnow_start: no such Param"),
    ],
)
def test_what_makes_no_sense_is_refused(flow, params, conf, said):
    moment = Moment(now=NOW, interval=None, last_closed=None, overlap=HOUR)
    with pytest.raises(ConfigurationError, match=said):
        request_for(flow, PARAMS | params, conf, moment)


def test_a_request_survives_its_way_through_xcom():
    moment = Moment(now=NOW, interval=None, last_closed=None, overlap=HOUR)
    request = request_for(Flow.SYNC, PARAMS | {"entities": ["orders"], "order_ids": [7]}, {}, moment)
    assert RunRequest.from_xcom(request.to_xcom()) == request
    assert request.entities == (Entity.SALES_ORDER,)


@pytest.mark.parametrize(
    ("params", "last_closed", "closes"),
    [
        ({}, None, True),
        ({}, NOW - HOUR, True),
        ({"entities": ["orders", "payments"]}, NOW - HOUR, False),
        ({"order_ids": [7]}, NOW - HOUR, False),
        ({"window_start": "2026-03-10T11:30:00"}, NOW - HOUR, False),
        ({"window_start": "2026-03-10T10:30:00"}, NOW - HOUR, True),
        ({"window_start": "2026-03-10T10:30:00"}, None, False),
    ],
)
def test_only_a_complete_run_without_a_gap_closes_its_window(params, last_closed, closes):
    moment = Moment(now=NOW, interval=None, last_closed=last_closed, overlap=timedelta(minutes=5))
    assert request_for(Flow.SYNC, PARAMS | params, {}, moment).closes(moment) is closes


CLOSED = Moment(now=NOW, interval=None, last_closed=NOW - HOUR, overlap=timedelta(minutes=5))


def asked(**params):
    return request_for(Flow.SYNC, PARAMS | params, {}, CLOSED)


@pytest.mark.parametrize("chosen", [["customers"], ["customers", "locations"]])
def test_customers_take_their_locations_along(chosen):
    assert asked(entities=chosen).entities == (Entity.CUSTOMER, Entity.CUSTOMER_LOCATION)


def test_locations_are_not_chosen_by_themselves():
    assert asked(entities=["locations", "orders"]).entities == (Entity.SALES_ORDER,)
    with pytest.raises(ConfigurationError, match="locations go with their customers: choose customers"):
        asked(entities=["locations"])


def test_a_run_with_dates_knows_that_they_were_given():
    assert RunRequest.from_xcom(asked(**DATES).to_xcom()).dated
    assert not RunRequest.from_xcom(asked().to_xcom()).dated
    assert not asked(mode="full").dated
