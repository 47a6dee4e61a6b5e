"""Alembic's entry: always on the connection that petidesk.storage.file.upgrade hands in, inside its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
context.run_migrations()
