"""Customer Locations (AR303020) -> addresses of the store's customers. Source of the table: connector 3.3, 3.4."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bc_myob.mapping.frames import objects, to_frame
from bc_myob.mapping.given import Given
from bc_myob.mapping.outcomes import Draft, outcome
from bc_myob.mapping.places import country_code, state_name
from bc_myob.mapping.sources import Source, column, computed, constant, first_of
from bc_myob.mapping.table import Row, Table, documents
from bc_myob.mapping.table_export import after_first_word, apply_export_mappings, export_held, first_word
from bc_myob.mapping.texts import as_text, single_line
from bc_myob.model.entities import Entity
from bc_myob.model.pairs import unborn
from bc_myob.model.records import Mapped, SourceRecord

_ORIGIN: Final = "connector 3.3"
_CONTACT: Final = "LocationContact"
_ATTENTION: Final = column(f"{_CONTACT}.Attention")
_NAME: Final = column("LocationName")
_ACCOUNT: Final = first_of(column(f"{_CONTACT}.CompanyName"), column(f"{_CONTACT}.FullName"), _NAME)
_COUNTRY: Final = computed(lambda text: country_code(as_text(text or "")), column("_address.Country"))


def _of_address(name: str) -> Source:
    return column(f"_address.{name}")


LOCATION_EXPORT: Final = Table(
    entity=Entity.CUSTOMER_LOCATION,
    form="Customer Locations (AR303020)",
    title="export",
    exports=True,
    rows=(
        Row("first_name", first_word(_ATTENTION, _NAME), "Attention, else Location Name: first word", _ORIGIN, 255),
        Row(
            "last_name",
            after_first_word(_ATTENTION, _NAME),
            "Attention, else Location Name: all but the first word",
            _ORIGIN,
            255,
            "A single word stands for both names.",
        ),
        Row("company", _ACCOUNT, "Account Name, else Location Name", _ORIGIN, 255, keep_empty=True),
        Row(
            "phone",
            first_of(column(f"{_CONTACT}.Phone1"), column(f"{_CONTACT}.Phone2")),
            "Phone 1, else Phone 2",
            _ORIGIN,
            50,
            keep_empty=True,
        ),
        Row("address1", _of_address("AddressLine1"), "Address Line 1", _ORIGIN, 255, "A blank address: the account's."),
        Row("address2", _of_address("AddressLine2"), "Address Line 2", _ORIGIN, 255, keep_empty=True),
        Row("city", _of_address("City"), "City", _ORIGIN, 100),
        Row(
            "state_or_province",
            computed(lambda country, code: state_name(country, as_text(code or "")), _COUNTRY, _of_address("State")),
            "State, as its full name",
            _ORIGIN,
            100,
            "The store does not take codes.",
            keep_empty=True,
        ),
        Row("postal_code", _of_address("PostalCode"), "Postal Code", _ORIGIN, 30, keep_empty=True),
        Row("country_code", _COUNTRY, "Country", _ORIGIN, 2, "The store names the country by itself."),
        Row("address_type", constant("residential"), "Residential", _ORIGIN, 20),
    ),
)

_NEEDED: Final = {
    "first_name": "Attention or Location Name",
    "address1": "Address Line 1",
    "city": "City",
    "country_code": "Country",
}
"""State and postal code are needed where the country has states; which those are only the store knows."""


def export_locations(given: Given) -> list[Mapped]:
    """Give one outcome per location, in order; `source_id` is its id in the ERP.

    A payload may hold its customer's main contact under `_customer`: where the location's own address is blank, the
    account's takes its place (connector 2.4).
    """
    frame = to_frame([record.payload for record in given.sources])
    addresses = [address_of(record.payload) for record in given.sources]
    for name in ("AddressLine1", "AddressLine2", "City", "State", "PostalCode", "Country"):
        frame[f"_address.{name}"] = objects([address.get(name) for address in addresses], frame.index)
    held = export_held(given.settings, Entity.CUSTOMER_LOCATION, frame)
    made = documents(LOCATION_EXPORT, frame, given.settings)
    faults = apply_export_mappings(given.settings, Entity.CUSTOMER_LOCATION, made, frame, given.now)
    drafts = zip(given.sources, made, held, faults, strict=True)
    return [
        outcome(
            record,
            Draft(
                external_id=unborn(record.source_id),
                reference="",
                description=_description(document),
                document=document,
                held=hold,
                fault=fault or _complaint(document),
                details=kept(record),
            ),
        )
        for record, document, hold, fault in drafts
    ]


def kept(record: SourceRecord) -> dict[str, Any]:
    """Give what the sync record keeps of a location: orders name it by its key."""
    return {name: record.payload[name] for name in ("Customer", "LocationID") if record.payload.get(name)}


def address_of(location: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the location's address; the account's where the location's own is blank (connector 2.4)."""
    own = (location.get(_CONTACT) or {}).get("Address") or {}
    account = (location.get("_customer") or {}).get("Address") or {}
    return account if is_blank(own) else own


def is_blank(address: Mapping[str, Any]) -> bool:
    """Tell whether an address of the ERP has blank lines; a country alone comes from the customer class (3.4)."""
    return not any(as_text(address.get(name) or "").strip() for name in ("AddressLine1", "AddressLine2", "City"))


def _description(document: Mapping[str, Any]) -> str:
    parts = (document.get(name) for name in ("company", "address1", "city"))
    return single_line(", ".join(as_text(part) for part in parts if part))


def _complaint(document: Mapping[str, Any]) -> str | None:
    missing = [says for name, says in _NEEDED.items() if not document.get(name)]
    if not missing:
        return None
    return f"The store needs {', '.join(missing)} for an address; fill it in on the location in MYOB Advanced."
