# Airflow with the project's pinned packages and the project itself. Built by docker-compose.yaml.
FROM apache/airflow:3.3.2-python3.11

WORKDIR /opt/airflow

# the lock files alone first: a change of code does not install everything again
COPY --chown=airflow:0 requirements.txt requirements-deploy.txt ./
RUN pip install --no-cache-dir -r requirements.txt -r requirements-deploy.txt

COPY --chown=airflow:0 pyproject.toml README.md ./
COPY --chown=airflow:0 plugins ./plugins
COPY --chown=airflow:0 include ./include
COPY --chown=airflow:0 dags ./dags

# installed, so that Airflow finds the connection types (entry point); editable, so that there is one copy of the code
RUN pip install --no-cache-dir --no-deps --editable .
