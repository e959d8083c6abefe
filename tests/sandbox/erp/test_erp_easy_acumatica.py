"""A client nobody here wrote: easy-acumatica signs in, reads and writes without complaint."""

from __future__ import annotations

import pytest

from sandbox.shop import catalogue
from tests.sandbox.erp.erp_bodies import CUSTOMER, order, prepayment, wrapped

easy_acumatica = pytest.importorskip("easy_acumatica")
odata = pytest.importorskip("easy_acumatica.odata")
exceptions = pytest.importorskip("easy_acumatica.exceptions")


@pytest.fixture
def client(erp_url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = easy_acumatica.AcumaticaClient(
        base_url=erp_url,
        username=catalogue.ERP_USER,
        password=catalogue.ERP_PASSWORD,
        tenant=catalogue.TENANT,
        endpoint_name="Default",
        cache_dir=tmp_path,
    )
    yield made
    made.logout()


def test_it_signs_in_reads_writes_releases_and_signs_out(client, erp, caplog):
    made = client.customer.put_entity(CUSTOMER, options=odata.QueryOptions(expand=["MainContact"]))
    customer = made["CustomerID"]["value"]
    assert made["MainContact"]["Email"]["value"] == "ann@example.com"

    found = client.customer.get_list(
        options=odata.QueryOptions(filter=odata.F.AccountRef == "17-Harbour", select=["CustomerID"])
    )
    assert [row["CustomerID"]["value"] for row in found] == [customer]

    sold = client.sales_order.put_entity(order(customer))
    number = sold["OrderNbr"]["value"]
    assert client.sales_order.get_by_keys(OrderType="EO", OrderNbr=number)["id"] == sold["id"]
    assert client.sales_order.get_by_id(sold["id"])["OrderNbr"]["value"] == number

    paid = client.payment.put_entity(prepayment(customer, number))
    entity = client.models.Payment(Type="Prepayment", ReferenceNbr=paid["ReferenceNbr"]["value"])
    client.payment.invoke_action_release_payment(client.models.ReleasePayment(entity=entity))
    assert erp.payment(paid["ReferenceNbr"]["value"])["Status"] == "Open"

    branches = client.companies_structure.put_entity({}, options=odata.QueryOptions(expand=["Results"]))
    assert branches["Results"][0]["BranchID"]["value"] == catalogue.BRANCH
    assert [record.message for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []

    client.logout()
    assert erp.open_sessions() == 1  # its OData call with basic sign-in took a seat that nobody signs out of


def test_it_understands_refusals(client):
    with pytest.raises(exceptions.AcumaticaError, match="raised at least one error"):
        client.sales_order.put_entity(order("NOBODY") | wrapped(Description="x"))
