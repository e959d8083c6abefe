"""The demo's settings: the shipped file, and less patience, which the stand-ins allow and a real ERP would not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Final

import yaml

from bc_myob.store.plain_yaml import read_yaml
from runner.connections import DEMO_STORE
from runner.errors import CannotStart

HASTE: Final = {
    "batch_size": 40,  # the demo's shop is small: so it shows several batches side by side
    "retry_delay_seconds": 2,
    "unknown_outcome_wait_seconds": 3,  # the sandbox's ERP keeps no call in a queue for minutes
}
"""Settings of section `run` where the file says nothing."""
_SAYS: Final = "# Made from {file} at each start of the demo: edit that one.\n"


def lay_out(shipped: Path, folder: Path) -> Path:
    """Write the demo's settings into `folder` from those in `shipped`; gives `folder`.

    What is no mapping of settings is taken over as it is: whoever reads it says what is wrong.
    """
    file = shipped / f"{DEMO_STORE}.yaml"
    if not file.is_file():
        raise CannotStart(f"{file} is not there: the demo's settings are read from it. DEMO_STORES names the folder.")
    text = file.read_text(encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file.name).write_text(_SAYS.format(file=file) + _hasty(text), encoding="utf-8")
    return folder


def _hasty(text: str) -> str:
    try:
        said = read_yaml(text)
    except yaml.YAMLError:
        return text
    if not isinstance(said, dict) or not isinstance(said.get("run", {}), dict):
        return text
    hasty = said | {"run": HASTE | said.get("run", {})}
    return yaml.dump(hasty, Dumper=_Dumper, sort_keys=False, allow_unicode=True)


class _Dumper(yaml.SafeDumper):
    """Writes what `read_yaml` gives, so that it reads the same again: the library knows no Decimal."""


_Dumper.add_representer(Decimal, lambda to, value: to.represent_scalar("tag:yaml.org,2002:float", f"{value:f}"))
