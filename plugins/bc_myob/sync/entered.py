"""Rows that somebody else entered: which of them stand for ours, so that none of ours is added beside them.

An order that a clerk has entered under the store's reference, or that was linked by hand, has lines that nothing tells
apart for us. Where item and quantity say of all of them which is which, they are ours from then on; else nothing may be
sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from bc_myob.model.errors import FieldMessage, RecordInvalid
from bc_myob.model.records import Document
from bc_myob.sync.registry import EntitySpec

_NAMED_ROWS: Final = 5
Row = Mapping[str, Any]


def recognised(spec: EntitySpec, document: Document, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the ERP's record with our keys in the rows that stand for ours.

    RecordInvalid: it has rows of which that cannot be told; with ours added it would have them twice.
    """
    found = as_ours(spec, document, row)
    if found is None:
        raise _strange(spec, document, row)
    return found


def as_ours(spec: EntitySpec, document: Document, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the same; None where it cannot be told which row is which.

    A record of which one row has a key was entered by the sync: rows without one were added to it, and stay.
    """
    strange = list(_strange_details(spec, document, row))
    paired = {
        detail: _paired(spec.alike[detail], spec.rows[detail], document[detail], row[detail]) for detail in strange
    }
    return None if None in paired.values() else {**row, **paired}


def _strange_details(spec: EntitySpec, document: Document, row: Mapping[str, Any]) -> Iterator[str]:
    """Walk the details in which rows of ours would come to stand beside another's."""
    if any(each.get(spec.rows[detail]) for detail in spec.alike for each in row.get(detail) or []):
        return
    yield from (detail for detail in spec.alike if document.get(detail) and row.get(detail))


def _paired(names: Sequence[str], key: str, wanted: Sequence[Row], there: Sequence[Row]) -> list[dict[str, Any]] | None:
    ours = {_marks(names, one): one[key] for one in wanted}
    theirs = {_marks(names, one) for one in there}
    if ours.keys() != theirs or not len(ours) == len(wanted) == len(there):
        return None
    return [{**one, key: ours[_marks(names, one)]} for one in there]


def _marks(names: Sequence[str], row: Row) -> tuple[Any, ...]:
    return tuple(_mark(row.get(name)) for name in names)


def _mark(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int | Decimal) else str(value or "").strip().casefold()


def _strange(spec: EntitySpec, document: Document, row: Mapping[str, Any]) -> RecordInvalid:
    key = ",".join(str(row.get(name) or "").strip() for name in spec.keys)
    details = list(_strange_details(spec, document, row))
    unlike = [
        f"{detail} there: {_shown(spec.alike[detail], row[detail])}; "
        f"in the store: {_shown(spec.alike[detail], document[detail])}"
        for detail in details
    ]
    return RecordInvalid(
        f"{spec.entity.value} {key} is in MYOB Advanced with rows that the sync did not enter, and it cannot be told "
        f"which of them is which of the store's ({'. '.join(unlike)}). Nothing was sent, or they would be there twice. "
        "Delete these rows, or the whole record, in MYOB Advanced, then use Sync on this record. If it shall stay as "
        f"it is there: Add or Edit Link with need_to_sync off (ERP ID {row.get('id')}), or Set as Processed where it "
        "is linked already.",
        [FieldMessage(detail, "holds rows that the sync did not enter") for detail in details],
    )


def _shown(names: Sequence[str], rows: Sequence[Row]) -> str:
    said = [" x ".join(_printed(row.get(name)) for name in names) for row in rows]
    more = [f"{len(said) - _NAMED_ROWS} more"] if len(said) > _NAMED_ROWS else []
    return ", ".join([*said[:_NAMED_ROWS], *more])


def _printed(value: Any) -> str:
    return f"{Decimal(value).normalize():f}" if isinstance(value, int | Decimal) else str(value or "(nothing)")
