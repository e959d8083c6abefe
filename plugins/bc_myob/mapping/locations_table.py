"""The standard mapping of Customer Locations as data (connector 3.2, 3.4).

Columns that start with `_erp.` are worked out from Sync History before the table is applied (`locations.py`).
"""

from __future__ import annotations

from typing import Final

from bc_myob.mapping.addresses_table import address_rows, full_name
from bc_myob.mapping.table import Row, Table, column, constant, first_of, reference
from bc_myob.model.entities import Entity
from bc_myob.store.settings import LOCATIONS_SINCE

_ORIGIN: Final = "connector 3.2"


_NAME: Final = first_of(column("company"), full_name(""))
_NAME_SAYS: Final = "Address: company, else first and last name"

LOCATION: Final = Table(
    entity=Entity.CUSTOMER_LOCATION,
    form="Customer Locations (AR303020)",
    rows=(
        Row("Customer", column("_erp.customer"), "The customer that owns the address", _ORIGIN, 30),
        Row(
            "LocationID",
            column("_erp.location"),
            "MAIN for the first address; for all others nothing",
            "connector 3.2, 3.4",
            30,
            "New locations are numbered by the ERP, known ones found by id. First is the lowest id.",
        ),
        Row(
            "Active",
            constant(None),
            "Nothing: new locations are Active in the ERP",
            _ORIGIN,
            note="Not sent, so that a location deactivated in the ERP stays so when its address is edited.",
        ),
        Row(
            "ExtRefNbr",
            reference(column("id")),
            "Address: id, hyphen, store name",
            "myob-advanced-api 6",
            50,
            f"Since endpoint {LOCATIONS_SINCE}; the settings refuse Customer Location with an older one.",
        ),
        Row("LocationName", _NAME, _NAME_SAYS, _ORIGIN, 60),
        Row("ContactOverride", constant(value=True), "Selected", _ORIGIN),
        Row("LocationContact.CompanyName", _NAME, _NAME_SAYS, _ORIGIN, 255, "Account Name of the form."),
        Row(
            "LocationContact.FullName",
            _NAME,
            _NAME_SAYS,
            _ORIGIN,
            255,
            "Account Name of the form under its newer name.",
        ),
        Row(
            "LocationContact.Attention",
            full_name(""),
            "Address: first and last name",
            _ORIGIN,
            255,
            keep_empty=True,
        ),
        Row("LocationContact.Email", column("customer.email"), "Customer: email", _ORIGIN, 255, keep_empty=True),
        Row(
            "LocationContact.Phone1",
            first_of(column("phone"), column("_erp.first_phone")),
            "Address: phone, else the phone of the first address",
            "connector 3.2, 11.1",
            50,
            keep_empty=True,
        ),
        Row("LocationContact.Phone2", column("customer.phone"), "Customer: phone", _ORIGIN, 50, keep_empty=True),
        Row("AddressOverride", constant(value=True), "Selected", _ORIGIN),
        *address_rows("LocationContact.Address", "", _ORIGIN),
    ),
)
