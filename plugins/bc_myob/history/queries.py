"""The SQL statements of include/sql, loaded by name. Python holds no SQL."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import BindParameter, Connection, CursorResult, TextClause, bindparam, text

from bc_myob.mapping.texts import quoted
from bc_myob.model.errors import ConfigurationError

SQL_FOLDER: Final = "BC_MYOB_SQL"
"""Environment variable that names the folder of migrations and queries where it does not lie beside `plugins`."""

CHUNK: Final = 1000
"""Most values in one IN list: far below the limits of both databases, few enough statements."""

_REASONS: Final = ("last_error", "error", "note", "remark")
"""What the statements call the reason of an outcome, or the note on one, that goes into Sync History."""

T = TypeVar("T")

_LIST = re.compile(r"\bIN\s+:(\w+)")


def sql_folder() -> Path:
    """Give the folder include/sql; ConfigurationError says where it was looked for."""
    named = os.environ.get(SQL_FOLDER)
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "include" / "sql"
    if not (folder / "queries").is_dir():
        raise ConfigurationError(f"{folder} holds no queries; set {SQL_FOLDER} to the project's folder include/sql")
    return folder


@cache
def sql(name: str) -> str:
    """Give the text of queries/`name`.sql without its comments."""
    lines = (sql_folder() / "queries" / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--")).strip()


@cache
def statement(name: str) -> TextClause:
    """Give the statement of queries/`name`.sql; what stands behind `IN` takes a list."""
    said = sql(name)
    lists: list[BindParameter[Any]] = [bindparam(key, expanding=True) for key in dict.fromkeys(_LIST.findall(said))]
    return text(said).bindparams(*lists)


def run(connection: Connection, name: str, /, **values: Any) -> CursorResult[Any]:
    """Execute queries/`name`.sql once. Reasons are kept fit to be read."""
    return connection.execute(statement(name), _readable(values))


def run_many(connection: Connection, name: str, rows: Sequence[dict[str, Any]]) -> None:
    """Execute queries/`name`.sql for every row in one go; nothing for no rows. Reasons are kept fit to be read."""
    if rows:
        connection.execute(statement(name), [_readable(row) for row in rows])


def _readable(values: dict[str, Any]) -> dict[str, Any]:
    """Give the values with every reason on one bounded line: it may repeat whatever the other side says."""
    found = {name: quoted(values[name]) for name in _REASONS if isinstance(values.get(name), str)}
    return {**values, **found} if found else values


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Give `values` in lists of at most `size`."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part
