"""The ports that are listened on: each has a variable, and all are checked before anything starts."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from runner.errors import CannotStart

HOST: Final = "127.0.0.1"
_HIGHEST: Final = 65535
_QUIET: Final = range(20_000, 32_768)
"""Below Linux's range for outgoing connections: a port kept for a later start is not taken meanwhile."""
_TRIES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Port:
    """One port: the variable that moves it, its number, and who listens there."""

    variable: str
    number: int
    purpose: str


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of one start. The sandbox's two are used by the demo only."""

    airflow: Port
    logs: Port
    store: Port
    erp: Port


def read_ports(environment: Mapping[str, str]) -> Ports:
    """Give the ports that the variables name; CannotStart where one holds no port number."""
    return Ports(
        airflow=_read(environment, "AIRFLOW_PORT", 8080, "the Airflow UI and API"),
        logs=_read(environment, "LOG_PORT", 8793, "Airflow's task logs"),
        store=_read(environment, "STORE_PORT", 8801, "the sandbox store"),
        erp=_read(environment, "ERP_PORT", 8802, "the sandbox ERP"),
    )


def check_free(ports: Iterable[Port]) -> None:
    """Return if every port can be listened on; CannotStart names the variable of the first that cannot."""
    seen: dict[int, Port] = {}
    for port in ports:
        if other := seen.get(port.number):
            raise CannotStart(f"{other.variable} and {port.variable} are both {port.number}. Give each its own port.")
        seen[port.number] = port
        if not _is_free(port.number):
            raise CannotStart(
                f"Port {port.number} ({port.variable}, for {port.purpose}) is taken by another program. "
                f"Stop that program, or choose another port: {port.variable}={port.number + 100}"
            )


def free_port() -> int:
    """Give a port nobody listens on at this moment, out of those that no outgoing connection is given by itself."""
    return next(number for _ in range(_TRIES) if _is_free(number := secrets.choice(_QUIET)))


def _read(environment: Mapping[str, str], variable: str, default: int, purpose: str) -> Port:
    text = environment.get(variable, "").strip() or str(default)
    if not text.isdecimal() or not 0 < int(text) <= _HIGHEST:
        raise CannotStart(f"{variable} is {text!r}, which is no port. Give a number from 1 to {_HIGHEST}.")
    return Port(variable, int(text), purpose)


def _is_free(number: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except OSError:
            return False
    return True
