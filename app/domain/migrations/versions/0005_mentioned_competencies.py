"""Competencies that associations lead to and no loaded framework has."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("competencies", sa.Column("mentioned", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("competencies") as table:
        table.drop_column("mentioned")
