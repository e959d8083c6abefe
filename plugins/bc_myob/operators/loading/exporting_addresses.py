"""Locations into the store's address books, which drop duplicates in silence: answers are matched by content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bc_myob.history.records import Claimed
from bc_myob.mapping.addresses import address_key
from bc_myob.model.errors import RecordInvalid
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import Sent, is_unborn
from bc_myob.model.records import Link
from bc_myob.model.statuses import Status
from bc_myob.operators.loading.exporting import Row, ensure_free, is_free, record, send_rows
from bc_myob.operators.loading.exporting_customers import ensure_saved_or_say
from bc_myob.operators.loading.store_desk import StoreDesk, with_address
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.sent import sent_number

Json = Mapping[str, Any]


def export_addresses_of(bench: Workbench, desk: StoreDesk, claimed: Sequence[Claimed]) -> None:
    """Bring the claimed locations into their customers' address books and record their outcomes."""
    worded, entered = desk.in_own_words(bench.spec.entity, claimed), _entered(bench, desk, claimed)
    rows = _with_owners(desk, [_row(one, worded[one.id], entered.get(one.id)) for one in claimed])
    for row in _send(bench, desk, rows):
        # The bad one of a refused call is found by sending them singly; what was stored already is found by content.
        _send(bench, desk, [row])


def _row(claimed: Claimed, document: dict[str, Any], entered: int | None) -> Row:
    if is_unborn(claimed.external_id) and entered is None:
        return Row(claimed, document | {"customer_id": int(claimed.source_id)}, creates=True)
    number = entered or int(claimed.external_id.partition(",")[2])
    return Row(claimed, document | {"id": number}, creates=False)


def _entered(bench: Workbench, desk: StoreDesk, claimed: Sequence[Claimed]) -> dict[int, int]:
    """Give the addresses, by claim, that creations without an answer have entered, whatever their locations say now."""
    doubtful = [one for one in claimed if one.sent and is_unborn(one.external_id)]
    books = desk.hook.addresses_of(sorted({int(one.source_id) for one in doubtful})) if doubtful else ()
    rows = [row for page in books for row in page.records]
    there = {(str(row["customer_id"]), name): int(row["id"]) for row in rows for name in _names(row)}
    found = {one.id: there.get((one.source_id, _sent_name(one.sent))) for one in doubtful if one.sent}
    free = {one.id for one in doubtful if is_free(bench, one, f"{one.source_id},{found[one.id]}")}
    return {key: number for key, number in found.items() if number is not None and key in free}


def _names(address: Json) -> tuple[str, str]:
    """Give by what a write may have named an address: its number, or else its content."""
    return str(address["id"]), address_key(address)


def _sent_name(sent: Sent) -> str:
    return sent_number(sent) or address_key(sent.document)


def _with_owners(desk: StoreDesk, rows: Sequence[Row]) -> list[Row]:
    """Give the rows with what they make of what their customers say to the ERP: a first address is told there."""
    books: dict[str, list[Json]] = defaultdict(list)
    for row in rows:
        books[row.claimed.source_id].append(row.document)
    owners = desk.foreseen(books)
    return [replace(row, owner=owners.get(row.claimed.source_id)) for row in rows]


def _send(bench: Workbench, desk: StoreDesk, rows: Sequence[Row]) -> list[Row]:
    take = _taking(bench, desk)
    new = [row for row in rows if row.creates]
    known = _there(bench, desk, [row for row in rows if not row.creates])
    again = send_rows(bench, new, desk.writer.create_addresses, take)
    return again + send_rows(bench, known, desk.writer.update_addresses, take)


def _there(bench: Workbench, desk: StoreDesk, rows: Sequence[Row]) -> list[Row]:
    """Leave out, as Deleted, an address that the store refused a moment ago because it is gone."""
    if len(rows) != 1 or _in_book(desk, rows[0], lambda one: one["id"] == rows[0].document["id"]):
        return list(rows)
    bench.guarded(rows[0].claimed, lambda one: _gone(bench, one))
    return []


def _gone(bench: Workbench, claimed: Claimed) -> None:
    error = "The address was deleted in BigCommerce."
    now = bench.waiting.now()
    bench.records.save_gone(claimed, error=error, operation=LastOperation.NOT_FOUND, in_erp=True, now=now)
    bench.counts["Deleted"] += 1


def _taking(bench: Workbench, desk: StoreDesk) -> Callable[[Row, Sequence[Json]], None]:
    def take(row: Row, answers: Sequence[Json]) -> None:
        answer = _answer(desk, row, answers)
        customer = row.claimed.source_id
        external_id = f"{customer},{answer['id']}"
        if row.creates:
            ensure_free(bench, row.claimed, external_id, f"An address with the same content ({answer['id']})")
        link = _link(row.claimed, external_id)
        desk.written[external_id] = link
        before = desk.customers([customer]).get(customer)
        payload = before.payload if before else {"id": int(customer)}
        said = desk.change({customer: with_address(payload, answer)})
        record(bench, row, external_id, said.get(external_id))
        ensure_saved_or_say(bench, row, answer)

    return take


def _link(claimed: Claimed, external_id: str) -> Link:
    return Link(
        external_id, claimed.source_id, Status.PROCESSED, claimed.erp_id, claimed.erp_key, details=claimed.details
    )


def _answer(desk: StoreDesk, row: Row, answers: Sequence[Json]) -> Json:
    wanted = address_key(row.document)
    for answer in answers:
        if row.creates and answer["customer_id"] == row.document["customer_id"] and address_key(answer) == wanted:
            return answer
        if not row.creates and answer["id"] == row.document["id"]:
            return answer
    dropped = _in_book(desk, row, lambda one: address_key(one) == wanted)
    if dropped is None:
        raise RecordInvalid("The store dropped the address without a word, and its book does not have it.")
    if not row.creates and dropped["id"] != row.document["id"]:
        raise RecordInvalid(f"The store keeps equal addresses once: address {dropped['id']} is the same already.")
    return dropped


def _in_book(desk: StoreDesk, row: Row, suits: Callable[[Json], bool]) -> Json | None:
    pages = desk.hook.addresses_of([int(row.claimed.source_id)])
    return next((one for page in pages for one in page.records if suits(one)), None)
