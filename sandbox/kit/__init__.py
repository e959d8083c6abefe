"""What both stand-ins share: clock, effect ledger, call counts, faults, switches, limits, saved state, control API.

Each stand-in owns one `Kit` and has the same shape:

* `options`: the tables `SWITCHES` and `LIMITS` (tuples of `Option`) and `resource_of(path)` for counting calls;
* `world`: a class made from a kit that satisfies `World` and keeps it as `kit` (`ErpWorld(kit)`, and `StoreWorld(kit,
  open_shop)`, which does not know the shop that it opens as);
* `app`: `create_app(world, kit)`, which returns the FastAPI app of the system alone. `Service` adds the gate (counting,
  latency, faults) and the routes under `/_control`; a system may add control routes of its own.

Tests talk to a kit in Python (`sandbox.store.kit.faults.add(...)`) or over HTTP under `/_control`; both act on the same
objects.
"""

from sandbox.kit.calls import CUT, Call, Calls
from sandbox.kit.clock import Clock
from sandbox.kit.faults import Fault, Faults, Kind
from sandbox.kit.kit import Kit
from sandbox.kit.ledger import Action, Effect, Ledger
from sandbox.kit.options import Option, Options, UnknownOptionError
from sandbox.kit.service import Service
from sandbox.kit.world import Plan, World

__all__ = [
    "CUT",
    "Action",
    "Call",
    "Calls",
    "Clock",
    "Effect",
    "Fault",
    "Faults",
    "Kind",
    "Kit",
    "Ledger",
    "Option",
    "Options",
    "Plan",
    "Service",
    "UnknownOptionError",
    "World",
]
