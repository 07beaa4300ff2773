"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

CHILDREN_FIRST = (
    "publication_organisations",
    "reports",
    "publications",
    "looks",
    "evidence_copies",
    "credentials",
    "learners",
    "competencies",
    "accounts",
    "rebuilds",
    "outbox",
    "organisations",
    "issuers",
    "heartbeats",
    "frameworks",
    "audit",
)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(32), nullable=True),
        sa.Column("verb", sa.String(60), nullable=False),
        sa.Column("subject_type", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("previous", name="uq_audit_previous"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_subject_id", "audit", ["subject_id"])
    op.create_index("ix_audit_verb", "audit", ["verb"])

    op.create_table(
        "frameworks",
        sa.Column("key", sa.String(20), nullable=False),
        sa.Column("uri", sa.String(2000), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("publisher", sa.String(300), nullable=False),
        sa.Column("version", sa.String(100), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_frameworks"),
        sa.UniqueConstraint("uri", name="uq_frameworks_uri"),
    )

    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_heartbeats"),
    )

    op.create_table(
        "issuers",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("identifier", sa.String(2000), nullable=False),
        sa.Column("name", sa.String(500), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("domain", sa.String(255), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("shape", sa.String(500), nullable=False),
        sa.Column("resembles_id", sa.String(32), nullable=True),
        sa.Column("first_met_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_met_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resembles_id"], ["issuers.id"], name="fk_issuers_resembles_id", ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_issuers"),
        sa.UniqueConstraint("identifier", name="uq_issuers_identifier"),
    )
    op.create_index("ix_issuers_domain", "issuers", ["domain"])
    op.create_index("ix_issuers_shape", "issuers", ["shape"])
    op.create_index("ix_issuers_standing", "issuers", ["standing"])

    op.create_table(
        "organisations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("website", sa.String(500), nullable=False),
        sa.Column("purpose", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
        sa.UniqueConstraint("name", name="uq_organisations_name"),
    )

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("learner_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("narrowing", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_due", "outbox", ["not_before", "id"])
    op.create_index("ix_outbox_learner_id", "outbox", ["learner_id"])

    op.create_table(
        "rebuilds",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rebuilds"),
    )
    op.create_index("ix_rebuilds_requested_at", "rebuilds", ["requested_at"])

    op.create_table(
        "accounts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_accounts_organisation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
    )
    op.create_index("ix_accounts_organisation_id", "accounts", ["organisation_id"])

    op.create_table(
        "competencies",
        sa.Column("key", sa.String(20), nullable=False),
        sa.Column("framework_key", sa.String(20), nullable=False),
        sa.Column("uri", sa.String(2000), nullable=False),
        sa.Column("code", sa.String(200), nullable=False),
        sa.Column("label", sa.String(500), nullable=False),
        sa.Column("alt_labels", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_key"], ["frameworks.key"], name="fk_competencies_framework_key", ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name="pk_competencies"),
        sa.UniqueConstraint("uri", name="uq_competencies_uri"),
    )
    op.create_index("ix_competencies_code", "competencies", ["code"])
    op.create_index("ix_competencies_framework_key", "competencies", ["framework_key"])

    op.create_table(
        "learners",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("shown_name", sa.String(200), nullable=False),
        sa.Column("headline", sa.String(300), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_learners_account_id", ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_learners"),
        sa.UniqueConstraint("account_id", name="uq_learners_account_id"),
    )

    op.create_table(
        "credentials",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("learner_id", sa.String(32), nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("filename", sa.String(300), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("source_url", sa.String(2000), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issuer_id", sa.String(32), nullable=True),
        sa.Column("identity", sa.String(64), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("claims", sa.JSON(), nullable=True),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recheck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder", sa.String(20), nullable=False),
        sa.Column("witnesses", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["issuers.id"], name="fk_credentials_issuer_id"),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name="fk_credentials_learner_id", ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_credentials"),
        sa.UniqueConstraint("learner_id", "sha256", name="uq_credentials_learner_id_sha256"),
    )
    op.create_index("ix_credentials_identity", "credentials", ["identity"])
    op.create_index("ix_credentials_issuer_id", "credentials", ["issuer_id"])
    op.create_index("ix_credentials_learner_id", "credentials", ["learner_id"])
    op.create_index("ix_credentials_recheck_at", "credentials", ["recheck_at"])

    op.create_table(
        "evidence_copies",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("credential_id", sa.String(32), nullable=False),
        sa.Column("pointer", sa.String(200), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("cause", sa.String(500), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credentials.id"],
            name="fk_evidence_copies_credential_id", ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_copies"),
        sa.UniqueConstraint("credential_id", "pointer", name="uq_evidence_copies_credential_id_pointer"),
    )
    op.create_index("ix_evidence_copies_credential_id", "evidence_copies", ["credential_id"])

    op.create_table(
        "looks",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("learner_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("credential_id", sa.String(32), nullable=True),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credentials.id"], name="fk_looks_credential_id", ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name="fk_looks_learner_id", ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_looks_organisation_id", ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_looks"),
    )
    op.create_index("ix_looks_at", "looks", ["at"])
    op.create_index("ix_looks_learner_id", "looks", ["learner_id"])

    op.create_table(
        "publications",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("credential_id", sa.String(32), nullable=False),
        sa.Column("piece", sa.String(200), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credentials.id"], name="fk_publications_credential_id", ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        sa.UniqueConstraint("credential_id", "piece", name="uq_publications_credential_id_piece"),
    )
    op.create_index("ix_publications_credential_id", "publications", ["credential_id"])

    op.create_table(
        "reports",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("credential_id", sa.String(32), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credentials.id"], name="fk_reports_credential_id", ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    op.create_index("ix_reports_credential_id", "reports", ["credential_id"])

    op.create_table(
        "publication_organisations",
        sa.Column("publication_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"],
            name="fk_publication_organisations_organisation_id", ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"],
            name="fk_publication_organisations_publication_id", ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("publication_id", "organisation_id", name="pk_publication_organisations"),
    )


def downgrade() -> None:
    for table in CHILDREN_FIRST:
        op.drop_table(table)
