"""Requests to be put in touch with a learner."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "contact_requests",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("learner_id", sa.String(32), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(300), nullable=False),
        sa.Column("barred", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_contact_requests_organisation_id", ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learners.id"], name="fk_contact_requests_learner_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name="fk_contact_requests_asked_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_requests"),
    )
    for column in ("organisation_id", "learner_id", "asked_by"):
        op.create_index(f"ix_contact_requests_{column}", "contact_requests", [column])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_contact_requests_waiting", "contact_requests", ["organisation_id", "learner_id"],
        unique=True, sqlite_where=waiting, postgresql_where=waiting,
    )


def downgrade() -> None:
    op.drop_table("contact_requests")
