"""Customers into the store: found by e-mail, created or changed ten a call (connector 2.2, 2.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bc_myob.history.records import Claimed
from bc_myob.model.errors import OutcomeUnknown, RecordInvalid
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import is_unborn
from bc_myob.operators.loading.exporting import Row, ensure_free, ensure_saved, is_free, record, send_rows
from bc_myob.operators.loading.store_desk import StoreDesk, with_reply
from bc_myob.operators.loading.workbench import Workbench

Json = Mapping[str, Any]


def export_customers_of(bench: Workbench, desk: StoreDesk, claimed: Sequence[Claimed]) -> None:
    """Bring the claimed customers into the store and record their outcomes."""
    again, trading = in_turn(_send(bench, desk, _rows(bench, desk, claimed)), _emails(desk, claimed))
    for row in again:
        # One bad record refuses its whole call; some of it may be stored all the same (bigcommerce-api 4, Batches).
        _send(bench, desk, _rows(bench, desk, [row.claimed]))
    for row in trading:
        bench.guarded(row.claimed, lambda one, email=row.document["email"]: _blocked(bench, one, email))  # type: ignore[misc]


def in_turn(rows: Sequence[Row], emails: Mapping[str, str]) -> tuple[list[Row], list[Row]]:
    """Give the rows so that each takes an e-mail that the ones before have given up; and those that trade in a circle.

    `emails`: what the store's customers have now, by External ID.
    """
    waiting, ordered = list(rows), list[Row]()
    while waiting:
        held = {emails.get(row.claimed.external_id, ""): row.claimed.id for row in waiting}
        free = [row for row in waiting if held.get(_email(row), row.claimed.id) == row.claimed.id]
        if not free:
            break
        ordered += free
        waiting = [row for row in waiting if row not in free]
    return ordered, waiting


def _email(row: Row) -> str:
    return str(row.document.get("email") or "").strip().casefold()


def _emails(desk: StoreDesk, claimed: Sequence[Claimed]) -> dict[str, str]:
    staged = desk.customers(one.external_id for one in claimed if not is_unborn(one.external_id))
    return {key: str(row.payload.get("email") or "").strip().casefold() for key, row in staged.items()}


def _blocked(bench: Workbench, claimed: Claimed, email: str) -> None:
    error = (
        f"It takes the e-mail {email} from a customer who takes another's in turn; the store changes one at a time. "
        "Give one of them a new e-mail in MYOB Advanced, let a run carry it, then give it the right one."
    )
    bench.nothing_happened(claimed)
    bench.records.save_blocked(claimed, error=error, now=bench.waiting.now())
    bench.counts["Failed"] += 1


def _rows(bench: Workbench, desk: StoreDesk, claimed: Sequence[Claimed]) -> list[Row]:
    found = _by_email(desk, [one for one in claimed if is_unborn(one.external_id)])
    worded = desk.in_own_words(bench.spec.entity, claimed)
    rows: list[Row] = []
    for one in claimed:
        if is_unborn(one.external_id):
            bench.guarded(one, lambda each: rows.append(_row(bench, desk, each, found)))
        else:
            rows.append(Row(one, worded[one.id] | {"id": int(one.external_id)}, creates=False))
    return rows


def _row(bench: Workbench, desk: StoreDesk, claimed: Claimed, found: Mapping[str, list[Json]]) -> Row:
    document = dict(claimed.document)
    email = str(document["email"])
    same = _entered(bench, claimed, found) or found.get(email.casefold(), [])
    if len(same) > 1:
        ids = ", ".join(str(each["id"]) for each in same)
        raise RecordInvalid(f"{len(same)} customers of the store have the e-mail {email} ({ids}). Link the right one.")
    if not same:
        return Row(claimed, document, creates=True)
    number = str(same[0]["id"])
    ensure_free(bench, claimed, number, f"Customer {number} of the store, which has the e-mail {email},")
    desk.change({number: dict(same[0])})
    return Row(claimed, desk.in_group(claimed, document, same[0]) | {"id": int(number)}, creates=False)


def _entered(bench: Workbench, claimed: Claimed, found: Mapping[str, list[Json]]) -> list[Json]:
    """Give the customer whom a creation without an answer has entered under the e-mail that the account had then."""
    same = found.get(_sent_email(claimed).casefold(), [])
    return same if len(same) == 1 and is_free(bench, claimed, str(same[0]["id"])) else []


def _sent_email(claimed: Claimed) -> str:
    return str(claimed.sent.document.get("email") or "") if claimed.sent else ""


def _by_email(desk: StoreDesk, claimed: Sequence[Claimed]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = defaultdict(list)
    emails = [*(str(one.document["email"]) for one in claimed), *filter(None, map(_sent_email, claimed))]
    for row in desk.writer.customers_by_email(emails):
        found[str(row["email"]).casefold()].append(row)
    return found


def _send(bench: Workbench, desk: StoreDesk, rows: Sequence[Row]) -> list[Row]:
    new = [row for row in rows if row.creates]
    known = _there(bench, desk, [row for row in rows if not row.creates])
    taken: set[int] = set()
    take = _taking(bench, desk, taken)
    again = send_rows(bench, new, desk.writer.create_customers, take)
    desk.foresee(_writes(known))
    again += send_rows(bench, known, desk.writer.update_customers, take)
    sent = {one.id for one in bench.unknown} | taken
    desk.foresee(_writes([row for row in known if row.claimed.id not in sent]), undone=True)
    return again


def _writes(rows: Sequence[Row]) -> dict[str, Json]:
    return {str(row.document["id"]): row.document for row in rows}


def _there(bench: Workbench, desk: StoreDesk, rows: Sequence[Row]) -> list[Row]:
    """Leave out, as Deleted, customers that the store refused a moment ago because they are gone."""
    if len(rows) != 1:
        return list(rows)
    number = int(rows[0].document["id"])
    if any(page.records for page in desk.hook.customers_by_id([number])):
        return list(rows)
    claimed = rows[0].claimed
    bench.guarded(claimed, lambda one: _gone(bench, one))
    return []


def _gone(bench: Workbench, claimed: Claimed) -> None:
    error = "The customer was deleted in BigCommerce."
    now = bench.waiting.now()
    bench.records.save_gone(claimed, error=error, operation=LastOperation.NOT_FOUND, in_erp=True, now=now)
    bench.counts["Deleted"] += 1


def _taking(bench: Workbench, desk: StoreDesk, taken: set[int]) -> Callable[[Row, Sequence[Json]], None]:
    def take(row: Row, answers: Sequence[Json]) -> None:
        answer = _answer(row, answers)
        taken.add(row.claimed.id)
        number = str(answer["id"])
        before = desk.customers([number]).get(number)
        said = desk.change({number: with_reply(before.payload if before else None, answer)})
        record(bench, row, number, said.get(number))
        ensure_saved_or_say(bench, row, answer)

    return take


def ensure_saved_or_say(bench: Workbench, row: Row, answer: Json) -> None:
    """Warn where the store kept a value otherwise than it was sent: it is there, and counts as what it is now."""
    try:
        ensure_saved(row, answer)
    except RecordInvalid as error:
        bench.counts["kept otherwise"] += 1
        bench.warn(row.claimed, error)


def _answer(row: Row, answers: Sequence[Json]) -> Json:
    email = str(row.document["email"]).casefold()
    for answer in answers:
        same_id = answer.get("id") == row.document.get("id")
        if same_id or (row.creates and str(answer.get("email")).casefold() == email):
            return answer
    raise OutcomeUnknown(f"The store's answer does not mention the customer with the e-mail {email}")
