"""`python -m benchmarks [--orders N] [--customers N]`: calls per record, own time and memory of whole runs."""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="bc-myob-bench-"))
os.environ.setdefault("AIRFLOW__LOGGING__LOGGING_LEVEL", "ERROR")

from rich.console import Console
from rich.table import Table

from benchmarks.line import connect, run
from sandbox.kit import Plan
from sandbox.serve import Sandbox
from sandbox.shop.bulk import Bulk, fill


def main() -> None:
    """Run a first import and a run with nothing new, and print what each cost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--customers", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Sandbox() as box:
        box.erp.kit.switches.set(quick_operation="204")
        box.store.kit.limits.set(quota=1_000_000)
        box.erp.seed(Plan())
        fill(box.store, Bulk(customers=given.customers, orders=given.orders, days=3))
        connect(box, Path(folder))
        for number, title in enumerate(("first import", "nothing new"), start=1):
            box.reset_calls()
            started, busy = time.perf_counter(), time.process_time()
            run(number)
            show(title, box.calls(), given.orders, time.perf_counter() - started, time.process_time() - busy)
    print(f"largest memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def show(title: str, calls: dict[str, int], orders: int, seconds: float, busy: float) -> None:
    """Print one run's calls and times."""
    table = Table("Calls", "Number", "Per order", title=f"{title}: {orders} orders")
    for kind, count in sorted(calls.items()):
        table.add_row(kind, str(count), f"{count / orders:.4f}")
    table.add_row("all", str(sum(calls.values())), f"{sum(calls.values()) / orders:.4f}")
    Console().print(table)
    print(f"{seconds:.1f} s, of them {busy:.1f} s of this process's CPU (the sandbox answers in the same process)\n")


if __name__ == "__main__":
    main()
