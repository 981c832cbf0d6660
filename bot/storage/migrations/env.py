"""Run by Alembic, on the connection that `engine.py` hands over."""

from alembic import context

from bot.storage.tables import metadata


def migrate() -> None:
    """Run what Alembic was asked for, all of it in the transaction of the connection given."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,  # SQLite alters a table by copying it
        transactional_ddl=True,  # true of SQLite too, once BEGIN is explicit
    )
    with context.begin_transaction():
        context.run_migrations()


# Alembic loads this file under that name; importing it like any module does nothing.
if __name__ == "env_py":
    migrate()
