"""Sales orders (SO301000): what the customer, the order type and the lines make of a sent order (section 6)."""

from __future__ import annotations

import copy
from decimal import Decimal

from sandbox.erp.draft import Desk, Draft
from sandbox.erp.forms import order_lines, order_payments, order_totals
from sandbox.erp.forms.account import default_location
from sandbox.erp.forms.base import Form
from sandbox.erp.forms.checks import (
    check_address,
    check_currency,
    check_customer,
    check_reference,
    check_references,
    not_found,
)
from sandbox.erp.records import Record, fold, new_id
from sandbox.erp.trees import Values
from sandbox.shop import catalogue

ORDER_TYPES = ("SO", catalogue.ORDER_TYPE)
CLOSED = ("Completed", "Invoiced", "Canceled")
REFERENCES = {"PaymentMethod": "PaymentMethod", "ShipVia": "ShipVia", "CurrencyID": "Currency"}
SHIPPING_REFERENCES = {"ShippingTerms": "ShippingTerm", "ShippingZone": "ShippingZones"}
FLAGS = (
    "BillToAddressOverride BillToAddressValidated BillToContactOverride CreditHold DisableAutomaticDiscountUpdate "
    "DisableAutomaticTaxCalculation IsTaxValid ShipToAddressOverride ShipToAddressValidated ShipToContactOverride "
    "WillCall Approved"
)
CONTACT_FIELDS = {"BusinessName": "CompanyName", "Attention": "Attention", "Email": "Email", "Phone1": "Phone1"}


class OrderForm(Form):
    """Orders, one per OrderType + OrderNbr."""

    entity = "SalesOrder"
    title = "SO Order"
    reference = "ExternalRef"

    def keys_of(self, sent: Values) -> Values:
        """Assume order type SO."""
        return {"OrderType": "SO"} | sent

    def fill(self, draft: Draft, desk: Desk) -> None:
        """Take the defaults of order type, customer and day."""
        draft.values |= dict.fromkeys(FLAGS.split(), False)
        draft.default(OrderType="SO", Date=desk.business_date, RequestedOn=desk.business_date, CreatedDate=desk.now)
        draft.default(Hold=desk.switches["orders_held"], Project="X", TaxCalcMode="Tax Settings", Branch=desk.branch)
        draft.default(BaseCurrencyID=catalogue.BASE_CURRENCY, ControlTotal=Decimal(0))
        draft.linked("FinancialSettings").update(OverrideTaxZone=False, BillSeparately=False, Branch=desk.branch)
        draft.linked("ShippingSettings").update(OverrideFreightPrice=False, Canceled=False)
        draft.linked("Totals").update(OverrideFreightAmount=False, Freight=Decimal(0), PremiumFreight=Decimal(0))
        for name in ("Details", "DiscountDetails", "TaxDetails", "Payments", "Shipments"):
            draft[name] = []
        if customer := desk.books.find("Customer", draft.sent.get("CustomerID")):
            self._from_customer(draft, customer, desk)

    def _from_customer(self, draft: Draft, customer: Record, desk: Desk) -> None:
        location = self._location(customer, draft.sent.get("LocationID"), desk)
        draft["LocationID"] = location["LocationID"] if location else None
        draft["CurrencyID"] = customer["CurrencyID"]
        draft["ShipVia"] = location["ShipVia"] if location else None
        # the override flags let a client edit a copy of the account's contacts and addresses
        adopt(draft, "BillTo", customer["BillingContact"])
        if location:
            adopt(draft, "ShipTo", location["LocationContact"])
        klass = desk.books.find("CustomerClass", customer["CustomerClass"])
        draft["PaymentMethod"] = klass["PaymentMethod"] if klass else None
        zone = location["TaxZone"] if location else customer["TaxZone"]
        draft.linked("FinancialSettings").update(Terms=customer["Terms"], CustomerTaxZone=zone)
        draft["CreditHold"] = customer["Status"] == "Credit Hold"

    def _location(self, customer: Record, given: str | None, desk: Desk) -> Record | None:
        if given is None or not desk.switches["locations_feature"]:
            return default_location(customer, desk)
        return desk.books.find("CustomerLocation", customer["CustomerID"], given)

    def work_out(self, draft: Draft, desk: Desk) -> None:
        """Check the header, price the lines, add up, and see what state the order is in."""
        if draft.before.get("Status") in CLOSED:
            draft.errors.add(f"The document cannot be changed because its status is {draft.before['Status']}.")
        if draft["OrderType"] not in ORDER_TYPES:
            draft.errors.add(not_found("OrderType"), "OrderType")
        check_references(draft, desk, REFERENCES)
        customer = check_customer(draft, desk)
        if customer:
            self._with_customer(draft, customer, desk)
        self._settings(draft, desk)
        order_lines.work_out(draft, desk)
        order_totals.work_out(draft, desk)
        order_payments.work_out(draft, desk)
        self._duplicates(draft, desk)
        draft["Status"] = status(draft.values)
        if not desk.switches["locations_feature"]:
            draft["LocationID"] = None  # the box is not on the form

    def _with_customer(self, draft: Draft, customer: Record, desk: Desk) -> None:
        location = self._location(customer, draft["LocationID"], desk)
        if location is None or location["Active"] is False:
            draft.errors.add(not_found("LocationID"), "LocationID")
        else:
            draft["LocationID"] = location["LocationID"]
            adopt(draft, "ShipTo", location["LocationContact"])
        check_currency(draft, customer, "CurrencyID")
        adopt(draft, "BillTo", customer["BillingContact"])
        base, own = catalogue.BASE_CURRENCY, draft["CurrencyID"]
        rate = Decimal(1) if own == base else desk.books.rates.get(str(own), Decimal(1))
        if draft["CurrencyRate"] is None or not customer["EnableRateOverride"]:
            draft["CurrencyRate"] = rate
        draft["ReciprocalRate"] = 1 / Decimal(draft["CurrencyRate"])
        draft.default(EffectiveDate=draft["Date"])

    def _settings(self, draft: Draft, desk: Desk) -> None:
        for name in ("BillToAddress", "ShipToAddress"):
            check_address(draft.linked(name), draft.errors, name)
        shipping, financial = draft.linked("ShippingSettings"), draft.linked("FinancialSettings")
        for name, entity in SHIPPING_REFERENCES.items():
            check_reference(shipping, name, entity, draft.errors, desk, "ShippingSettings", name)
        check_reference(
            financial, "CustomerTaxZone", "TaxZone", draft.errors, desk, "FinancialSettings", "CustomerTaxZone"
        )
        shipping["ShipVia"] = draft["ShipVia"]
        if "Branch" not in draft.sent and "Branch" in draft.sent.get("FinancialSettings", {}):
            draft["Branch"] = financial["Branch"]
        financial["Branch"] = draft["Branch"]
        check_reference(draft.values, "Branch", "Branch", draft.errors, desk, "Branch")
        order_payments.check_cash_account(draft.values, draft.errors, desk)

    def _duplicates(self, draft: Draft, desk: Desk) -> None:
        given = draft["CustomerOrder"]
        if desk.switches["customer_order_duplicates"] != "forbid" or given is None:
            return
        for other in desk.books.all("SalesOrder"):
            same = fold([other["CustomerOrder"] or "", other["OrderType"]]) == fold([given, draft["OrderType"]])
            if same and other is not draft.record and other["CustomerID"] == draft["CustomerID"]:
                draft.errors.add(f"An order with the customer order number '{given}' already exists.", "CustomerOrder")

    def number(self, draft: Draft, desk: Desk) -> None:
        """Give the next OrderNbr of the type."""
        draft["OrderNbr"] = desk.books.next_number(draft["OrderType"], draft["OrderType"] + "{:06d}")

    def saved(self, record: Record, draft: Draft, desk: Desk) -> None:
        """Make the payments that came inside the order."""
        order_payments.save_new(record, draft, desk)

    def refuse_delete(self, record: Record, desk: Desk) -> str | None:  # noqa: ARG002
        """Keep orders with payments or invoices."""
        if record["Payments"] or record["Shipments"]:
            return "The order cannot be deleted because payments or invoices refer to it."
        return None


def status(order: Values) -> str:
    """Return the state an order's values put it in."""
    if (order.get("ShippingSettings") or {}).get("Canceled"):
        return "Canceled"
    if order.get("_billed") and order["_billed"] >= order["OrderTotal"]:
        return "Completed"
    if order.get("Hold"):
        return "On Hold"
    return "Credit Hold" if order.get("CreditHold") else "Open"


def adopt(draft: Draft, side: str, contact: Values) -> None:
    """Copy an account's contact and address into the order, except what the order overrides."""
    if not draft[f"{side}ContactOverride"]:
        kept = draft.linked(f"{side}Contact")["id"]
        draft[f"{side}Contact"] = {ours: contact.get(theirs) for ours, theirs in CONTACT_FIELDS.items()} | {"id": kept}
    if not draft[f"{side}AddressOverride"]:
        kept = draft.linked(f"{side}Address").get("id") or new_id()
        draft[f"{side}Address"] = copy.deepcopy(contact["Address"]) | {"id": kept}
