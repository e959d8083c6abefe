"""Drop-down lists: they come back as labels and take label or code (section 4)."""

from __future__ import annotations

CUSTOMER_STATUS = {"A": "Active", "H": "On Hold", "C": "Credit Hold", "T": "One-Time", "I": "Inactive"}
PAYMENT_TYPE = {
    "PMT": "Payment",
    "PPM": "Prepayment",
    "CRM": "Credit Memo",
    "REF": "Refund",
    "RPM": "Voided Payment",
    "VRF": "Voided Refund",
    "SMB": "Balance WO",
}
DOCUMENT_TYPE = PAYMENT_TYPE | {"INV": "Invoice", "DRM": "Debit Memo"}
DISCOUNT_TYPE = {"L": "Line", "G": "Group", "D": "Document", "B": "External Document"}
SHIPPING_RULE = {"C": "Ship Complete", "B": "Back Order Allowed", "L": "Cancel Remainder"}
TAX_MODE = {"T": "Tax Settings", "G": "Gross", "N": "Net"}
CARD_OPERATION = {
    "AUT": "Authorize Only",
    "AAC": "Authorize and Capture",
    "PAC": "Capture Authorized",
    "UKN": "Unknown",
    "VDG": "Void",
    "CDT": "Refund",
}

LABELS: dict[tuple[str, str], dict[str, str]] = {
    ("Customer", "Status"): CUSTOMER_STATUS,
    ("Customer", "ShippingRule"): SHIPPING_RULE,
    ("CustomerLocation", "ShippingRule"): SHIPPING_RULE,
    ("SalesOrder", "TaxCalcMode"): TAX_MODE,
    ("SalesOrdersDiscountDetails", "Type"): DISCOUNT_TYPE,
    ("SalesOrderPayment", "DocType"): PAYMENT_TYPE,
    ("SalesOrderCreditCardTransactionDetail", "TranType"): CARD_OPERATION,
    ("Payment", "Type"): PAYMENT_TYPE,
    ("PaymentDetail", "DocType"): DOCUMENT_TYPE,
    ("SalesInvoice", "Type"): DOCUMENT_TYPE,
    ("CreditCardTransactionDetail", "TranType"): CARD_OPERATION,
}


def label_of(shape: str, field: str, given: str) -> str | None:
    """Return the label that `given` (label or code) stands for; itself where the field is no list; None if unknown."""
    labels = LABELS.get((shape, field))
    if labels is None:
        return given
    if given.upper() in labels:
        return labels[given.upper()]
    return next((label for label in labels.values() if label.lower() == given.lower()), None)
