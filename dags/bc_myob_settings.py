"""What is wrong with a settings file, as an import error of Airflow.

An import error takes every DAG of its file off the list. So the errors of the settings stand under this file, which has
no DAG to lose, and the DAGs of the stores whose files are in order stay in theirs.
"""

from bc_myob.pipeline.sync import broken_settings_dag
from bc_myob.store.loading import read_stores

problems = read_stores().problems
if problems:
    broken_settings = broken_settings_dag(problems)
