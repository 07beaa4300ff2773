"""What Alembic runs: our tables against the connection, inside the transaction, that `app.domain.schema` hands in."""

from __future__ import annotations

from alembic import context

from app.domain.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite alters a table by copying it; the same migration is an ALTER on PostgreSQL.
    render_as_batch=True,
)
context.run_migrations()
