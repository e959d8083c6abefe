"""What was sent and never answered, as it was sent: by it our own write is told from an edit of the other side."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the document of the write whose answer is still to come."""
    op.add_column("sync_record", sa.Column("sending_document", sa.Text()))


def downgrade() -> None:
    """Refused, as for the rest of the history."""
    raise NotImplementedError("The history is never thrown away by a downgrade; drop the database by hand")
