"""Associations between competencies; keys that are the same for every address of a competency.

A key was made of the address as its framework wrote it; now of the address without what may be written differently (http or https, a
slash at the end, the version in an address of CASE). Most stay as they are. Where one changes, the index is built again by the worker.
"""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from app.domain.identifiers import key_of

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "associations",
        sa.Column("framework_key", sa.String(20), nullable=False),
        sa.Column("origin_key", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("target_key", sa.String(20), nullable=False),
        sa.Column("origin_uri", sa.String(2000), nullable=False),
        sa.Column("target_uri", sa.String(2000), nullable=False),
        sa.Column("identifier", sa.String(2000), nullable=False),
        sa.ForeignKeyConstraint(["framework_key"], ["frameworks.key"], name="fk_associations_framework_key", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("framework_key", "origin_key", "kind", "target_key", name="pk_associations"),
    )
    op.create_index("ix_associations_origin_key", "associations", ["origin_key"])
    op.create_index("ix_associations_target_key", "associations", ["target_key"])
    _rename_keys()


def _rename_keys() -> None:
    """Two rows that are one competency by now keep their old keys: which of them is meant cannot be known here."""
    competencies = sa.table("competencies", sa.column("key"), sa.column("uri"))
    connection = op.get_bind()
    rows = connection.execute(sa.select(competencies.c.key, competencies.c.uri)).all()
    taken = {key for key, _ in rows}
    renamed = {old: new for old, uri in rows if (new := key_of(uri)) not in taken}
    for old, new in renamed.items():
        if new not in taken:
            taken.add(new)
            connection.execute(competencies.update().where(competencies.c.key == old).values(key=new))
    if renamed:
        _ask_for_a_rebuild()


def _ask_for_a_rebuild() -> None:
    rebuilds = sa.table(
        "rebuilds",
        sa.column("id"),
        sa.column("requested_at", sa.DateTime(timezone=True)),
        sa.column("total"),
        sa.column("done"),
        sa.column("error"),
    )
    asked = {"id": uuid.uuid4().hex, "requested_at": datetime.now(UTC), "total": 0, "done": 0, "error": ""}
    op.get_bind().execute(rebuilds.insert().values(asked))


def downgrade() -> None:
    op.drop_table("associations")
