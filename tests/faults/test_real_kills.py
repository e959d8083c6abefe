"""Real Airflow, real SIGKILLs: task processes and once the scheduler (`make test-kills KILLS=50`)."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from random import Random
from threading import Thread

import httpx
import psutil
import pytest
from sqlalchemy import NullPool, create_engine, text

from sandbox.serve import Sandbox
from tests.history.conftest import postgres_database
from tests.runner.test_demo_twice import Demo, created_twice, written

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("BC_MYOB_KILLS", "50"))
STARTS = 2 + KILLS // 20
TASK = re.compile(r"airflow worker -- ([0-9a-f-]{36})")
SCHEDULER = re.compile(r"airflow scheduler$")


def running(root, title):
    """(process, match) of what runs below `root` under a fitting command line; none where `root` is gone."""
    try:
        below = psutil.Process(root.pid).children(recursive=True)
        found = [(process, title.search(" ".join(process.cmdline()).strip())) for process in below]
    except psutil.Error:
        return []
    return [(process, match) for process, match in found if match]


class Killer:
    """Kills the tasks of a running demo at random moments of their lives, and its scheduler once.

    A task's last try is spared: a run whose tasks have all used up their tries shows nothing more.
    """

    def __init__(self, seed, metadata):
        self.random, self.metadata = Random(seed), create_engine(metadata, poolclass=NullPool)
        self.killed, self.schedulers = Counter(), 0
        self.dooms = {}

    def follow(self, demo):
        while demo.poll() is None and self.killed.total() < KILLS:
            time.sleep(0.05)
            for process, match in running(demo, TASK):
                doom = self.dooms.setdefault((process.pid, match[1]), self._doom(match[1]))
                if doom and time.monotonic() >= doom[1]:
                    self._kill(process, doom[0])
            if self.killed.total() > KILLS // 2 and not self.schedulers:
                for process, _ in running(demo, SCHEDULER)[:1]:
                    self.schedulers += 1
                    self._kill(process, "scheduler")

    def _doom(self, task_instance):
        """(task, moment of its death), or None for a last try."""
        with self.metadata.connect() as connection:
            asked = text("SELECT task_id, try_number, max_tries FROM task_instance WHERE id = :id")
            row = connection.execute(asked, {"id": task_instance}).one_or_none()
        if row is None or row.try_number > row.max_tries:
            return None
        return row.task_id, time.monotonic() + self.random.uniform(0.2, 3 if row.task_id.endswith("load") else 2)

    def _kill(self, process, name):
        try:
            process.kill()
            self.killed[name] += 1
        except psutil.Error:
            pass


@pytest.fixture
def demo(tmp_path):
    """The demo on PostgreSQL: Sync History and Airflow's own metadata."""
    with postgres_database() as history, postgres_database() as metadata:
        yield Demo(tmp_path / "home", history, metadata)


def test_killed_tasks_and_a_killed_scheduler_write_nothing_twice_and_lose_nothing(demo):
    killer, codes = Killer(7, demo.metadata), []
    for _ in range(STARTS):
        process = demo.start()
        follower = Thread(target=killer.follow, args=(process,))
        follower.start()
        said, _ = process.communicate(timeout=900)
        follower.join()
        codes.append(process.returncode)
        if process.returncode == 0 and killer.killed.total() >= KILLS:
            break
    print(f"{killer.killed.total()} processes killed in {len(codes)} starts {codes}: {dict(killer.killed)}")
    assert killer.killed.total() >= KILLS
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
