"""What a scheduled post needs to be more than weekly, to be undone, and to be shared by many processes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns only: on SQLite a table that is made anew would take its deliveries with it."""
    op.add_column("club", sa.Column("long_run", sa.SmallInteger()))
    _widen_entry()
    _widen_delivery()
    op.create_table(
        "process",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("alive_until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_process"),
    )
    op.create_table(
        "zone",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_zone"),
    )


def _widen_entry() -> None:
    for column in (
        sa.Column("personal", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("role_id", sa.BigInteger()),
        sa.Column("text", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("opening", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("patience", sa.Integer(), nullable=False, server_default=sa.text("120")),
        sa.Column("every", sa.SmallInteger(), nullable=False, server_default=sa.text("1")),
        sa.Column("nth", sa.String(16), nullable=False, server_default=sa.text("''")),
        sa.Column("anchor", sa.Date()),
        sa.Column("first_day", sa.Date()),
        sa.Column("last_day", sa.Date()),
        sa.Column("quiet_until", sa.Date()),
        sa.Column("skips", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("moves", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("once", sa.DateTime()),
        sa.Column("origin", sa.String(16), nullable=False, server_default=sa.text("''")),
        sa.Column("events", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("removed_at", sa.DateTime()),
        sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("entry", column)
    op.execute("UPDATE entry SET personal = (channel_id IS NULL)")
    op.drop_index("ix_entry_due", "entry")
    active = sa.text("paused IS NULL AND removed_at IS NULL")
    op.create_index("ix_entry_due", "entry", ["next_at", "id"], sqlite_where=active, postgresql_where=active)


def _widen_delivery() -> None:
    op.add_column("delivery", sa.Column("holder", sa.String(16), nullable=False, server_default=sa.text("''")))
    op.drop_index("ix_delivery_state", "delivery")
    taken = sa.text("state = 'taken'")
    op.create_index("ix_delivery_taken", "delivery", ["entry_id"], sqlite_where=taken, postgresql_where=taken)
    op.create_index("ix_delivery_due_at", "delivery", ["due_at"])
