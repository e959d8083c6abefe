"""What the store leaves open: one switch per *unknown* of bigcommerce-api.md (19 and the text), and its limits."""

# ruff: noqa: FBT003 - a table of defaults reads best with the defaults in it

from __future__ import annotations

import re

from sandbox.kit import Option

SWITCHES = (
    Option("min_date_inclusive", True, "19.1: `min_date_modified` and `date_modified:min` take the given second in"),
    Option("encoded_colon_refused", False, "19.1: a date filter whose colons came percent-encoded fails with 400"),
    Option("address_moves_customer", False, "19.2: an address edit moves the customer's date_modified"),
    Option("attribute_moves_customer", False, "19.2: an attribute edit moves the customer's date_modified"),
    Option("transaction_moves_order", False, "19.2: a new transaction moves the order's date_modified"),
    Option("metafield_moves_order", False, "19.2: a metafield edit moves the order's date_modified"),
    Option("archived_listed", False, "19.3: archived orders appear in lists"),
    Option("archived_readable", True, "19.3: an archived order can be read by id (else 404)"),
    Option("archiving_moves_order", True, "19.3: archiving moves date_modified"),
    Option("over_limit", "cap", "19.5: `limit` above 250", ("cap", "413", "422")),
    Option("page_links", True, "5: pagination carries `links` (in recordings they are sometimes missing)"),
    Option("incomplete_counted", True, "10.3: /v2/orders/count counts Incomplete orders, which the list shows"),
    Option("order_created_status", 200, "19.6: status of POST /v2/orders", (200, 201)),
    Option("unknown_v2_filter", "refuse", "19.6: an unsupported filter of V2 lists", ("refuse", "ignore")),
    Option("unknown_v3_filter", "ignore", "19.13: an unsupported filter of V3 lists", ("refuse", "ignore")),
    Option("offline_transactions", True, "19.7: offline methods (bank deposit, cash on delivery) leave transactions"),
    Option("store_credit_transactions", True, "19.7: store credit leaves transactions"),
    Option("gift_certificate_transactions", True, "19.7: gift certificates leave transactions"),
    Option("paypal_transactions", False, "19.7: PayPal Express leaves transactions"),
    Option("settled_beside_purchase", False, "19.7: every purchase and capture is followed by `settled`"),
    Option("transactions_limit", True, "19.7: the list of transactions heeds `limit` and `page`"),
    Option("refund_references", False, "19.7: refunds name the transaction they act upon"),
    Option("total_less_store_credit", False, "19.8: store credit and gift certificates are taken off total_inc_tax"),
    Option("fees_in_total", True, "19.8: fees are part of total_inc_tax"),
    Option("bad_batch", "none", "19.9: what a batch with one bad customer stores", ("none", "good")),
    Option("cursor_survives_change", True, "19.10: a cursor still works after data changed (else 422)"),
    Option("unsorted_order", "id", "19.10: order of rows without `sort`", ("id", "shuffled")),
    Option(
        "all_duplicates", "list", "8: answer when every address was a duplicate: empty list or {}", ("list", "object")
    ),
    Option("address_count_on_get", False, "19.11: GET customers carries address_count"),
    Option("empty_objects", "null", "11: absent sub-objects of a transaction", ("null", "object")),
    Option(
        "consignment_lines", "given", "10.1: `consignments.line_items` of orders that have products", ("given", "empty")
    ),
    Option("v2_transactions_path", False, "19.13: /v2/orders/{id}/transactions exists"),
)
LIMITS = (
    Option("quota", 450, "requests per window, for all apps of the store (section 3; 0 = unlimited)"),
    Option("window_ms", 30000, "length of the quota's window"),
    Option("others_share", 0, "requests per window that other apps take"),
    Option("concurrent_customer_writes", 3, "PUT customers, addresses or attribute values at once; more get 429"),
    Option("write_seconds", 0.0, "how long such a PUT takes, so that writes can meet each other"),
    Option("batch_size", 10, "customers per POST or PUT; more get 413"),
    Option("address_batch_size", 10, "addresses per POST or PUT (19.4: unknown; 0 = any)"),
    Option("url_length", 8000, "longest URL taken; longer get 414 (19.4: unknown)"),
    Option("scopes", "all", "comma-separated OAuth scopes of the token, or `all`"),
    Option("token", "", "the token accepted (empty = the shop's own)"),
)


def resource_of(path: str) -> str:
    """Return what calls are counted by: the path without store and ids, such as `/v2/orders/{id}/products`."""
    return re.sub(r"/\d+(?=/|$)", "/{id}", re.sub(r"^/stores/[^/]+", "", path))
