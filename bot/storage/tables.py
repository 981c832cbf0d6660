"""The tables as they are today. A change here needs a migration beside it; a test holds the two together."""

from datetime import UTC, datetime

import sqlalchemy as sa


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A moment: aware UTC in Python, without a zone in the database, the same on SQLite and PostgreSQL."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("moments are aware: this one has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


# SQLite counts up only a column that is INTEGER to the letter.
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The next time of an entry that has ended: SQLite cannot drop NOT NULL without making the table anew.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

club = sa.Table(
    "club",
    metadata,
    sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("timezone", sa.String(64)),
    sa.Column("country", sa.String(2)),  # ISO 3166-1
    sa.Column("long_run", sa.SmallInteger),  # the weekday of the club's long run, 0 is Monday
)

club_answer = sa.Table(
    "club_answer",
    metadata,
    sa.Column("id", SERIAL, primary_key=True),
    sa.Column("guild_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("other_ways", sa.Text, nullable=False),  # a JSON list
    sa.Column("created_by", sa.BigInteger, nullable=False),
    # As with entries: a number that somebody still sees on a list never comes to mean another answer.
    sqlite_autoincrement=True,
)

member = sa.Table(
    "member",
    metadata,
    sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("timezone", sa.String(64)),
)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("id", SERIAL, primary_key=True),
    sa.Column("guild_id", sa.BigInteger, index=True),
    sa.Column("channel_id", sa.BigInteger),
    sa.Column("user_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("program", sa.String(64), nullable=False),
    sa.Column("days", sa.String(7), nullable=False),  # digits, 0 is Monday: "03"
    sa.Column("at", sa.Time, nullable=False),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("next_at", UtcDateTime, nullable=False),
    sa.Column("paused", sa.Text),
    sa.Column("sessions", sa.Integer, nullable=False),
    sa.Column("tips", sa.Integer, nullable=False),
    sa.Column("last_session_at", UtcDateTime),
    sa.Column("personal", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("role_id", sa.BigInteger),
    sa.Column("text", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("opening", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("patience", sa.Integer, nullable=False, server_default=sa.text("120")),  # minutes
    sa.Column("every", sa.SmallInteger, nullable=False, server_default=sa.text("1")),
    sa.Column("nth", sa.String(16), nullable=False, server_default=sa.text("''")),  # "1 3", "-1"
    sa.Column("anchor", sa.Date),
    sa.Column("first_day", sa.Date),
    sa.Column("last_day", sa.Date),
    sa.Column("quiet_until", sa.Date),
    sa.Column("skips", sa.Text, nullable=False, server_default=sa.text("''")),  # "2026-12-24 2026-12-31"
    sa.Column("moves", sa.Text, nullable=False, server_default=sa.text("''")),  # "2026-12-24=2026-12-23T18:00"
    sa.Column("once", UtcDateTime),
    sa.Column("origin", sa.String(16), nullable=False, server_default=sa.text("''")),  # the delivery that was snoozed
    sa.Column("events", sa.Text, nullable=False, server_default=sa.text("''")),  # ids of scheduled events; "-": none
    sa.Column("removed_at", UtcDateTime),
    sa.Column("told", sa.Boolean, nullable=False, server_default=sa.false()),  # its person knows why it is paused
    # An id is never given out twice: the buttons under an old list must not reach a newer entry.
    sqlite_autoincrement=True,
)
ACTIVE = sa.and_(entry.c.paused.is_(None), entry.c.removed_at.is_(None))
sa.Index("ix_entry_due", entry.c.next_at, entry.c.id, sqlite_where=ACTIVE, postgresql_where=ACTIVE)

# Deliveries go with their entry: nothing is kept about what a person has removed, and nothing resumes it.
delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("entry_id", SERIAL, sa.ForeignKey("entry.id", ondelete="CASCADE"), nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("content", sa.String(200), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("channel_id", sa.BigInteger),  # where it went: the entry's may be another by now
    sa.Column("holder", sa.String(16), nullable=False, server_default=sa.text("''")),  # the process that took it
    sa.UniqueConstraint("entry_id", "due_at"),
    sa.CheckConstraint("state in ('taken', 'sent', 'failed', 'skipped')", name="state"),
)
TAKEN = delivery.c.state == sa.literal_column("'taken'")
sa.Index("ix_delivery_taken", delivery.c.entry_id, sqlite_where=TAKEN, postgresql_where=TAKEN)
sa.Index("ix_delivery_due_at", delivery.c.due_at)

# Processes on one PostgreSQL: what one of them took is taken up by another once it has not been seen for a lease.
process = sa.Table(
    "process",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("alive_until", UtcDateTime, nullable=False),
)

# What each zone's clocks did when the next times were last computed with it.
zone = sa.Table(
    "zone",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("signature", sa.String(64), nullable=False),
)
