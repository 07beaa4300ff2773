"""One person's page: everything that a viewer may see of them, and nothing that tells whether there is more."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import render_template
from sqlalchemy.orm import Session

from app.domain import moderation
from app.domain.errors import NotFoundError
from app.domain.published import PublishedLearner
from app.evidence.shown import ShownCompetency, ShownCredential, known_competencies, shown
from app.recruiters.way_back import way_back
from app.search.documents import load_learners
from app.services import Services
from app.signing_in import now, reading, release, services
from app.viewers import Viewer, note_look

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A competency with the credentials that show it, the one at the highest level first; or those that name none."""

    competency: ShownCompetency | None
    credentials: tuple[ShownCredential, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person as one viewer sees them; `credentials` the newest first."""

    learner: PublishedLearner
    credentials: tuple[ShownCredential, ...]

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        return _shelves(self.credentials)


def nobody_here() -> NotFoundError:
    """One answer for "there is no such person", "not for you" and "no longer": they must not be told apart."""
    return NotFoundError("There is nobody here that you can see.", next_step="Go back to the search.")


def load_person(parts: Services, session: Session, learner_id: str, viewer: Viewer) -> PersonPage:
    """Load what `viewer` may see of a person. Raises `NotFoundError` when that is nothing."""
    found = _load(parts, session, [learner_id], viewer) if _ID.fullmatch(learner_id) else []
    if not found:
        raise nobody_here()
    return found[0]


def visible_people(parts: Services, session: Session, learner_ids: Collection[str], viewer: Viewer) -> dict[str, str]:
    """Learner id -> name, of those of whom `viewer` may see anything."""
    return {page.learner.id: page.learner.shown_name for page in _load(parts, session, learner_ids, viewer)}


def _load(parts: Services, session: Session, learner_ids: Collection[str], viewer: Viewer) -> list[PersonPage]:
    loaded = load_learners(session, learner_ids) if learner_ids and viewer.labels else {}
    known, at = known_competencies(session, [c for _, held in loaded.values() for c in held]), parts.clock()
    hidden = moderation.hidden_issuers(session)
    pages = []
    for learner, held in loaded.values():
        seen = [s for c in held if (s := shown(c, viewer.labels, known, rules=parts.rules, now=at))]
        kept = [s for s in seen if s.row.issuer_id not in hidden]
        if kept:
            pages.append(PersonPage(learner, tuple(sorted(kept, key=lambda s: (s.issued, s.row.id), reverse=True))))
    return pages


def _shelves(credentials: Sequence[ShownCredential]) -> tuple[Shelf, ...]:
    """By competency: those shown by most credentials first; what names no competency stands at the end."""
    by_key: dict[str, list[tuple[ShownCompetency, ShownCredential]]] = defaultdict(list)
    for credential in credentials:
        for competency in credential.competencies:
            by_key[competency.key].append((competency, credential))
    ordered = [sorted(pairs, key=lambda pair: -_rank(pair[0])) for pairs in by_key.values()]
    ordered.sort(key=lambda pairs: (-len(pairs), -_rank(pairs[0][0]), pairs[0][0].label.casefold()))
    shelves = [Shelf(pairs[0][0], tuple(credential for _, credential in pairs)) for pairs in ordered]
    rest = tuple(c for c in credentials if not c.competencies)
    return (*shelves, Shelf(None, rest)) if rest else tuple(shelves)


def _rank(competency: ShownCompetency) -> int:
    return competency.step.rank if competency.step else 0


def render_person(learner_id: str, viewer: Viewer, *, by: str = "newest", **extra: object) -> str:
    """The page of a person as `viewer` sees it; `extra` goes to the template. Notes the look unless it is a preview.

    Raises `NotFoundError` when the viewer may see nothing of them.
    """
    page = load_person(services(), reading(), learner_id, viewer)
    html = render_template("recruiters/person.html", page=page, viewer=viewer, by=by, back=way_back(), **extra)
    release()
    note_look(services().database, viewer, learner_id, "profile", now=now())
    return html
