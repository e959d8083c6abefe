"""`python -m runner demo|up|run|checklist|reconcile|discover|migrate`; the exit status is the outcome."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence

from rich.console import Console

from bc_myob.model.errors import ConfigurationError
from runner.errors import CANNOT_START, INTERRUPTED, OUTCOME_FAILED, Broke, CannotStart, Interrupted


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; give the exit status."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    # without a terminal (a log, a pipe) nobody wraps the lines for us: leave room for the reasons
    console = Console() if sys.stdout.isatty() else Console(width=140)
    try:
        return _do(_parser().parse_args(arguments), console)
    except (CannotStart, ConfigurationError) as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        return CANNOT_START
    except Broke as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        return OUTCOME_FAILED
    except Interrupted:
        console.print("Interrupted; everything that was started is stopped.")
        return INTERRUPTED


def _do(chosen: argparse.Namespace, console: Console) -> int:
    # imports wait for their command: `--help` and a wrong argument answer at once
    if chosen.command in ("demo", "up"):
        from runner import demo  # noqa: PLC0415

        return demo.demo(console) if chosen.command == "demo" else demo.up(console)
    if chosen.command == "discover":
        from runner import discover  # noqa: PLC0415

        return discover.discover_settings(console, chosen.store)
    from runner import run  # noqa: PLC0415

    if chosen.command == "checklist":
        from runner.windows import Span  # noqa: PLC0415

        confirmed = {"walk_through": True, "confirm": chosen.confirm} if chosen.confirm else {}
        return run.run(console, run.Wish(chosen.store, "checklist", Span(None, None), "none", confirmed))
    if chosen.command == "reconcile":
        from runner.windows import span  # noqa: PLC0415

        params = {"set_missing_to_prepared": True} if chosen.prepare else {}
        return run.run(console, run.Wish(chosen.store, "reconcile", span(chosen.first, chosen.last), "none", params))
    if chosen.command == "migrate":
        return run.migrate_history(console, chosen.store)
    return run.run(console, run.Wish.parse(chosen))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m runner", description="Starts the synchronisation on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="run the demo store once against the sandbox, then stop everything")
    commands.add_parser("up", help="the same, and stay with the Airflow UI until Ctrl-C")
    run = commands.add_parser("run", help="run a configured store once against its own connections")
    run.add_argument("--store", required=True, help="name of the settings file, without .yaml")
    run.add_argument("--from", dest="first", default="", help="start of the window: ISO date or timestamp")
    run.add_argument("--to", dest="last", default="", help="end of the window; a date means the whole of that day")
    run.add_argument("--flow", choices=["sync", "backfill"], default="sync")
    run.add_argument("--reprocess", choices=["none", "failed", "completed"], default="failed")
    checklist = commands.add_parser("checklist", help="check whether everything is set up; writes nothing")
    checklist.add_argument("--store", required=True, help="name of the settings file, without .yaml")
    checklist.add_argument("--confirm", default="", help="the store's name: also run the walk-through (test store!)")
    reconcile = commands.add_parser("reconcile", help="compare the store, Sync History and the ERP; writes to neither")
    reconcile.add_argument("--store", required=True, help="name of the settings file, without .yaml")
    reconcile.add_argument("--from", dest="first", default="", help="created from then on: ISO date or timestamp")
    reconcile.add_argument(
        "--to", dest="last", default="", help="created before then; a date means the whole of that day"
    )
    reconcile.add_argument("--prepare", action="store_true", help="set missing records to Prepared for the next sync")
    discover = commands.add_parser("discover", help="write a settings file from two connections, or add what is new")
    discover.add_argument("--store", required=True, help="name of the settings file, without .yaml")
    migrate = commands.add_parser("migrate", help="bring a store's history database to this version")
    migrate.add_argument("--store", required=True, help="name of the settings file, without .yaml")
    return parser


def _interrupt(_number: int, _frame: object) -> None:
    raise Interrupted


if __name__ == "__main__":
    sys.exit(main())
