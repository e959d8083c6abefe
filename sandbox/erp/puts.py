"""PUT: which record is meant, whether it may be written, and the answer (section 4, Writing)."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.erp.contract import Shape
from sandbox.erp.draft import Desk, Draft
from sandbox.erp.errors import ErpError, PreconditionFailed, ServerError, exception_body, lost_race, missing_record
from sandbox.erp.forms import form_of
from sandbox.erp.query.filters import condition
from sandbox.erp.query.selection import Selection
from sandbox.erp.reading import Reader
from sandbox.erp.records import Record
from sandbox.erp.transactions import Refused, enter, save
from sandbox.erp.trees import Errors, Values
from sandbox.erp.writing import Writer
from sandbox.kit import Action

NEW = "<NEW>"


@dataclass(frozen=True, slots=True)
class Put:
    """A PUT as it came in."""

    shape: Shape
    body: object
    filter: str | None = None
    if_match: bool = False
    if_none_match: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A PUT on its way: what was read, and the versions it was read in."""

    put: Put
    sent: Values
    errors: Errors
    record: Record | None
    seen: list[tuple[Record, int]] = field(default_factory=list)


def begin(desk: Desk, put: Put) -> Begun:
    """Read the record a PUT means and check the preconditions."""
    errors = Errors()
    sent = Reader(desk.contract, errors, desk.switches["clears_with"]).entity(put.shape, put.body)
    for name in desk.switches["ignored_fields"].split(","):
        entity, _, ignored = name.partition("/")
        if entity == put.shape.name:
            sent.pop(ignored, None)
    record = _meant(desk, put, sent)
    if (put.if_match and record is None) or (put.if_none_match and record is not None):
        raise _precondition(desk)
    touched = form_of(put.shape.name).touched(sent, desk)
    seen = [(each, each.version) for each in ([record] if record else []) + touched]
    return Begun(put, sent, errors, record, seen)


def commit(desk: Desk, begun: Begun) -> Record:
    """Save what was begun, unless somebody else was quicker."""
    for record, version in begun.seen:
        if record.version != version or desk.books.get(record.entity, record.id) is not record:
            race = lost_race(form_of(record.entity).title)
            race.status = desk.switches["race_status"]
            raise race
    version = begun.record.version if begun.record else 0
    try:
        saved = save(desk, Draft(begun.put.shape, begun.sent, begun.record, begun.errors))
    except Refused as refused:
        raise refusal(desk, refused) from None
    if saved.version != version:
        enter(desk, saved, Action.UPDATE if begun.record else Action.CREATE)
    return saved


def _meant(desk: Desk, put: Put, sent: Values) -> Record | None:
    books, shape = desk.books, put.shape
    if "id" in sent:
        return _by_id(desk, shape, sent)
    keys = form_of(shape.name).keys_of(sent)
    given = [keys.get(name) for name in shape.keys]
    if all(given) and NEW not in given and (found := books.find(shape.name, *given)):
        return found
    return _by_filter(desk, put) if put.filter else None


def _by_id(desk: Desk, shape: Shape, sent: Values) -> Record | None:
    found = desk.books.get(shape.name, str(sent["id"]))
    if found is None and desk.switches["unknown_id"] == "refuse":
        raise missing_record()
    return found


def _by_filter(desk: Desk, put: Put) -> Record | None:
    test = condition(put.filter or "", put.shape, desk.contract, desk.switches["filter_on_details"])
    found = [record for record in desk.books.all(put.shape.name) if test(record.values)]
    if not found and desk.switches["filter_put_none"] == "refuse":
        raise missing_record()
    if len(found) > 1 and desk.switches["filter_put_many"] == "refuse":
        raise ServerError("More than one entity satisfies the condition.")
    return found[0] if found else None


def _precondition(desk: Desk) -> PreconditionFailed:
    body = {"message": "Precondition Failed."} if desk.switches["body_412"] == "json" else None
    return PreconditionFailed(body)


def refusal(desk: Desk, refused: Refused) -> ErpError:
    """Return the answer to a record with errors, in the form this site gives it (section 5)."""
    draft = refused.draft
    caption = form_of(draft.shape.name).title
    verb = "Inserting" if draft.is_new else "Updating"
    text = f"{verb} '{caption}' record raised at least one error. Please review the errors."
    draft.errors.add(text)
    if draft.is_new and draft.shape.keys:
        draft.values.setdefault(draft.shape.keys[-1], NEW)
    tree = Writer(desk.contract, errors=draft.errors).record(draft.shape, draft.values, Selection())
    status = desk.switches["error_status"]
    if desk.switches["customer_order_duplicates"] == "forbid" and draft.errors.at(("CustomerOrder",)):
        status = desk.switches["duplicate_status"]
    if desk.switches["error_form"] == "entity":
        return ErpError(tree, status)
    kind = "PX.Api.ContractBased.OutcomeEntityHasErrorsException"
    return ErpError(exception_body(text, kind) | {"entity": tree}, status)
