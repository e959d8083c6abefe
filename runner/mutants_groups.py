"""The code whose decisions cost money when they are wrong, and the tests that have to notice."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Final

ON_IMPORT: Final = "called_on_import.txt"
"""Where the names of functions are kept that are called while modules are imported, beneath a group's mutated copy."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is mutated (patterns under bc_myob, less the spared ones) and the tests that are to notice."""

    title: str
    mutated: tuple[str, ...]
    tests: tuple[str, ...]
    spared: tuple[str, ...] = ()

    def mutates(self, path: str) -> bool:
        """Say whether the file (its path under bc_myob) is of this group."""
        return any(fnmatch(path, each) for each in self.mutated) and path not in self.spared


_BUILT_ON_IMPORT: Final = tuple(
    f"mapping/{name}.py"
    for name in (
        "addresses_table",
        "contract_fields",
        "locations_table",
        "orders_table",
        "orders_table_details",
        "orders_table_parties",
        "payments_table",
        "sources",
    )
)
"""Tables, and what makes their rows: a mutant is chosen when its function is called, and these are called by then."""

_PROTOCOL: Final = (
    *("", "_anew", "_articles", "_deactivating", "_default_locations", "_details", "_edges", "_entered", "_freeing"),
    *("_main", "_payments", "_questions", "_repeated", "_rows", "_standing", "_store", "_turns", "_unsent"),
)
_PAIRS: Final = ("books", "pairing", "sent", "sides")
_EXPORTS: Final = ("exporting", "exporting_addresses", "exporting_customers", "store_desk")
_MONEY: Final = ("mapping/totals.py", "mapping/orders_money.py", "mapping/taxes.py", "mapping/tax_names.py")

GROUPS: Final = {
    "statuses": Group(
        "Status machine",
        ("model/statuses.py", "history/decisions.py", "sync/direction.py"),
        (
            "tests/model",
            *(f"tests/sync/test_{name}.py" for name in ("direction", "conflicts")),
            *(f"tests/history/test_history_{name}.py" for name in ("decisions", "mapped", "transitions")),
        ),
    ),
    "money": Group("Money", ("model/money.py", *_MONEY), ("tests/model", "tests/mapping")),
    "mapping": Group(
        "Mapping",
        ("mapping/*.py",),
        ("tests/mapping",),
        # counted elsewhere, out of reach, or not at work in a run
        spared=(*_MONEY, *_BUILT_ON_IMPORT, "mapping/docs.py"),
    ),
    "decisions": Group(
        "Write protocol: what is decided",
        ("sync/*.py",),
        ("tests/sync",),
        # counted elsewhere
        spared=("sync/direction.py", "sync/entered.py", "sync/zones.py", *(f"sync/{name}.py" for name in _PAIRS)),
    ),
    "protocol": Group(
        "Write protocol: what is done",
        ("operators/loading/*.py", "sync/entered.py", "sync/zones.py"),
        (
            *(f"tests/faults/test_write_protocol{part}.py" for part in _PROTOCOL),
            "tests/faults/test_empty_answers.py",
            "tests/faults/test_one_bad_record.py",
        ),
        spared=tuple(f"operators/loading/{name}.py" for name in _EXPORTS),
    ),
    "pairs": Group(
        "Both ways: which records are one, and what is written to the store",
        (
            "operators/pairing/*.py",
            *(f"operators/loading/{name}.py" for name in _EXPORTS),
            *(f"sync/{name}.py" for name in _PAIRS),
        ),
        ("tests/sync", "tests/both_ways", "tests/faults/test_write_protocol_store.py"),
    ),
    "claims": Group(
        "Claims, outcomes and intents in Sync History",
        tuple(f"history/{name}.py" for name in ("claims", "outcomes", "intents")),
        (
            *(f"tests/history/test_history_{name}.py" for name in ("claims", "outcomes", "transitions")),
            *(f"tests/faults/test_write_protocol{part}.py" for part in _PROTOCOL),
        ),
    ),
    "budget": Group(
        "Request budget",
        ("hooks/budget.py", "hooks/pauses.py", "hooks/policies.py", "hooks/pacing.py"),
        tuple(
            f"tests/hooks/test_{name}.py"
            for name in ("store_budget", "waits_to_the_second", "pauses", "retry_policies")
        ),
    ),
}
