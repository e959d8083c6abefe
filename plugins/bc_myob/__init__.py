"""BigCommerce to MYOB Advanced: customers, customer locations, sales orders and payments, on Apache Airflow."""
