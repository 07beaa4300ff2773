"""A few looks that organisations have taken at the printed learner, so that her page 'Who looked' has something to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from app.domain.models import Credential
from app.services import Services
from app.viewers import Viewer, note_look
from demo.world.people import HERO

# Organisation, days ago, title of the credential that was opened (empty: the profile).
LOOKS: tuple[tuple[str, float, str], ...] = (
    ("lakeland-health", 22.3, ""),
    ("acme-mobility", 9.1, ""),
    ("acme-mobility", 9.05, "Data Engineering Capstone"),
    ("acme-mobility", 2.2, "Data Steward"),
    ("lakeland-health", 1.4, "Data Engineering Capstone"),
)


def take_looks(services: Services, learners: Mapping[str, str], organisations: Mapping[str, str]) -> None:
    """Note each look as the portal does when a recruiter opens a page."""
    learner = learners[HERO.slug]
    with services.database.reading() as session:
        titles = select(Credential.title, Credential.id).where(Credential.learner_id == learner)
        credentials = {row.title: row.id for row in session.execute(titles)}
    for organisation, days, title in LOOKS:
        viewer = Viewer(frozenset(), organisations[organisation])
        what = "credential" if title else "profile"
        at = services.clock() - timedelta(days=days)
        note_look(services.database, viewer, learner, what, now=at, credential_id=credentials[title] if title else None)
