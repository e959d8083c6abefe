"""The results of the implementation checklist, and their view for people and BI."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from bc_myob.checklist.findings import Verdict

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).resolve().parents[1] / "statements" / revision
VERDICTS = ", ".join(f"'{verdict.value}'" for verdict in Verdict)


def upgrade() -> None:
    """Create the table and its view."""
    op.create_table(
        "checklist_result",
        needed("store", words(40)),
        needed("run_id", words(250)),
        needed("row_key", words(200)),
        needed("position", sa.Integer()),
        sa.Column("dag_id", words(250)),
        needed("at", words(27)),
        needed("form", words(200)),
        needed("tab", words(200)),
        needed("criterion", words(300)),
        needed("required", sa.Boolean()),
        needed("accepted", sa.Boolean()),
        needed("result", words(20)),
        needed("evidence", sa.Text()),
        needed("what_to_do", sa.Text()),
        needed("breaks", sa.Text()),
        sa.Column("waits_for", words(200)),
        sa.PrimaryKeyConstraint("store", "run_id", "row_key"),
        sa.CheckConstraint(f"result IN ({VERDICTS})", name="checklist_result_result"),
    )
    op.create_index("checklist_result_latest", "checklist_result", ["store", "at"])
    op.execute(sa.text((STATEMENTS / "checklist_view.sql").read_text(encoding="utf-8")))


def downgrade() -> None:
    """Refused, as for the rest of the history."""
    raise NotImplementedError("The history is never thrown away by a downgrade; drop the database by hand")


def words(length: int) -> sa.String:
    """Give text that sorts by its code points on both databases."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def needed(name: str, kind: sa.types.TypeEngine[object]) -> sa.Column[object]:
    """Give a column that always has a value."""
    return sa.Column(name, kind, nullable=False)
