"""Staging, sync records, the append-only history, runs, and the views for people and BI."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from bc_myob.model.statuses import Status

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).resolve().parents[1] / "statements" / revision
STATUSES = ", ".join(f"'{status.value}'" for status in Status)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create everything."""
    staging()
    sync_records()
    sync_history()
    runs()
    for name in ("sync_record_view", "sync_history_view", "sync_history_guard"):
        say(name)


def downgrade() -> None:
    """Refused: it would throw Sync History away."""
    raise NotImplementedError("Sync History is never thrown away by a downgrade; drop the database by hand")


def say(name: str) -> None:
    """Execute the statements of `name`, in the words of the database at hand where there are such."""
    dialect = op.get_bind().dialect.name
    files = sorted(STATEMENTS.glob(f"{name}*.{dialect}.sql")) or [STATEMENTS / f"{name}.sql"]
    for file in files:
        op.execute(sa.text(file.read_text(encoding="utf-8")))


def words(length: int) -> sa.String:
    """Give text that sorts by its code points on both databases."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def moment(name: str, *, nullable: bool = True) -> sa.Column[str]:
    """Give a column for a time in UTC, as history/times.py writes it."""
    return sa.Column(name, words(27), nullable=nullable)


def needed(name: str, kind: sa.types.TypeEngine[object]) -> sa.Column[object]:
    """Give a column that always has a value."""
    return sa.Column(name, kind, nullable=False)


def staging() -> None:
    """Create what extract leaves: the records, the progress, and what mapping has seen of them."""
    op.create_table(
        "source_record",
        needed("store", words(40)),
        needed("stream", words(40)),
        needed("source_id", words(100)),
        needed("payload", sa.Text()),
        needed("content_hash", words(64)),
        sa.Column("refers_to", words(100)),
        moment("created_at"),
        moment("modified_at"),
        needed("seen_run_id", words(250)),
        moment("seen_at", nullable=False),
        sa.Column("basis_hash", words(64)),
        sa.Column("settled", sa.Boolean()),
        moment("asked_at"),
        sa.PrimaryKeyConstraint("store", "stream", "source_id"),
    )
    op.create_index("source_record_by_run", "source_record", ["store", "stream", "seen_run_id"])
    # Covers the search for what mapping has not seen, so that it reads no payloads.
    op.create_index("source_record_by_content", "source_record", ["store", "stream", "source_id", "content_hash"])
    op.create_index("source_record_to_ask", "source_record", ["store", "stream", "settled", "asked_at"])
    op.create_table(
        "mapped_source",
        needed("store", words(40)),
        needed("entity", words(40)),
        needed("source_id", words(100)),
        needed("content_hash", words(130)),
        needed("run_id", words(250)),
        sa.PrimaryKeyConstraint("store", "entity", "source_id"),
    )
    op.create_table(
        "extract_progress",
        needed("store", words(40)),
        needed("run_id", words(250)),
        needed("stream", words(40)),
        sa.Column("cursor", sa.Text()),
        needed("done", sa.Boolean()),
        moment("updated_at", nullable=False),
        sa.PrimaryKeyConstraint("store", "run_id", "stream"),
    )
    op.create_table(
        "erp_item",
        needed("store", words(40)),
        needed("sku", words(255)),
        needed("inventory_id", words(100)),
        moment("found_at", nullable=False),
        sa.PrimaryKeyConstraint("store", "sku"),
    )


def sync_records() -> None:
    """Create Sync History's present: one line per record of an entity of a store."""
    op.create_table(
        "sync_record",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        needed("store", words(40)),
        needed("entity", words(40)),
        needed("external_id", words(200)),
        needed("source_id", words(100)),
        sa.Column("erp_id", words(100)),
        sa.Column("erp_key", words(200)),
        needed("status", words(20)),
        sa.Column("held_by", words(10)),
        sa.Column("external_description", sa.Text()),
        needed("last_operation", words(60)),
        sa.Column("last_error", sa.Text()),
        needed("attempt_count", sa.Integer()),
        moment("last_attempt_at"),
        moment("external_modified_at"),
        moment("erp_modified_at"),
        sa.Column("reference", words(250)),
        sa.Column("document", sa.Text()),
        sa.Column("document_hash", words(64)),
        sa.Column("synced_hash", words(64)),
        sa.Column("mapping_hash", words(64)),
        sa.Column("outcome_hash", words(64)),
        needed("mapped_details", sa.Text()),
        needed("details", sa.Text()),
        sa.Column("batch_id", words(320)),
        sa.Column("claim_owner", words(500)),
        sa.Column("claim_version", sa.Integer(), nullable=False, server_default="0"),
        moment("lease_until"),
        moment("sending_since"),
        sa.Column("sending_hash", words(64)),
        needed("run_id", words(250)),
        moment("created_at", nullable=False),
        moment("updated_at", nullable=False),
        sa.UniqueConstraint("store", "entity", "external_id", name="sync_record_external_id"),
        sa.CheckConstraint(f"status IN ({STATUSES})", name="sync_record_status"),
        sa.CheckConstraint("held_by IN ('rule', 'user')", name="sync_record_held_by"),
        sa.CheckConstraint("(status = 'Skipped') = (held_by IS NOT NULL)", name="sync_record_skipped_is_held"),
        sqlite_autoincrement=True,
    )
    op.create_index("sync_record_by_status", "sync_record", ["store", "entity", "status"])
    op.create_index("sync_record_by_source", "sync_record", ["store", "entity", "source_id"])
    op.create_index("sync_record_by_erp_id", "sync_record", ["store", "entity", "erp_id"])
    op.create_index("sync_record_by_batch", "sync_record", ["store", "batch_id"])


def sync_history() -> None:
    """Create Sync History's past: a line for everything that happened to a record."""
    op.create_table(
        "sync_history",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        needed("store", words(40)),
        needed("entity", words(40)),
        needed("external_id", words(200)),
        needed("source_id", words(100)),
        sa.Column("erp_id", words(100)),
        sa.Column("erp_key", words(200)),
        needed("status", words(20)),
        needed("last_operation", words(60)),
        sa.Column("last_error", sa.Text()),
        needed("attempt_count", sa.Integer()),
        moment("last_attempt_at"),
        moment("at", nullable=False),
        needed("run_id", words(250)),
        sa.Column("dag_id", words(250)),
        sa.Column("by_user", words(250)),
        sa.CheckConstraint(f"status IN ({STATUSES})", name="sync_history_status"),
        sqlite_autoincrement=True,
    )
    op.create_index("sync_history_by_run", "sync_history", ["store", "run_id", "entity", "external_id", "id"])
    op.create_index("sync_history_by_record", "sync_history", ["store", "entity", "external_id", "id"])


def runs() -> None:
    """Create the list of runs with their windows."""
    op.create_table(
        "sync_run",
        needed("store", words(40)),
        needed("run_id", words(250)),
        needed("dag_id", words(250)),
        needed("flow", words(40)),
        moment("window_start"),
        moment("window_end"),
        sa.Column("window_key", words(20)),
        needed("state", words(20)),
        moment("started_at", nullable=False),
        moment("finished_at"),
        sa.Column("message", sa.Text()),
        sa.PrimaryKeyConstraint("store", "run_id"),
    )
    op.create_index("sync_run_by_window", "sync_run", ["store", "flow", "state", "window_end"])
