"""The results of the reconciliation in the terminal."""

from __future__ import annotations

from typing import Final

from rich.console import Console

RECONCILE: Final = "reconcile"
"""The flow in the DAG's name."""


def print_reconciliation(console: Console, history_url: str, store: str) -> None:
    """Show the store's latest reconciliation as the task log does."""
    from bc_myob.history.database import open_history  # noqa: PLC0415 - as late as the rest of the run's needs
    from bc_myob.history.reconciliations import Reconciliations  # noqa: PLC0415
    from bc_myob.operators.reconciling.table import tables  # noqa: PLC0415

    engine = open_history(history_url)
    latest = Reconciliations(engine, store).latest()
    engine.dispose()
    if latest is None:
        console.print("There are no results: the reason is in the log of the task reconcile, above.")
        return
    start, end = latest.window
    since = f"{start:%d %B %Y %H:%M}" if start else "the beginning"
    console.print(
        f"Reconciliation of {store}, {latest.at:%d %B %Y %H:%M} UTC: created from {since} to {end:%d %B %Y %H:%M}"
    )
    for table in tables(latest.findings, latest.counts):
        console.print(table)
    if not any(row.is_fault for row in latest.findings):
        console.print("No faults: the three books agree.")
