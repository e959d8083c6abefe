"""`python -m sandbox` starts, says where it is, continues from its state, and stops when told."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import httpx
import pytest

from sandbox.__main__ import main
from sandbox.kit import Plan
from sandbox.serve import Sandbox
from sandbox.shop.catalogue import STORE_TOKEN


@contextmanager
def started(*arguments):
    command = [sys.executable, "-m", "sandbox", "--store-port", "0", "--erp-port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        lines = [process.stdout.readline() for _ in range(4)]
        yield process, re.findall(r"http://[\d.:]+\d", "".join(lines[:2]))
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_it_serves_until_terminated_and_continues_from_its_state(tmp_path):
    state = ("--state", str(tmp_path))
    with started("--customers", "3", "--orders", "4", *state) as (_, (store, erp)):
        made = httpx.post(
            f"{store}/_control/customers", json={"first_name": "R", "last_name": "L", "email": "r@l.example"}
        )
        assert made.json() == {"id": 4}
        assert httpx.get(f"{erp}/_control").json()["system"] == "erp"

    with started("--customers", "3", "--orders", "4", *state, "--quota", "5", "--switch", "store.over_limit=413") as (
        _,
        (store, _),
    ):
        assert httpx.get(f"{store}/_control/counts").json()["customers"] == 4
        answer = httpx.get(f"{store}/stores/harbour/v2/orders?limit=900", headers={"X-Auth-Token": STORE_TOKEN})
        assert (answer.status_code, answer.headers["x-rate-limit-requests-quota"]) == (413, "5")


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--switch", "store.nonsense=1"], "no option 'nonsense'"),
        (["--fault", 'store:{"kind": "odd"}'], "'odd' is not a valid Kind"),
        (["--limit", "shop.quota=1"], "no system 'shop'; there are: store, erp"),
    ],
)
def test_a_flag_that_means_nothing_is_named(flags, said, capsys):
    assert main(["--empty", *flags]) == 2
    assert said in capsys.readouterr().err


def test_every_switch_and_limit_can_be_listed(capsys):
    assert main(["--empty", "--list-options"]) == 0
    assert "--switch store.archived_listed=False" in capsys.readouterr().out


def test_the_sandbox_of_the_tests_holds_both_systems():
    with Sandbox(Plan(customers=3, orders=4)) as sandbox:
        httpx.get(f"{sandbox.store_url}/stores/harbour/v2/time", headers={"X-Auth-Token": STORE_TOKEN})
        assert sandbox.calls() == {"store GET /v2/time": 1}
        assert sandbox.ledger() == []
        sandbox.reset()
        assert sandbox.store.counts()["customers"] == 0
        assert sandbox.calls() == {}
