"""The checklist as tables for the task log and the terminal: what must be mended first, then everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.markup import escape
from rich.table import Table

from bc_myob.history.checklists import ChecklistRow

_COLOURS: Final = {"met": "green", "not met": "red", "by hand": "yellow", "not applicable": "dim"}


_BEFORE_WHAT_TO_DO: Final = {"by hand": "Look here: ", "not met": "To mend: "}


def closing(rows: Sequence[ChecklistRow]) -> str:
    """Give the outcome in a sentence or two, for the end of the list."""
    stops = sum(row.stops for row in rows)
    by_hand = sum(row.result == "by hand" for row in rows)
    if stops:
        return f"{stops} required rows are not met. Mend them from the top of the list To mend, then run it again."
    look = f" {by_hand} rows are by hand: nobody but a person can tell, look where they say." if by_hand else ""
    return f"No required row is in the way of the synchronisation.{look}"


def tables(rows: Sequence[ChecklistRow]) -> Iterator[Table]:
    """Give the whole list under its forms and tabs, then what is not met with what it breaks."""
    yield _whole(rows)
    wrong = [row for row in rows if row.result == "not met" and not row.waits_for]
    if wrong:
        yield _to_mend(wrong)


def _whole(rows: Sequence[ChecklistRow]) -> Table:
    table = Table("Form and tab", "Criterion", "Result", "Evidence, or where to look", show_lines=False, pad_edge=False)
    before = ""
    for row in rows:
        place = ", ".join(part for part in (row.form, row.tab) if part)
        to_do = f"{_BEFORE_WHAT_TO_DO.get(row.result, '')}{row.what_to_do}" if row.what_to_do else ""
        evidence = " ".join(part for part in (row.evidence, to_do) if part)
        table.add_row("" if place == before else escape(place), escape(row.criterion), _result(row), escape(evidence))
        before = place
    return table


def _result(row: ChecklistRow) -> str:
    words = row.result + (" (accepted)" if row.accepted and row.result == "not met" else "")
    words += "" if row.required or row.result != "not met" else " (recommended)"
    return f"[{_COLOURS[row.result]}]{words}[/]"


def _to_mend(rows: Sequence[ChecklistRow]) -> Table:
    table = Table("Not met", "What is wrong", "Where to mend it", "What it breaks", title="To mend", show_lines=True)
    for row in rows:
        table.add_row(escape(row.row_key), escape(row.evidence), escape(row.what_to_do), escape(row.breaks))
    return table
