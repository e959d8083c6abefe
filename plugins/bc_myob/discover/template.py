"""A settings file for a store that has none: what is known is filled in, the rest says what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import yaml

from bc_myob.discover.found import Choice, Found, one_line
from bc_myob.discover.rows import DECIDE, NewRow, payment_rows, shipping_rows

_ONCE = "when every such line is settled and the checklist is met"


def new_file(found: Found) -> str:
    """Give the text of the file."""
    parts = (_head(found), _entities(found), _customers(found), _orders(found), _payments(found), _shipping(found))
    return "\n".join(line for part in (*parts, _run()) for line in [*part, ""]).rstrip() + "\n"


def _head(found: Found) -> Iterator[str]:
    yield f"# {found.store_name}: made by `make discover`. Every line marked {DECIDE} waits for a person."
    yield "# `make discover` may be run again: it adds rows for what is new and changes nothing that stands here."
    for why in found.unread:
        yield f"# Not read: {one_line(why)}"
    yield "# The name stands in references of the ERP: never change it after the first run."
    yield f"store_name: {_scalar(found.store_name)}"
    yield f"active: false # {DECIDE} true, {_ONCE}"
    yield ""
    yield "connections: # Airflow connection ids (docs/connections.md)"
    for name, conn_id in found.connections.items():
        yield f"  {name}: {_scalar(conn_id)}"
    yield ""
    yield "endpoint:"
    yield "  name: Default"
    yield f'  version: "{found.endpoint}"'


def _entities(found: Found) -> Iterator[str]:
    yield "entities: # BC201000, Entities"
    for name in ("customer", "customer_location", "sales_order", "payment"):
        yield f"  {name}: {{active: true}}"
    if found.groups:
        yield f"# The store's customer groups, for filters: {', '.join(map(one_line, found.groups))}."


def _customers(found: Found) -> Iterator[str]:
    yield "customers: # BC201000, Customers"
    yield from _choice("customer_class", "the class of imported customers", found.classes)
    yield from _choice("generic_guest_customer", "the customer on whom guest orders are booked", found.guests)
    yield from _numbering("customer_numbering", found.customer_numbering)
    yield from _numbering("location_numbering", found.location_numbering)


def _orders(found: Found) -> Iterator[str]:
    yield "orders: # BC201000, Orders"
    yield from _choice("branch", "the branch of orders and payments", found.branches)
    yield from _choice("order_type", "the order type of imported orders", found.order_types)
    yield f"  order_time_zone: {found.time_zone or 'UTC'} # the store's own time zone"
    yield f"  # {DECIDE} the first day to import; without it all orders the store ever took are imported"
    yield "  # earliest_order_date: 2026-01-01"
    yield f"  # {DECIDE} the non-stock items of the ERP for refunds, gift certificates, gift wrapping, fees,"
    yield "  # and for lines without a SKU"
    for item in ("refund_amount_item", "gift_certificate_item", "gift_wrapping_item", "fee_item", "custom_item"):
        yield f'  {item}: ""'
    yield "  taxes:"
    yield f"    # {DECIDE} true to bring the store's taxes; then default_tax_zone, one of {_listed(found.tax_zones)},"
    yield f"    # and substitution (the store's tax name: the ERP's tax ID), to one of {_listed(found.taxes)}"
    yield "    synchronization: false"
    yield '    default_tax_zone: ""'
    yield "    substitution: {}"


def _payments(found: Found) -> Iterator[str]:
    yield "payments: # BC201000, Payments: store method x currency -> ERP method and cash account"
    yield from _list("methods", payment_rows(found), indent=2)


def _shipping(found: Found) -> Iterator[str]:
    yield f"# BC201000, Shipping: store zone and method -> ship via code, one of {_listed(found.ship_via)}"
    yield from _list("shipping", shipping_rows(found), indent=0)


def _list(name: str, rows: Iterable[NewRow], *, indent: int) -> Iterator[str]:
    lines = [line for row in rows for line in row.lines(indent + 2)]
    yield " " * indent + (f"{name}:" if lines else f"{name}: []")
    yield from lines


def _run() -> Iterator[str]:
    yield "run:"
    yield f'  schedule: null # {DECIDE} e.g. "0 * * * *" (hourly, UTC); null: manual runs only'
    yield f"  erp_seats: 2 # {DECIDE} API users these DAGs may take (SM604000); the pool has no more slots"
    yield f"  erp_requests_per_minute: null # {DECIDE} requests a minute of the licence (SM604000)"


def _choice(name: str, what: str, choices: Sequence[Choice]) -> Iterator[str]:
    """Fill in the only choice; leave several to a person."""
    if len(choices) == 1:
        yield f"  {name}: {_scalar(choices[0].code)} # {what}: the only one there is"
        return
    yield f"  # {DECIDE} {what}, one of {_listed(choices)}"
    yield f'  {name}: ""'


def _numbering(name: str, sequence: str) -> Iterator[str]:
    if sequence:
        yield f"  {name}: {_scalar(sequence)} # the sequence behind the segmented key"
    else:
        yield f"  # {DECIDE} the numbering sequence behind the segmented key (CS202000)"
        yield f'  {name}: ""'


def _listed(choices: Sequence[Choice]) -> str:
    return ", ".join(str(each) for each in choices) or "none found"


def _scalar(value: Any) -> str:
    return yaml.safe_dump(value, width=10**6, allow_unicode=True).removesuffix("...\n").strip()
