"""Enable/Disable Features (CS100000), connector 9.1 and 9.2."""

from __future__ import annotations

from typing import Final

from bc_myob.checklist.criterion import Criterion, Exempt, Judge, always
from bc_myob.checklist.currencies import FOREIGN_ASKS, with_foreign_currencies
from bc_myob.checklist.facts import Ask, Facts, folded
from bc_myob.checklist.findings import Finding, by_hand, met, not_met
from bc_myob.checklist.judges import readable
from bc_myob.store.orders import ShowDiscountsAs
from bc_myob.store.settings import StoreSettings

FORM: Final = "Enable/Disable Features (CS100000)"
LOCATIONS: Final = "features.business_account_locations"
MULTICURRENCY: Final = "features.multicurrency"


def _flag(name: str, title: str, *, on: bool = True) -> Judge:
    """Give the judge of one flag of FeaturesSet."""

    def judge(facts: Facts, _: StoreSettings) -> Finding:
        seen = facts.one(Ask.FEATURES).get(name)
        if seen is None:
            return by_hand(f"The list of features does not show {title}.")
        if bool(seen) is on:
            return met(f"{title} is {'on' if on else 'off'}.")
        wrong, right = ("off", "Switch it on") if on else ("on", "Switch it off")
        return not_met(f"{title} is {wrong}.", f"{right} on {FORM}.")

    return judge


def _locations(facts: Facts, _: StoreSettings) -> Finding:
    """Judge by the form itself: without the feature nobody may open it (myob-advanced-api 6)."""
    return readable(
        facts,
        Ask.FORM_LOCATIONS,
        "The form Customer Locations can be opened.",
        "The form Customer Locations (AR303020) cannot be opened",
        f"Switch Business Account Locations on on {FORM}; if it is on, give the API user rights to AR303020.",
    )


def no_orders(settings: StoreSettings) -> str:
    """Exempt stores that import customers alone: their accounts carry no documents."""
    return "" if settings.entities.sales_order.active else "Sales Order is not active in this store."


def no_locations(settings: StoreSettings) -> str:
    """Exempt stores that leave customer addresses out."""
    return "" if settings.entities.customer_location.active else "Customer Location is not active in this store."


def _no_tax_mode(settings: StoreSettings) -> str:
    taxes = settings.orders.taxes
    if not taxes.synchronization or not folded(taxes.calculation_mode):
        return "The settings send no tax calculation mode."
    return no_orders(settings)


def _line_discounts(settings: StoreSettings) -> str:
    if settings.orders.show_discounts_as is ShowDiscountsAs.LINE:
        return "Discounts stand on the lines of the orders."
    return no_orders(settings)


def _feature(  # noqa: PLR0913 - one line of the table each
    key: str,
    flag: str,
    title: str,
    breaks: str,
    *,
    on: bool = True,
    exempt: Exempt = always,
    source: str = "connector 9.2",
    judge: Judge | None = None,
    reads: tuple[Ask, ...] = (),
) -> Criterion:
    return Criterion(
        key=f"features.{key}",
        form=FORM,
        wording=f"{title} is {'enabled' if on else 'not enabled'}",
        breaks=breaks,
        look=f"Open {FORM} and look whether {title} is {'selected' if on else 'cleared'}.",
        judge=judge or _flag(flag, title, on=on),
        asks=(Ask.FEATURES,),
        reads=reads,
        needs=("erp.sign_in",),
        exempt=exempt,
        source=source,
    )


FEATURES: Final = (
    _feature(
        "retail_commerce",
        "CommerceIntegration",
        "Retail Commerce",
        "The ERP hides its commerce forms and boxes; guest orders find no guest account.",
        source="S1",
    ),
    _feature(
        "bigcommerce_connector",
        "BigCommerceIntegration",
        "BigCommerce Connector",
        "The forms BC201000, BC202000 and BC301000 that this checklist follows are missing in the ERP.",
        source="S1",
    ),
    Criterion(
        key=LOCATIONS,
        form=FORM,
        wording="Business Account Locations is enabled (for addresses)",
        breaks="No customer address arrives as a location; orders lose their Location box.",
        look=f"Open {FORM} and look whether Business Account Locations is selected.",
        judge=_locations,
        reads=(Ask.FORM_LOCATIONS,),
        needs=("endpoint.version",),
        exempt=no_locations,
        source="S1",
    ),
    _feature(
        "subitems",
        "SubItem",
        "Inventory Subitems",
        "Every order with a stock item fails: the import does not work with subitems.",
        on=False,
        exempt=no_orders,
    ),
    _feature(
        "multicurrency",
        "Multicurrency",
        "Multicurrency Accounting",
        "Orders and payments in another than the base currency fail.",
        exempt=no_orders,
        judge=with_foreign_currencies(_flag("Multicurrency", "Multicurrency Accounting")),
        reads=FOREIGN_ASKS,
    ),
    _feature("inventory", "Inventory", "Inventory", "Orders with stock items fail.", exempt=no_orders),
    _feature(
        "custom_order_types",
        "UserDefinedOrderTypes",
        "Custom Order Types",
        "There can be no order type of the store's own; its orders mix with those entered by hand.",
        exempt=no_orders,
    ),
    _feature("volume_pricing", "SupportBreakQty", "Volume Pricing", "The vendor requires it for commerce."),
    _feature("scheduled_processing", "ScheduleModule", "Scheduled Processing", "The vendor requires it for commerce."),
    _feature(
        "customer_discounts",
        "CustomerDiscounts",
        "Customer Discounts",
        "Orders with a discount lose it: their totals differ from the store's.",
        exempt=_line_discounts,
        source="connector 4.5, 9.2",
    ),
    _feature(
        "net_gross",
        "NetGrossEntryMode",
        "Net/Gross Entry Mode",
        "orders.taxes.calculation_mode has no effect: order totals with tax differ from the store's.",
        exempt=_no_tax_mode,
        source="connector 4.6",
    ),
)
