"""Alembic's environment: it works on the connection that `storage.migrate` opened and locked."""

from alembic import context
from sqlmodel import SQLModel

from storage.migrate import compared

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    include_object=compared,
    # SQLite cannot alter a table in place, so a changed one is written anew.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
