"""The task graphs: one module for each kind of DAG, built from operators for a configured store."""
