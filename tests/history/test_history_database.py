"""The database: migrations, revisions, constraints, views."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bc_myob.history import queries
from bc_myob.history.database import check_revision, migrate, open_history
from bc_myob.model.errors import ConfigurationError
from bc_myob.model.statuses import Status
from tests.history.bench import prepared

ROOT = Path(__file__).parents[2]
RECORD_COLUMNS = [
    "store",
    "entity",
    "external_id",
    "erp_id",
    "erp_key",
    "status",
    "last_operation",
    "last_error",
    "attempt_count",
    "last_attempt_at",
    "run_id",
]


HEAD = max(path.name[:4] for path in (ROOT / "include/sql/migrations/versions").glob("*.py"))
NEXT = f"{int(HEAD) + 1:04}"


def test_migrating_twice_is_harmless_and_gives_the_revision(empty_url):
    assert migrate(empty_url) == migrate(empty_url) == HEAD
    check_revision(open_history(empty_url))


def test_an_empty_database_is_told_to_be_migrated(empty_url):
    with pytest.raises(ConfigurationError, match=rf"is empty \(revision {HEAD} is needed\): run `make migrate`"):
        check_revision(open_history(empty_url))


def test_an_older_database_is_told_to_be_migrated(empty_url, tmp_path, monkeypatch):
    migrate(empty_url)
    shutil.copytree(ROOT / "include/sql", tmp_path / "sql")
    newer = f'revision = "{NEXT}"\ndown_revision = "{HEAD}"\n\n\ndef upgrade():\n    pass\n'
    (tmp_path / "sql/migrations/versions" / f"{NEXT}_next.py").write_text(newer)
    monkeypatch.setenv(queries.SQL_FOLDER, str(tmp_path / "sql"))
    with pytest.raises(
        ConfigurationError, match=rf"at revision {HEAD}, older than this version's {NEXT}: run `make migrate`"
    ):
        check_revision(open_history(empty_url))
    assert migrate(empty_url) == NEXT


def test_a_newer_database_is_left_alone(empty_url):
    migrate(empty_url)
    engine = open_history(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match=rf"at revision 9999, which this version does not know .* {HEAD}"):
        check_revision(engine)


def test_a_failed_migration_leaves_nothing_behind(empty_url, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "include/sql", tmp_path / "sql")
    (tmp_path / "sql/migrations/statements/0001/sync_history_view.sql").write_text(
        "CREATE VIEW broken AS SELECT nothing"
    )
    monkeypatch.setenv(queries.SQL_FOLDER, str(tmp_path / "sql"))
    with pytest.raises((DBAPIError, ConfigurationError)):
        migrate(empty_url)
    assert [name for name in inspect(open_history(empty_url)).get_table_names() if name != "alembic_version"] == []


def test_the_command_line_of_alembic_does_the_same(empty_url):
    command = [sys.executable, "-m", "alembic", "-c", "include/sql/alembic.ini", "-x", f"url={empty_url}"]
    subprocess.run([*command, "upgrade", "head"], cwd=ROOT, check=True, capture_output=True)
    check_revision(open_history(empty_url))


def test_the_command_line_asks_for_an_address(monkeypatch):
    monkeypatch.delenv("BC_MYOB_HISTORY_URL", raising=False)
    command = [sys.executable, "-m", "alembic", "-c", "include/sql/alembic.ini", "current"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode
    assert "Name the history database" in done.stderr


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://user:geheim@host/db", "can be sqlite or postgresql, not mysql"),
        ("geheim", "is no URL"),
        ("postgresql://user:geheim@127.0.0.1:1/db", r"does not answer .*Check the connection bc_myob_history"),
        ("sqlite:////nowhere/at/all/history.db", r"does not answer .*unable to open"),
    ],
)
def test_a_wrong_address_gets_one_clear_message_without_the_password(url, message):
    with pytest.raises(ConfigurationError, match=message) as caught:
        check_revision(open_history(url))
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgresql://u@h/d", "psycopg2"),
        ("postgres://u@h/d", "psycopg2"),
        ("postgresql+psycopg://u@h/d", "psycopg2"),
        ("sqlite:///x.db", "pysqlite"),
    ],
)
def test_the_driver_is_always_named(url, driver):
    assert open_history(url).url.drivername.endswith(f"+{driver}")


def test_migrating_makes_the_folder_of_an_sqlite_file(tmp_path):
    migrate(f"sqlite:///{tmp_path}/new/folder/history.db")
    assert (tmp_path / "new/folder/history.db").exists()


def test_sqlite_lets_readers_and_a_writer_work_side_by_side(tmp_path):
    url = f"sqlite:///{tmp_path}/history.db"
    migrate(url)
    with open_history(url).connect() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
    assert pragmas == ["wal", 1]


@pytest.mark.parametrize("table", ["sync_record", "sync_history"])
def test_the_check_constraint_lists_the_statuses_of_the_code(engine, table):
    checks = {check["name"]: check["sqltext"] for check in inspect(engine).get_check_constraints(table)}
    assert set(re.findall(r"'(\w+)'", checks[f"{table}_status"])) == {status.value for status in Status}


@pytest.mark.parametrize(
    "values",
    [{"status": "Done"}, {"held_by": "nobody"}, {"status": "Skipped"}, {"held_by": "user"}],
    ids=["unknown status", "unknown holder", "Skipped by nobody", "held but not Skipped"],
)
def test_the_database_refuses_what_the_code_does_not_know(bench, values):
    bench.save(prepared())
    with pytest.raises(IntegrityError):
        bench.force(**values)


@pytest.mark.parametrize("change", ["UPDATE sync_history SET status = 'Processed'", "DELETE FROM sync_history"])
def test_history_can_only_grow(bench, change):
    bench.save(prepared())
    with pytest.raises(DBAPIError, match="sync_history is append-only"), bench.engine.begin() as connection:
        connection.execute(text(change))
    assert bench.statuses() == ["Prepared"]


@pytest.mark.parametrize(
    ("view", "columns"),
    [
        ("sync_record_view", [*RECORD_COLUMNS, "direction"]),
        ("sync_history_view", [*RECORD_COLUMNS, "at", "by_user"]),
    ],
)
def test_the_views_have_the_documented_columns(bench, view, columns):
    assert [column["name"] for column in inspect(bench.engine).get_columns(view)] == columns
    bench.save(prepared())
    (row,) = bench.rows(view)
    assert (row.entity, row.external_id, row.status) == ("Sales Order", "1", "Prepared")
    documented = (ROOT / "docs/history.md").read_text(encoding="utf-8")
    assert all(f"`{column}`" in documented for column in columns)


def test_every_statement_is_one_and_says_what_it_answers():
    for file in (queries.sql_folder() / "queries").glob("*.sql"):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("-- "), file
        assert ";" not in queries.sql(file.stem), file


def test_every_statement_is_used():
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "plugins/bc_myob/history").glob("*.py"))
    unused = [file.stem for file in (queries.sql_folder() / "queries").glob("*.sql") if f'"{file.stem}"' not in code]
    assert unused == []


def test_a_folder_without_queries_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv(queries.SQL_FOLDER, str(tmp_path))
    with pytest.raises(ConfigurationError, match="set BC_MYOB_SQL to the project's folder include/sql"):
        queries.sql_folder()


def test_sqlite_files_of_others_are_not_taken_for_ours(tmp_path):
    other = create_engine(f"sqlite:///{tmp_path}/other.db")
    with other.begin() as connection:
        connection.execute(text("CREATE TABLE thing (id INTEGER)"))
    with pytest.raises(ConfigurationError, match="is empty"):
        check_revision(open_history(f"sqlite:///{tmp_path}/other.db"))
