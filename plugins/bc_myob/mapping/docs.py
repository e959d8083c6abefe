"""`python -m bc_myob.mapping.docs [--check]`: docs/mapping/*.md, printed from the mapping tables themselves."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import bc_myob.mapping
from bc_myob.mapping.contract import contract, target_field
from bc_myob.mapping.rule_targets import RESOURCES
from bc_myob.mapping.table import Row, Table
from bc_myob.model.entities import Entity

FOLDER: Final = Path(__file__).parents[3] / "docs" / "mapping"
_HEAD: Final = """# {entity}: {ways}

Printed from the mapping tables by `python -m bc_myob.mapping.docs`; change the tables, not this page.
The store's own [filters and mappings](formulas.md) come on top of these rows.

*Endpoint* is the first version of the Default endpoint that has the field, *Length* where longer text is cut.
*Documented in*: `connector n` is a section of this project's notes on the vendor's documentation, `S1` and `S2` are two
pages of that: [sources](../sources.md) names them all; for this entity above all {vendor}.
All other words mark a decision of this project.
"""
_VENDOR_PAGES: Final = {
    Entity.CUSTOMER: "help pages Commerce_BC_Mapping_Customer and BC_20_10_00",
    Entity.CUSTOMER_LOCATION: "help pages Commerce_BC_Mapping_CustomerLocation and Commerce_BC_Syncing_Customers",
    Entity.SALES_ORDER: "help pages Commerce_BC_Mapping_SalesOrder and Commerce_BC_Syncing_Orders",
    Entity.PAYMENT: "page Payment Entity and Commerce_BC_Syncing_Orders_Payments",
}
_COLUMNS: Final = (
    "| MYOB Advanced field | Source | Length | Endpoint | Documented in | Note |\n|---|---|---|---|---|---|"
)
_EXPORT_COLUMNS: Final = "| BigCommerce field | Source | Length | Documented in | Note |\n|---|---|---|---|---|"
_MARKS: Final = (
    ("keep_empty", "An empty value clears the field."),
    ("multiline", "Keeps its line breaks."),
)


def pages() -> dict[str, str]:
    """Give every page's text by file name."""
    found = list(tables())
    made = {}
    for entity in Entity:
        own = [table for table in found if table.entity == entity]
        if own:
            ways = "import and export mapping" if any(table.exports for table in own) else "import mapping"
            head = _HEAD.format(entity=entity, ways=ways, vendor=_VENDOR_PAGES[entity])
            made[f"{entity.slug}.md"] = head + "".join(_section(table) for table in own)
    return made


def tables() -> Iterator[Table]:
    """Give every mapping table of the package once, the headers' before the details'."""
    seen: list[Table] = []
    for module in pkgutil.iter_modules(bc_myob.mapping.__path__):
        if module.name != Path(__file__).stem:
            members = vars(importlib.import_module(f"{bc_myob.mapping.__name__}.{module.name}")).values()
            seen += [each for each in members if isinstance(each, Table) and not any(each is old for old in seen)]
    yield from sorted(seen, key=lambda table: bool(table.title))


def stale(folder: Path) -> list[str]:
    """Give the names of pages in the folder that do not say what the tables say."""
    return [name for name, text in pages().items() if _text_of(folder / name) != text]


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or with --check give 1 and name those that are stale."""
    parser = argparse.ArgumentParser(prog="python -m bc_myob.mapping.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a page is stale")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the pages are (docs/mapping)")
    given = parser.parse_args(arguments)
    old = stale(given.folder)
    if given.check:
        for name in old:
            sys.stderr.write(f"{given.folder / name} is stale: run python -m bc_myob.mapping.docs\n")
        return 1 if old else 0
    given.folder.mkdir(parents=True, exist_ok=True)
    for name in old:
        (given.folder / name).write_text(pages()[name], encoding="utf-8")
    return 0


def _section(table: Table) -> str:
    title = f"{table.form}: {table.title}" if table.title else table.form
    if table.exports:
        return "\n".join([f"\n## {title}\n", _EXPORT_COLUMNS, *map(_export_line, table.rows)]) + "\n"
    fields = _fields_of(table)
    later = ["", table.later] if table.later else []
    return "\n".join([f"\n## {title}\n", _COLUMNS, *(_line(row, fields) for row in table.rows), *later]) + "\n"


def _fields_of(table: Table) -> str:
    """Give the section of the contract the table's targets are in: the resource's own, or one of its details."""
    resource = RESOURCES[Entity(table.entity)]
    sections = [resource, *(field.of for field in contract()[resource].values() if field.kind == "details")]
    return next((each for each in sections if all(target_field(each, row.target) for row in table.rows)), resource)


def _export_line(row: Row) -> str:
    cells = (f"`{row.target}`", row.says, str(row.limit or ""), row.origin, _note(row))
    return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"


def _note(row: Row) -> str:
    return " ".join(text for text in (row.note, *(said for name, said in _MARKS if getattr(row, name))) if text)


def _line(row: Row, fields: str) -> str:
    field = target_field(fields, row.target)
    since = field.since if field else ""
    cells = (f"`{row.target}`", row.says, str(row.limit or ""), since, row.origin, _note(row))
    return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("<", "&lt;")


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
