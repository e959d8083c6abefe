"""The demo's settings: the shipped file, and less patience, which the stand-ins allow and a real ERP would not."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

from runner.connections import DEMO_STORE
from runner.errors import CannotStart

HASTE: Final = {"unknown_outcome_wait_seconds": 3}
"""Settings of section `run` where the file says nothing. The sandbox's ERP keeps no call in a queue for minutes."""
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
        said = yaml.safe_load(text)
    except yaml.YAMLError:
        return text
    if not isinstance(said, dict) or not isinstance(said.get("run", {}), dict):
        return text
    return yaml.safe_dump(said | {"run": HASTE | said.get("run", {})}, sort_keys=False, allow_unicode=True)
