"""What Airflow's processes get to see."""

from __future__ import annotations

import json
import stat

import pytest

from runner.bootstrap import uv_environment
from runner.environment import Home, airflow_environment, login, with_dotenv, without_airflow
from runner.errors import CannotStart
from runner.ports import read_ports

PORTS = read_ports({"AIRFLOW_PORT": "9090"})


@pytest.fixture
def where(tmp_path):
    return Home(tmp_path / "home")


def test_dotenv_holds_connections_as_json_and_as_uri(tmp_path):
    file = tmp_path / ".env"
    file.write_text(
        """# the demo's systems
AIRFLOW_CONN_SHOP='{"conn_type": "bigcommerce", "password": "a#b", "extra": {"store_hash": "x"}}'
export AIRFLOW_CONN_BC_MYOB_HISTORY="postgresql://me:p%40ss@db/history"
EMPTY=
"""
    )
    given = with_dotenv({}, file)
    assert json.loads(given["AIRFLOW_CONN_SHOP"])["password"] == "a#b"
    assert given["AIRFLOW_CONN_BC_MYOB_HISTORY"] == "postgresql://me:p%40ss@db/history"
    assert given["EMPTY"] == ""


def test_the_environment_wins_over_dotenv(tmp_path):
    (tmp_path / ".env").write_text("AIRFLOW_PORT=1\nOTHER=2\n")
    assert with_dotenv({"AIRFLOW_PORT": "9"}, tmp_path / ".env") == {"AIRFLOW_PORT": "9", "OTHER": "2"}


def test_no_dotenv_file_is_fine(tmp_path):
    assert with_dotenv({"A": "1"}, tmp_path / ".env") == {"A": "1"}


def test_the_demo_sees_nobodys_airflow_settings_but_the_port():
    own = {"AIRFLOW__CORE__EXECUTOR": "x", "AIRFLOW_CONN_A": "x", "AIRFLOW_HOME": "x", "AIRFLOW_PORT": "9", "PATH": "/"}
    assert without_airflow(own) == {"AIRFLOW_PORT": "9", "PATH": "/"}


def test_a_moved_port_moves_every_address_that_tasks_use(where):
    env = airflow_environment({}, where, PORTS)
    assert env["AIRFLOW__API__PORT"] == "9090"
    assert env["AIRFLOW__API__BASE_URL"] == "http://127.0.0.1:9090"
    assert env["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:9090/execution/"


def test_settings_of_the_user_win_over_the_quick_ones_but_not_over_the_addresses(where):
    base = {"AIRFLOW__CORE__PARALLELISM": "2", "AIRFLOW_HOME": "/elsewhere", "PYTHONDONTWRITEBYTECODE": "1"}
    env = airflow_environment(base, where, PORTS)
    assert env["AIRFLOW__CORE__PARALLELISM"] == "2"
    assert env["AIRFLOW_HOME"] == str(where.airflow)
    assert "PYTHONDONTWRITEBYTECODE" not in env


def test_a_proxy_is_kept_out_of_this_machine(where):
    env = airflow_environment({"no_proxy": "intra.example"}, where, PORTS)
    assert env["NO_PROXY"] == "intra.example,127.0.0.1,localhost"


def test_the_password_is_drawn_once_and_readable_by_its_owner_alone(where):
    assert login(where) == login(where)
    assert stat.S_IMODE((where.airflow / "passwords.json").stat().st_mode) == 0o600


def test_a_state_folder_is_used_by_one_start_at_a_time(where):
    with where.alone(), pytest.raises(CannotStart, match="in use by another start"), where.alone():
        pass
    with where.alone():
        pass


PIP = {"index-url": "https://a.example/simple", "extra-index-url": "file:///b\nfile:///c", "find-links": "/d /e"}


def test_uv_asks_where_pip_would_ask():
    env = uv_environment({}, PIP)
    assert env["UV_DEFAULT_INDEX"] == "https://a.example/simple"
    assert env["UV_INDEX"] == "file:///b file:///c"
    assert env["UV_FIND_LINKS"] == "/d,/e"


def test_uvs_own_settings_win_and_no_configuration_means_none():
    assert (
        uv_environment({"UV_DEFAULT_INDEX": "https://mine.example"}, PIP)["UV_DEFAULT_INDEX"] == "https://mine.example"
    )
    assert uv_environment({"PATH": "/"}, {}) == {"PATH": "/"}
