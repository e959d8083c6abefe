"""`python -m bc_myob.store.docs [--check]`: docs/settings.md, printed from the settings models themselves."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bc_myob.store.settings import StoreSettings

PAGE: Final = Path(__file__).parents[3] / "docs" / "settings.md"
_HEAD: Final = """# Settings of a store

One YAML file per store in `include/stores/` (or the folder `BC_MYOB_STORES` names). The file's name is the store's key:
`mystore.yaml` makes the DAGs `bc_myob_sync_mystore`, `bc_myob_backfill_mystore`, `bc_myob_reconcile_mystore`,
`bc_myob_checklist_mystore` and `bc_myob_actions_mystore`. Start from `demo.yaml` beside it.
Text needs no quotation marks: `NO`, `ON`, `0210`, `12:30` and `2024-01-31` are what is written; `true`, `false`,
`null` and plain numbers such as `10` and `1.50` are more than text.
An unknown key is an error that names the nearest valid one; a wrong file never hides the other stores. Secrets do not
belong here: they live in the Airflow connections that `connections` names ([connections.md](connections.md)).

Printed from the models by `python -m bc_myob.store.docs`; change the models, not this page. `connector n`, `[S1]` and
`[S2]` name where a setting is documented: [sources](sources.md).
"""
_COLUMNS: Final = "| Key | Default | Meaning |\n|---|---|---|"


def page() -> str:
    """Give the page's text."""
    return _HEAD + "".join(_section(path, model) for path, model in _models("", StoreSettings))


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or with --check give 1 when it is stale."""
    parser = argparse.ArgumentParser(prog="python -m bc_myob.store.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when the page is stale")
    given = parser.parse_args(arguments)
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page()
    if given.check and stale:
        sys.stderr.write(f"{PAGE} is stale: run python -m bc_myob.store.docs\n")
        return 1
    if not given.check:
        PAGE.write_text(page(), encoding="utf-8")
    return 0


def _models(path: str, model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    yield path, model
    shown: set[type[BaseModel]] = set()
    for name, field in model.model_fields.items():
        inner = _model_in(field.annotation)
        if inner and inner not in shown:
            shown.add(inner)
            yield from _models(f"{path}.{name}".lstrip("."), inner)


def _section(path: str, model: type[BaseModel]) -> str:
    about = " ".join((model.__doc__ or "").split())
    rows = [_row(name, field) for name, field in model.model_fields.items() if (path, name) != ("", "name")]
    return "\n".join([f"\n## {path or 'The file'}\n", about, "", _COLUMNS, *rows]) + "\n"


def _row(name: str, field: FieldInfo) -> str:
    inner = _model_in(field.annotation)
    meaning = field.description or ("see below" if inner else "")
    cells = (f"`{name}`", _default(field, inner), " ".join(meaning.split()))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default(field: FieldInfo, inner: type[BaseModel] | None) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, BaseModel) or (inner and not value):
        return ""
    return f"`{json.dumps(value, default=str)}`"


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    wrapped = get_origin(annotation) in {tuple, list, dict, Union, UnionType}
    return next((inner for arg in get_args(annotation) if (inner := _model_in(arg))), None) if wrapped else None


if __name__ == "__main__":
    sys.exit(main())
