"""The standard mapping of the Sales Order's header as data (connector 4.3).

Columns that start with `erp.` are worked out from the whole record before the table is applied (`orders_facts.py`).
"""

from __future__ import annotations

from typing import Final

from bc_myob.mapping.orders_rules import day_of
from bc_myob.mapping.orders_table_parties import party
from bc_myob.mapping.table import Row, Source, Table, column, computed, constant, first_of, joined, setting
from bc_myob.model.entities import Entity

FORM: Final = "Sales Orders (SO301000)"
REFERENCE_LIMIT: Final = 40
"""SalesOrder.ExternalRef holds 40 characters: of a long store name what fits behind the order's number."""


def labelled(label: str, source: Source) -> Source:
    """Give `<label>: <value>`, nothing where there is no value."""
    return computed(lambda value: f"{label}: {value}" if value is not None and str(value).strip() else None, source)


_LATER: Final = """\
**An order that is in MYOB Advanced already** (our decisions, connector 8.6):

* It keeps its order type and number, whatever Order Type for Import says since. It keeps its customer once payments or
  invoices are on it, and never goes back to the Generic Guest Customer; Sync History says so where the store names
  another one.
* *Completed*, *Invoiced* or *Canceled*, it is left as it is. Where the store changed only texts (its status in the
  description, notes, addresses, the way of shipping), the record is Processed, *Modified Externally, Sync Not Needed*,
  with a note that names them. Where the store's total or lines are others, the record is *Invalid*, once, without
  counting attempts: book the difference by hand, then Set as Processed. Its payments go on. The next change in the
  store is looked at again.
* Coming to less than is applied to it, it first has our own payments apply less, the latest first. Where payments of
  others or invoices stand in the way, the record is Failed, names them, counts no attempts and goes on by itself.
* Entered there by hand under the store's reference, or linked by hand, its lines become the store's where article and
  quantity say of all of them which is which. Else nothing is sent: the record is Failed and names both sides' lines.
  Lines that are added by hand to an order that the sync entered stay there.
* Deleted in MYOB Advanced, its record is *Deleted* and says so; changes in the store do not bring it back. Sync or Set
  as Prepared creates it anew, and its payments follow it. So do payments that were deleted there."""

_DAY = computed(day_of, column("date_created"), setting(lambda s: s.orders.order_time_zone))
_DESCRIPTION = joined(
    setting(lambda s: s.store_name),
    labelled("Order", column("id")),
    labelled("Status", first_of(column("status"), column("custom_status"))),
    by=" | ",
)
_NOTES = joined(
    labelled("Staff Notes", column("staff_notes")), labelled("Customer Notes", column("customer_message")), by="\n"
)
_TAX_MODE = setting(lambda s: s.orders.taxes.calculation_mode if s.orders.taxes.synchronization else "")
_BY_DOCUMENT = setting(lambda s: True if s.orders.show_discounts_as == "Document Discounts" else None)

_GENERAL: Final = (
    Row("OrderType", setting(lambda s: s.orders.order_type), "Order Type for Import", "connector 4.3"),
    Row(
        "ExternalRef", column("erp.reference"), "<order id>-<store name>", "connector 4.2, 11.1", limit=REFERENCE_LIMIT
    ),
    Row(
        "CustomerID",
        column("erp.customer"),
        "The synchronised customer; Generic Guest Customer for guests and where Customer is inactive",
        "connector 2.6",
    ),
    Row(
        "LocationID",
        column("erp.location"),
        "The location made of the shipping address, if it is in the shopper's address book",
        "connector 4.3",
        note="Otherwise not sent: the ERP takes the customer's primary location. An order that leaves the address book "
        "goes back to it. Not sent either where a mapping of your own gives the order another customer.",
    ),
    Row("Date", _DAY, "Date created, as a day of the Order Time Zone", "connector 4.3"),
    Row("RequestedOn", _DAY, "Date created, as a day of the Order Time Zone", "connector 4.3"),
    Row(
        "Description",
        _DESCRIPTION,
        "<store name> | Order: <order number> | Status: <order status>",
        "connector 4.3, 11.1",
        limit=256,
    ),
    Row("CurrencyID", column("erp.currency"), "Transactional currency (default_currency_code)", "connector 4.3"),
    Row(
        "Branch",
        setting(lambda s: s.orders.branch),
        "Branch of Order Settings",
        "connector 4.3",
        note="Older endpoints have it as `FinancialSettings.Branch`.",
    ),
    Row(
        "PaymentMethod",
        column("erp.payment_method"),
        "Payment Settings, by the first of the order's payments whose row is active",
        "connector 4.3",
        limit=10,
        note="Otherwise the customer's own. A payment that comes later is no reason to write the order again.",
    ),
    Row(
        "note",
        _NOTES,
        "Staff Notes: <staff notes>, Customer Notes: <customer message>, a line each",
        "connector 4.3",
        note="Order and separator are our choice.",
        keep_empty=True,
        multiline=True,
    ),
)
_LEFT_TO_THE_ERP: Final = "Without one the customer's own stands; blank where an earlier one of ours has to go."
_SHIPPING: Final = (
    Row(
        "ShipVia",
        column("erp.ship_via"),
        "Shipping tab: store zone and method; blank where no row maps them",
        "connector 6.7",
        limit=15,
        keep_empty=True,
    ),
    Row(
        "ShippingSettings.ShippingTerms",
        column("erp.shipping_terms"),
        "Shipping tab, optional",
        "connector 6.7",
        limit=10,
        note=_LEFT_TO_THE_ERP,
        keep_empty=True,
        only_with="erp.sends.ShippingTerms",
    ),
    Row(
        "ShippingSettings.ShippingZone",
        column("erp.shipping_zone"),
        "Shipping tab, optional",
        "connector 6.7",
        limit=15,
        note=_LEFT_TO_THE_ERP,
        keep_empty=True,
        only_with="erp.sends.ShippingZone",
    ),
    Row(
        "Totals.Freight",
        column("erp.freight"),
        "Shipping + handling",
        "connector 4.3",
        note="Whether the shipping terms allow freight on the order cannot be read: the endpoint's ShippingTerm has an "
        "id, a description and break amounts. Where the ERP leaves it out, the order Fails with both totals.",
    ),
    Row("Totals.OverrideFreightAmount", constant(value=True), "Always selected", "connector 4.3"),
)
_TAXES: Final = (
    Row("TaxCalcMode", _TAX_MODE, "calculation_mode of the tax settings", "connector 4.3"),
    Row(
        "FinancialSettings.OverrideTaxZone",
        column("erp.own_tax_zone"),
        "Selected with a tax zone",
        "connector 4.6",
        note="Cleared where an earlier one of ours has to go.",
    ),
    Row(
        "FinancialSettings.CustomerTaxZone",
        column("erp.tax_zone"),
        "Default Tax Zone, where it is the primary one",
        "connector 4.6",
        limit=10,
        note="Otherwise the ERP finds the zone by location, then postcode; where it finds none, the Default Tax "
        "Zone is set by a second write.",
    ),
    Row(
        "DisableAutomaticTaxCalculation",
        column("erp.taxes_given"),
        "Selected where the tax of the store stands on the order",
        "connector 4.6",
    ),
    Row(
        "IsTaxValid",
        column("erp.taxes_given"),
        "Selected where the tax of the store stands on the order",
        "connector 4.6",
    ),
)
_DISCOUNTS: Final = (
    Row(
        "DisableAutomaticDiscountUpdate",
        _BY_DOCUMENT,
        "Selected with Show Discounts As = Document Discounts",
        "connector 4.5",
    ),
)

ORDER: Final = Table(
    entity=Entity.SALES_ORDER,
    form=FORM,
    title="Header",
    later=_LATER,
    rows=(
        *_GENERAL,
        *party("BillTo", "billing_address", "Billing"),
        *party("ShipTo", "erp.ship_to", "Shipping"),
        *_SHIPPING,
        *_TAXES,
        *_DISCOUNTS,
    ),
)
