"""The reconciliation of store, Sync History and MYOB Advanced, on Airflow: one DAG per settings file.

A file that does not load is told of by bc_myob_settings.py.
"""

from bc_myob.pipeline.reconcile import reconcile_dag
from bc_myob.store.loading import read_stores

for key, settings in read_stores().stores.items():
    globals()[f"bc_myob_reconcile_{key}"] = reconcile_dag(key, settings)
