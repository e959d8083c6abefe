"""Real Airflow, real SIGKILLs: task processes and once the scheduler (`make test-kills KILLS=50`)."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import httpx
import pytest
import yaml

from sandbox.serve import Sandbox
from tests.faults.killing import STEPS, Killer
from tests.faults.settings import DEMO
from tests.faults.shop_arrived import missing_or_wrong
from tests.faults.watching import succeeded
from tests.faults.works import lines_of
from tests.history.conftest import postgres_database
from tests.runner.test_demo_twice import Demo, created_twice, written

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("BC_MYOB_KILLS", "50"))
STARTS = 3 + KILLS // 25
"""At most: what is there already is not loaded again, so a later start has fewer processes to kill."""
RUN = {"batch_size": 20, "retries": 10, "retry_delay_seconds": 1}

PAGES = {
    "extract.orders": (re.compile(r"/v2/orders$"), 1),
    "extract.customers": (re.compile(r"/v3/customers$"), 1),
    "extract.transactions": (re.compile(r"/v3/orders/\d+/transactions$"), 25),
}
"""The calls with which each stream is read, and how many of them are one page of progress."""


@pytest.fixture
def demo(tmp_path):
    """The demo in small batches, on PostgreSQL: Sync History and Airflow's own metadata."""
    said = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    said["run"] |= RUN
    (tmp_path / "stores").mkdir()
    (tmp_path / "stores" / DEMO.name).write_text(yaml.safe_dump(said), encoding="utf-8")
    with postgres_database() as history, postgres_database() as metadata:
        made = Demo(tmp_path / "home", history, metadata)
        made.environment["DEMO_STORES"] = str(tmp_path / "stores")
        yield made


def run_under_fire(demo, killer):
    """Start the demo until a start went well and all kills are done; gives the exit statuses and the last words."""
    codes, said, open_kills = [], "", KILLS
    while len(codes) < STARTS and not (codes and codes[-1] == 0 and open_kills <= 0):
        # a few come too late: their task had just reported its success
        killer.owe(open_kills + open_kills // 10 + 1)
        process = demo.start()
        with ThreadPoolExecutor(1) as threads:
            following = threads.submit(killer.follow, process)
            said, _ = process.communicate(timeout=900)
        following.result()
        codes.append(process.returncode)
        open_kills = KILLS - len(effective(killer))
    return codes, said


def effective(killer):
    """The kills that ended a try: Airflow says so, and that try has not succeeded."""
    with killer.eye() as eye:
        done = succeeded(eye)
    return [kill for kill in killer.kills if kill.noticed and kill.task.id not in done]


def show(kills):
    """Print where the kills hit, and how far the tasks had come."""
    steps = defaultdict(list)
    for kill in kills:
        steps[kill.task.step].append(kill)
    print(f"\n{'step':<21}kills  at work   seconds after the start of the process (of its work)")
    for step in sorted(steps, key=list(STEPS).index):
        at_work = [kill.worked for kill in steps[step] if kill.worked is not None]
        print(
            f"{step:<21}{len(steps[step]):>5}{len(at_work):>9}   {_spread([kill.age for kill in steps[step]])}", end=""
        )
        print(f"  ({_spread(at_work)})" if at_work else "")


def _spread(seconds):
    return f"{min(seconds):.2f} to {max(seconds):.2f}, median {median(seconds):.2f}"


def read_again(calls, page):
    """How many of the calls that fit `page` were made before, with the same query."""
    asked = Counter((call["path"], call["query"]) for call in calls if page.search(call["path"]))
    return asked.total() - len(asked)


def calls_of_the_first_run(stock):
    """Every call to the store until the first run's loads were over, across the restart of the stand-ins."""
    until = next(number for number, one in enumerate(stock) if one.run_id)
    return [call for one in stock[: until + 1] for call in one.calls]


def test_killed_tasks_and_a_killed_scheduler_write_nothing_twice_and_lose_nothing(demo, monkeypatch):
    killer = Killer(7, demo, scheduler_after=KILLS // 2)
    codes, said = run_under_fire(demo, killer)
    kills = effective(killer)
    show(kills)
    together = sum(kill.together > 1 for kill in kills)
    print(f"{len(kills)} task processes killed, {together} of them with others at the same moment, and")
    print(f"{killer.schedulers} scheduler, in {len(codes)} starts {codes}")
    assert codes[-1] == 0, said
    assert len(kills) >= KILLS
    assert killer.schedulers == 1
    at_work = Counter(kill.task.kind for kill in kills if kill.worked is not None)
    # with a handful of kills, each of an extraction's few may fall into its start, and a map may be done before its own
    hit = at_work if KILLS >= 30 else Counter(kill.task.kind for kill in kills)
    assert all(hit[kind] for kind in ("extract", "load", *(["map"] if KILLS >= 30 else [])))
    assert at_work.total() > len(kills) / 2

    ledger = demo.ledger()
    assert created_twice(ledger) == []
    assert written(ledger) == demo.processed()
    assert demo.left() == []
    wrong, looked_at = missing_or_wrong(demo, monkeypatch)
    print(f"the shop's records and what became of them: {looked_at}")
    assert not wrong, lines_of(wrong)

    first_run = calls_of_the_first_run(killer.stock)
    for step, (page, size) in PAGES.items():
        assert read_again(first_run, page) <= size * sum(kill.task.step == step for kill in killer.kills), step
    ended = [stock for stock in killer.stock if stock.run_id]
    assert ended
    for stock in ended:
        # before anything idles out: a load that ends by itself leaves no seat, one that was killed at work its own
        assert stock.seats <= stock.killed_loads
        # with every idle session ended by command: what a dead load left comes free, none is held for good
        assert not stock.seats_left


def test_a_seat_whose_process_was_killed_comes_free_by_itself():
    with Sandbox() as box:
        box.erp.sessions.open()
        assert httpx.get(f"{box.erp_url}/_control/licence", trust_env=False).json()["open_sessions"] == 1
        box.clock.advance(minutes=11)
        assert httpx.get(f"{box.erp_url}/_control/licence", trust_env=False).json()["open_sessions"] == 0
