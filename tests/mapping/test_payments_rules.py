"""The user's own filters and mappings of payments, and payments that fail alone."""

from __future__ import annotations

from bc_myob.mapping.given import Given
from bc_myob.mapping.payments import map_payments
from bc_myob.model.records import SourceRecord
from bc_myob.model.statuses import Event
from sandbox.shop import payments as pay
from sandbox.shop.basket import Draft
from tests.mapping.orders_shop import DEMO, MAY, answered, changed, stored, transactions
from tests.mapping.payments_shop import BASKET, links, only, paid
from tests.mapping.present import NOW, THEN


def test_user_filters_and_mappings_reach_payments():
    only_large = {"entity": "Payment", "field": "amount", "condition": "Is Greater Than", "value": 30}
    told = {"entity": "Payment", "target": "Description", "source": "From the store"}
    settings = changed(filters=[only_large])
    found = paid(pay.store_credit("5.00"), pay.purchase(), settings=settings)
    assert [one.event for one in found] == [Event.FILTERED, Event.PREPARED]
    constant = changed(mappings=[told])
    assert only(paid(pay.purchase(), settings=constant)).document["Description"] == "From the store"


def mapping(target, source):
    told = {"entity": "Payment", "target": target, "source": source}
    return changed(mappings=[told])


def test_a_formula_that_cannot_be_computed_fails_its_payment_and_no_other():
    found = paid(
        pay.gift_certificate("G", "5.00"),
        pay.purchase(),
        settings=mapping("Description", "=CStr(1 / ([amount] - 5))"),
    )
    assert [one.event for one in found] == [Event.FAILED, Event.PREPARED]
    assert found[0].reason.startswith("The mapping of Description failed: ")
    assert (found[0].document, found[0].source_id) == (None, "1001")
    assert found[0].external_id != found[1].external_id


def test_the_present_moment_of_a_payments_formula_is_the_runs():
    found = only(paid(pay.purchase(), settings=mapping("Description", "=Format('{0:yyyy}', Now())")))
    assert found.document["Description"] == str(NOW.year)


def test_one_unreadable_order_fails_alone():
    bad = SourceRecord("9", {"order": {"id": 9}, "transactions": [{"id": "x"}]})
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(),)))
    good = SourceRecord("1001", {"order": answered(row), "transactions": transactions(row)})
    found = map_payments(Given(DEMO, [bad, good], links(), now=NOW))
    assert [one.event for one in found] == [Event.FAILED, Event.PREPARED]


def test_every_outcome_says_where_it_comes_from():
    row = stored(Draft(billing=MAY, lines=BASKET, payments=(pay.purchase(amount="5.00"), pay.declined())))
    source = SourceRecord("1001", {"order": answered(row), "transactions": transactions(row)}, THEN)
    found = map_payments(Given(DEMO, [source], links(), now=NOW))
    assert {one.event for one in found} == {Event.PREPARED, Event.HELD_BY_RULE}
    assert {(one.source_id, one.modified_at) for one in found} == {("1001", THEN)}
