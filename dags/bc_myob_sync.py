"""The incremental flow on Airflow: one DAG per settings file."""

from bc_myob.pipeline.sync import sync_dag
from bc_myob.store.loading import read_stores

for key, settings in read_stores().stores.items():
    globals()[f"bc_myob_sync_{key}"] = sync_dag(key, settings)
