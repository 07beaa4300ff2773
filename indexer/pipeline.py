"""From "look at this learner again" to a searchable document: load, verify, judge, build, write.

`index_learners` does all of it but verifying: a credential was verified when it was imported, and is verified again when its time
comes (`indexer.recheck`) or somebody asks (`app.checking`). That uses the network and may take long, so it has its own pace and never
keeps a publication, or a withdrawal, waiting; when it changes what may be found, it leaves a note like every other change.

Convergent: the outcome depends on what the database holds when it is read, not on which note came, how often or in which order.
`learner.version` orders the writes; the engine keeps the highest. A process that dies at any point leaves the notes where they were.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.search import prepared
from app.search.documents import build_document, good_until, load_learners
from app.search.interface import SearchDocument
from app.search.prepared import Prepared
from app.services import Services


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of a batch: the version that the index now holds per learner, and what could not be written."""

    versions: Mapping[str, int]
    failures: Mapping[str, str]


def index_learners(services: Services, removals: Mapping[str, int], *, now: datetime) -> Indexed:
    """Bring the index up to date for these learners: id -> the version to remove at, should the learner be gone.

    Raises `SearchError` when the engine is out of reach; nothing is lost then, the caller tries again.
    """
    documents = prepare(services, removals, now=now)
    found = {document.learner_id for document in documents}
    gone = {learner_id: version for learner_id, version in removals.items() if learner_id not in found}
    failures = services.engine.write(documents) if documents else []
    if gone:
        failures = [*failures, *services.engine.remove(gone)]
    versions = {d.learner_id: d.version for d in documents} | gone
    failed = {f.learner_id: f.cause for f in failures}
    return Indexed({k: v for k, v in versions.items() if k not in failed}, failed)


def prepare(services: Services, learner_ids: Collection[str], *, now: datetime) -> list[SearchDocument]:
    """The documents of those of these learners that there are, made from what the database holds now, and kept for the pages."""
    with services.database.reading() as session:
        made = prepared.made_of(session, services.rules)
        found = load_learners(session, learner_ids)
        fresh = [
            Prepared(build_document(session, learner, held, rules=services.rules, now=now), good_until(held, services.rules, now))
            for learner, held in found.values()
        ]
    if fresh:
        with services.database.writing() as session:
            prepared.keep(session, fresh, made)
    return [each.document for each in fresh]
