"""Tag Ext. Order with ERP Order Nbr. (connector 4.3, 6.6): the ERP's number on the order in the store."""

import pytest

from sandbox.shop.basket import line as article

pytestmark = [pytest.mark.scenario, pytest.mark.slow]

JAM = article("JAM-QUINCE", 2)
READ_ONLY = (
    "store_v2_customers_read_only,store_v2_orders_read_only,store_v2_transactions_read_only,"
    "store_v2_information_read_only,store_payments_methods_read"
)


def tags(till, number):
    """Give the metafields of an order as (namespace, key, value, permission set)."""
    rows = till.store.order(number)["metafields"]
    return [(row["namespace"], row["key"], row["value"], row["permission_set"]) for row in rows]


def tag_of(till, number):
    return [("myob_advanced", "order_nbr", till.order_number(number), "read")]


def metafield_calls(till):
    return {kind: count for kind, count in till.line.box.calls().items() if "metafields" in kind}


def writes(till):
    return [effect for effect in till.store.kit.ledger if effect.resource == "order metafields"]


def test_the_number_is_written_once_and_a_second_run_writes_nothing(till):
    till.line.settings(orders__tag_external_order=True)
    till.store.kit.switches.set(metafield_moves_order=True)  # the order looks changed by its own tag
    one, other = till.order(JAM), till.order(JAM)
    till.run()
    assert [tags(till, number) for number in (one, other)] == [tag_of(till, one), tag_of(till, other)]
    assert len(writes(till)) == 2
    assert till.record("Sales Order", one).last_error is None

    till.line.box.reset_calls()
    till.run()
    till.run()
    assert metafield_calls(till) == {}
    assert len(till.line.effects("SalesOrder")) == 2

    till.store.set_order_status(one, 2)  # the ERP's order changes, its number does not
    till.run()
    assert len(till.line.effects("SalesOrder")) == 3
    assert metafield_calls(till) == {}


def test_off_as_shipped_nothing_is_written_to_orders(till):
    number = till.order(JAM)
    till.run()
    assert till.record("Sales Order", number).status == "Processed"
    assert tags(till, number) == []
    assert metafield_calls(till) == {}


@pytest.mark.parametrize("right", [True, False])
def test_a_tag_that_is_there_already_is_found_and_put_right(till, right):
    number = till.order(JAM)
    till.run()
    value = till.order_number(number) if right else "EO999999"
    row = {"id": 1, "namespace": "myob_advanced", "key": "order_nbr", "value": value, "permission_set": "read"}
    till.store.order(number)  # there is such an order
    with till.store.lock:
        till.store.find("orders", number)["metafields"].append(row)
    till.line.settings(orders__tag_external_order=True)
    till.store.set_order_status(number, 2)
    till.run()
    assert tags(till, number) == tag_of(till, number)
    assert [effect.action for effect in writes(till)] == ([] if right else ["update"])


def test_a_tag_that_is_refused_is_a_note_on_a_processed_order_and_is_made_up_for(till):
    till.line.settings(orders__tag_external_order=True)
    till.store.kit.limits.set(scopes=READ_ONLY)
    numbers = [till.order(JAM) for _ in range(3)]
    till.run()
    for number in numbers:
        record = till.record("Sales Order", number)
        assert record.status == "Processed"
        assert f"its number {till.order_number(number)} could not be written" in record.last_error
        assert "Give it the OAuth scope store_v2_orders;" in record.last_error
        assert till.payment(number).status == "Processed"
    assert sum(metafield_calls(till).values()) == 1  # the others of the load would meet the same

    till.store.kit.limits.set(scopes="all")
    till.store.set_order_status(numbers[0], 2)
    till.run()
    assert tags(till, numbers[0]) == tag_of(till, numbers[0])
    assert till.record("Sales Order", numbers[0]).last_error is None
    assert tags(till, numbers[1]) == []


def test_an_order_that_may_have_no_more_metafields_concerns_no_other(till):
    till.line.settings(orders__tag_external_order=True)
    full, other = till.order(JAM), till.order(JAM)
    rows = [
        {"id": key, "namespace": "x", "key": str(key), "value": "y", "permission_set": "read"} for key in range(250)
    ]
    with till.store.lock:
        till.store.find("orders", full)["metafields"].extend(rows)
    till.run()
    assert till.record("Sales Order", full).status == "Processed"
    assert "could not be written" in till.record("Sales Order", full).last_error
    assert tags(till, other) == tag_of(till, other)


@pytest.mark.parametrize("after", [True, False])
def test_a_lost_answer_is_looked_up_and_no_second_tag_is_made(till, after):
    till.line.settings(orders__tag_external_order=True)
    till.store.kit.faults.add(path="/metafields", method="POST", kind="cut", after=after)
    number = till.order(JAM)
    till.run()
    assert till.record("Sales Order", number).status == "Processed"
    if after:
        assert till.record("Sales Order", number).last_error is None
    else:  # whether the call may be repeated is not known: the next time the order is sent
        assert "could not be written" in till.record("Sales Order", number).last_error
        till.store.set_order_status(number, 2)
        till.run()
    assert tags(till, number) == tag_of(till, number)
    assert [effect.action for effect in writes(till)] == ["create"]
