"""Discover: a settings file from two connections, completed later without touching what people decided."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from bc_myob.discover.found import CashAccount, Choice, Found, StoreMethod
from bc_myob.discover.merge import merged
from bc_myob.discover.rows import impossible
from bc_myob.discover.template import new_file
from bc_myob.model.errors import ConfigurationError
from bc_myob.operators.checking.discovery import chosen, connections_of, discover, endpoint_of
from bc_myob.operators.checking.discovery_file import check_still_loads, load_complaint
from bc_myob.store.loading import load_store, read_store_file, store_file
from bc_myob.store.settings import ConnectionSettings, EndpointSettings
from sandbox.kit import Plan
from tests.checklist.conftest import bench  # noqa: F401 - the same settings and connections

DEMO = Path(__file__).resolve().parents[2] / "include" / "stores" / "demo.yaml"
COD = "{store_payment_method: COD (OFFLINE), currency: AUD}"
CONNECTIONS = ConnectionSettings(bigcommerce="bigcommerce_demo", myob_advanced="myob_advanced_demo")


def small(**changes):
    known = {
        "store_name": "Corner Shop",
        "currencies": ["AUD"],
        "methods": [StoreMethod("custom", "custom", "Manual", seen=True)],
        "shipping": [("Australia", "Post")],
        "accounts": [CashAccount("ONLINE", "10250AU", "SYDNEY", "AUD")],
    }
    return Found(**(known | changes))


def test_a_newcomer_gets_a_file_that_says_what_is_still_to_fill_in(bench, tmp_path):  # noqa: F811
    path = tmp_path / "shop.yaml"
    result = discover(path, CONNECTIONS)
    assert result.is_new
    assert "customers.customer_class is empty; orders.order_type is empty" in result.still_to_fill
    said = yaml.safe_load(path.read_text())
    assert said["active"] is False
    assert said["orders"]["branch"] == "SYDNEY"  # there is no other
    assert said["customers"]["customer_numbering"] == "ECCUSTOMER"
    rows = said["payments"]["methods"] + said["shipping"]
    assert len(rows) > 30
    assert not any(row["active"] for row in rows)
    assert bench.box.ledger() == []
    assert bench.erp.open_sessions() == 0


def test_once_the_required_choices_are_made_the_file_loads_and_its_checklist_names_the_rest(bench, tmp_path):  # noqa: F811
    path = tmp_path / "shop.yaml"
    discover(path, CONNECTIONS)
    text = path.read_text()
    for box, value in (("customer_class", "ECOMMERCE"), ("order_type", "EO")):
        assert f'{box}: ""' in text
        text = text.replace(f'{box}: ""', f"{box}: {value}")
    path.write_text(text)
    assert read_store_file(path).customers.customer_class == "ECOMMERCE"
    bench.said = yaml.safe_load(text)
    bench.run()
    assert bench.broken() == {"orders.refund_amount_item", "payments.rows"}


def versions(*names):
    return [dict(zip(("name", "version"), name.split("/"), strict=True)) for name in names]


ENDPOINTS = [
    # the file's own, those there are -> the one that is asked
    (None, ("Default/22.200.001", "Default/24.200.001"), "Default/24.200.001"),
    (None, ("Default/22.200.001", "Default/23.200.001", "eCommerce/24.200.001"), "Default/23.200.001"),
    (None, ("Default/20.200.001", "Default/25.200.001"), "Default/20.200.001"),
    (None, ("Default/26.200.001", "Default/25.200.001"), "Default/25.200.001"),
    ("Shop/1", ("Default/24.200.001",), "Default/24.200.001"),
    ("endpoint: {name: Shop, version: '23.200.001'}", ("Default/24.200.001", "Shop/23.200.001"), "Shop/23.200.001"),
    ("endpoint: {version: '22.200.001'}", ("Default/24.200.001", "Default/22.200.001"), "Default/22.200.001"),
    ("endpoint: {version: '21.200.001'}", ("Default/24.200.001", "Default/22.200.001"), "Default/24.200.001"),
]


@pytest.mark.parametrize(("file", "there", "asked"), ENDPOINTS)
def test_the_endpoint_that_is_asked_is_the_files_own_or_the_nearest_known(file, there, asked):
    name, version = asked.split("/")
    assert chosen(endpoint_of(file or ""), versions(*there)) == EndpointSettings(name=name, version=version)


def endpoints(bench, *names):  # noqa: F811
    """Let the ERP have these endpoints alone."""
    bench.fault(path="/entity$", kind="status", status=200, body={"endpoints": versions(*names)}, times=None)


def test_an_erp_with_older_endpoints_alone_is_read_through_the_newest_of_them(bench, tmp_path):  # noqa: F811
    endpoints(bench, "Default/22.200.001", "Default/23.200.001")
    path = tmp_path / "shop.yaml"
    assert discover(path, CONNECTIONS).unread == []
    said = yaml.safe_load(path.read_text())
    assert (said["endpoint"]["version"], said["orders"]["branch"]) == ("23.200.001", "SYDNEY")
    assert "one of DEFAULT (Local customers), ECOMMERCE (Web shop)" in path.read_text()
    assert bench.erp.open_sessions() == 0


def test_without_an_endpoint_to_ask_the_true_reason_is_told(bench, tmp_path):  # noqa: F811
    endpoints(bench, "eCommerce/24.200.001")
    unread = " ".join(discover(tmp_path / "shop.yaml", CONNECTIONS).unread)
    assert "the customer classes (not asked, because the ERP has no endpoint Default/24.200.001; it has" in unread
    assert "let in" not in unread
    assert "order types" not in unread


def test_every_inactive_row_says_what_has_to_be_decided(bench, tmp_path):  # noqa: F811
    path = tmp_path / "shop.yaml"
    discover(path, CONNECTIONS)
    lines = path.read_text().splitlines()
    rows = [number for number, line in enumerate(lines) if line.lstrip().startswith("- {")]
    assert all(lines[number - 1].lstrip().startswith("# DECIDE") for number in rows)
    card = next(line for line in lines if "Credit Card in NZD" in line)
    assert "one of ONLINE 10250NZ;" in card


def test_ways_to_pay_are_taken_from_the_payments_themselves(bench, tmp_path):  # noqa: F811
    bench.store.seed(Plan(customers=10, orders=20, days=2))
    path = tmp_path / "shop.yaml"
    discover(path, CONNECTIONS)
    text = path.read_text()
    assert "BRAINTREE (CREDIT_CARD)" in text
    card = text.index("DECIDE Credit Card in AUD")
    assert "was seen yet" not in text[card : text.index("\n", card)]


def test_running_again_changes_nothing(bench, tmp_path):  # noqa: F811
    path = tmp_path / "shop.yaml"
    discover(path, CONNECTIONS)
    before = path.read_bytes()
    result = discover(path, CONNECTIONS)
    assert (result.is_new, list(result.added)) == (False, [])
    assert path.read_bytes() == before


def test_decisions_and_comments_stay_to_the_letter_and_new_rows_come_after_them(bench, tmp_path):  # noqa: F811
    path = tmp_path / "demo.yaml"
    shutil.copy(DEMO, path)
    result = discover(path, connections_of(path))
    assert "AFTERPAY (OFFSITE) AUD" in result.added
    assert "BRAINTREE (CREDIT_CARD) AUD" not in result.added
    assert result.still_to_fill == ""
    old, new = DEMO.read_text().splitlines(), path.read_text().splitlines()
    left = iter(new)
    assert all(any(line == each for each in left) for line in old), "every old line is there, in its order"
    settings = read_store_file(path)
    assert (
        settings.payments.methods[: len(read_store_file(DEMO).payments.methods)]
        == read_store_file(DEMO).payments.methods
    )
    assert not any(row.active for row in settings.payments.methods[9:])


@pytest.mark.parametrize(
    "text",
    [
        f"payments:\n  methods:\n    - {COD} # mine\n\n# shipping below\nshipping: []\n",
        "payments:\n  methods:\n    - store_payment_method: X (Y)\n      currency: AUD # mine\n  # trailing\nrun: {}\n",
        "payments: {methods: [" + COD + "]}\n",
        "payments:\n  methods: []\nshipping:\n",
        f"payments:\n  methods:\n  - {COD}\nshipping:\n- {{store_shipping_zone: X, store_shipping_method: Y}}",
        "payments:\n  ask_again_days: 3 # mine\nrun: {}\n",
        "store_name: Corner Shop # mine\n",
        "payments: {} # mine\nstore_name: X\n",
        "payments:\nshipping:\n",
        "payments: {ask_again_days: 3} # mine\n",
        "payments: {methods: []} # mine\n",
        "payments:\n  methods: ~ # none yet\nshipping: null\n",
        "payments:\n  methods: [\n    " + COD + ", # c\n  ]\nrun: {}\n",
        "payments:\n  methods:\n  - &x " + COD + "\n  unsupported_manual_methods: []\nrun: {}\n",
        "payments:\n  methods:\n  - store_payment_method: COD (OFFLINE)\n    currency: >-\n      AUD\n\nrun: {}\n",
        "shipping:\n- store_shipping_zone: A\n  store_shipping_method: |\n    B\n\n\npayments: {methods: []}\n",
        "---\nstore_name: X\npayments:\n  methods: []\n...\n",
        "store_name: X # a\u2028b: remark\npayments:\n  methods:\n    - " + COD + "\nrun: {}\n",
    ],
)
def test_rows_find_their_place_however_the_file_is_written(text):
    result = merged(text, small())
    said, before = yaml.safe_load(result.text), yaml.safe_load(text)
    assert said["payments"]["methods"][-1]["store_payment_method"] == "CUSTOM (CUSTOM)"
    assert [row["store_shipping_method"] for row in said["shipping"][-2:]] == ["Post", "None"]
    assert all(remark in result.text for remark in re.findall("#.*", text))
    assert {name: said[name] for name in before if name not in {"payments", "shipping"}} == {
        name: value for name, value in before.items() if name not in {"payments", "shipping"}
    }
    assert merged(result.text, small()).added == []


def test_rows_beside_one_that_stands_elsewhere_are_added_behind_it():
    text = "a: &x " + COD + "\npayments:\n  methods: [*x]\nshipping: []\n"
    said = yaml.safe_load(merged(text, small()).text)
    assert [row["store_payment_method"] for row in said["payments"]["methods"]] == ["COD (OFFLINE)", "CUSTOM (CUSTOM)"]


def test_a_list_that_is_two_at_once_is_left_alone():
    with pytest.raises(ConfigurationError, match=r"payments\.methods is written in a way"):
        merged("payments:\n  methods: &m []\nshipping: *m\n", small())


def test_line_ends_stay_what_they_are(bench, tmp_path):  # noqa: F811
    path = tmp_path / "demo.yaml"
    path.write_bytes(DEMO.read_bytes().replace(b"\n", b"\r\n"))
    result = discover(path, connections_of(path))
    text = path.read_bytes()
    assert result.added
    assert text.count(b"\n") == text.count(b"\r\n") > DEMO.read_bytes().count(b"\n")
    assert result.still_to_fill == ""
    assert list(tmp_path.iterdir()) == [path]


ODD_NAMES = {
    "a group with a line break": {"groups": ["VIP\nactive: true", "B\u2028store_name: C"]},
    "a description with a line break": {"ship_via": [Choice("POST", "Mail\n- x")]},
    "a method with a line break": {"methods": [StoreMethod("custom", "custom", "Manual\n  pay", seen=True)]},
    "a gateway no row can have": {"methods": [StoreMethod("adyen/v2", "credit-card", "Adyen", seen=True)]},
    "names that differ in capitals": {
        "methods": [StoreMethod("Braintree", "credit_card", "B"), StoreMethod("braintree", "credit_card", "B")],
        "shipping": [("Australia", "Post"), ("AUSTRALIA", "post")],
    },
    "a gateway without transactions and without a name": {"methods": [StoreMethod("paypalexpress", "offsite")]},
    "an unusual currency": {"currencies": ["AUD", "BTCX"]},
}


@pytest.mark.parametrize("odd", ODD_NAMES.values(), ids=ODD_NAMES)
def test_whatever_the_names_are_the_file_loads_once_it_is_filled_in(odd):
    filled = {"customer_class": "A", "generic_guest_customer": "G", "branch": "B", "order_type": "EO"}
    odd = odd | {"connections": {"bigcommerce": "bigcommerce_demo"}}
    text = new_file(small(**odd))
    for box, value in filled.items():
        text = text.replace(f'  {box}: ""', f"  {box}: {value}")
    assert load_complaint(text) == ""
    assert yaml.safe_load(text)["active"] is False
    assert yaml.safe_load(text)["store_name"] == "Corner Shop"
    again = merged(text, small(**odd))
    assert (again.text, list(again.added), list(again.news)) == (text, [], [])
    assert load_complaint(merged(DEMO.read_text(), small(**odd)).text) == ""


def test_a_way_to_pay_that_no_row_can_name_is_told():
    assert impossible(small(**ODD_NAMES["a gateway no row can have"])) == [
        "the payment method ADYEN/V2 (CREDIT-CARD) (no row can have this name)"
    ]


def test_settings_that_could_be_loaded_are_never_replaced_by_others():
    before = DEMO.read_text()
    check_still_loads("payments: 3\n", "payments: 4\n")
    row = "  - {store_shipping_zone: australia, store_shipping_method: Courier}\n"
    after = before.replace("shipping: # BC201000, Shipping\n", "shipping:\n" + row)
    with pytest.raises(ConfigurationError, match=r"Nothing was written: .*has two rows"):
        check_still_loads(before, after)


def test_what_nobody_can_use_is_no_choice(bench, tmp_path):  # noqa: F811
    bench.change("Branch", "SYDNEY", BranchStatus=False)
    bench.change("Customer", "ECGUEST", Status="Inactive")
    discover(tmp_path / "shop.yaml", CONNECTIONS)
    said = yaml.safe_load((tmp_path / "shop.yaml").read_text())
    assert (said["orders"]["branch"], said["customers"]["generic_guest_customer"]) == ("", "")


def test_a_file_named_yml_is_the_stores_file(tmp_path):
    shutil.copy(DEMO, tmp_path / "shop.yml")
    assert store_file("shop", tmp_path) == tmp_path / "shop.yml"
    assert load_store("shop", tmp_path).name == "shop"
    assert store_file("other", tmp_path) == tmp_path / "other.yaml"


def test_a_file_that_is_no_yaml_is_left_alone():
    with pytest.raises(ConfigurationError, match="no readable YAML"):
        merged("payments: [", small())


def test_what_could_not_be_read_is_said_in_the_file():
    text = new_file(small(unread=["the order types (403)"]))
    assert "# Not read: the order types (403)" in text
    assert yaml.safe_load(text)["store_name"] == "Corner Shop"


def test_without_the_tables_accounts_come_with_a_doubt(bench, tmp_path):  # noqa: F811
    bench.switch(dac_odata=False)
    path = tmp_path / "shop.yaml"
    result = discover(path, CONNECTIONS)
    assert any("order types" in why for why in result.unread)
    assert "(currencies not shown)" in path.read_text()


def test_a_refused_connection_writes_no_file(bench, tmp_path):  # noqa: F811
    bench.connection("bigcommerce", password="wrong")
    with pytest.raises(ConfigurationError, match="access token"):
        discover(tmp_path / "shop.yaml", CONNECTIONS)
    assert not (tmp_path / "shop.yaml").exists()
