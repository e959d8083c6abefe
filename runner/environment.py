"""Folders and the environment Airflow's processes get: small, quick, and the same on every machine."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from runner.errors import CannotStart
from runner.ports import HOST, Ports

ROOT: Final = Path(__file__).resolve().parents[1]
USER: Final = "admin"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder in which one kind of start keeps its state: `.demo` or `.airflow`."""

    folder: Path
    history_elsewhere: str = ""

    @property
    def airflow(self) -> Path:
        """Airflow's own home: configuration, metadata database, task logs."""
        return self.folder / "airflow"

    @property
    def history(self) -> Path:
        """The embedded history database."""
        return self.folder / "history.db"

    @property
    def history_url(self) -> str:
        """The history database, as SQLAlchemy names it: the embedded one unless another is given."""
        return self.history_elsewhere or f"sqlite:///{self.history}"

    @property
    def sandbox(self) -> Path:
        """What the sandbox's store and ERP hold between two demos."""
        return self.folder / "sandbox"

    @property
    def stores(self) -> Path:
        """The demo's settings file, made from the shipped one."""
        return self.folder / "stores"

    @property
    def logs(self) -> Path:
        """What the started processes print."""
        return self.folder / "logs"

    @property
    def register(self) -> Path:
        """The sessions that are running now."""
        return self.folder / "sessions"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold this folder: two starts on one state would get into each other's way."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CannotStart(
                    f"{self.folder} is in use by another start. Wait for it or stop it; "
                    "to run two side by side give one a folder of its own: RUNNER_HOME=<folder>"
                ) from error
            yield


def home(environment: Mapping[str, str], default: str) -> Home:
    """Give the state folder: RUNNER_HOME, else `default` in the project."""
    return Home(ROOT / (environment.get("RUNNER_HOME") or default))


def demo_home(environment: Mapping[str, str]) -> Home:
    """Give the demo's state folder; DEMO_HISTORY names another history database than the embedded one."""
    return replace(home(environment, ".demo"), history_elsewhere=environment.get("DEMO_HISTORY", ""))


def demo_stores(environment: Mapping[str, str]) -> Path:
    """Give the folder of the demo's settings file; DEMO_STORES names another one, with a demo.yaml of its own."""
    return ROOT / (environment.get("DEMO_STORES") or "include/stores")


def with_dotenv(environment: Mapping[str, str], file: Path = ROOT / ".env") -> dict[str, str]:
    """Give the environment with the `.env` file under it: a variable that is set already wins."""
    return {name: value for name, value in dotenv_values(file).items() if value is not None} | dict(environment)


def without_airflow(environment: Mapping[str, str]) -> dict[str, str]:
    """Give the environment without anybody's Airflow settings: the demo is the same for everybody."""
    kept = {"AIRFLOW_PORT"}
    return {name: value for name, value in environment.items() if name in kept or not name.startswith("AIRFLOW")}


def metadata_of(environment: Mapping[str, str]) -> dict[str, str]:
    """Give Airflow's metadata database where DEMO_METADATA names one; SQLite in the state folder otherwise."""
    named = environment.get("DEMO_METADATA")
    return {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": named} if named else {}


def airflow_environment(base: Mapping[str, str], where: Home, ports: Ports) -> dict[str, str]:
    """Give the environment of Airflow's processes. Settings of `base` win, but for what the runner relies on."""
    inherited = {name: value for name, value in base.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return _QUICK | _patient(where) | inherited | _addresses(where, ports) | _reachable(base)


_QUICK: Final = {
    # SQLite and two cores: few workers, short pauses (the defaults wait seconds between tasks)
    "AIRFLOW__CORE__PARALLELISM": "4",
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.1",
    "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
    "AIRFLOW__WORKERS__MAX_FAILED_HEARTBEATS": "30",
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",
    "AIRFLOW__CORE__TEST_CONNECTION": "Enabled",
}


def _patient(where: Home) -> dict[str, str]:
    # scheduler, tasks and UI share one SQLite file: five seconds of waiting ended in an error page now and then
    return {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{where.airflow / 'airflow.db'}?timeout=30"}


def _addresses(where: Home, ports: Ports) -> dict[str, str]:
    base = f"http://{HOST}:{ports.airflow.number}"
    return {
        "AIRFLOW_HOME": str(where.airflow),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords_file(where)),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{base}/execution/",
        "AIRFLOW__API__HOST": HOST,
        "AIRFLOW__API__PORT": str(ports.airflow.number),
        "AIRFLOW__API__BASE_URL": base,
        "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(ports.logs.number),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
    }


def _reachable(base: Mapping[str, str]) -> dict[str, str]:
    """Keep a company's proxy out of the way between processes of one machine."""
    exempt = ",".join(filter(None, [base.get("no_proxy") or base.get("NO_PROXY"), HOST, "localhost"]))
    return {"no_proxy": exempt, "NO_PROXY": exempt}


def passwords_file(where: Home) -> Path:
    """Give the place of the login's password."""
    return where.airflow / "passwords.json"


def login(where: Home) -> tuple[str, str]:
    """Give user and password of the UI; the password is drawn once per state folder."""
    file = passwords_file(where)
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps({USER: secrets.token_urlsafe(9)}), encoding="utf-8")
    return USER, json.loads(file.read_text(encoding="utf-8"))[USER]
