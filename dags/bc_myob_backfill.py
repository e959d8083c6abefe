"""History by day of creation: one DAG per settings file, driven by Airflow's own backfill."""

from bc_myob.pipeline.sync import backfill_dag
from bc_myob.store.loading import read_stores

for key, settings in read_stores().stores.items():
    globals()[f"bc_myob_backfill_{key}"] = backfill_dag(key, settings)
