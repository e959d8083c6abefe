"""Sync History in SQL: staging, sync records, run history. Imports SQLAlchemy, never Airflow."""
