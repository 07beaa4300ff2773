"""Since when organisations could see a piece before its present audience was chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("publications", sa.Column("earlier", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("publications") as table:
        table.drop_column("earlier")
