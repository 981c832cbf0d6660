"""A club's own answers, and its country."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the country of a club, and the table of its answers."""
    op.add_column("club", sa.Column("country", sa.String(2)))
    op.create_table(
        "club_answer",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("other_ways", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_club_answer"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_club_answer_guild_id", "club_answer", ["guild_id"])
