"""A DAGs folder with one file."""

from __future__ import annotations

import json
from pathlib import Path

DAGS = Path(__file__).resolve().parents[1] / "dags"
LOCAL = "airflow.dag_processing.bundles.local.LocalDagBundle"


def only(monkeypatch, folder, name):
    """Let Airflow see dags/`name`.py alone."""
    alone = folder / "dags" / name
    alone.mkdir(parents=True, exist_ok=True)
    (alone / f"{name}.py").write_text((DAGS / f"{name}.py").read_text(encoding="utf-8"), encoding="utf-8")
    bundle = {"name": "dags-folder", "classpath": LOCAL, "kwargs": {"path": str(alone)}}
    monkeypatch.setenv("AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST", json.dumps([bundle]))
