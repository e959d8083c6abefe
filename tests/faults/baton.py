"""Several runs at once, one step at a time: a seed decides who goes on, so that the order can be repeated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from threading import Condition, Thread, current_thread


class Baton:
    """Only its holder runs. It changes hands at calls and sleeps, never within a transaction."""

    def __init__(self, random: Random) -> None:
        self._random, self._changed = random, Condition()
        self._runners: list[str] = []
        self._holder = ""

    def run(self, *jobs: Callable[[], None]) -> None:
        """Run the jobs to their ends; raises what one of them raised."""
        errors: list[BaseException] = []
        self._runners = [f"run {number}" for number in range(len(jobs))]
        threads = [
            Thread(target=self._carry, args=(job, errors), name=name)
            for name, job in zip(self._runners, jobs, strict=True)
        ]
        for thread in threads:
            thread.start()
        self._pass(self._runners)
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]

    def turn(self) -> None:
        """Pass the baton to anybody, perhaps to ourselves, and wait for it."""
        if current_thread().name in self._runners:
            self._pass(self._runners)
            self._wait()

    def _carry(self, job: Callable[[], None], errors: list[BaseException]) -> None:
        self._wait()
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            errors.append(error)
        finally:
            self._runners.remove(current_thread().name)
            self._pass(self._runners)

    def _pass(self, runners: Sequence[str]) -> None:
        with self._changed:
            self._holder = self._random.choice(runners) if runners else ""
            self._changed.notify_all()

    def _wait(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._holder == current_thread().name, timeout=120)
