"""A large portal for benchmarks: the people of `search_world` as rows of a real database, indexed from there, and a recruiter.

Nothing is verified here: reports are taken as good, since what is measured is what comes after.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.domain import frameworks
from app.domain.frameworks import LoadedCompetency, LoadedFramework
from app.domain.models import (
    Account,
    Audience,
    Credential,
    Issuer,
    Learner,
    Organisation,
    OrganisationState,
    Publication,
    Role,
    Source,
)
from app.search.interface import SearchDocument, SearchView
from app.services import Services
from bench.search_world import NOW, people
from indexer.pipeline import prepare
from indexer.verification.claims import (
    Achievement,
    Alignment,
    Claims,
    Evidence,
    IssuerProfile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)

FRAMEWORK = "https://skills.example/"
RECRUITER = "rita@example.org"
BATCH = 500
LEVELS = tuple(RubricCriterionLevel(f"level-{n}", n, f"Level {n}") for n in range(1, 6))
LINKS = {"image": ".png", "pdf": ".pdf", "link": "", "text": ".txt"}


def fill(services: Services, count: int) -> None:
    """Make the recruiter and `count` learners, and index what they show."""
    with services.database.writing() as session:
        _set_the_scene(session)
    everybody = people(count)
    while batch := list(islice(everybody, BATCH)):
        with services.database.writing() as session:
            for model, rows in _rows(batch).items():
                session.execute(insert(model), rows)
        _index(services, [document.learner_id for document in batch])


def _set_the_scene(session: Session) -> None:
    skills = [LoadedCompetency(f"{FRAMEWORK}competency-{n}", f"Competency {n}") for n in range(900)]
    frameworks.load(session, LoadedFramework(FRAMEWORK, "Skills", skills), now=NOW)
    for n in range(300):
        who = f"did:web:issuer-{n}.example"
        session.add(Issuer(id=f"issuer{n}", identifier=who, name=f"Issuer {n}", keys=[], first_met_at=NOW, last_met_at=NOW))
    acme = Organisation(name="Acme", state=OrganisationState.APPROVED, created_at=NOW)
    session.add(Account(email=RECRUITER, name="Rita", role=Role.RECRUITER, organisation=acme, created_at=NOW, email_confirmed_at=NOW))


def _rows(batch: list[SearchDocument]) -> dict[Any, list[dict[str, Any]]]:
    """Model -> rows, in the order in which they can be stored."""
    learners = [{"id": d.learner_id, "account_id": d.learner_id, "shown_name": d.learner_id, "headline": d.headline} for d in batch]
    accounts = [{"id": d.learner_id, "email": f"{d.learner_id}@example.org", "role": Role.LEARNER, "name": d.learner_id} for d in batch]
    held = [(d.learner_id, view) for d in batch for view in d.views]
    return {
        Account: [row | {"created_at": NOW, "session_epoch": 0} for row in accounts],
        Learner: learners,
        Credential: [_credential(learner_id, view) for learner_id, view in held],
        Publication: [_publication(view, piece) for _, view in held for piece in ("", *(e.pointer for e in _evidence(view)))],
    }


def _credential(learner_id: str, view: SearchView) -> dict[str, Any]:
    claims = _claims(view)
    return {
        "id": view.credential_id,
        "learner_id": learner_id,
        "original": b"{}",
        "sha256": view.credential_id,
        "media_type": "application/json",
        "source": Source.FILE,
        "imported_at": NOW,
        "decided_at": NOW,
        "issuer_id": view.issuer.replace("-", ""),
        "title": claims.name,
        "format": "ob3-di",
        "claims": claims,
        "verdict": "verified",
        "checked_at": NOW,
        "verified_at": NOW,
    }


def _publication(view: SearchView, piece: str) -> dict[str, Any]:
    return {"credential_id": view.credential_id, "piece": piece, "audience": Audience.RECRUITERS, "published_at": NOW}


def _claims(view: SearchView) -> Claims:
    words = view.text.split()
    level = next((held.level for held in view.competencies if held.level), None)
    alignments = tuple(Alignment(held.key, f"{FRAMEWORK}{held.key}") for held in view.competencies)
    rubric = ResultDescription("rubric", "Rubric", rubric_criterion_levels=LEVELS)
    achievement = Achievement(
        id=f"urn:example:{view.credential_id}",
        name=" ".join(words[:4]),
        description=" ".join(words[4:14]),
        criteria_narrative=" ".join(words[14:]),
        achievement_type=view.kind,
        alignments=alignments,
        result_descriptions=(rubric,) if level else (),
    )
    return Claims(
        issuer=IssuerProfile(f"did:web:{view.issuer}.example", view.issuer),
        name=" ".join(words[:4]),
        valid_from=datetime(view.issued.year, view.issued.month, view.issued.day, tzinfo=UTC),
        valid_until=view.expires,
        achievement=achievement,
        results=(Result("rubric", achieved_level=f"level-{level}"),) if level else (),
        evidence=_evidence(view),
    )


def _evidence(view: SearchView) -> tuple[Evidence, ...]:
    kinds = sorted(view.evidence)
    return tuple(
        Evidence(f"/evidence/{n}", f"https://work.example/{view.credential_id}{LINKS[kind]}", f"Work {n}", narrative=view.text[:200])
        for n, kind in enumerate(kinds)
    )


def _index(services: Services, ids: list[str]) -> None:
    assert services.engine.write(prepare(services, ids, now=NOW)) == []
