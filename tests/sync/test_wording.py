"""What says the same in the ERP already keeps the store's own words; what differs is news."""

import pytest

from bc_myob.model.entities import Entity
from bc_myob.sync.wording import in_its_own_words

OURS = {
    "first_name": "Mary Ann",
    "last_name": "Lee",
    "company": "",
    "phone": "",
    "address1": "1 High Street " * 8,
    "address2": "",
    "state_or_province": "Wellington Region",
    "country_code": "NZ",
}
SAID = {
    "LocationName": "Mary Ann Lee",
    "LocationContact": {
        "Attention": "Mary Ann Lee",
        "CompanyName": "Mary Ann Lee",
        "Phone1": "555",
        "Address": {"AddressLine1": "1 High Street 1 High", "AddressLine2": "", "State": "WGN", "Country": "NZ"},
    },
}
DOCUMENT = {
    "first_name": "Mary",
    "last_name": "Ann Lee",
    "company": "Mary Ann Lee",
    "phone": "555",
    "address1": "1 High Street 1 High",
    "address2": "",
    "state_or_province": "Wellington",
    "country_code": "NZ",
}


def worded(theirs=SAID, document=DOCUMENT, **more):
    return in_its_own_words(Entity.CUSTOMER_LOCATION, document, ours=OURS, said=SAID, theirs=theirs, **more)


def edited(**contact):
    return SAID | {"LocationContact": SAID["LocationContact"] | contact}


def test_what_the_erp_cut_coded_or_derived_is_not_sent_back():
    assert worded() == OURS


@pytest.mark.parametrize(
    ("theirs", "fields"),
    [
        (edited(Attention="Gail Lee"), {"first_name", "last_name"}),
        (edited(CompanyName="Deli"), {"company"}),
        (edited(CompanyName=None, FullName="Deli"), {"company"}),
        (edited(Phone1=None, Phone2="777"), {"phone"}),
        (edited(Address=SAID["LocationContact"]["Address"] | {"AddressLine1": "2 Low"}), {"address1"}),
        (edited(Address=SAID["LocationContact"]["Address"] | {"State": "AUK"}), {"state_or_province", "country_code"}),
        (edited(Address={}), {"address1", "state_or_province", "country_code"}),
    ],
)
def test_what_was_changed_there_is_sent(theirs, fields):
    found = worded(theirs)
    assert {name: found[name] for name in fields} == {name: DOCUMENT[name] for name in fields}
    others = OURS.keys() - fields
    assert {name: found[name] for name in others} == {name: OURS[name] for name in others}


def test_what_the_users_own_lines_write_stays_theirs():
    assert worded(mapped={"company"})["company"] == "Mary Ann Lee"


def test_names_that_the_account_gives_follow_the_account():
    blank = {"CustomerName": "Bananico Tea", "MainContact": {"FirstName": "", "LastName": None}}
    ours = {"first_name": "Fruitico", "last_name": "Cakes"}
    document = {"first_name": "Bananico", "last_name": "Tea"}
    assert in_its_own_words(Entity.CUSTOMER, document, ours=ours, said=blank, theirs=blank) == document
