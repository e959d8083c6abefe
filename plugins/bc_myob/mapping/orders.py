"""Sales Order, import: store orders in, documents for SO301000 or outcomes with their reason out (connector 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bc_myob.mapping.frames import to_frame
from bc_myob.mapping.given import Given
from bc_myob.mapping.orders_facts import Facts, facts_of, incomplete
from bc_myob.mapping.orders_frames import Details
from bc_myob.mapping.orders_left import DEFAULT_LOCATION, LOCATION, goes_back
from bc_myob.mapping.orders_lines import lines_are_complete
from bc_myob.mapping.orders_parties import Blocked, owned_locations, why_blocked
from bc_myob.mapping.orders_rules import status_name, why_filtered
from bc_myob.mapping.orders_table import ORDER
from bc_myob.mapping.orders_table_details import DISCOUNTS, LINES, TAXES
from bc_myob.mapping.rules import apply_mappings, held_back, is_mapped
from bc_myob.mapping.table import documents
from bc_myob.mapping.totals import Basis, Order, Unmappable, currency_of, document_total
from bc_myob.mapping.unreadable import why_unreadable
from bc_myob.model.entities import Entity
from bc_myob.model.errors import UNFORESEEN
from bc_myob.model.money import ZERO, parse_money, round_money
from bc_myob.model.records import Mapped, SourceRecord
from bc_myob.model.statuses import Event
from bc_myob.store.filters import filter_lines
from bc_myob.store.settings import StoreSettings

__all__ = ["TABLES", "lines_are_complete", "map_orders"]

TABLES: Final = (ORDER, LINES, DISCOUNTS, TAXES)
"""The tables of the entity, for the documentation."""
NO_CUSTOMER: Final = "The order has no customer: the mapping of CustomerID on the Entities form took it away."


def map_orders(given: Given) -> list[Mapped]:
    """Give one outcome per order: a document (Prepared), or Filtered, Failed, Blocked with the reason."""
    outcomes: dict[int, Mapped] = {}
    ready: dict[int, Facts] = {}
    locations = owned_locations(given)
    for number, (source, reason) in enumerate(zip(given.sources, _user_filters(given), strict=True)):
        try:
            held = why_filtered(source.payload, given.settings.orders) or reason
            if held:
                outcomes[number] = _outcome(source, Event.FILTERED, held)
            else:
                ready[number] = facts_of(given, source, locations)
        except Blocked as why:
            outcomes[number] = _outcome(source, why.event, str(why))
        except UNFORESEEN as why:
            outcomes[number] = _outcome(source, Event.FAILED, in_a_sentence(why, source.payload))
    outcomes.update(zip(ready, _prepared(list(ready.values()), given), strict=True))
    return [outcomes[number] for number in range(len(given.sources))]


def in_a_sentence(why: Exception, record: Order) -> str:
    """Give the reason as a sentence; what is not ours to say is introduced, with the field it speaks of."""
    said = f"The store's record cannot be read: {why_unreadable(record, why)}."
    return str(why) if isinstance(why, Unmappable) else said


def _user_filters(given: Given) -> list[str | None]:
    if not filter_lines(given.settings.filters, Entity.SALES_ORDER):
        return [None] * len(given.sources)
    return held_back(given.settings, Entity.SALES_ORDER, to_frame([source.payload for source in given.sources]))


def _prepared(ready: Sequence[Facts], given: Given) -> Iterator[Mapped]:
    """Apply the standard mapping, see that the money closes, then apply the user's mapping (connector 7.2)."""
    settings = given.settings
    frame = to_frame([facts.header for facts in ready])
    headers = documents(ORDER, frame, settings)
    lines = Details.of(LINES, [facts.lines for facts in ready], settings)
    discounts = Details.of(DISCOUNTS, [facts.discounts for facts in ready], settings)
    taxes = Details.of(TAXES, [facts.taxes for facts in ready], settings)
    named = (("Details", lines), ("DiscountDetails", discounts), ("TaxDetails", taxes))
    for number, header in enumerate(headers):
        header |= {name: details.rows[number] for name, details in named if details.rows[number]}
    wrong = [_wrong_total(facts, header) for facts, header in zip(ready, headers, strict=True)]
    own = apply_mappings(settings, Entity.SALES_ORDER, headers, frame, now=given.now)
    in_lines = lines.mapped(settings, "Details", given.now)
    for facts, header, *faults in zip(ready, headers, wrong, own, in_lines, strict=True):
        _stay_with_the_customer(facts, header, settings)
        fault = next((each for each in faults if each), None) or incomplete(facts, header)
        if not header.get("CustomerID"):
            why = why_blocked(given, facts.source.payload) or Blocked(NO_CUSTOMER)
            yield _outcome(facts.source, why.event, str(why))
        elif fault:
            yield _outcome(facts.source, Event.FAILED, fault)
        else:
            back = goes_back(given.order_link(facts.source.payload), header)
            details = facts.details | {DEFAULT_LOCATION: back}
            yield _outcome(facts.source, Event.PREPARED, None, document=header, details=details)


def _stay_with_the_customer(facts: Facts, document: dict[str, Any], settings: StoreSettings) -> None:
    """Leave the shopper's location out where the user's mapping gave the order another customer (one for all, say)."""
    same = document.get("CustomerID") == facts.header["erp"]["customer"]
    if not same and not is_mapped(settings, Entity.SALES_ORDER, LOCATION):
        document.pop(LOCATION, None)


def _wrong_total(facts: Facts, document: Mapping[str, Any]) -> str | None:
    """Give the reason against a document whose total would not be the store's: it never leaves."""
    stated = facts.priced.stated
    added_tax = stated.tax if facts.priced.basis is Basis.EXCLUSIVE else ZERO
    total = document_total(document, stated.currency, added_tax)
    if total == stated.total:
        return None
    return f"MYOB Advanced would come to {total} {stated.currency}, the store's total is {stated.total}."


def _outcome(
    source: SourceRecord,
    event: Event,
    reason: str | None,
    document: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> Mapped:
    return Mapped(
        external_id=source.source_id,
        source_id=source.source_id,
        event=event,
        description=described(source.payload),
        reason=reason,
        reference=document["ExternalRef"] if document else None,
        document=document,
        modified_at=source.modified_at,
        details=details or {},
    )


def described(order: Order) -> str:
    """Give how Sync History names the order: number, total, status."""
    currency = currency_of(order)
    try:
        total = f"{round_money(parse_money(order.get('total_inc_tax')), currency)} {currency}"
    except ValueError:
        total = f"{order.get('total_inc_tax')} {currency}"
    return f"Order {order.get('id')}, {total}, {status_name(order)}"
