"""Lines never double, and an answer that differs is noticed."""

from decimal import Decimal

from bc_myob.model.entities import Entity
from bc_myob.sync.registry import REGISTRY
from bc_myob.sync.verify import differences
from bc_myob.sync.writing import creation, row_ids, update

ORDER = REGISTRY[Entity.SALES_ORDER]
PAYMENT = REGISTRY[Entity.PAYMENT]


def line(reference, quantity=1):
    return {"ExternalRef": reference, "InventoryID": "TEA", "OrderQty": quantity}


def test_an_update_names_known_lines_by_id_adds_new_ones_and_deletes_those_gone():
    document = {"ExternalRef": "1-Shop", "Details": [line("11"), line("13")]}
    write = update(ORDER, document, "order-guid", {"Details": {"11": "row-11", "12": "row-12"}})
    assert write.document == {
        "ExternalRef": "1-Shop",
        "id": "order-guid",
        "Details": [line("11") | {"id": "row-11"}, line("13"), {"id": "row-12", "delete": True}],
    }
    assert not write.creates


def test_a_creation_sends_the_document_as_it_is():
    document = {"ExternalRef": "1-Shop", "Details": [line("11")]}
    assert creation(document).document == document


def test_discounts_and_taxes_gone_in_the_store_go_in_the_erp_too():
    document = {"ExternalRef": "1-Shop", "TaxDetails": [{"TaxID": "GST"}]}
    known = {"DiscountDetails": {"SPRING": "row-d"}, "TaxDetails": {"GST": "row-g", "WET": "row-w"}}
    assert update(ORDER, document, "order-guid", known).document == {
        "ExternalRef": "1-Shop",
        "id": "order-guid",
        "DiscountDetails": [{"id": "row-d", "delete": True}],
        "TaxDetails": [{"TaxID": "GST", "id": "row-g"}, {"id": "row-w", "delete": True}],
    }


def test_row_ids_come_from_the_answer():
    reply = {"Details": [{"id": "r1", "ExternalRef": "11"}, {"id": "r2", "ExternalRef": None}]}
    assert row_ids(ORDER, reply)["Details"] == {"11": "r1"}


def test_an_equal_answer_has_no_differences():
    document = {"ExternalRef": "1-Shop", "CurrencyID": "AUD", "Details": [line("11")]}
    reply = {"ExternalRef": "1-Shop", "CurrencyID": "AUD", "OrderTotal": Decimal("10.0000"), "Details": [line("11")]}
    assert differences(ORDER, document, reply, expected_total=Decimal("10.00")) == []


def test_every_kind_of_difference_is_named():
    document = {"ExternalRef": "1-Shop", "CurrencyID": "NZD", "Details": [line("11")]}
    reply = {"ExternalRef": None, "CurrencyID": "AUD", "OrderTotal": Decimal(11), "Details": [line("11")] * 2}
    found = [str(message) for message in differences(ORDER, document, reply, expected_total=Decimal(10))]
    assert found == [
        "CurrencyID: NZD was sent, AUD was saved",
        "ExternalRef: was not saved; the endpoint version may lack this field",
        "Details: 1 rows were sent, 2 are there",
        "OrderTotal: the store's total is 10, MYOB has 11",
    ]


def test_a_payment_of_another_amount_is_noticed():
    document = {"ExternalRef": "1/2-Shop", "PaymentAmount": Decimal("10.00")}
    reply = {"ExternalRef": "1/2-Shop", "PaymentAmount": Decimal("1.0000")}
    assert [message.field for message in differences(PAYMENT, document, reply)] == ["PaymentAmount"]
