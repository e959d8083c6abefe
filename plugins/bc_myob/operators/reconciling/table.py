"""A reconciliation as it is kept, and as tables for the task log and the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.markup import escape
from rich.table import Table

from bc_myob.history.reconciliations import CountRow, FindingRow
from bc_myob.operators.printed import printed
from bc_myob.reconcile.comparing import Count
from bc_myob.reconcile.findings import Finding

_SHOWN: Final = 200
"""Lines of a table; the rest is in reconciliation_view."""
_NAMED: Final = 5
_TITLES: Final = {
    "fault": "Faults",
    "note": "Notes: right by the settings, worth a look",
    "open": "Open: the synchronisation is not through with them",
}


def kept_findings(findings: Iterable[Finding]) -> list[FindingRow]:
    """Give findings as history keeps them."""
    return [
        FindingRow(
            entity=each.entity.value,
            external_id=each.external_id,
            erp_key=each.erp_key,
            kind=each.kind.value,
            weight=each.weight.value,
            says=each.says,
            what_to_do=each.what_to_do,
            currency=each.currency,
            store_amount=each.store_amount,
            erp_amount=each.erp_amount,
            prepared=each.prepared,
        )
        for each in findings
    ]


def kept_counts(counts: Iterable[Count]) -> list[CountRow]:
    """Give counts as history keeps them."""
    return [
        CountRow(
            entity=each.entity.value,
            currency=each.currency,
            in_store=each.in_store,
            in_history=each.in_history,
            in_erp=each.in_erp,
            compared=each.compared,
            open=each.open,
            left_out=each.left_out,
            expected=each.expected,
            booked=each.booked,
        )
        for each in counts
    ]


def tables(findings: Sequence[FindingRow], counts: Sequence[CountRow]) -> Iterator[Table]:
    """Give how the books add up, then the faults, the notes and what is open."""
    yield _counts(counts)
    for weight, title in _TITLES.items():
        rows = [row for row in findings if row.weight == weight]
        if rows:
            yield _findings(title, rows)


def text_of(findings: Sequence[FindingRow], counts: Sequence[CountRow]) -> str:
    """Give the tables as text for the task log."""
    return printed(*tables(findings, counts))


def verdict(faults: Sequence[FindingRow]) -> str:
    """Give the reason of a failed run: how many faults of which kind, and the first ones."""
    kinds = ", ".join(f"{number} {kind}" for kind, number in Counter(row.kind for row in faults).most_common())
    said = " ".join(f"[{row.entity} {row.external_id}] {row.says}" for row in faults[:_NAMED])
    more = f" ({len(faults) - _NAMED} more in reconciliation_view)" if len(faults) > _NAMED else ""
    return f"{len(faults)} fault{'s' if len(faults) > 1 else ''}: {kinds}. {said}{more}"


def _counts(counts: Sequence[CountRow]) -> Table:
    table = Table("Entity", "Currency", title="How the books add up")
    for heading in ("Store", "Sync History", "MYOB", "To compare", "Open", "Left out", "Expected", "Booked"):
        table.add_column(heading, justify="right")
    for row in counts:
        numbers = (row.in_store, row.in_history, row.in_erp, row.compared, row.open, row.left_out)
        sums = (str(row.expected), str(row.booked)) if row.currency else ("", "")
        table.add_row(row.entity, row.currency, *map(str, numbers), *sums)
    return table


def _findings(title: str, rows: Sequence[FindingRow]) -> Table:
    rest = f" ({len(rows) - _SHOWN} more in reconciliation_view)" if len(rows) > _SHOWN else ""
    table = Table("Entity", "Store id", "MYOB", "What", title=f"{title}: {len(rows)}{rest}")
    for heading in ("Store", "MYOB"):
        table.add_column(heading, justify="right")
    table.add_column("What is wrong")
    table.add_column("What to do")
    for row in rows[:_SHOWN]:
        amounts = [_amount(row.store_amount, row.currency), _amount(row.erp_amount, "")]
        names = [escape(text) for text in (row.entity, row.external_id, row.erp_key, row.kind)]
        table.add_row(*names, *amounts, escape(row.says), escape(row.what_to_do))
    return table


def _amount(amount: object, currency: str) -> str:
    return "" if amount is None else f"{amount} {currency}".strip()
