"""A settings file from two connections, on Airflow: one DAG for all stores."""

from bc_myob.pipeline.discover import discover_dag

bc_myob_discover = discover_dag()
