"""Transport: the BigCommerce store, the MYOB Advanced tenant and the history database, by Airflow connection."""
