"""Customer locations (AR303020): further ship-to addresses of a customer (section 6, CustomerLocation)."""

from __future__ import annotations

import copy

from sandbox.erp.draft import Desk, Draft
from sandbox.erp.forms.account import LOCATION_FIELDS, follow_account, locations
from sandbox.erp.forms.base import Form
from sandbox.erp.forms.checks import check_address, check_customer, check_email, check_references, empty
from sandbox.erp.records import Record, new_id
from sandbox.shop import catalogue

KEY_LENGTH = 10  # the LOCATION segmented key of this site
REFERENCES = {
    "PriceClass": "CustomerPriceClass",
    "ShipVia": "ShipVia",
    "ShippingTerms": "ShippingTerm",
    "ShippingZone": "ShippingZones",
    "TaxZone": "TaxZone",
    "Warehouse": "Warehouse",
}
FLAGS = ("AddressOverride", "ContactOverride", "FedExGroundCollect", "Insurance")


class LocationForm(Form):
    """Locations, one per Customer + LocationID."""

    entity = "CustomerLocation"
    title = "Location"
    reference = "ExtRefNbr"

    def available(self, desk: Desk) -> bool:
        """Be there with the feature Business Account Locations only."""
        return bool(desk.switches["locations_feature"])

    def fill(self, draft: Draft, desk: Desk) -> None:
        """Start active, with the customer's tax zone."""
        draft.values |= dict.fromkeys((*FLAGS, "Default", "ResidentialDelivery", "SaturdayDelivery"), False)
        draft.default(Active=True, ShippingRule="Back Order Allowed", CreatedDateTime=desk.now)
        draft["LocationContact"] = {"id": new_id(), "Address": {"id": new_id(), "Validated": False}}
        customer = desk.books.find("Customer", draft.sent.get("Customer"))
        if customer:  # the override flags let a client edit a copy of the account's contact and address
            draft["TaxZone"] = customer["TaxZone"]
            follow_account(draft.values, customer)

    def work_out(self, draft: Draft, desk: Desk) -> None:
        """Take the account's contact and address unless overridden, and check."""
        customer = check_customer(draft, desk, "Customer")
        draft["Status"] = "Active" if draft["Active"] else "Inactive"
        check_references(draft, desk, REFERENCES)
        if customer is None:
            return
        follow_account(draft.values, customer)
        contact = draft["LocationContact"]
        check_email(contact, draft.errors, "LocationContact")
        check_address(contact["Address"], draft.errors, "LocationContact", "Address")
        if draft["Default"] and not draft["Active"]:
            draft.errors.add("The default location cannot be inactive.", "Active")
        if draft.before.get("Default") and not draft["Default"]:
            draft.errors.add("The account must have a default location.", "Default")

    def number(self, draft: Draft, desk: Desk) -> None:
        """Give the next LocationID; a key that was sent counts under manual numbering only."""
        if desk.switches["location_numbering"] == "automatic":
            draft["LocationID"] = desk.books.next_number(catalogue.LOCATION_NUMBERING, "L{:05d}")
        elif draft["LocationID"] is None:
            draft.errors.add(empty("Location ID"), "LocationID")
        elif len(draft["LocationID"].strip()) > KEY_LENGTH:
            draft.errors.add("The string value provided exceeds the field 'Location ID' length.", "LocationID")
        else:
            draft["LocationID"] = draft["LocationID"].strip().upper()

    def saved(self, record: Record, draft: Draft, desk: Desk) -> None:  # noqa: ARG002
        """Mark the customer as changed too (seen at the real product); move the default if it was given here."""
        if record["Default"]:
            self._be_the_only_default(record, desk)
        customer = desk.books.find("Customer", record["Customer"])
        if customer is None:
            return
        values = copy.deepcopy(customer.values)
        if record["Default"]:
            values |= {ours: record[theirs] for ours, theirs in LOCATION_FIELDS.items()}
            values["ShippingContact"] = copy.deepcopy(record["LocationContact"])
        desk.books.put(customer, values | {"LastModifiedDateTime": desk.now})

    def _be_the_only_default(self, record: Record, desk: Desk) -> None:
        for other in locations(record["Customer"], desk):
            if other["Default"] and other is not record:
                desk.books.put(other, other.values | {"Default": False, "LastModifiedDateTime": desk.now})

    def refuse_delete(self, record: Record, desk: Desk) -> str | None:
        """Keep the default location and those on documents."""
        if record["Default"]:
            return "The default location cannot be deleted."
        ours = (record["Customer"], record["LocationID"])
        if any((order["CustomerID"], order["LocationID"]) == ours for order in desk.books.all("SalesOrder")):
            return "The location cannot be deleted because documents refer to it."
        return None
