"""History by day of creation: one DAG per settings file, driven by Airflow's own backfill."""

from bc_myob.operators.request import Flow
from bc_myob.pipeline import backfill_dag, broken_settings_dag
from bc_myob.store.loading import read_stores

files = read_stores()
for key, settings in files.stores.items():
    globals()[f"bc_myob_backfill_{key}"] = backfill_dag(key, settings)

if files.problems:
    broken = broken_settings_dag(Flow.BACKFILL, files)
