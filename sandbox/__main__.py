"""`python -m sandbox`: a stand-in BigCommerce store and a stand-in MYOB Advanced tenant until Ctrl-C."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from sandbox.kit import Fault, Kit, Plan
from sandbox.serve import Sandbox
from sandbox.shop import catalogue


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    made = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    made.add_argument("--host", default="127.0.0.1")
    made.add_argument("--store-port", type=int, default=8091, help="0 = any free port (default: %(default)s)")
    made.add_argument("--erp-port", type=int, default=8092, help="0 = any free port (default: %(default)s)")
    made.add_argument("--seed", type=int, default=Plan.seed, help="the same seed gives the same shop")
    made.add_argument("--customers", type=int, default=Plan.customers)
    made.add_argument("--orders", type=int, default=Plan.orders)
    made.add_argument("--days", type=int, default=Plan.days, help="how far back the orders reach")
    made.add_argument("--empty", action="store_true", help="no customers and orders")
    made.add_argument("--latency", type=float, default=0.0, metavar="SECONDS", help="pause before every answer")
    made.add_argument("--quota", type=int, metavar="N", help="store requests per window (0 = unlimited)")
    made.add_argument("--state", type=Path, metavar="DIR", help="continue from here, and keep it current")
    add_rules(made)
    return made


def add_rules(made: argparse.ArgumentParser) -> None:
    """Add the repeatable flags that name a system: `store` or `erp`."""
    value = "SYSTEM.NAME=VALUE"
    made.add_argument("--switch", action="append", default=[], metavar=value, help="turn an unknown point")
    made.add_argument("--limit", action="append", default=[], metavar=value, help="turn a limit")
    made.add_argument("--fault", action="append", default=[], metavar="SYSTEM:JSON", help="a fault, as under /_control")
    made.add_argument("--list-options", action="store_true", help="print every switch and limit, and stop")


class Kits(dict[str, Kit]):
    """The kits by system; another name is a ValueError that says which there are."""

    def __missing__(self, system: str) -> Kit:
        raise ValueError(f"no system {system!r}; there are: {', '.join(self)}")


def configure(sandbox: Sandbox, given: argparse.Namespace) -> None:
    """Turn what the flags say; ValueError names a flag that means nothing."""
    kits = Kits((kit.system, kit) for kit in sandbox.kits)
    for kit in kits.values():
        kit.limits.set(latency_seconds=given.latency)
    if given.quota is not None:
        kits["store"].limits.set(quota=given.quota)
    for text in given.switch:
        system, name, value = _option(text)
        kits[system].switches.parse(name, value)
    for text in given.limit:
        system, name, value = _option(text)
        kits[system].limits.parse(name, value)
    for text in given.fault:
        system, _, rule = text.partition(":")
        kits[system].faults.add(Fault.parse(json.loads(rule)))


def _option(text: str) -> tuple[str, str, str]:
    name, _, value = text.partition("=")
    system, _, option = name.partition(".")
    return system, option, value


def listing(kit: Kit) -> str:
    """Return a kit's switches and limits as lines of text."""
    tables = (("switch", kit.switches), ("limit", kit.limits))
    return "\n".join(
        f"--{kind} {kit.system}.{option.name}={option.default}    {option.about}"
        for kind, table in tables
        for option in table
    )


def greeting(sandbox: Sandbox) -> str:
    """Return where both systems listen and how to sign in."""
    counts = json.dumps({"store": sandbox.store.counts(), "erp": sandbox.erp.counts()})
    sign_in = f"tenant {catalogue.TENANT}, user {catalogue.ERP_USER}, password {catalogue.ERP_PASSWORD}"
    return "\n".join(
        (
            f"store  {sandbox.store_url}/stores/{catalogue.STORE_HASH}/v2|v3   X-Auth-Token: {catalogue.STORE_TOKEN}",
            f"erp    {sandbox.erp_url}   {sign_in}",
            f"holds  {counts}",
            f"control under {sandbox.store_url}/_control and {sandbox.erp_url}/_control; Ctrl-C stops",
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until SIGINT or SIGTERM and return the exit status."""
    given = parser().parse_args(arguments)
    plan = None if given.empty else Plan(given.seed, given.customers, given.orders, given.days)
    sandbox = Sandbox(plan, state=given.state, host=given.host, store_port=given.store_port, erp_port=given.erp_port)
    if given.list_options:
        sys.stdout.write("\n".join(listing(kit) for kit in sandbox.kits) + "\n")
        return 0
    try:
        configure(sandbox, given)
    except ValueError as error:
        sys.stderr.write(f"python -m sandbox: {error}\n")
        return 2
    return serve(sandbox)


def serve(sandbox: Sandbox) -> int:
    """Serve until told to stop."""
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    try:
        with sandbox:
            sys.stdout.write(greeting(sandbox) + "\n")
            sys.stdout.flush()
            stopped.wait()
    except OSError as error:
        sys.stderr.write(f"python -m sandbox: cannot listen: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
