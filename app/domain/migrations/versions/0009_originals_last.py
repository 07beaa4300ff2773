"""The original file behind the other columns of a credential, in an SQLite file.

SQLite keeps a long row as a chain of pages: whatever stands behind a file of 5 MB is read by way of all of its pages. PostgreSQL keeps long
values beside their table.
"""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE credentials ADD COLUMN original_last BLOB NOT NULL DEFAULT x''")
        op.execute("UPDATE credentials SET original_last = original")
        op.execute("ALTER TABLE credentials DROP COLUMN original")
        op.execute("ALTER TABLE credentials RENAME COLUMN original_last TO original")


def downgrade() -> None:
    """The order of columns means nothing to older versions."""
