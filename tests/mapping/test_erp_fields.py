"""Which names of fields an export's filters and mappings may use: those of the ERP's records, at any depth."""

from __future__ import annotations

import pytest

from bc_myob.mapping.erp_fields import is_erp_field


@pytest.mark.parametrize(
    ("resource", "name", "known"),
    [
        ("Customer", "CustomerClass", True),
        ("Customer", "customer class", True),
        ("Customer", "MainContact.Email", True),
        ("Customer", "MainContact.Address.City", True),
        ("Customer", "MainContact.Address.Town", False),
        ("Customer", "MainContact.Adress.City", False),
        ("Customer", "MainContact.Email.City", False),
        ("Customer", "CustomerKlass", False),
        ("Customer", "Email", True),
        ("Customer", "Email.x", False),
        ("CustomerLocation", "Email", False),
        ("CustomerLocation", "LocationContact.Email", True),
        ("CustomerLocation", "CustomerClass", False),
        ("Customer", "custom.Document.UsrOrigin", True),
        ("Customer", "note", True),
        ("Customer", "id", True),
        ("Nothing", "CustomerClass", False),
    ],
)
def test_a_field_is_one_of_the_erps_records_where_the_contract_has_it(resource, name, known):
    assert is_erp_field(resource, name) is known
