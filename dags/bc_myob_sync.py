"""The incremental flow on Airflow: one DAG per settings file."""

from bc_myob.operators.request import Flow
from bc_myob.pipeline import broken_settings_dag, sync_dag
from bc_myob.store.loading import read_stores

files = read_stores()
for key, settings in files.stores.items():
    globals()[f"bc_myob_sync_{key}"] = sync_dag(key, settings)

if files.problems:
    broken = broken_settings_dag(Flow.SYNC, files)
