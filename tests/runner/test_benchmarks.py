"""`make bench` on a handful of orders: it plays the operators' own tasks, so it must keep up with them."""

import subprocess
import sys

from runner.environment import ROOT


def test_the_bench_says_what_a_first_import_costs_and_that_nothing_new_costs_next_to_nothing():
    command = [sys.executable, "-m", "benchmarks", "--orders", "4", "--customers", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    first, again = done.stdout.split("nothing new: 4 orders")
    assert "erp PUT /SalesOrder" in first
    assert "erp " not in again
