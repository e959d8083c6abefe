"""What the vendor's list recommends, or names for stores of one kind (connector 6.4, 9.2): nothing here stops a run."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion, Judge
from bc_myob.checklist.customers import imports_none
from bc_myob.checklist.facts import Ask, Facts
from bc_myob.checklist.features import FORM, no_orders
from bc_myob.checklist.findings import Finding, by_hand, met, not_applicable
from bc_myob.store.settings import StoreSettings

_FEATURES: Final = (
    # key, flag of FeaturesSet, title, for whom
    ("drop_shipments", "DropShipments", "Drop Shipments", "suppliers ship some articles straight to the customer"),
    ("external_tax", "AvalaraTax", "External Tax Calculation Integration", "a tax provider works out the taxes"),
    ("warehouses", "Warehouse", "Multiple Warehouses", "stock of the store lies in several warehouses"),
    ("carriers", "CarrierIntegration", "Shipping Carrier Integration", "the ERP prints labels or asks carriers' rates"),
)


def _advised(flag: str, title: str, whom: str) -> Judge:
    def judge(facts: Facts, _: StoreSettings) -> Finding:
        seen = facts.one(Ask.FEATURES).get(flag)
        if seen is None:
            return by_hand(f"The list of features does not show {title}. The vendor recommends it where {whom}.")
        return met(f"{title} is on.") if seen else by_hand(f"{title} is off, and recommended where {whom}.")

    return judge


def _feature(key: str, flag: str, title: str, whom: str) -> Criterion:
    return Criterion(
        key=f"features.{key}",
        form=FORM,
        wording=f"{title} is enabled where it is needed",
        breaks="Nothing of the synchronisation; what the ERP does with the orders afterwards has to be done by hand.",
        look=f"Open {FORM} and look whether {title} is selected; leave it cleared where nobody needs it.",
        judge=_advised(flag, title, whom),
        asks=(Ask.FEATURES,),
        needs=("erp.sign_in",),
        exempt=no_orders,
        required=False,
        source="connector 9.2",
    )


def _visibility(facts: Facts, settings: StoreSettings) -> Finding:
    seen = facts.one(Ask.FEATURES).get("MultipleBaseCurrencies")
    if seen is False:
        return not_applicable("Multiple Base Currencies is off: every branch sees every customer.")
    if seen is None:
        return by_hand(
            "The list of features does not show Multiple Base Currencies; without it there is nothing to do."
        )
    wanted = f"branch {settings.orders.branch}, or its company"
    return by_hand(f"Multiple Base Currencies is on: the class's Restrict Visibility To has to be {wanted}.")


VISIBILITY: Final = Criterion(
    key="customers.class_visibility",
    form="Customer Classes (AR201000)",
    wording="With Multiple Base Currencies the class is visible to the store's branch",
    breaks="Customers of the class are not seen by the branch of the orders: their orders fail.",
    look="Customer Classes (AR201000), Restrict Visibility To of the class named in customers.customer_class.",
    judge=_visibility,
    asks=(Ask.FEATURES,),
    needs=("erp.sign_in",),
    exempt=imports_none,
    source="connector 6.4",
)
ADVISED: Final = tuple(_feature(*each) for each in _FEATURES)
SALES_CATEGORIES: Final = Criterion(
    key="products.sales_categories",
    form="Item Sales Categories (IN204060)",
    wording="Sales categories for the products of the store exist",
    breaks="Nothing of the synchronisation; products stay without a category in the store.",
    look="Item Sales Categories (IN204060).",
    judge=lambda _facts, _settings: not_applicable(
        "Products do not travel: the categories of the store are kept in the store."
    ),
    required=False,
    source="connector 9.2",
)
