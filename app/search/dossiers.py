"""What the database holds of a learner, loaded and built once for as long as it stays the same; credentials only when they are shown.

A page of results shows twenty people, most of whom were on a page a moment ago: somebody turns a filter on and off, pages back, opens
a hit and returns. `Learner.version` counts up with every change of what may be found or shown of a learner, in the transaction of that
change (`outbox.touch`), so one look at the versions says which dossiers still hold. Who may see what is not decided here: a dossier is
everything that is published to anybody, and is judged for its viewer each time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy.orm import Session

from app.domain import frameworks, published, remembered
from app.domain.models import Competency
from app.domain.published import Published, PublishedLearner
from app.domain.remembered import Generation
from app.search import prepared
from app.search.documents import Rules, alignments_of, document_of, good_until, with_claims
from app.search.interface import SearchDocument
from indexer.verification.claims import Claims

ROOM = 300
"""Dossiers that a process keeps, some 80 kB each."""
SEARCHES = 4
"""For so many searches a dossier keeps what was made of it."""
KEPT = timedelta(minutes=10)
"""After this time a dossier is forgotten, so that what a learner deletes does not linger in the memory of a process."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """`document` is what is indexed. `held` are the published credentials that have been opened so far, by id.

    `known` has the competencies that they point to by address, among those of others who were loaded with them.
    """

    learner: PublishedLearner
    document: SearchDocument
    held: dict[str, Published] = field(default_factory=dict, compare=False)
    known: dict[str, Competency] = field(default_factory=dict, compare=False)
    told: dict[Hashable, object] = field(default_factory=dict, compare=False)
    """What pages have made of it for the searches that were asked last, kept and forgotten with it."""

    def tell(self, search: Hashable, made: object) -> None:
        if len(self.told) >= SEARCHES:
            self.told.clear()
        self.told[search] = made


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What a dossier was made from. `until` is when time alone makes it wrong: the grace of a credential runs out."""

    version: int
    frameworks: Generation
    rules: Rules
    made: datetime
    until: datetime

    def holds(self, learner_version: int, generation: Generation, rules: Rules, now: datetime) -> bool:
        same = self.version == learner_version and self.frameworks == generation and self.rules is rules
        return same and self.made <= now < self.until


class Dossiers:
    """The dossiers of a process. Threads may share it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[_Stamp, Dossier]] = OrderedDict()
        self._lock = Lock()

    def of(self, session: Session, learner_ids: Sequence[str], *, rules: Rules, now: datetime) -> dict[str, Dossier]:
        """The dossiers of these learners as the session sees them; those whom it does not are left out. `open` before `held` is read."""
        # The versions come first: what changes between this and the loading is then loaded again the next time.
        learners = published.learners(session, learner_ids)
        versions = {learner.id: learner.version for learner in learners.values()}
        generation = remembered.of(session).generation
        found = self._still_good(versions, generation, rules, now)
        missing = [learner for learner in learners.values() if learner.id not in found]
        loaded = _load(session, missing, rules, now) if missing else []
        self._keep(loaded, versions, generation, rules, now)
        return found | {dossier.learner.id: dossier for dossier, _ in loaded}

    def open(self, session: Session, wanted: Iterable[tuple[Dossier, Iterable[str]]]) -> dict[str, Claims]:
        """Load these credentials of each dossier, those that it does not hold yet. One that is no longer published stays out of `held`.

        Returns the claims of those loaded, by the credential's id: they have been read, and a dossier has no room for them.

        A learner may have moved on since the dossier was looked at: what is loaded then is as it is now.
        """
        missing = {key: dossier for dossier, keys in wanted for key in keys if key not in dossier.held}
        if not missing:
            return {}
        read = with_claims(published.some(session, list(missing)))
        known = frameworks.resolve(session, (a for _, claims in read for a in alignments_of(claims)))
        for credential, _ in read:
            dossier = missing[credential.id]
            dossier.known.update(known)
            dossier.held[credential.id] = credential
        return {credential.id: claims for credential, claims in read}

    def _still_good(self, versions: Mapping[str, int], generation: Generation, rules: Rules, now: datetime) -> dict[str, Dossier]:
        with self._lock:
            for old in [key for key, (stamp, _) in self._kept.items() if now >= stamp.made + KEPT]:
                del self._kept[old]
            kept = {key: self._kept[key] for key in versions if key in self._kept}
            return {key: dossier for key, (stamp, dossier) in kept.items() if stamp.holds(versions[key], generation, rules, now)}

    def _keep(
        self, fresh: Iterable[_Loaded], versions: Mapping[str, int], generation: Generation, rules: Rules, now: datetime
    ) -> None:
        with self._lock:
            for dossier, until in fresh:
                key = dossier.learner.id
                self._kept[key] = (_Stamp(versions[key], generation, rules, now, min(until or now + KEPT, now + KEPT)), dossier)
                self._kept.move_to_end(key)
            while len(self._kept) > ROOM:
                self._kept.popitem(last=False)


_Loaded = tuple[Dossier, datetime | None]
"""A dossier, and when time alone makes it wrong."""


def _load(session: Session, learners: Sequence[PublishedLearner], rules: Rules, now: datetime) -> list[_Loaded]:
    """With the document that the indexer has prepared, where there is one that counts; else with all that it is made from."""
    ready = prepared.read(session, {learner.id: learner.version for learner in learners}, rules, now=now)
    found = [(Dossier(learner, ready[learner.id].document), ready[learner.id].until) for learner in learners if learner.id in ready]
    others = [learner for learner in learners if learner.id not in ready]
    return found + _made(session, others, rules, now) if others else found


def _made(session: Session, learners: Sequence[PublishedLearner], rules: Rules, now: datetime) -> list[_Loaded]:
    held = published.credentials(session, [learner.id for learner in learners])
    read = {learner_id: with_claims(each) for learner_id, each in held.items()}
    known = frameworks.resolve(session, (a for each in read.values() for _, claims in each for a in alignments_of(claims)))
    documents = (document_of(learner, read[learner.id], known, rules=rules, now=now) for learner in learners)
    return [
        (Dossier(learner, document, {c.id: c for c in held[learner.id]}, dict(known)), good_until(held[learner.id], rules, now))
        for learner, document in zip(learners, documents, strict=True)
    ]
