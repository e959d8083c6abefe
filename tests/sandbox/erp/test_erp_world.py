"""What tests hold in their hands: edits by staff, state that is kept, tables for a checklist."""

from __future__ import annotations

import pytest

from sandbox.erp.transactions import Refused
from sandbox.kit import Plan
from sandbox.kit.state import decode, encode
from sandbox.shop import catalogue


def test_what_staff_does_is_not_in_the_ledger(erp, sale):
    number, payment = sale
    effects = len(erp.kit.ledger)
    erp.release_payment(payment)
    erp.void_payment(payment)
    erp.cancel_order(number)
    erp.delete("Customer", erp.add_customer("Gone"))
    erp.add_cross_reference("JAM-QUINCE", "QUINCE")
    assert len(erp.kit.ledger) == effects
    assert erp.record("StockItem", "JAM-QUINCE")["CrossReferences"][0]["AlternateID"] == "QUINCE"


def test_staff_meet_the_same_checks(erp):
    with pytest.raises(Refused, match="CustomerClass"):
        erp.add_customer("X", CustomerClass="NONE")
    with pytest.raises(ValueError, match="default location"):
        erp.delete("CustomerLocation", catalogue.GUEST_CUSTOMER, "MAIN")
    with pytest.raises(LookupError, match="Customer NOBODY"):
        erp.customer("NOBODY")


def test_a_world_continues_from_its_dump(erp, sale, api):
    saved = decode(encode(erp.dump()))
    version = erp.version
    erp.reset()
    assert erp.counts()["SalesOrder"] == 0
    erp.load(saved)
    assert erp.dump() == saved
    assert erp.version > version
    assert erp.order(sale[0])["Payments"][0]["ReferenceNbr"] == sale[1]
    assert erp.add_customer("Next") == "C000002"


def test_a_seeded_tenant_has_wholesale_customers_of_its_own(erp):
    before = erp.counts()["Customer"]
    erp.seed(Plan())
    assert erp.counts()["Customer"] == before + 3
    assert len(erp.kit.ledger) == 0


def test_every_item_the_shop_sells_is_known_under_its_inventory_id(erp):
    known = {row["InventoryID"] for entity in ("StockItem", "NonStockItem") for row in erp.records(entity)}
    assert {product.inventory_id for product in catalogue.PRODUCTS if product.inventory_id} <= known


TABLES = {
    "FeaturesSet": ("AccountLocations", True),
    "Numbering": ("NumberingID", catalogue.CUSTOMER_NUMBERING),
    "Segment": ("DimensionID", "CUSTOMER"),
    "SOOrderType": ("OrderType", catalogue.ORDER_TYPE),
    "CashAccount": ("CashAccountCD", "10250AU"),
    "Branch": ("BranchCD", catalogue.BRANCH),
}


@pytest.mark.parametrize("table", TABLES)
def test_a_checklist_reads_tables_by_odata(visitor, erp, table):
    who = (catalogue.ERP_USER, catalogue.ERP_PASSWORD)
    name, value = TABLES[table]
    rows = visitor.get(f"/t/HARBOUR/api/odata/dac/{table}", auth=who).json()["value"]
    assert value in [row[name] for row in rows]
    assert erp.open_sessions() == 1


def test_tables_can_be_closed(api, erp):
    erp.kit.switches.set(dac_odata=False)
    assert api.client.get("/t/HARBOUR/api/odata/dac/Branch").status_code == 403


def test_records_are_shown_over_the_control_api(api, sale):
    (shown,) = api.client.get("/_control/records/Payment").json()
    assert shown["ReferenceNbr"] == sale[1]
