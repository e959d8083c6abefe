"""SIGKILL for the tasks of a running demo, step by step by a plan, and once for its scheduler."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import httpx
import psutil
from sqlalchemy import NullPool, create_engine

from tests.faults.watching import Task, running

LOOK_EVERY_SECONDS = 0.03
EARLY = 0.1
"""Share of the kills that come while the task's process is still starting."""
TOGETHER = 0.3
"""Share of the kills that take every task that is running at this moment."""

ENTITIES = ("customers", "locations", "orders", "payments")
STEPS = {
    "open_run": 1,
    **{f"extract.{stream}": 3 for stream in ("orders", "customers", "transactions")},
    **{f"{entity}.{step}": weight for entity in ENTITIES for step, weight in (("map", 2), ("load", 5))},
}
"""Every step with retries, in the order of a run, and how many kills it gets beside the others."""
SLOW_LISTS = {"path": r"/(v2/orders|v3/customers)\b", "kind": "delay", "seconds": 0.7, "times": None}
LASTS = {"open_run": 0.1, "extract": 2.5, "map": 1.0, "load": 3.0}
"""About how long a kind of task works, in multiples of what its process took to start: so it fits any machine."""


def shares(kills):
    """How many kills each step gets: in proportion, by largest remainder."""
    exact = {step: kills * weight / sum(STEPS.values()) for step, weight in STEPS.items()}
    whole = Counter({step: int(number) for step, number in exact.items()})
    by_remainder = sorted(exact, key=lambda step: exact[step] % 1, reverse=True)
    whole.update(by_remainder[: kills - whole.total()])
    return whole


@dataclass(frozen=True)
class Kill:
    """One process that got SIGKILL: how old it was, how long it had worked (None: not yet), how many died with it."""

    task: Task
    age: float
    worked: float | None
    together: int

    @property
    def noticed(self):
        """Whether Airflow's own log of this try says so, too."""
        return "SIGKILL" in self.task.log_text()


class Killer:
    """Follows a demo and kills what its plan says, at random moments of the tasks' lives.

    What a step owes when its tasks are done goes to the next loads. A task's last try is spared: a run whose tasks have
    all used up their tries shows nothing more.
    """

    def __init__(self, seed, demo, *, scheduler_after):
        self.random, self.demo, self.scheduler_after = Random(seed), demo, scheduler_after
        self.owed, self.kills, self.schedulers = Counter(), [], 0
        self.stock = []
        self._moments, self._reported, self._since = {}, set(), 0
        self._erp = _control(demo.environment["ERP_PORT"])
        self._store = _control(demo.environment["STORE_PORT"])

    def owe(self, kills):
        """Plan at least so many kills for what comes."""
        self.owed = shares(max(kills, self.owed.total()))

    def follow(self, process):
        """Kill until the demo ends."""
        self._moments, self._since, ready = {}, len(self.kills), False
        with self.eye() as eye:
            while process.poll() is None:
                time.sleep(LOOK_EVERY_SECONDS)
                ready = ready or self._make_room()
                # what a dead scheduler left still counts as running while the next start gets ready
                tasks = running(eye, self.demo.home) if ready else []
                self._look(tasks)
                if self._is_time_for_the_scheduler(tasks):
                    self._kill_the_scheduler(process)
                    return

    def _make_room(self):
        """Once the two systems are up: seats for all (a killed load's is free only when its session has idled), and
        a store that lists as slowly as a real one, or an extraction is over before it can be hit."""
        try:
            self._store.put("faults", json=[SLOW_LISTS]).raise_for_status()
            return self._erp.put("limits", json={"seats": 1000}).is_success
        except httpx.TransportError:
            time.sleep(0.2)
            return False

    @contextmanager
    def eye(self):
        """A connection to Airflow's metadata."""
        engine = create_engine(self.demo.metadata, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection

    def _look(self, tasks):
        for task in tasks:
            if task.kind == "report":
                self._see_report(task)
            elif task.step in STEPS and task.may_retry:
                self._pass_on(task.step)
                if self.owed[task.step] > 0 and self._is_doomed(task):
                    self._strike(task, tasks)

    def _see_report(self, task):
        """The loads of a run are over: note the seats, and plan what is left for the next run."""
        if task.run_id not in self._reported:
            self._reported.add(task.run_id)
            self._take_stock(task.run_id)
            self.owed = shares(self.owed.total())

    def _pass_on(self, step):
        order = list(STEPS)
        reached = order.index(step)
        if reached < order.index("customers.map"):
            return  # the extractions run side by side
        loads = [one for one in order[reached:] if one.endswith("load")]
        for early in order[:reached]:
            while self.owed[early] > 0:
                self.owed[early] -= 1
                self.owed[min(loads, key=lambda load: self.owed[load])] += 1

    def _is_doomed(self, task):
        """Whether the moment of this try has come; it is drawn when the try is first seen, or when its work begins."""
        if task.id not in self._moments:
            early = self.random.random() < EARLY
            self._moments[task.id] = self._within(_now(), timedelta(seconds=0.15)) if early else None
        if self._moments[task.id] is None and (began := task.began()):
            self._moments[task.id] = self._within(began, LASTS[task.kind] * (began - task.started))
        moment = self._moments[task.id]
        return moment is not None and _now() >= moment

    def _within(self, start, span):
        return start + self.random.random() * span

    def _strike(self, task, tasks):
        others = [one for one in tasks if one.step in STEPS and one.may_retry and one.id != task.id]
        dying = [task, *others] if self.random.random() < TOGETHER else [task]
        killed = [one for one in dying if _kill(one)]
        for one in killed:
            moment, began = _now(), one.began()
            age = (moment - one.started).total_seconds()
            self.kills.append(Kill(one, age, (moment - began).total_seconds() if began else None, len(killed)))
            payer = one.step if self.owed[one.step] > 0 else max(self.owed, key=lambda step: self.owed[step])
            self.owed[payer] = max(0, self.owed[payer] - 1)

    def _is_time_for_the_scheduler(self, tasks):
        half = len(self.kills) > self.scheduler_after
        return half and not self.schedulers and any(task.kind == "load" and task.began() for task in tasks)

    def _kill_the_scheduler(self, process):
        self._take_stock("")
        for child in psutil.Process(process.pid).children():
            if child.cmdline()[-1:] == ["scheduler"]:
                child.kill()
                self.schedulers += 1

    def _take_stock(self, run_id):
        """Note the seats taken, what is left of them once idle sessions have ended, and every call to the store."""
        taken = self._erp.get("licence").json()["open_sessions"]
        left = None
        if run_id:
            self._erp.put("limits", json={"session_idle_minutes": 0}).raise_for_status()
            left = self._erp.get("licence").json()["open_sessions"]
            self._erp.put("limits", json={"session_idle_minutes": 10}).raise_for_status()
        # who was still starting had not signed in
        loads = sum(kill.task.kind == "load" and kill.worked is not None for kill in self.kills[self._since :])
        calls = self._store.get("calls/list").json()
        self.stock.append(Stock(run_id, taken, loads, left, calls))


@dataclass(frozen=True)
class Stock:
    """What the stand-ins said when a run's loads were over (with its `run_id`), or right before the scheduler died.

    `killed_loads`: those of this start that were killed at work; `seats_left`: seats when no session may be idle.
    """

    run_id: str
    seats: int
    killed_loads: int
    seats_left: int | None
    calls: list[dict]


def _control(port):
    once = httpx.Limits(max_keepalive_connections=0)  # no connection outlives the stand-ins' restart
    return httpx.Client(base_url=f"http://127.0.0.1:{port}/_control", trust_env=False, timeout=10, limits=once)


def _kill(task):
    """Send SIGKILL to the process that does the task's work, if it is still there."""
    try:
        process = psutil.Process(task.pid)
        if "airflow worker" not in " ".join(process.cmdline()):
            return False
        process.kill()
    except psutil.Error:
        return False
    return True


def _now():
    return datetime.now(UTC)
