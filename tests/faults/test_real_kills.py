"""Real Airflow, real SIGKILLs: task processes and once the scheduler (`make test-kills KILLS=50`)."""

from __future__ import annotations

import os
import re
import time
from random import Random
from threading import Thread

import httpx
import psutil
import pytest

from sandbox.serve import Sandbox
from tests.runner.test_demo_twice import Demo, created_twice, written

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("BC_MYOB_KILLS", "50"))
STARTS = 2 + KILLS // 4
TASK = re.compile(r"airflow worker -- [0-9a-f-]{36}")
SCHEDULER = re.compile(r"airflow scheduler$")


def running(root, title):
    """The processes below `root` whose command line fits, none where it is gone."""
    try:
        below = psutil.Process(root.pid).children(recursive=True)
        return [process for process in below if title.search(" ".join(process.cmdline()).strip())]
    except psutil.Error:
        return []


class Killer:
    """Kills task processes of a running demo at random moments, and its scheduler once."""

    def __init__(self, seed):
        self.random, self.killed, self.schedulers = Random(seed), 0, 0

    def follow(self, demo):
        while demo.poll() is None and self.killed < KILLS:
            time.sleep(self.random.uniform(0.2, 2.5))
            kinds = (SCHEDULER, TASK) if self.killed > KILLS // 2 and not self.schedulers else (TASK,)
            victims = running(demo, kinds[0])
            if victims:
                self.kill(self.random.choice(victims))
                self.schedulers += kinds[0] is SCHEDULER

    def kill(self, process):
        try:
            process.kill()
            self.killed += 1
        except psutil.Error:
            pass


def test_killed_tasks_and_a_killed_scheduler_write_nothing_twice_and_lose_nothing(tmp_path):
    demo, killer, codes = Demo(tmp_path / "home"), Killer(7), []
    for _ in range(STARTS):
        process = demo.start()
        follower = Thread(target=killer.follow, args=(process,))
        follower.start()
        said, _ = process.communicate(timeout=900)
        follower.join()
        codes.append(process.returncode)
        if process.returncode == 0 and killer.killed >= KILLS:
            break
    print(f"{killer.killed} processes killed, {killer.schedulers} of them schedulers, in {len(codes)} starts: {codes}")
    assert codes[-1] == 0, said
    ledger = demo.ledger()
    assert created_twice(ledger) == []
    assert written(ledger) == demo.processed()
    assert demo.left() == []


def test_a_seat_whose_process_was_killed_comes_free_by_itself():
    with Sandbox() as box:
        box.erp.sessions.open()
        assert httpx.get(f"{box.erp_url}/_control/licence", trust_env=False).json()["open_sessions"] == 1
        box.clock.advance(minutes=11)
        assert httpx.get(f"{box.erp_url}/_control/licence", trust_env=False).json()["open_sessions"] == 0
