"""A settings file says what is wrong with it, and never hides its neighbours."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bc_myob.model.errors import ConfigurationError
from bc_myob.store.loading import load_store, read_store_file, read_stores
from bc_myob.store.plain_yaml import read_yaml

DEMO = Path(__file__).resolve().parents[2] / "include" / "stores" / "demo.yaml"


def settings_file(folder: Path, name: str = "shop", **changes: object) -> Path:
    said = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    for path, value in changes.items():
        *parents, last = path.split("__")
        where = said
        for part in parents:
            where = where[part]
        if value is None:
            del where[last]
        else:
            where[last] = value
    target = folder / f"{name}.yaml"
    target.write_text(yaml.safe_dump(said), encoding="utf-8")
    return target


@pytest.mark.parametrize(
    ("customer", "location", "both"),
    [
        ({"sync_direction": "Bidirectional"}, {}, ("Bidirectional", "External System")),
        ({"sync_direction": "Bidirectional", "primary_system": "ERP"}, {"active": True}, ("Bidirectional", "ERP")),
        ({"sync_direction": "Bidirectional", "primary_system": "ERP"}, None, ("Bidirectional", "ERP")),
        (
            {"sync_direction": "Bidirectional", "primary_system": "ERP"},
            {"sync_direction": "Bidirectional"},
            ("Bidirectional", "ERP"),
        ),
        ({"sync_direction": "Export"}, {}, ("Export", "ERP")),
        ({}, {}, ("Import", "External System")),
    ],
)
def test_customer_location_copies_the_direction_and_the_primary_of_customer(tmp_path, customer, location, both):
    store = read_store_file(settings_file(tmp_path, entities__customer=customer, entities__customer_location=location))
    row = store.entities.customer_location
    assert (row.sync_direction, row.primary_system) == both


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ({"sync_direction": "Import"}, "customer_location.sync_direction copies customer.sync_direction"),
        ({"primary_system": "External System"}, "customer_location.primary_system copies customer.primary_system"),
    ],
)
def test_customer_location_cannot_say_otherwise_than_customer(tmp_path, location, said):
    customer = {"sync_direction": "Bidirectional", "primary_system": "ERP"}
    with pytest.raises(ConfigurationError, match=said):
        read_store_file(settings_file(tmp_path, entities__customer=customer, entities__customer_location=location))


def test_the_demo_store_is_valid():
    store = read_store_file(DEMO)
    assert (store.name, store.store_name) == ("demo", "Harbour Provisions")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"orders__order_tpye": "SO"}, "orders.order_tpye is no setting; did you mean order_type?"),
        ({"entities__customer__activ": True}, "entities.customer.activ is no setting; did you mean active?"),
        ({"store_name": None}, "store_name is missing and has no default"),
        ({"substitution_lists": {"BCCTAXCODES": {}}}, "is written as orders.taxes.substitution"),
        ({"orders__order_time_zone": "Sydney"}, "'Sydney' is no time zone; use a name such as Australia/Sydney"),
        ({"entities__sales_order__active": False}, "payment is active but sales_order is not"),
        ({"entities__customer__primary_system": "ERP"}, "the primary_system can only be External System"),
        ({"run__schedule": "hourly"}, "'hourly' is no cron expression of five fields"),
        ({"endpoint__version": "24"}, "endpoint.version"),
        ({"endpoint__version": "23.200.001"}, "has no Ext. Ref. Nbr. on locations, by which they are found again"),
        (
            {"endpoint__version": "20.200.001", "entities__customer_location__active": False},
            "has no external reference on order lines and payments, by which they are found again: use 22.200.001",
        ),
        (
            {"payments__methods": [{"store_payment_method": "CUSTOM (CUSTOM)", "currency": "AUD", "active": True}]},
            "CUSTOM (CUSTOM) AUD is active: it needs erp_payment_method and cash_account",
        ),
        (
            {"payments__methods": [{"store_payment_method": "CUSTOM (CUSTOM)", "currency": "AUD"}] * 2},
            "CUSTOM (CUSTOM) in AUD has two rows; keep one",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_its_file_and_cause(tmp_path, changes, said):
    path = settings_file(tmp_path, **changes)
    with pytest.raises(ConfigurationError) as caught:
        read_store_file(path)
    assert str(caught.value).startswith("shop.yaml: ")
    assert said in str(caught.value)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "store_name: [unclosed\n", "\x00"])
def test_a_file_that_is_no_mapping_is_named(tmp_path, text):
    path = tmp_path / "shop.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"shop\.yaml"):
        read_store_file(path)


def test_a_wrong_file_never_hides_the_other_stores(tmp_path):
    settings_file(tmp_path, "good")
    settings_file(tmp_path, "bad", orders__brnach="X")
    found = read_stores(tmp_path)
    assert list(found.stores) == ["good"]
    assert "did you mean branch?" in found.problems["bad.yaml"]


def test_an_unknown_store_is_answered_with_the_known_ones(tmp_path):
    settings_file(tmp_path, "good")
    with pytest.raises(ConfigurationError, match="Stores in this folder: good"):
        load_store("other", tmp_path)


def test_a_missing_folder_names_the_variable_to_set(tmp_path):
    problems = read_stores(tmp_path / "nowhere").problems
    assert "BC_MYOB_STORES" in next(iter(problems.values()))


def test_the_mapping_hash_changes_with_what_decides_and_not_with_the_schedule(tmp_path):
    plain = read_store_file(settings_file(tmp_path, "a"))
    rescheduled = read_store_file(settings_file(tmp_path, "a", run__schedule="0 2 * * *"))
    other_branch = read_store_file(settings_file(tmp_path, "a", orders__branch="MELBOURNE"))
    assert plain.mapping_hash == rescheduled.mapping_hash != other_branch.mapping_hash


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("ON", "ON"),
        ("off", "off"),
        ("0210", "0210"),
        ("12:30", "12:30"),
        ("2024-01-31", "2024-01-31"),
        ("2024-01-31T10:00:00Z", "2024-01-31T10:00:00Z"),
        ("1e5", "1e5"),
        ("0x1F", "0x1F"),
        ("+61", "+61"),
        ("1_000", "1_000"),
        ("-7", -7),
        ("1.50", Decimal("1.50")),
        ("true", True),
        ("False", False),
        ("~", None),
        ("'10'", "10"),
    ],
)
def test_a_filter_compares_what_is_written(tmp_path, written, value):
    path = settings_file(tmp_path, filters=[])
    line = f"{{entity: Customer, field: x, condition: Equals, value: {written}}}"
    path.write_text(path.read_text("utf-8").replace("filters: []", f"filters: [{line}]"), encoding="utf-8")
    (found,) = read_store_file(path).filters
    assert (found.value, type(found.value)) == (value, type(value))


@given(st.text() | st.integers(-(10**9), 10**9) | st.booleans() | st.none())
def test_what_a_settings_file_is_given_it_gives_back(value):
    assert read_yaml(yaml.safe_dump({"x": value})) == {"x": value}
