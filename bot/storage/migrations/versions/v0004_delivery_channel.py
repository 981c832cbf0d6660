"""Where each delivery went, so that it is found there after its entry has moved to another channel."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of older deliveries it is not known, and their entry's channel stands for it."""
    op.add_column("delivery", sa.Column("channel_id", sa.BigInteger()))
