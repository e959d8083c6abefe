"""The vendor's walk-throughs of orders and payments (connector 10.3 to 10.6), run through the real DAG."""

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sandbox.kit import Plan
from sandbox.shop.basket import Draft, Shipping, gift_certificate_line
from sandbox.shop.basket import Line as Article
from sandbox.shop.basket import line as article
from sandbox.shop.payments import gift_certificate, manual, purchase
from sandbox.shop.places import Address
from tests.scenarios.line import Line
from tests.scenarios.till import to_order

pytestmark = pytest.mark.scenario

LARRY = Address(
    first_name="Larry",
    last_name="Coleman",
    street_1="3690 Taylor Street",
    city="Sydney",
    state="New South Wales",
    zip="2000",
    phone="02 5550 0101",
    email="larry.coleman@example.com",
)
FREE_POST = Shipping(cost=Decimal(0))


class Walked:
    """The store's orders of the walk-throughs after one run."""

    def __init__(self, line):
        self.line, store = line, line.store
        larry = store.add_customer("Larry", "Coleman", "larry.coleman@example.com", addresses=[LARRY])
        self.first = store.add_order(
            Draft(
                billing=LARRY,
                customer_id=larry,
                lines=(article("JAM-QUINCE", 5),),
                shipping=FREE_POST,
                payments=(manual(),),
            )
        )
        self.guest = store.add_order(
            Draft(billing=LARRY, lines=(article("KNIFE-20CM"),), currency="USD", payments=(purchase(),))
        )
        self.sold = store.add_order(
            Draft(billing=LARRY, customer_id=larry, lines=(gift_certificate_line("25.00"),), payments=(purchase(),))
        )
        self.paid_partly = store.add_order(
            Draft(
                billing=LARRY,
                customer_id=larry,
                lines=(article("COFFEE-BLND"),),
                payments=(gift_certificate("YUM-123-ABC", "25.00"), purchase()),
            )
        )
        self.ran = line.run()

    def order(self, number):
        return self.line.erp.order(self.line.records("Sales Order", "Processed")[str(number)].erp_key.split(",")[1])

    def payments(self, number):
        found = [row for key, row in self.line.records("Payment", "Processed").items() if key.startswith(f"{number},")]
        return [self.line.erp.payment(row.erp_key.split(",")[1]) for row in found]


def opened(box, folder, patch, **settings):
    box.reset()
    box.erp.kit.switches.set(quick_operation="204")
    line = Line(box, folder, patch)
    line.settings(**settings)
    line.erp.seed(Plan())
    return line


@pytest.fixture(scope="module")
def walked(sandbox, tmp_path_factory, airflow_db):
    with pytest.MonkeyPatch.context() as patch:
        yield Walked(opened(sandbox, tmp_path_factory.mktemp("walked"), patch))


def test_10_3_the_first_order_brings_its_customer_and_its_manual_payment(walked):
    line, number = walked.line, walked.first
    assert walked.ran.state == "success"
    customer = next(iter(line.records("Customer", "Processed").values()))
    erp, stored = walked.order(number), line.store.order(number)
    assert erp["CustomerID"] == customer.erp_key
    assert erp["OrderType"] == "EO"
    assert erp["ExternalRef"] == f"{number}-Harbour Provisions"
    assert erp["Description"] == f"Harbour Provisions | Order: {number} | Status: Awaiting Fulfillment"
    assert erp["ShipVia"] == "AUSPOST"
    (row,) = erp["Details"]
    assert (row["InventoryID"], row["OrderQty"], row["Branch"]) == ("JAM-QUINCE", 5, "SYDNEY")
    assert erp["OrderTotal"] == stored["total_inc_tax"] == Decimal("56.00")
    (payment,) = walked.payments(number)
    assert (payment["Type"], payment["PaymentAmount"], payment["Status"]) == ("Prepayment", Decimal(56), "Balanced")
    assert payment["OrdersToApply"][0]["AppliedToOrder"] == 56


def test_10_4_a_guest_pays_by_card_into_a_prepayment_that_is_not_released(walked):
    number = walked.guest
    erp = walked.order(number)
    assert erp["CustomerID"] == "ECGUEST"
    assert erp["BillToContact"]["Attention"] == "Larry Coleman"
    assert erp["CurrencyID"] == "USD"
    (payment,) = walked.payments(number)
    (transaction,) = walked.line.store.order(number)["transactions"]
    assert payment["Status"] == "Balanced"
    assert payment["PaymentRef"] == transaction["gateway_transaction_id"]
    assert payment["CashAccount"] == "10250US"
    assert f"Order: {number} | Payment ID: {transaction['id']}" in payment["Description"]


def test_10_5_a_sold_gift_certificate_is_a_line_of_its_item(walked):
    erp = walked.order(walked.sold)
    assert [row["InventoryID"] for row in erp["Details"]] == ["GIFTCERT"]
    assert erp["OrderTotal"] == 25


def test_10_5_an_order_paid_partly_by_certificate_has_two_prepayments(walked):
    payments = {payment["PaymentMethod"]: payment for payment in walked.payments(walked.paid_partly)}
    total = walked.line.store.order(walked.paid_partly)["total_inc_tax"]
    assert set(payments) == {"GIFTCARDS", "ONLINE"}
    certificate = payments["GIFTCARDS"]
    assert (certificate["PaymentAmount"], certificate["Status"]) == (25, "Balanced")
    assert "YUM-123-ABC" in certificate["Description"]
    assert sum(payment["OrdersToApply"][0]["AppliedToOrder"] for payment in payments.values()) == total


def test_10_3_sales_order_only_brings_the_customer_and_the_payment(box, tmp_path, monkeypatch, airflow_db):
    line = opened(box, tmp_path, monkeypatch)
    larry = line.store.add_customer("Larry", "Coleman", "larry.coleman@example.com", addresses=[LARRY])
    line.store.add_customer("Some", "Body", "some.body@example.com", addresses=[LARRY])
    placed = Draft(
        billing=LARRY,
        customer_id=larry,
        lines=(article("JAM-QUINCE", 5),),
        shipping=FREE_POST,
        payments=(manual(),),
        status_id=11,
    )
    number = line.store.add_order(placed)
    assert line.run(entities=["orders"]).state == "success"
    found = {entity: line.records(entity) for entity in ("Sales Order", "Customer", "Payment")}
    assert {entity: [row.status for row in rows.values()] for entity, rows in found.items()} == {
        entity: ["Processed"] for entity in found
    }
    erp, stored = line.erp.order(found["Sales Order"][str(number)].erp_key.split(",")[1]), line.store.order(number)
    assert erp["CustomerID"] == found["Customer"][str(larry)].erp_key
    assert (erp["OrderType"], erp["ExternalRef"]) == ("EO", f"{number}-Harbour Provisions")
    assert erp["Date"].date() == stored["date_created"].astimezone(ZoneInfo("Australia/Sydney")).date()
    assert erp["Description"] == f"Harbour Provisions | Order: {number} | Status: Awaiting Fulfillment"
    (row,), (sold,) = erp["Details"], stored["products"]
    assert (row["Branch"], row["InventoryID"], row["OrderQty"]) == ("SYDNEY", "JAM-QUINCE", 5)
    assert (row["UnitPrice"], row["ExtendedPrice"]) == (sold["price_inc_tax"], sold["total_inc_tax"])
    (paid,) = found["Payment"].values()
    payment = line.erp.payment(paid.erp_key.split(",")[1])
    assert (payment["Type"], payment["PaymentAmount"]) == ("Prepayment", stored["total_inc_tax"])
    assert to_order(payment) == stored["total_inc_tax"]


def test_10_6_document_discounts_stand_beside_lines_without_discount(box, tmp_path, monkeypatch, airflow_db):
    line = opened(box, tmp_path, monkeypatch, orders__show_discounts_as="Document Discounts")
    number = line.store.add_order(
        Draft(
            billing=LARRY,
            lines=(
                Article(sku="HONEY-LW-500", quantity=2, price=Decimal("45.15"), discount=Decimal("9.03")),
                Article(sku="OIL-EV-750", price=Decimal("45.00")),
                Article(sku="SALT-MURRAY", price=Decimal("10.00"), discount=Decimal("10.00")),
            ),
            shipping=FREE_POST,
            discount=Decimal("6.77"),
            payments=(purchase(),),
        )
    )
    assert line.run().state == "success"
    record = line.records("Sales Order")[str(number)]
    assert record.status == "Processed", record.last_error
    erp = line.erp.order(record.erp_key.split(",")[1])
    assert (erp["OrderTotal"], erp["DisableAutomaticDiscountUpdate"]) == (Decimal("119.50"), True)
    assert [(row["ExtendedPrice"], row["DiscountAmount"]) for row in erp["Details"]] == [
        (Decimal("90.30"), 0),
        (Decimal("45.00"), 0),
        (0, 0),
    ]
    assert [(row["Type"], row["DiscountAmount"]) for row in erp["DiscountDetails"]] == [
        ("External Document", Decimal("15.80"))
    ]
