"""The standard mapping of Customer Locations as data (connector 3.2, 3.4).

Columns that start with `_erp.` are worked out from Sync History before the table is applied (`locations.py`).
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from bc_myob.mapping.addresses import address_rows, full_name
from bc_myob.mapping.table import Row, Table, column, constant, first_of, reference
from bc_myob.model.entities import Entity
from bc_myob.store.settings import StoreSettings

_ORIGIN: Final = "connector 3.2"
_OLDEST_WITH_REFERENCE: Final = "24.200.001"


def _reference(frame: pd.DataFrame, settings: StoreSettings) -> pd.Series:
    """Give the reference where the endpoint has the field: older ones would drop it without a word."""
    known = settings.endpoint.version >= _OLDEST_WITH_REFERENCE
    return (reference(column("id")) if known else constant(None))(frame, settings)


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
            _reference,
            "Address: id, hyphen, store name",
            "myob-advanced-api 6",
            50,
            f"Only where the endpoint is {_OLDEST_WITH_REFERENCE} or newer: older ones lack the field.",
        ),
        Row(
            "LocationName",
            first_of(column("company"), full_name("")),
            "Address: company, else first and last name",
            _ORIGIN,
            60,
        ),
        Row("ContactOverride", constant(value=True), "Selected", _ORIGIN),
        *(
            Row(
                f"LocationContact.{field}",
                first_of(column("company"), full_name("")),
                "Address: company, else first and last name",
                _ORIGIN,
                255,
                "Account Name of the form; endpoints show it under both names.",
            )
            for field in ("CompanyName", "FullName")
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
