"""Records that the mapping cannot read fail alone, and their reasons name the field."""

from __future__ import annotations

import pytest

from bc_myob.mapping.apart import map_apart
from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import map_payments
from bc_myob.mapping.unreadable import why_unreadable
from bc_myob.model.entities import Entity
from bc_myob.model.records import Link, Mapped, SourceRecord
from bc_myob.model.statuses import Event, Status
from sandbox.shop.basket import Draft, line
from tests.mapping.orders_shop import DEMO, MAY, order
from tests.mapping.present import NOW, THEN


def brittle(given):
    return [
        Mapped(one.source_id, one.source_id, Event.PREPARED, reason=one.payload["name"], modified_at=one.modified_at)
        for one in given.sources
    ]


@pytest.mark.parametrize("bad", [[0], [6], [2, 3], list(range(7)), []])
def test_records_that_break_the_mapping_fail_alone_and_all_keep_their_place(bad):
    sources = [SourceRecord(str(n), {} if n in bad else {"name": "x"}, THEN) for n in range(7)]
    found = map_apart(brittle, Given(DEMO, sources, now=NOW))
    assert [one.external_id for one in found] == [one.source_id for one in found] == [str(n) for n in range(7)]
    assert [n for n, one in enumerate(found) if one.event is Event.FAILED] == bad
    assert {one.modified_at for one in found} == {THEN}
    for n in bad:
        assert found[n].reason.startswith(
            "This record holds something that the mapping does not know how to read (KeyError: 'name'). "
        )


def test_what_is_of_another_shape_is_named_by_the_field_that_holds_it():
    record = {"title": "'str' object", "consignments": {"shipping": ["by post"]}}
    with pytest.raises(AttributeError) as caught:
        record["consignments"]["shipping"][0].get("address")
    assert why_unreadable(record, caught.value) == "consignments.shipping.0: 'by post' is not what belongs there"


def test_what_is_no_matter_of_data_breaks_the_task():
    def broken(given):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        map_apart(broken, Given(DEMO, [SourceRecord("1", {})], now=NOW))


def test_an_order_whose_payments_cannot_be_read_fails_as_one_record():
    known = {Entity.SALES_ORDER: {"7": Link("7", "7", Status.PROCESSED, "guid", "EO,1")}}
    payload = {"order": order(Draft(billing=MAY, lines=(line("JAM-QUINCE"),)), 7), "transactions": None}
    payload["order"] |= {"total_inc_tax": "a lot", "payment_status": "captured", "payment_method": "Cash"}
    (found,) = map_payments(Given(DEMO, [SourceRecord("7", payload, THEN)], known, now=NOW))
    assert (found.external_id, found.source_id, found.event) == ("7,0", "7", Event.FAILED)
    assert (found.description, found.modified_at) == ("Payments of order 7", THEN)
    assert "a lot" in found.reason
