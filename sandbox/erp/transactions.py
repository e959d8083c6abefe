"""One record through its form: merged, worked out, checked and saved, or refused as a whole (sections 4 and 5)."""

from __future__ import annotations

from sandbox.erp.draft import Desk, Draft
from sandbox.erp.errors import lost_race
from sandbox.erp.forms import Form, form_of
from sandbox.erp.forms.checks import check_lengths
from sandbox.erp.records import INNER_KEYS, Record
from sandbox.erp.trees import Values
from sandbox.kit import Action

STAMPS = ("LastModifiedDateTime", "LastModified")


class Refused(Exception):
    """The record has errors; nothing was saved."""

    def __init__(self, draft: Draft) -> None:
        """Refuse `draft`, whose `errors` say why."""
        super().__init__("; ".join(draft.errors.texts()))
        self.draft = draft


def save(desk: Desk, draft: Draft, *, own_keys: bool = False) -> Record:
    """Return the record as saved, new or changed; `Refused` if anything is wrong with it.

    With `own_keys` a new record keeps the keys it was given, whoever numbers the entity.
    """
    shape, sent, record = draft.shape, draft.sent, draft.record
    form = form_of(shape.name)
    if draft.is_new:
        if "id" in sent and desk.switches["unknown_id"] == "insert":
            draft["id"] = str(sent["id"]).lower()
        form.fill(draft, desk)
    kept = {} if record is None else {name: record[name] for name in shape.keys}
    draft.merge(desk.contract)
    draft.values |= kept
    form.work_out(draft, desk)
    check_lengths(draft, desk)
    if draft.is_new and not draft.errors and not own_keys:
        form.number(draft, desk)
    if draft.errors:
        raise Refused(draft)
    return _store(desk, form, draft)


def _store(desk: Desk, form: Form, draft: Draft) -> Record:
    record = draft.record
    if record is not None and draft.values == record.values:
        return record  # a PUT that changes nothing saves nothing: the stamp stays
    _stamp(desk, draft.values, form.entity)
    if record is None:
        _refuse_taken_key(desk, form, draft)
        draft["NoteID"] = draft["id"]
        record = desk.books.add(form.entity, draft.values)
        form.saved(record, draft, desk)
    else:
        draft.record = Record(record.entity, record.values, record.version)  # what was, for `saved`
        desk.books.put(record, draft.values)
        form.saved(record, draft, desk)
    return record


def _stamp(desk: Desk, values: Values, entity: str) -> None:
    fields = () if entity in INNER_KEYS else desk.newest[entity].fields
    for name in STAMPS:
        if name in fields:
            values[name] = desk.now


def _refuse_taken_key(desk: Desk, form: Form, draft: Draft) -> None:
    keys = [draft[name] for name in draft.shape.keys]
    if keys and desk.books.find(form.entity, *keys):
        raise lost_race(form.title, "added")


def delete(desk: Desk, record: Record) -> str | None:
    """Delete the record; if it cannot be, return why."""
    form = form_of(record.entity)
    reason = form.refuse_delete(record, desk)
    if reason is None:
        desk.books.remove(record)
        form.deleted(record, desk)
    return reason


def enter(desk: Desk, record: Record, action: Action, summary: str = "") -> None:
    """Enter an effect of a client's request in the ledger, under the client's own reference."""
    desk.effect(record, action, form_of(record.entity).reference_of(record), summary)


def missing(entity: str, keys: tuple[str, ...]) -> LookupError:
    """Return the error for a record that a test names and nobody entered."""
    return LookupError(f"there is no {entity} {'/'.join(keys)}")
