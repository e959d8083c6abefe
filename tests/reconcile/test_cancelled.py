"""Orders that the store had cancelled before they were brought, or cancelled afterwards; and orders of another type."""

import pytest

from bc_myob.model.entities import Entity
from bc_myob.operators.load import LoadOperator
from tests.reconcile.planting import ORDER, SHOP
from tests.reconcile.shop import order
from tests.reconcile.test_endings import brought

pytestmark = pytest.mark.scenario


def test_an_order_is_to_be_cancelled_where_it_was_not_when_it_was_brought(shop, monkeypatch):
    shop.settings(orders__statuses_not_imported=[0, 10])
    before = order(shop, payments=(), payment_method="Manual")
    shop.store.set_order_status(before, 5)
    assert shop.run().state == "success"
    meanwhile = order(shop, payments=(), payment_method="Manual")
    execute = LoadOperator.execute

    def late(task, context):
        """The order is cancelled when it was read and before it is loaded."""
        if task.entity is Entity.SALES_ORDER and shop.store.order(meanwhile)["status_id"] != 5:
            shop.store.set_order_status(meanwhile, 5)
        return execute(task, context)

    monkeypatch.setattr(LoadOperator, "execute", late)
    assert shop.run().state == "success"
    shop.store.edit_order(before, staff_notes="She rang")
    brought(shop)
    assert shop.reconcile().faults == [(ORDER, str(meanwhile), "status")]
    shop.settings(orders__statuses_not_imported=[0, 5, 6, 10])
    for number in (before, meanwhile):
        shop.store.edit_order(number, staff_notes="She rang again")
    brought(shop)
    assert set(shop.records(ORDER, "Filtered")) == {str(before), str(meanwhile)}
    assert shop.reconcile().faults == [(ORDER, str(meanwhile), "status")]


def test_the_copy_of_an_order_under_the_type_that_the_settings_have_now_is_no_double(shop):
    number, twice = order(shop), order(shop)
    at = brought(shop)
    for each, kind in ((number, "SO"), (twice, "EO")):
        at.enter_order(shop.erp.order(at.number(each)), OrderType=kind, ExternalRef=f"{each}-{SHOP}")
    shop.settings(orders__order_type="SO")
    assert shop.reconcile().faults == [(ORDER, str(twice), "doubled")]
