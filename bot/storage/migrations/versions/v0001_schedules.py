"""Clubs, members, entries and their deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "club",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("timezone", sa.String(64)),
        sa.PrimaryKeyConstraint("guild_id", name="pk_club"),
    )
    op.create_table(
        "member",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("timezone", sa.String(64)),
        sa.PrimaryKeyConstraint("user_id", name="pk_member"),
    )
    _create_entry()
    _create_delivery()


def _create_entry() -> None:
    op.create_table(
        "entry",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("program", sa.String(64), nullable=False),
        sa.Column("days", sa.String(7), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=False),
        sa.Column("paused", sa.Text()),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("tips", sa.Integer(), nullable=False),
        sa.Column("last_session_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_guild_id", "entry", ["guild_id"])
    op.create_index("ix_entry_user_id", "entry", ["user_id"])
    active = sa.text("paused IS NULL")
    op.create_index("ix_entry_due", "entry", ["next_at"], sqlite_where=active, postgresql_where=active)


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("entry_id", _SERIAL, nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("content", sa.String(200), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("entry_id", "due_at", name="uq_delivery_entry_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE", name="fk_delivery_entry_id"),
        sa.CheckConstraint("state in ('taken', 'sent', 'failed', 'skipped')", name="ck_delivery_state"),
    )
    op.create_index("ix_delivery_state", "delivery", ["state"])
