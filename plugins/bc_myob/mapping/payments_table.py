"""The standard mapping of Payment as data: the Payment Entity document, line by line ([S2])."""

from __future__ import annotations

from typing import Final

from bc_myob.mapping.orders_table import labelled
from bc_myob.mapping.table import Row, Table, column, constant, joined, setting
from bc_myob.model.entities import Entity

FORM: Final = "Payments and Applications (AR302000)"
REFERENCE_LIMIT: Final = 40
DESCRIPTION_LIMIT: Final = 512
_LATER: Final = """\
**A payment that is in MYOB Advanced already** follows the store and the settings while it is not released (On Hold,
Balanced, Pending Processing, Pending Approval). A released one is booked (our decision): none of these fields is sent
again, whatever changes in its order, its customer or Payment Settings. What it applies to its order is still adjusted
while it is Open; Closed and Voided ones are left alone. Where the store tells another amount since, Sync History says
so on the record, which stays Processed, and reconciliation finds it. One that a person entered under the External
Reference as a Payment is taken like one of the sync's own and keeps its type, if customer, amount and currency are the
same; a Refund or what else bears the reference is no payment.

What an order had no room for is tried again whenever the store's order is looked at: it changed, it is of a Full run,
or another payment of it is Skipped. So an order that grows, or another payment that was voided, takes it up. A payment
that the store voids before it is released lets go of its order for the money that follows. Release Payments that is
selected later releases what waits as Balanced in the same way; a lone authorisation is never released."""

_DESCRIPTION = joined(
    setting(lambda s: s.store_name),
    labelled("Payment Method", column("store_method")),
    labelled("Order", column("order.id")),
    labelled("Payment ID", column("number")),
    labelled("Gift Certificate", column("code")),
    by=" | ",
)

PAYMENT: Final = Table(
    entity=Entity.PAYMENT,
    form=FORM,
    title="Summary",
    later=_LATER,
    rows=(
        Row("Type", constant("Prepayment"), "Prepayment", "S2"),
        Row(
            "ExternalRef",
            column("external_ref"),
            "<order id>/<payment number>-<store name>",
            "our choice",
            REFERENCE_LIMIT,
        ),
        Row("CustomerID", column("erp_order.CustomerID"), "The customer of the related sales order", "S2"),
        Row("CustomerLocationID", column("erp_order.LocationID"), "The location of the related sales order", "S2"),
        Row("CurrencyID", column("currency"), "Transactional currency of the order", "S2"),
        Row(
            "ApplicationDate",
            column("day"),
            "Transaction date",
            "S2",
            note="As a day of the Order Time Zone, like the order's (our choice). Created from the order: its date.",
        ),
        Row(
            "PaymentAmount",
            column("amount"),
            "Transaction amount",
            "S2",
            note="Of an authorised payment: the captured.",
        ),
        Row(
            "PaymentRef",
            column("reference"),
            "GatewayTransactionId; if empty, ReferenceTransactionId",
            "S2",
            REFERENCE_LIMIT,
            note="Created from the order: the order number. payment_id_as_reference fills it where both are empty.",
        ),
        Row("PaymentMethod", column("row.erp_payment_method"), "Payment Settings, by the store's payment method", "S2"),
        Row("CashAccount", column("row.cash_account"), "Payment Settings, by method and transaction currency", "S2"),
        Row(
            "Description",
            _DESCRIPTION,
            "<store name> | Payment Method: <method> | Order: <order number> | Payment ID: <payment number>",
            "S2",
            DESCRIPTION_LIMIT,
            note="The method as Payment Settings writes it. A gift certificate's code follows (position: our choice).",
        ),
        Row("Branch", setting(lambda s: s.orders.branch), "Branch of Order Settings", "S2"),
        Row(
            "Hold",
            constant(value=False),
            "Cleared: Balanced, then Open where Release Payments is selected and the money was taken",
            "S2",
        ),
    ),
)

APPLICATIONS: Final = Table(
    entity=Entity.PAYMENT,
    form=FORM,
    title="Sales Orders",
    rows=(
        Row("OrderType", column("erp_order.OrderType"), "The related sales order", "connector 5.6"),
        Row("OrderNbr", column("erp_order.OrderNbr"), "The related sales order", "connector 5.6"),
        Row(
            "AppliedToOrder",
            column("applied"),
            "The payment's amount, at most what the order's other payments leave of its total",
            "connector 5.6",
            note="Brought to the order's state when the payment is written: an open or canceled order takes it up to "
            "its unbilled and unpaid balance; of an invoiced one it goes to DocumentsToApply, for released invoices "
            "that are open, oldest number first. What is left on the payment is said in Sync History.",
        ),
    ),
)
