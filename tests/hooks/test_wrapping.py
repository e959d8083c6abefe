"""Plain values become the ERP's JSON and come back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bc_myob.hooks.wrapping import unwrap, wrap
from bc_myob.model.codec import dumps, loads
from tests.hooks.bench import example


def test_scalars_are_wrapped_records_and_rows_are_not():
    assert wrap(
        {"CustomerID": "C1", "Hold": False, "ShipToAddress": {"City": "Perth"}, "Details": [{"OrderQty": 2}]}
    ) == {
        "CustomerID": {"value": "C1"},
        "Hold": {"value": False},
        "ShipToAddress": {"City": {"value": "Perth"}},
        "Details": [{"OrderQty": {"value": 2}}],
    }


def test_id_and_delete_travel_bare_and_a_note_does_not():
    row = {"id": "1f0c", "delete": True, "note": "ring twice"}
    assert wrap({"Details": [row]})["Details"] == [{"id": "1f0c", "delete": True, "note": {"value": "ring twice"}}]


def test_custom_fields_carry_their_type():
    custom = {"Document": {"AttributeCOLOUR": "red", "UsrAmount": Decimal("1.50"), "UsrFlag": True, "UsrCount": 3}}
    assert wrap({"custom": custom}) == {
        "custom": {
            "Document": {
                "AttributeCOLOUR": {"type": "CustomStringField", "value": "red"},
                "UsrAmount": {"type": "CustomDecimalField", "value": Decimal("1.50")},
                "UsrFlag": {"type": "CustomBooleanField", "value": True},
                "UsrCount": {"type": "CustomIntField", "value": 3},
            }
        }
    }


def test_money_travels_as_a_number_with_its_own_digits():
    assert dumps(wrap({"OrderTotal": Decimal("19.90")})) == '{"OrderTotal":{"value":19.90}}'


@pytest.mark.parametrize(("document", "named"), [({"Total": 1.5}, "Total"), ({"Details": ["x"]}, "Details")])
def test_what_has_no_exact_form_is_refused_by_name(document, named):
    with pytest.raises(ValueError, match=named):
        wrap(document)


def test_an_empty_field_comes_back_as_none_and_a_missing_record_too():
    plain = unwrap({"id": "1f0c", "rowNumber": 1, "CustomerOrder": {}, "Address": None, "custom": {}})
    assert plain == {"id": "1f0c", "rowNumber": 1, "CustomerOrder": None, "Address": None, "custom": {}}


def test_links_and_files_are_left_alone():
    reply = {"_links": {"self": "/x", "files:put": "/y"}, "files": [{"id": "1", "filename": "a.pdf"}]}
    assert unwrap(reply) == reply


_carried = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
_names = st.sampled_from(["CustomerID", "Details", "ShipToAddress", "Hold", "OrderTotal", "note"])
_plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.text(_carried, max_size=20)
    | st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9),
    lambda inner: (
        st.dictionaries(_names, inner, min_size=1, max_size=4)
        | st.lists(
            st.dictionaries(_names, st.text(_carried, max_size=5), min_size=1),
            max_size=3,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(_names, _plain, min_size=1, max_size=5))
def test_what_is_sent_and_read_back_is_the_same(document):
    assert unwrap(loads(dumps(wrap(document)))) == document


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["10_salesorder_put_header_only.json", "06_customer_get_by_key_myob.json", "11_salesorder_list_top1.json"]
)
def test_recorded_replies_become_plain_values(name):
    plain = unwrap(example("myob", name)["response"]["body"])
    for record in plain if isinstance(plain, list) else [plain]:
        assert record["id"]
        assert not [value for value in record.values() if isinstance(value, dict) and "value" in value]
