"""Whatever was started is stopped: the whole tree, at the end, on an error, and on a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from runner.environment import ROOT
from runner.errors import Broke
from runner.processes import Processes, end_leftovers

# a parent with a child that ignores SIGTERM and a child that leads a session of its own; it writes all three pids
TREE = """
import os, signal, subprocess, sys, time
deaf = [sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"]
own = [sys.executable, "-c", "import time; time.sleep(600)"]
children = [subprocess.Popen(deaf), subprocess.Popen(own, start_new_session=True)]
with open(sys.argv[1] + ".part", "w") as file:
    file.write(" ".join(map(str, [os.getpid(), *(child.pid for child in children)])))
os.rename(sys.argv[1] + ".part", sys.argv[1])
time.sleep(600)
"""

# a runner like ours: starts the tree and waits until a signal stops it
RUNNER = """
import os, signal, sys, time
from pathlib import Path
from runner.__main__ import _interrupt
from runner.errors import Interrupted
from runner.processes import Processes
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, _interrupt)
folder = Path(sys.argv[1])
try:
    with Processes(folder / "logs", folder / "sessions") as processes:
        processes.start("tree", [sys.executable, "-c", sys.argv[2], sys.argv[3]], os.environ, patience=1)
        time.sleep(600)
except Interrupted:
    sys.exit(130)
"""


def pids(file):
    deadline = time.monotonic() + 20
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return [int(word) for word in file.read_text().split()]


def alive(numbers):
    return [pid for pid in numbers if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE]


def start_runner(tmp_path):
    command = [sys.executable, "-c", RUNNER, str(tmp_path), TREE, str(tmp_path / "pids")]
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_runner_ends_the_whole_tree(tmp_path, number):
    runner = start_runner(tmp_path)
    tree = pids(tmp_path / "pids")
    assert alive(tree) == tree
    runner.send_signal(number)
    assert runner.wait(timeout=30) == 130
    assert alive(tree) == []
    assert not (tmp_path / "sessions").exists()


def test_what_a_killed_runner_left_behind_is_ended_by_the_next_one(tmp_path):
    runner = start_runner(tmp_path)
    tree = pids(tmp_path / "pids")
    runner.kill()
    runner.wait()
    assert alive(tree) == tree
    assert end_leftovers(tmp_path / "sessions") == 3
    assert alive(tree) == []
    assert end_leftovers(tmp_path / "sessions") == 0


def test_leftovers_spare_a_process_that_is_younger_than_the_note(tmp_path):
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    try:
        note = tmp_path / "sessions"
        note.write_text(str(stranger.pid))
        long_ago = time.time() - 3600
        os.utime(note, (long_ago, long_ago))
        assert end_leftovers(note) == 0
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_process_that_dies_is_reported_with_its_last_words(tmp_path):
    with Processes(tmp_path / "logs", tmp_path / "sessions") as processes:
        doomed = processes.start("doomed", [sys.executable, "-c", "raise SystemExit('no room left')"], os.environ)
        doomed.process.wait(timeout=20)
        with pytest.raises(Broke, match=r"(?s)doomed ended unexpectedly \(status 1\).*no room left"):
            processes.check()


def test_an_error_in_the_block_stops_everything_too(tmp_path):
    def fail():
        with Processes(tmp_path / "logs", tmp_path / "sessions") as processes:
            processes.start("tree", [sys.executable, "-c", TREE, str(tmp_path / "pids")], os.environ, patience=1)
            pids(tmp_path / "pids")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert alive(pids(tmp_path / "pids")) == []
