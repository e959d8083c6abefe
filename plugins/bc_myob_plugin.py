"""What Airflow loads as a plugin. The package itself is kept from being executed by plugins/.airflowignore."""

from airflow.plugins_manager import AirflowPlugin


class BcMyobPlugin(AirflowPlugin):
    """BigCommerce to MYOB Advanced."""

    name = "bc_myob"
