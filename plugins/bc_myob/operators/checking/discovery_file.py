"""The settings file on disk: read as it stands, replaced in one step, and what keeps it from loading."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import yaml

from bc_myob.model.errors import ConfigurationError
from bc_myob.store.boxes import empty_boxes
from bc_myob.store.loading import read_store_text
from bc_myob.store.plain_yaml import read_yaml

_EMPTY: Final = re.compile(r": String should have at least \d+ characters? \(found ''\)")
"""How the settings say that a box is empty."""
_BOXES: Final = ("customer_class", "generic_guest_customer")
"""Boxes of section customers that may be empty in a file that loads, but not in a run."""


def text_at(path: Path) -> str:
    """Give the file's text with its own line ends, "" where there is none."""
    return path.read_bytes().decode("utf-8") if path.is_file() else ""


def write_text(path: Path, text: str) -> None:
    """Put the text in the file's place in one step: whoever reads it meanwhile finds the old or the new one, whole."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent, prefix=".discover") as folder:
        made = Path(folder) / target.name
        made.write_bytes(text.encode("utf-8"))
        if target.exists():
            shutil.copymode(target, made)
        made.replace(target)


def check_still_loads(before: str, after: str) -> None:
    """Return unless `before` can be loaded and `after` cannot; then ConfigurationError says why."""
    if not load_complaint(before) and (why := load_complaint(after)):
        raise ConfigurationError(f"Nothing was written: with the new rows the settings could not be loaded ({why}).")


def load_complaint(text: str) -> str:
    """Give why settings with this text could not be loaded, "" where they could."""
    try:
        read_store_text(text, Path("store.yaml"))
    except ConfigurationError as exc:
        return str(exc).removeprefix("store.yaml: ")
    return ""


def still_to_fill(path: Path) -> str:
    """Give what the file lacks for a run, "" where it lacks nothing."""
    text = text_at(path)
    if not (complaint := load_complaint(text)):
        return " ".join(empty_boxes(read_store_text(text, path)).values())
    boxes = [f"customers.{name} is empty" for name in _BOXES if not _filled(text, name)]
    return f"{path.name}: {'; '.join([*boxes, _EMPTY.sub(' is empty', complaint)])}"


def _filled(text: str, name: str) -> bool:
    try:
        said = read_yaml(text)
    except yaml.YAMLError:
        return True
    section = said.get("customers") if isinstance(said, dict) else None
    return bool(section.get(name)) if isinstance(section, dict) else False
