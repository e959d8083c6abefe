"""The implementation checklist against the live systems, on Airflow: one DAG per settings file.

A file that does not load is told of by bc_myob_settings.py.
"""

from bc_myob.pipeline.checklist import checklist_dag
from bc_myob.store.loading import read_stores

for key, settings in read_stores().stores.items():
    globals()[f"bc_myob_checklist_{key}"] = checklist_dag(key, settings)
