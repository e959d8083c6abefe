"""Ports are checked before anything starts; the message names the variable."""

from __future__ import annotations

import socket

import pytest

from runner.errors import CannotStart
from runner.ports import HOST, check_free, free_port, read_ports


def test_ports_have_defaults_and_variables():
    ports = read_ports({"AIRFLOW_PORT": "9090"})
    assert [ports.airflow.number, ports.logs.number, ports.store.number, ports.erp.number] == [9090, 8793, 8801, 8802]


@pytest.mark.parametrize("text", ["http", "0", "70000", "-1", "80 80"])
def test_what_is_no_port_is_refused_by_its_variable(text):
    with pytest.raises(CannotStart, match="ERP_PORT is"):
        read_ports({"ERP_PORT": text})


@pytest.mark.parametrize("interface", [HOST, ""])
def test_a_taken_port_gives_one_message_that_names_its_variable(interface):
    with socket.socket() as taken:
        taken.bind((interface, 0))
        taken.listen()
        number = taken.getsockname()[1]
        ports = read_ports({"STORE_PORT": str(number)})
        with pytest.raises(CannotStart, match=rf"Port {number} \(STORE_PORT, for the sandbox store\) is taken"):
            check_free([ports.store])


def test_two_variables_cannot_share_a_port():
    number = str(free_port())
    ports = read_ports({"AIRFLOW_PORT": number, "LOG_PORT": number})
    with pytest.raises(CannotStart, match="AIRFLOW_PORT and LOG_PORT are both"):
        check_free([ports.airflow, ports.logs])


def test_free_ports_pass():
    ports = read_ports({"STORE_PORT": str(free_port()), "ERP_PORT": str(free_port())})
    check_free([ports.store, ports.erp])


def test_the_demo_starts_nothing_when_a_port_is_taken(command, monkeypatch):
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        monkeypatch.setenv("AIRFLOW_PORT", str(taken.getsockname()[1]))
        status, text = command("demo")
    assert status == 2
    assert "AIRFLOW_PORT" in text
    assert not (command.home / "logs").exists()
