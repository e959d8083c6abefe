"""The standard mapping of the Sales Order's details as data: lines, discounts, taxes (connector 4.4 to 4.6).

Each table is applied to a frame of the details of all orders at once (`orders_details.py` makes its columns).
"""

from __future__ import annotations

from typing import Final

from bc_myob.mapping.orders_details import DISCOUNT_CODE_LIMIT
from bc_myob.mapping.orders_table import FORM
from bc_myob.mapping.table import Row, Table, column, constant, setting
from bc_myob.model.entities import Entity

LINES: Final = Table(
    entity=Entity.SALES_ORDER,
    form=FORM,
    title="Lines",
    rows=(
        Row("Branch", setting(lambda s: s.orders.branch), "Branch of Order Settings", "connector 4.4"),
        Row(
            "InventoryID",
            column("erp.item"),
            "Product SKU; Gift Certificate Item, Gift Wrapping Item, fee_item, custom_item (no SKU) for such lines",
            "connector 4.4",
            note="A SKU that is no Inventory ID is then looked for among the alternate IDs; where several items bear "
            "it, the order fails and names them.",
        ),
        Row("OrderQty", column("erp.quantity"), "Quantity", "connector 4.4"),
        Row(
            "UnitPrice",
            column("erp.unit_price"),
            "Item price, with or without tax as the tax calculation mode asks",
            "connector 4.4",
            note="Where price x quantity misses the store's line total: line total / quantity, six decimals.",
        ),
        Row("ManualPrice", constant(value=True), "Selected, so that the ERP keeps the store's price", "our choice"),
        Row(
            "DiscountAmount",
            column("erp.discount"),
            "Line Discounts: what is taken off the line, shares of order discounts included; else 0",
            "connector 4.4, 4.5",
        ),
        Row(
            "ManualDiscount",
            constant(value=True),
            "Selected, so that the ERP adds no discount of its own",
            "our choice",
        ),
        Row("LineDescription", column("erp.name"), "Product name", "connector 4.4", limit=256),
        Row(
            "AssociatedOrderLineNbr",
            column("erp.wrapped_line"),
            "Gift wrapping: number of the wrapped line in the ERP",
            "connector 4.4",
            note="By a second write where it could not be known, as is the warehouse of the wrapped line.",
        ),
        Row("ExternalRef", column("erp.key"), "Order product id; <id>/wrap, fee/<id> for such lines", "our choice"),
    ),
)

DISCOUNTS: Final = Table(
    entity=Entity.SALES_ORDER,
    form=FORM,
    title="Discounts (Show Discounts As = Document Discounts)",
    rows=(
        Row("Type", constant("External Document"), "External Document", "connector 4.5"),
        Row(
            "ExternalDiscountCode",
            column("code"),
            "Coupon code; DISCOUNT for all others",
            "connector 4.5",
            limit=DISCOUNT_CODE_LIMIT,
            note="Codes that would be the same, in 15 characters or by case, are told apart by a number: DISCOUNT 2.",
        ),
        Row("DiscountAmount", column("amount"), "What the code takes off the order", "connector 4.5"),
        Row("Description", column("name"), "Coupon <code>; Discounts for all others", "our choice", limit=256),
    ),
)

TAXES: Final = Table(
    entity=Entity.SALES_ORDER,
    form=FORM,
    title="Taxes",
    rows=(
        Row(
            "TaxID",
            column("tax_id"),
            "The ERP's tax of this name (60 characters), else the substitution list's",
            "connector 4.6",
            note="With neither the order fails. Looked up as the order is loaded. Where the taxes are not read by "
            "name: the list's only ERP tax.",
        ),
        Row("TaxRate", column("rate"), "Rate in percent, where the store's taxes were read", "our choice"),
        Row("TaxableAmount", column("taxable"), "Tax amount / rate, at most the order without tax", "our choice"),
        Row("TaxAmount", column("amount"), "The order's tax", "connector 4.6"),
    ),
)
