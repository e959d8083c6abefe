"""Customers into the store: found by e-mail, created or changed ten a call (connector 2.2, 2.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bc_myob.history.records import Claimed
from bc_myob.model.errors import OutcomeUnknown, RecordBlocked, RecordInvalid
from bc_myob.model.operations import LastOperation
from bc_myob.model.pairs import is_unborn
from bc_myob.operators.loading.exporting import Row, ensure_free, ensure_saved, is_free, record, send_rows
from bc_myob.operators.loading.store_desk import StoreDesk, with_reply
from bc_myob.operators.loading.workbench import Workbench
from bc_myob.sync.sent import has_entered, sent_email, sent_number

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
    unborn = [one for one in claimed if is_unborn(one.external_id)]
    found = _by_email(desk, [str(one.document["email"]) for one in unborn])
    entered = _entered(bench, desk, unborn)
    worded = desk.in_own_words(bench.spec.entity, claimed)
    rows: list[Row] = []
    for one in claimed:
        if is_unborn(one.external_id):
            ours = [entered[one.id]] if one.id in entered else found.get(str(one.document["email"]).casefold(), [])
            bench.guarded(one, lambda each, same=ours: rows.append(_row(bench, desk, each, same)))  # type: ignore[misc]
        else:
            rows.append(Row(one, worded[one.id] | {"id": int(one.external_id)}, creates=False))
    return rows


def _row(bench: Workbench, desk: StoreDesk, claimed: Claimed, same: Sequence[Json]) -> Row:
    document = dict(claimed.document)
    email = str(document["email"])
    if len(same) > 1:
        ids = ", ".join(str(each["id"]) for each in same)
        raise RecordInvalid(f"{len(same)} customers of the store have the e-mail {email} ({ids}). Link the right one.")
    if not same:
        return Row(claimed, document, creates=True)
    number = str(same[0]["id"])
    _ensure_nobody_waits_for(bench, claimed, same[0])
    ensure_free(bench, claimed, number, f"Customer {number} of the store, which has the e-mail {email},")
    desk.change({number: dict(same[0])})
    return Row(claimed, desk.in_group(claimed, document, same[0]) | {"id": int(number)}, creates=False)


def _entered(bench: Workbench, desk: StoreDesk, claimed: Sequence[Claimed]) -> dict[int, Json]:
    """Give the customers, by claim, whom creations without an answer have entered, whatever their accounts say now."""
    doubtful = [one for one in claimed if one.sent]
    numbers = sorted(int(number) for one in doubtful if (number := sent_number(one.sent)))
    numbered: list[Json] = [row for page in desk.hook.customers_by_id(numbers) for row in page.records]
    named = _by_email(desk, {sent_email(one.sent) for one in doubtful}).values()
    rows = [*numbered, *(row for some in named for row in some)]
    known = [(one, row) for one in doubtful for row in rows if has_entered(one.sent, row)]
    return {one.id: row for one, row in known if is_free(bench, one, str(row["id"]))}


def _by_email(desk: StoreDesk, emails: Iterable[str]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = defaultdict(list)
    for row in desk.writer.customers_by_email(list(filter(None, emails))):
        found[str(row["email"]).casefold()].append(row)
    return found


def _ensure_nobody_waits_for(bench: Workbench, claimed: Claimed, customer: Json) -> None:
    """Raise RecordBlocked where another account may have entered the customer: its creation had no answer."""
    doubts = {each.record_id: each for each in bench.records.in_doubt(bench.spec.entity)}
    if (own := doubts.get(claimed.id)) and sent_email(own.sent) == str(customer["email"]).strip().casefold():
        return
    for each in doubts.values():
        if has_entered(each.sent, customer):
            raise RecordBlocked(
                f"Customer {customer['id']} of the store has its e-mail {customer['email']}, and may be the one that "
                f"was entered for {each.erp_key}, whose answer was lost. It goes on when that is known: see "
                f"{each.erp_key}."
            )


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
