"""A refusal names the value that the ERP's lists do not have."""

import pytest

from bc_myob.model.errors import FieldMessage, RecordInvalid
from bc_myob.sync.refusals import told

DOCUMENT = {"MainContact": {"Address": {"State": "PW"}}, "Terms": "", "Details": [{"UOM": "BOX"}]}


@pytest.mark.parametrize(
    ("field", "message", "said"),
    [
        (
            "MainContact.Address.State",
            "'State' cannot be found in the system.",
            " Sent was MainContact.Address.State 'PW'.",
        ),
        ("BillingContact.Address.State", "'State' cannot be found in the system.", ""),
        ("MainContact.Address.State", "'State' may not be empty.", ""),
        ("Terms", "'Terms' cannot be found in the system.", ""),
        ("Details.0.UOM", "'UOM' cannot be found in the system.", ""),
        ("", "'Customer' cannot be found in the system.", ""),
    ],
)
def test_the_value_that_was_not_found_is_told(field, message, said):
    assert told(RecordInvalid("Refused.", [FieldMessage(field, message)]), DOCUMENT) == f"Refused.{said}"
