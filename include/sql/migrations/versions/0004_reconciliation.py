"""What reconciliations found and how the books added up, and their views for people and BI."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).resolve().parents[1] / "statements" / revision
WEIGHTS = "'fault', 'open', 'note'"


def upgrade() -> None:
    """Create the two tables and their views."""
    op.create_table(
        "reconciliation_finding",
        *whose(),
        needed("entity", words(40)),
        needed("external_id", words(200)),
        needed("erp_key", words(500)),
        needed("kind", words(20)),
        needed("weight", words(20)),
        needed("says", sa.Text()),
        needed("what_to_do", sa.Text()),
        needed("currency", words(5)),
        money("store_amount"),
        money("erp_amount"),
        needed("prepared", sa.Boolean()),
        sa.PrimaryKeyConstraint("store", "run_id", "position"),
        sa.CheckConstraint(f"weight IN ({WEIGHTS})", name="reconciliation_finding_weight"),
    )
    op.create_index("reconciliation_finding_of_record", "reconciliation_finding", ["store", "entity", "external_id"])
    counts()
    for name in ("reconciliation_view", "reconciliation_count_view"):
        op.execute(sa.text((STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")))


def counts() -> None:
    """Create the table of counts: a run that found nothing is seen here."""
    numbers = ("in_store", "in_history", "in_erp", "compared", "open", "left_out")
    op.create_table(
        "reconciliation_count",
        *whose(),
        sa.Column("window_start", words(27)),
        needed("window_end", words(27)),
        needed("entity", words(40)),
        needed("currency", words(5)),
        *(needed(name, sa.Integer()) for name in numbers),
        money("expected"),
        money("booked"),
        sa.PrimaryKeyConstraint("store", "run_id", "position"),
    )
    op.create_index("reconciliation_count_latest", "reconciliation_count", ["store", "at"])


def downgrade() -> None:
    """Refused, as for the rest of the history."""
    raise NotImplementedError("The history is never thrown away by a downgrade; drop the database by hand")


def whose() -> list[sa.Column[object]]:
    """Give the columns that say which run a line is of."""
    return [
        needed("store", words(40)),
        needed("run_id", words(250)),
        needed("position", sa.Integer()),
        sa.Column("dag_id", words(250)),
        needed("at", words(27)),
    ]


def money(name: str) -> sa.Column[object]:
    """Give a column for an amount: exact on both databases, so text on SQLite."""
    return sa.Column(name, sa.Numeric(19, 4).with_variant(sa.String(30), "sqlite"))


def words(length: int) -> sa.String:
    """Give text that sorts by its code points on both databases."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def needed(name: str, kind: sa.types.TypeEngine[object]) -> sa.Column[object]:
    """Give a column that always has a value."""
    return sa.Column(name, kind, nullable=False)
