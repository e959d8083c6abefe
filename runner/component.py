"""One of Airflow's components, with everything its forks need already imported: `python -m runner.component scheduler`.

A task runs in a process forked from the scheduler, a DAG file in one forked from the DAG processor. What the parent has
imported costs them nothing; else each of them pays more than a second of processor time before it begins to work.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module

from airflow.__main__ import main

from bc_myob import operators


def preload() -> None:
    """Import every operator, and with them hooks, mapping and history."""
    # the threads of a numerical library do not survive a fork
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for module in pkgutil.walk_packages(operators.__path__, f"{operators.__name__}."):
        import_module(module.name)
    import_module("bc_myob.pipeline.sync")


if __name__ == "__main__":
    preload()
    sys.exit(main())
