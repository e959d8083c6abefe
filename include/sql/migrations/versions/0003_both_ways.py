"""Both ways: which way a pending document travels, what the ERP's side last was, and syncs forced by a user."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).resolve().parents[1] / "statements" / revision


def upgrade() -> None:
    """Add the columns, the search by e-mail and owner, and views without the stand-ins for External IDs."""
    op.add_column("sync_record", sa.Column("erp_hash", words(64)))
    op.add_column("sync_record", sa.Column("direction", words(20), nullable=False, server_default="Import"))
    op.add_column("sync_record", sa.Column("forced", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("source_record_by_reference", "source_record", ["store", "stream", "refers_to"])
    for name in ("sync_record_view", "sync_history_view"):
        op.execute(f"DROP VIEW {name}")
        op.execute(sa.text((STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")))


def downgrade() -> None:
    """Refused: records that travelled to the store would lose their way back."""
    raise NotImplementedError("What was synchronised both ways cannot be told in the older tables")


def words(length: int) -> sa.String:
    """Give text that sorts by its code points on both databases."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")
