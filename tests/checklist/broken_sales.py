"""What can be wrong with what orders and their money need: branch, items, taxes, payment methods, shipping."""

from __future__ import annotations

from tests.checklist.breaking import broken, sold

CARD = "payments.BRAINTREE (CREDIT_CARD) "
ACTIVE_PAYMENTS = (
    f"{CARD}AUD",
    f"{CARD}NZD",
    f"{CARD}USD",
    "payments.CUSTOM (CUSTOM) AUD",
    "payments.BANKDEPOSIT (OFFLINE) AUD",
    "payments.GIFTCERTIFICATE (GIFT_CERTIFICATE) AUD",
    "payments.STORECREDIT (STORE_CREDIT) AUD",
    "payments.PAYPALEXPRESS (OFFSITE) AUD",
)
WAITING_FOR_THE_BRANCH = "|".join(["orders.branch_currency", *ACTIVE_PAYMENTS])


def without_customers_and_orders(bench):
    for entity in ("customer", "customer_location", "sales_order", "payment"):
        bench.row(f"entities.{entity}", active=False)


SALES = [
    # entities and orders
    broken("entities.customer", without_customers_and_orders, "Customer is not active", "entities.customer.active"),
    broken(
        "orders.branch",
        lambda b: b.set("orders.branch", "MELBOURNE"),
        "There is no branch MELBOURNE. There are: SYDNEY.",
        "Branches (CS102000)",
        waits=WAITING_FOR_THE_BRANCH,
    ),
    broken(
        "orders.branch",
        lambda b: b.change("Branch", "SYDNEY", BranchStatus=False),
        "is not active",
        "Branches (CS102000)",
        waits=WAITING_FOR_THE_BRANCH,
    ),
    broken(
        "orders.branch_currency",
        lambda b: b.change("Branch", "SYDNEY", BaseCurrencyID="NZD"),
        "The store's default currency is AUD, branch SYDNEY counts in NZD",
        "orders.branch",
    ),
    broken(
        "orders.order_type",
        lambda b: b.switch(missing_rows="SOOrderType/EO"),
        "There is no order type EO. There are: SO.",
        "Order Types (SO201000)",
        waits="orders.order_type_held",
    ),
    broken(
        "orders.earliest_order_date",
        lambda b: b.set("orders.earliest_order_date", "2999-01-01"),
        "still to come",
        "orders.earliest_order_date",
    ),
    broken(
        "orders.order_type_held",
        lambda b: b.switch(orders_held=True),
        "puts new orders on hold",
        "Order Types (SO201000)",
    ),
    broken(
        "orders.refund_amount_item",
        lambda b: b.set("orders.refund_amount_item", ""),
        "is empty",
        "orders.refund_amount_item",
    ),
    broken(
        "orders.refund_amount_item",
        lambda b: b.lose("NonStockItem", "REFUNDAMT"),
        "There is no item REFUNDAMT",
        "Non-Stock Items (IN202000)",
    ),
    broken(
        "orders.refund_amount_item",
        lambda b: b.change("NonStockItem", "REFUNDAMT", RequireShipment=True),
        "has Require Shipment selected",
        "IN202000",
    ),
    broken(
        "orders.gift_certificate_item",
        lambda b: b.lose("NonStockItem", "GIFTCERT"),
        "There is no item GIFTCERT",
        "Non-Stock Items (IN202000)",
    ),
    broken(
        "orders.gift_wrapping_item",
        lambda b: b.lose("NonStockItem", "GIFTWRAP"),
        "There is no item GIFTWRAP",
        "Non-Stock Items (IN202000)",
    ),
    broken(
        "orders.fee_item",
        lambda b: b.change("NonStockItem", "HANDLINGFEE", ItemStatus="No Sales"),
        "cannot be sold",
        "Non-Stock Items (IN202000)",
    ),
    broken(
        "orders.custom_item",
        lambda b: b.set("orders.custom_item", "SERVICE"),
        "There is no item SERVICE",
        "Non-Stock Items (IN202000)",
    ),
    broken(
        "entities.sales_order",
        lambda b: b.row("entities.sales_order", sync_direction="Export", primary_system="ERP"),
        "orders travel from the store to the ERP only",
        "entities.sales_order.sync_direction",
    ),
    broken(
        "orders.order_time_zone",
        lambda b: b.set("orders.order_time_zone", "UTC"),
        "the store's own time zone is Australia/Sydney: late orders get another day",
        "orders.order_time_zone",
    ),
    broken(
        "orders.items_present",
        lambda b: sold(b, "OLIVES-MIX"),
        "articles that the ERP does not have: OLIVES-MIX",
        "Stock Items (IN202500)",
    ),
    # taxes
    broken("taxes.zone", lambda b: b.lose("TaxZone", "GST"), "There is no tax zone GST", "Tax Zones (TX206000)"),
    broken("taxes.substitution", lambda b: b.lose("Tax", "GST"), "There is no tax GST", "Taxes (TX205000)"),
    broken(
        "taxes.substitution",
        lambda b: b.set(
            "orders.taxes", {"synchronization": True, "default_tax_zone": "GST", "read_order_taxes": False}
        ),
        "The list of tax names is empty",
        "orders.taxes.substitution",
    ),
    # payments
    broken(
        f"{CARD}NZD",
        lambda b: b.row("payments.methods.1", erp_payment_method="ONLNE"),
        "no payment method ONLNE",
        "Payment Methods (CA204000)",
    ),
    broken(
        f"{CARD}NZD",
        lambda b: b.row("payments.methods.1", cash_account="10250XX"),
        "Cash account 10250XX is not allowed for ONLINE (allowed: 10250AU, 10250NZ, 10250US)",
        "Payment Methods (CA204000)",
    ),
    broken(
        f"{CARD}NZD",
        lambda b: b.row("payments.methods.1", cash_account="10250US"),
        "Cash account 10250US is in USD, this row is for NZD",
        "Cash Accounts (CA202000)",
    ),
    broken(
        f"{CARD}NZD",
        lambda b: b.account("ONLINE", "10250NZ", Branch="PERTH"),
        "Cash account 10250NZ belongs to branch PERTH, orders go to SYDNEY",
        "Cash Accounts (CA202000)",
    ),
    broken(
        f"{CARD}NZD",
        lambda b: b.account("ONLINE", "10250NZ", UseInAR=False),
        "is not for customers' payments",
        "Payment Methods (CA204000)",
    ),
    broken(
        f"{CARD}NZD",
        lambda b: b.change("Currency", "NZD", Active=False),
        "The ERP has no active currency NZD",
        "Currencies (CM202000)",
        others="orders.currencies",
    ),
    broken(
        "orders.currencies",
        lambda b: b.change("Currency", "JPY", Active=False),
        "The store sells in JPY, and",
        "Currencies (CM202000)",
    ),
    broken(
        "payments.STORECREDIT (STORE_CREDIT) AUD",
        lambda b: b.change("PaymentMethod", "STORECRED", Active=False),
        "Payment method STORECRED is not active",
        "Payment Methods (CA204000)",
    ),
    broken(
        "payments.STORECREDIT (STORE_CREDIT) AUD",
        lambda b: b.change("PaymentMethod", "STORECRED", IntegratedProcessing=True),
        "processes cards itself",
        "Payment Methods (CA204000)",
    ),
    broken(
        "payments.CUSTOM (CUSTOM) EUR",
        lambda b: b.row("payments.methods.3", currency="EUR"),
        "does not sell in EUR",
        "correct its currency",
    ),
    broken(
        "payments.reference",
        lambda b: b.switch(payment_ref_required=True),
        "The ERP wants a reference on every payment",
        "payments.payment_id_as_reference",
    ),
    # shipping
    broken(
        "shipping.Australia / Courier",
        lambda b: b.lose("ShipVia", "COURIER"),
        "Ship Via Codes (CS207500) has no COURIER (there are: AUSPOST, AUSPOSTINT, PICKUP)",
        "correct ship_via of this row",
    ),
    broken(
        "shipping.Australia / Courier",
        lambda b: b.row("shipping.1", shipping_terms="FREE"),
        "Shipping Terms (CS208000) has no FREE",
        "correct shipping_terms of this row",
    ),
    broken(
        "shipping.Tasmania / Courier",
        lambda b: b.row("shipping.1", store_shipping_zone="Tasmania"),
        "The store has no shipping method Tasmania / Courier",
        "Correct zone and method",
    ),
]
