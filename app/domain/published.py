"""What learners have published, read as plain columns: for searches, pages and the indexer, which look at many people at once.

Nothing here belongs to a session. Whoever changes something loads the row itself (`app.domain.models`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, Text, bindparam, cast, select
from sqlalchemy.orm import Session

from app.domain.appearing import Appeared
from app.domain.models import Credential, Issuer, IssuerKind, Learner, Publication, Standing
from app.domain.models.credentials import publication_organisations
from app.domain.visibility import labels_for, within_whole
from indexer.verification.claims import Claims
from indexer.verification.codec import claims_from_text


@dataclass(frozen=True, slots=True)
class PublishedIssuer:
    """What judging and showing a credential need of its issuer."""

    id: str
    identifier: str
    name: str
    standing: Standing
    kind: IssuerKind
    resembles_id: str | None


@dataclass(frozen=True, slots=True)
class Published:
    """A credential with at least one publication. `pieces` tells who may find which piece of it: piece -> labels."""

    issuer: PublishedIssuer | None
    pieces: Mapping[str, frozenset[str]]
    appeared: Mapping[str, Appeared]
    """Since when, for each of them."""
    id: str
    learner_id: str
    title: str
    imported_at: datetime
    verdict: str
    verified_at: datetime | None
    holder: str
    witnesses: int
    stored_claims: str | None
    """The claims as they are stored. Kept as text: most of those that a search looks at are read once and never shown."""

    @property
    def issuer_id(self) -> str | None:
        return self.issuer.id if self.issuer else None

    @property
    def claims(self) -> Claims | None:
        """The claims, read anew each time: keep them at hand while they are needed."""
        nothing = self.stored_claims is None or self.stored_claims == "null"  # JSON's own null is what the column writes for None
        return None if nothing else claims_from_text(str(self.stored_claims))


@dataclass(frozen=True, slots=True)
class PublishedLearner:
    """A learner as others see them, and the version of all that is found or shown of them."""

    id: str
    shown_name: str
    headline: str
    place: str
    version: int


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_LEARNERS = select(Learner.id, Learner.shown_name, Learner.headline, Learner.place, Learner.version).where(Learner.id.in_(_IDS))
_FACTS: tuple[Any, ...] = (
    *(Credential.id, Credential.learner_id, Credential.title, Credential.imported_at, Credential.verdict, Credential.verified_at),
    *(Credential.holder, Credential.witnesses, cast(Credential.claims, Text)),
)
_ISSUER: tuple[Any, ...] = (Issuer.id, Issuer.identifier, Issuer.name, Issuer.standing, Issuer.kind, Issuer.resembles_id)
_CREDENTIALS = (
    select(*_FACTS, *_ISSUER)
    .outerjoin(Credential.issuer)
    .where(Credential.publications.any())
    .order_by(Credential.imported_at, Credential.id)
)
_PIECE: tuple[Any, ...] = (Publication.credential_id, Publication.piece, Publication.audience)
_PUBLICATIONS: Select[Any] = (
    select(*_PIECE, Publication.published_at, Publication.earlier, publication_organisations.c.organisation_id)
    .join(Publication.credential)
    .outerjoin(publication_organisations, publication_organisations.c.publication_id == Publication.id)
)
_OF_LEARNERS = tuple(query.where(Credential.learner_id.in_(_IDS)) for query in (_CREDENTIALS, _PUBLICATIONS))
_BY_ID = tuple(query.where(Credential.id.in_(_IDS)) for query in (_CREDENTIALS, _PUBLICATIONS))


def learners(session: Session, learner_ids: Iterable[str]) -> dict[str, PublishedLearner]:
    """Those of these learners that there are, by id."""
    return {row[0]: PublishedLearner(*row) for row in session.execute(_LEARNERS, {"ids": list(learner_ids)})}


def credentials(session: Session, learner_ids: Sequence[str]) -> dict[str, list[Published]]:
    """Learner -> what they have published, in the order of import: two queries whatever the number."""
    found: dict[str, list[Published]] = {learner_id: [] for learner_id in learner_ids}
    for credential in _read(session, learner_ids, *_OF_LEARNERS):
        found[credential.learner_id].append(credential)
    return found


def some(session: Session, credential_ids: Sequence[str]) -> list[Published]:
    """Those of these credentials of which anything is published, in the order of import."""
    return list(_read(session, credential_ids, *_BY_ID))


def _read(session: Session, ids: Sequence[str], credentials: Select[Any], publications: Select[Any]) -> Iterator[Published]:
    rows = session.execute(credentials, {"ids": ids}).all()
    pieces, appeared = _pieces(session, ids, publications)
    issuers: dict[str, PublishedIssuer] = {}
    for row in rows:
        facts, issuer = row[: len(_FACTS)], row[len(_FACTS) :]
        known = issuers.setdefault(issuer[0], PublishedIssuer(*issuer)) if issuer[0] else None
        shown = pieces.get(row.id, {})  # no piece: withdrawn between the two queries
        yield Published(known, shown, appeared.get(row.id, {}), *facts)


_Labels = Mapping[str, Mapping[str, frozenset[str]]]
_Times = Mapping[str, Mapping[str, Appeared]]


def _pieces(session: Session, ids: Sequence[str], publications: Select[Any]) -> tuple[_Labels, _Times]:
    """Credential -> piece -> labels, and the times of these. A publication for several organisations comes as several rows."""
    found: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    times: dict[str, dict[str, Appeared]] = defaultdict(dict)
    for credential_id, piece, audience, at, earlier, organisation_id in session.execute(publications, {"ids": ids}):
        labels = labels_for(audience, [organisation_id] if organisation_id else [])
        times[credential_id][piece] = Appeared(at, earlier)
        same = found[credential_id].get(piece)
        found[credential_id][piece] = labels if same is None else same | labels
    return {credential_id: within_whole(pieces) for credential_id, pieces in found.items()}, times
