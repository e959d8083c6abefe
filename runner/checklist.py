"""The results of the checklist in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console

CHECKLIST: Final = "checklist"
"""The flow in the DAG's name."""


def print_checklist(console: Console, history_url: str, store: str, run_ids: Sequence[str]) -> None:
    """Show what the last of these runs found as the task log does; an older run's results say nothing of now."""
    from bc_myob.history.checklists import Checklists  # noqa: PLC0415 - as late as the rest of the run's needs
    from bc_myob.history.database import open_history  # noqa: PLC0415
    from bc_myob.operators.checking.table import closing, tables  # noqa: PLC0415

    engine = open_history(history_url)
    latest = Checklists(engine, store).of_run(run_ids[-1]) if run_ids else None
    engine.dispose()
    if latest is None:
        console.print("There are no results: the reason is in the log of the task check, above.")
        return
    console.print(f"Checklist of {store}, {latest.at:%d %B %Y %H:%M} UTC")
    for table in tables(latest.rows):
        console.print(table)
    console.print(closing(latest.rows), soft_wrap=True)
