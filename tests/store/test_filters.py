"""Filters of the Entities form let through what their lines say, and nothing else."""

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from bc_myob.mapping.frames import to_frame
from bc_myob.model.entities import Entity
from bc_myob.model.errors import ConfigurationError
from bc_myob.store.fields import field_values
from bc_myob.store.filters import TESTS, filter_lines, filter_mask, filter_reasons
from bc_myob.store.rules import FilterLine


def line(field="company", condition="Equals", value=None, **more):
    return FilterLine(entity=Entity.CUSTOMER, field=field, condition=condition, value=value, **more)


def passes(payload, *lines):
    return bool(filter_mask(lines, to_frame([payload])).iloc[0])


@pytest.mark.parametrize(
    ("held", "condition", "bounds", "expected"),
    [
        ("Acme", "Equals", ["acme "], True),
        ("Acme", "Equals", ["Acme Ltd"], False),
        ("", "Equals", [""], True),
        (None, "Equals", ["x"], False),
        ("10.0000", "Equals", [10], True),
        ("0800", "Equals", ["800"], False),
        (True, "Equals", [True], True),
        (True, "Equals", ["true"], True),
        (False, "Equals", [True], False),
        ("Acme", "Does Not Equal", ["acme"], False),
        (None, "Does Not Equal", ["acme"], True),
        (5, "Is Greater Than", [4], True),
        (5, "Is Greater Than", [5], False),
        (None, "Is Greater Than", [4], False),
        ("9.5000", "Is Greater Than", [10], False),
        (5, "Is Greater Than or Equal To", ["5"], True),
        ("b", "Is Greater Than", ["A"], True),
        (Decimal("0.1"), "Is Less Than", [0.2], True),
        (None, "Is Less Than", [9], False),
        (5, "Is Less Than or Equal To", [5.0], True),
        ("word", "Is Greater Than", [5], False),
        (7, "Is Greater Than", ["many"], False),
        ("2026-01-31", "Is Greater Than", ["A"], False),
        ("2026-01-31", "Is Less Than", ["soon"], False),
        ("Zeta", "Is Greater Than", ["2026-01-31"], False),
        ("2026-01-31", "Equals", ["A"], False),
        ("2026-01-31", "Equals", ["2026-01-31"], True),
        (True, "Is Between", ["a", "b"], False),
        ("O'Brien & Sons", "Contains", ["o'brien"], True),
        (None, "Contains", ["x"], False),
        (None, "Does Not Contain", ["x"], True),
        ("Größe 😀", "Contains", ["GRÖSSE"], True),
        ("Acme", "Does Not Contain", ["CM"], False),
        ("a@b.com.au", "Ends With", [".AU"], True),
        ("a@b.com.au", "Starts With", ["A@"], True),
        (5, "Is Between", [5, 7], True),
        (8, "Is Between", [5, 7], False),
        (None, "Is Between", [5, 7], False),
        ("2024-01-31T23:59:00Z", "Is Between", ["2024-01-01", "2024-01-31"], True),
        ("Wed, 31 Jan 2024 10:00:00 +0000", "Is Greater Than", ["2024-01-31"], False),
        ("Wed, 31 Jan 2024 10:00:00 +0000", "Is Greater Than", ["2024-01-31T09:00:00+00:00"], True),
        (None, "Is Empty", [], True),
        ("  ", "Is Empty", [], True),
        ([], "Is Empty", [], True),
        (0, "Is Empty", [], False),
        (False, "Is Not Empty", [], True),
        (None, "Is Not Empty", [], False),
    ],
)
def test_a_condition_holds(held, condition, bounds, expected):
    values = dict(zip(("value", "value2"), bounds, strict=False))
    assert passes({"company": held, "id": 1}, line(condition=condition, **values)) is expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("customer_group_id", 3),
        ("Customer Group ID", 3),
        ("[Customer.Customer Group ID]", 3),
        ("billing.city", "Perth"),
        ("addresses.1.city", "Cairns"),
    ],
)
def test_fields_are_found_as_people_write_them(name, value):
    payload = {"customer_group_id": 3, "billing": {"city": "Perth"}, "addresses": [{"city": "x"}, {"city": "Cairns"}]}
    assert passes(payload, line(name, value=value))
    assert not passes({"id": 1}, line(name, value=value))


def letters(text):
    """Read "a Or (b And c)" as filter lines over the fields a, b, c, each to be true."""
    lines, opening = [], 0
    for word in text.replace("(", "( ").replace(")", " )").split():
        if word == "(":
            opening += 1
        elif word == ")":
            lines[-1]["closing"] = lines[-1].get("closing", 0) + 1
        elif word in {"And", "Or"}:
            lines[-1]["operator"] = word
        else:
            lines.append({"field": word, "opening": opening})
            opening = 0
    return [line(value=True, **each) for each in lines]


@pytest.mark.parametrize(
    "text",
    [
        "a Or b And c",
        "a And b Or c",
        "(a Or b) And c",
        "a And (b Or c)",
        "(a Or (b And c)) And d",
        "((((a Or b)))) And c",
        "(a And b) Or (c And d)",
        "a Or b And c Or d",
    ],
)
@pytest.mark.parametrize("bits", range(16))
def test_and_binds_tighter_than_or_and_brackets_bind_tightest(text, bits):
    record = {name: bool(bits >> place & 1) for place, name in enumerate("abcd")}
    assert passes(record, *letters(text)) is eval(text.replace("And", "and").replace("Or", "or"), record)


@effort(max_examples=60, deadline=None)
@given(st.data())
def test_any_tree_of_brackets_means_what_python_makes_of_it(data):
    def tree(depth):
        if depth == 0 or data.draw(st.booleans()):
            return data.draw(st.sampled_from("abcd"))
        parts = [tree(depth - 1) for _ in range(data.draw(st.integers(1, 3)))]
        joined = parts[0]
        for part in parts[1:]:
            joined += f" {data.draw(st.sampled_from(['And', 'Or']))} {part}"
        return f"({joined})"

    text = tree(4)
    record = {name: data.draw(st.booleans()) for name in "abcd"}
    assert passes(record, *letters(text)) is eval(text.replace("And", "and").replace("Or", "or"), record)


@effort(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(TESTS)),
    st.none() | st.text() | st.integers() | st.booleans() | st.lists(st.integers(), max_size=2),
    st.text(min_size=1).filter(str.strip),
)
def test_no_value_breaks_a_condition_and_opposites_stay_opposite(condition, held, bound):
    bounds = {"value": bound, "value2": bound}
    opposite = {"Equals": "Does Not Equal", "Contains": "Does Not Contain", "Is Empty": "Is Not Empty"}.get(condition)
    try:
        found = passes({"company": held}, line(condition=condition, **bounds))
    except ConfigurationError:
        return
    if opposite:
        assert found is not passes({"company": held}, line(condition=opposite, **bounds))


def test_lines_switched_off_or_of_another_entity_or_direction_say_nothing():
    off = line(condition="Is Empty", active=False)
    export = line(condition="Is Empty", direction="Export")
    location = FilterLine(entity=Entity.CUSTOMER_LOCATION, field="x", condition="Is Empty")
    assert filter_lines([off, export, location], Entity.CUSTOMER) == []
    assert passes({"company": "Acme"}, off)
    assert filter_reasons([], to_frame([{}, {}])) == [None, None]


def test_the_reason_tells_the_filter_in_words():
    lines = [
        line("Email", "Is Not Empty", operator="And"),
        line("total", "Is Between", 1, value2=5, opening=1, operator="Or"),
        line("company", "Equals", "O'Brien", closing=1),
    ]
    held, passed = filter_reasons(lines, to_frame([{"email": ""}, {"email": "a@b", "total": "2.0000"}]))
    assert passed is None
    assert held == (
        "The filter on Customer lets only records through where Email is not empty and "
        "(total is between '1' and '5' or company equals 'O'Brien'); change the record or the filter."
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([line(value="x", opening=1)], "line 1 .*1 bracket.* never closed"),
        ([line(value="x"), line(value="x", closing=1)], "line 2 .*closes a bracket that no line opened"),
        (
            [line(value="x", opening=5), line(value="x", opening=1, closing=5), line(closing=1)],
            "line 2 .*at most 5 deep",
        ),
        ([line(condition="Contains")], "line 1 .*'Contains' needs a value"),
        ([line(condition="Is Between", value=1)], "line 1 .*needs value and value2"),
        ([line(condition="Is Between", value=5, value2=1)], "line 1 .*nothing is between '5' and '1'"),
        ([line(condition="Is Between", value=5, value2="z")], "line 1 .*'5' and 'z' do not compare"),
    ],
)
def test_a_line_that_cannot_be_understood_is_named(lines, said):
    with pytest.raises(ConfigurationError, match=said):
        filter_mask(lines, to_frame([{"id": 7, "made": "2024-01-31T10:00:00Z"}]))


@pytest.mark.parametrize("first_is_odd", [True, False])
def test_a_value_that_does_not_compare_concerns_its_record_alone_whichever_comes_first(first_is_odd):
    odd, plain = {"company": "2026-01-31"}, {"company": "Zeta"}
    frame = to_frame([odd, plain] if first_is_odd else [plain, odd])
    reasons = filter_reasons([line(condition="Is Greater Than", value="A")], frame)
    assert reasons.count(None) == 1
    assert str(reasons[0 if first_is_odd else 1]).endswith(
        "change the record or the filter. Its company, '2026-01-31', cannot be compared with 'A'."
    )


@pytest.mark.parametrize("name", ["billing.company", "Customer.Phone"])
def test_what_a_name_means_does_not_depend_on_the_records_beside(name):
    alone = to_frame([{"company": "Acme", "phone": "1", "customer": {"id": 7}}])
    beside = {"billing": {"company": "Billed"}, "customer": {"phone": "2"}}
    together = to_frame([{"company": "Acme", "phone": "1", "customer": {"id": 7}}, beside])
    assert field_values(alone, name)[0] is field_values(together, name)[0] is None


def test_the_name_of_an_object_gives_what_it_holds():
    frame = to_frame([{"billing": {"city": "Perth", "zip": None}}, {"billing": {"city": None}}])
    assert field_values(frame, "billing") == [{"city": "Perth"}, {}]
    assert passes({"billing": {"city": "Perth"}}, line("billing", "Is Not Empty"))


def test_a_frame_without_records_gives_an_empty_mask():
    mask = filter_mask([line(value="x")], to_frame([]))
    assert isinstance(mask, pd.Series)
    assert mask.empty
    assert mask.dtype == bool
