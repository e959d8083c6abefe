"""Which fields a document empties, and which of them the ERP kept."""

from bc_myob.sync.emptying import emptied, kept_filled, nulls, parents, still_filled, with_nulls

DOCUMENT = {
    "CustomerName": "Ann",
    "note": "",
    "MainContact": {"Phone2": "", "Email": "a@x.example", "Address": {"AddressLine2": None, "City": "Perth"}},
    "Details": [{"Note": ""}],
}
PATHS = ["MainContact/Phone2", "MainContact/Address/AddressLine2"]


def test_only_empty_fields_outside_of_rows_are_emptied():
    assert emptied(DOCUMENT) == PATHS
    assert parents(PATHS) == ["MainContact", "MainContact/Address"]


def test_what_the_answer_has_filled_was_not_emptied():
    reply = {"MainContact": {"Phone2": "1", "Address": {"AddressLine2": ""}}}
    assert still_filled(DOCUMENT, reply) == PATHS[:1]
    assert still_filled(DOCUMENT, {"MainContact": None}) == []


def test_the_other_way_is_null():
    assert nulls(PATHS) == {"MainContact": {"Phone2": None, "Address": {"AddressLine2": None}}}
    again = with_nulls(DOCUMENT)
    assert (again["MainContact"]["Phone2"], again["MainContact"]["Email"], again["note"]) == (None, "a@x.example", "")


def test_what_stays_filled_is_told_with_what_to_do():
    assert kept_filled([]) is None
    assert "MainContact/Phone2. Empty it there by hand" in kept_filled(PATHS[:1])
