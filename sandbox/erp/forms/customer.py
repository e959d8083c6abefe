"""Customers (AR303000): numbering, class defaults, the default location MAIN (section 6, Customer)."""

from __future__ import annotations

import copy

from sandbox.erp.draft import Desk, Draft
from sandbox.erp.forms.account import MAIN, default_location, display_name, follow, follow_account, locations, share
from sandbox.erp.forms.base import Form
from sandbox.erp.forms.checks import (
    check_address,
    check_email,
    check_not_negative,
    check_reference,
    check_references,
    empty,
)
from sandbox.erp.records import Record, new_id
from sandbox.erp.trees import Values
from sandbox.shop import catalogue

DEFAULT_CLASS = "DEFAULT"
REFERENCES = {
    "CurrencyID": "Currency",
    "PriceClassID": "CustomerPriceClass",
    "ShipVia": "ShipVia",
    "ShippingTerms": "ShippingTerm",
    "ShippingZoneID": "ShippingZones",
    "TaxZone": "TaxZone",
    "WarehouseID": "Warehouse",
}
FROM_CLASS = {
    "CurrencyID": "CurrencyID",
    "CurrencyRateType": "CurrencyRateType",
    "EnableCurrencyOverride": "EnableCurrencyOverride",
    "EnableRateOverride": "EnableRateOverride",
    "ShipVia": "ShipVia",
    "ShippingRule": "ShippingRule",
    "ShippingTerms": "ShippingTerms",
    "StatementCycleID": "StatementCycleID",
    "StatementType": "StatementType",
    "TaxZone": "TaxZoneID",
    "Terms": "Terms",
}
FLAGS = (
    "ApplyOverdueCharges AutoApplyPayments BillingAddressOverride BillingContactOverride IsGuestCustomer "
    "MultiCurrencyStatements PrintDunningLetters PrintInvoices PrintStatements ResidentialDelivery "
    "SaturdayDelivery SendDunningLettersbyEmail SendInvoicesbyEmail SendStatementsbyEmail "
    "ShippingAddressOverride ShippingContactOverride"
)


class CustomerForm(Form):
    """Customers, one per CustomerID."""

    entity = "Customer"
    title = "Customer"
    reference = "AccountRef"

    def fill(self, draft: Draft, desk: Desk) -> None:
        """Take the class's defaults."""
        wanted = draft.sent.get("CustomerClass") or DEFAULT_CLASS
        klass = desk.books.find("CustomerClass", wanted)
        draft["CustomerClass"] = wanted
        for name, source in FROM_CLASS.items():
            draft[name] = klass[source] if klass else None
        draft.values |= dict.fromkeys(FLAGS.split(), False)
        draft.default(Status="Active", LocationName="Primary Location", OrderPriority=0, EnableWriteOffs=True)
        draft["BAccountID"] = int(desk.books.next_number("BACCOUNT", "{}"))
        draft["CreatedDateTime"] = desk.now
        for name in ("MainContact", "BillingContact", "ShippingContact"):
            contact = draft.linked(name)
            contact["ContactID"] = int(desk.books.next_number("CONTACT", "{}"))
            contact["Address"] = {"id": new_id(), "Validated": False}

    def work_out(self, draft: Draft, desk: Desk) -> None:
        """Keep names and contacts together, and check references and addresses."""
        if draft["CustomerName"] is None:
            draft.errors.add(empty("CustomerName"), "CustomerName")
        check_reference(draft.values, "CustomerClass", "CustomerClass", draft.errors, desk, "CustomerClass")
        check_references(draft, desk, REFERENCES)
        check_not_negative(draft.values, ("CreditLimit",), draft.errors)
        main = draft.linked("MainContact")
        if "Email" in draft.sent:
            main["Email"] = draft["Email"]
        draft["Email"] = main.get("Email")
        main["CompanyName"] = draft["CustomerName"]
        main["DisplayName"] = display_name(main)
        for kind in ("Billing", "Shipping"):
            follow(draft, kind, main)
        for name in ("MainContact", "BillingContact", "ShippingContact"):
            check_email(draft.linked(name), draft.errors, name)
            check_address(draft.linked(name).get("Address") or {}, draft.errors, name, "Address")

    def number(self, draft: Draft, desk: Desk) -> None:
        """Give the next CustomerID; a key that was sent counts under manual numbering only (section 4)."""
        if desk.switches["customer_numbering"] == "automatic":
            draft["CustomerID"] = desk.books.next_number(catalogue.CUSTOMER_NUMBERING, "C{:06d}")
        elif draft["CustomerID"] is None:
            draft.errors.add(empty("Customer ID"), "CustomerID")
        else:
            draft["CustomerID"] = draft["CustomerID"].strip().upper()

    def saved(self, record: Record, draft: Draft, desk: Desk) -> None:
        """Make or update the default location."""
        location = None if draft.is_new else default_location(record, desk)
        if location is None:
            desk.books.add("CustomerLocation", self._main_location(record, desk))
            return
        values = copy.deepcopy(location.values)
        share(record.values, values)
        follow_account(values, record)
        if values != location.values:
            desk.books.put(location, values | {"LastModifiedDateTime": desk.now})

    def _main_location(self, record: Record, desk: Desk) -> Values:
        values: Values = {
            "Customer": record["CustomerID"],
            "LocationID": MAIN,
            "Default": True,
            "Active": True,
            "Status": "Active",
            "CreatedDateTime": desk.now,
            "LastModifiedDateTime": desk.now,
            "LocationContact": {"id": new_id(), "Address": {"id": new_id()}},
        }
        values["NoteID"] = values["id"] = new_id()
        share(record.values, values)
        follow_account(values, record)
        return values

    def refuse_delete(self, record: Record, desk: Desk) -> str | None:
        """Keep customers with documents."""
        for entity in ("SalesOrder", "Payment"):
            if any(document["CustomerID"] == record["CustomerID"] for document in desk.books.all(entity)):
                return "The customer cannot be deleted because documents refer to it."
        return None

    def deleted(self, record: Record, desk: Desk) -> None:
        """Delete its locations with it."""
        for location in locations(record["CustomerID"], desk):
            desk.books.remove(location)
