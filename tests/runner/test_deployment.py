"""docker-compose.yaml and Dockerfile name only what exists, and agree with the project."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.metadata import version

import pytest
import yaml

from runner.environment import ROOT
from runner.keys import keys

TEXT = (ROOT / "docker-compose.yaml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if name.startswith("airflow-")}
IMAGE = "/opt/airflow/"


def test_the_services_are_those_of_airflows_own_file_and_the_history_database():
    assert set(SERVICES) == {
        "postgres", "history", "redis", "airflow-init", "airflow-apiserver", "airflow-scheduler",
        "airflow-dag-processor", "airflow-triggerer", "airflow-worker",
    }  # fmt: skip


def test_required_variables_are_those_that_make_keys_draws():
    assert set(re.findall(r"\$\{(\w+):\?", TEXT)) == set(keys())


def test_no_secret_has_a_default():
    defaults = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", TEXT))
    assert not [name for name in defaults if re.search("PASSWORD|SECRET|KEY", name)]


@pytest.mark.parametrize("name", OURS)
def test_every_container_has_the_shared_keys_and_its_mounts_exist(name):
    service = OURS[name]
    shared = {"AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API__SECRET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET"}
    assert shared <= set(service["environment"])
    mounts = [mount for mount in service["volumes"] if isinstance(mount, str)]
    folders = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert all((ROOT / folder).is_dir() for folder in folders)
    named = {mount.split(":")[0] for mount in mounts} - set(folders)
    assert named <= set(COMPOSE["volumes"])
    (stores,) = [mount for mount in service["volumes"] if not isinstance(mount, str)]
    assert (stores["target"], stores["read_only"]) == (service["environment"]["BC_MYOB_STORES"], True)
    default = re.fullmatch(r"\$\{BC_MYOB_STORES:-(.+)\}", stores["source"])[1]
    assert (ROOT / default / "demo.yaml").is_file()


@pytest.mark.parametrize("name", sorted(set(OURS) - {"airflow-init"}))
def test_the_command_is_one_that_airflow_has(name):
    from airflow.cli import cli_parser

    command = OURS[name]["command"].split()
    known = {one.name: one for one in cli_parser.airflow_commands}
    assert command[0] == "celery" or command[0] in known  # celery comes with its provider


def test_init_prepares_both_databases_and_the_pools():
    script = SERVICES["airflow-init"]["command"][-1]
    named = re.findall(rf"{IMAGE}(\S+)", script)
    assert named == ["include/pools.json"]
    assert all((ROOT / path).is_file() for path in named)
    assert "python -m bc_myob migrate" in script


def test_people_read_sync_history_from_this_machine_alone():
    (published,) = SERVICES["history"]["ports"]
    assert published == "127.0.0.1:${HISTORY_PORT:-5433}:5432"
    assert "ports" not in SERVICES["postgres"]


def test_dependencies_name_services():
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_pools_have_the_fields_that_airflow_imports():
    pools = json.loads((ROOT / "include" / "pools.json").read_text())
    assert pools["myob_advanced"]["include_deferred"] is True
    assert all({"slots", "description", "include_deferred"} == set(pool) for pool in pools.values())


def test_every_pool_a_shipped_store_names_exists():
    from bc_myob.store.loading import read_stores

    pools = json.loads((ROOT / "include" / "pools.json").read_text())
    stores = read_stores(ROOT / "include" / "stores").stores
    assert {settings.run.pool for settings in stores.values()} <= set(pools)


def test_the_image_is_the_airflow_of_the_lock_and_copies_what_exists():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert f"FROM apache/airflow:{version('apache-airflow')}-python3.11" in dockerfile
    copied = [word for line in re.findall(r"^COPY \S+ (.+) \S+$", dockerfile, re.MULTILINE) for word in line.split()]
    assert copied
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    for path in copied:
        assert (ROOT / path).exists()
        assert f"!{path}" in ignored


compose = pytest.mark.skipif(shutil.which("docker-compose") is None, reason="docker-compose is not on this machine")


def composed(folder, dotenv):
    """Give what docker-compose makes of the file beside this .env: status, file, complaint."""
    shutil.copy(ROOT / "docker-compose.yaml", folder)
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in dotenv.items()))
    done = subprocess.run(["docker-compose", "config"], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, yaml.safe_load(done.stdout), done.stderr


@compose
def test_docker_compose_accepts_the_file_and_asks_for_missing_secrets(tmp_path):
    status, _, complaint = composed(tmp_path, {})
    assert status == 1
    assert "make keys" in complaint
    assert composed(tmp_path, keys())[0] == 0


@compose
def test_what_env_says_of_history_and_stores_holds_in_every_container(tmp_path):
    elsewhere = "postgresql://me:secret@db.example:5432/books"
    said = {"AIRFLOW_CONN_BC_MYOB_HISTORY": elsewhere, "BC_MYOB_STORES": "./shops", "HISTORY_PORT": "6001"}
    for name, service in composed(tmp_path, keys() | said)[1]["services"].items():
        if name in OURS:
            assert service["environment"]["AIRFLOW_CONN_BC_MYOB_HISTORY"] == elsewhere
            inside = service["environment"]["BC_MYOB_STORES"]
            bound = [mount for mount in service["volumes"] if isinstance(mount, dict) and mount["target"] == inside]
            assert [mount["source"] for mount in bound] == [f"{tmp_path}/shops"]
        if name == "history":
            assert "6001" in str(service["ports"])


@compose
def test_without_a_word_in_env_the_history_is_that_of_the_file_with_its_password(tmp_path):
    secrets = keys()
    worker = composed(tmp_path, secrets)[1]["services"]["airflow-worker"]
    assert worker["environment"]["AIRFLOW_CONN_BC_MYOB_HISTORY"] == "postgresql://bc_myob@history/bc_myob"
    assert worker["environment"]["PGPASSWORD"] == secrets["POSTGRES_PASSWORD"]
