"""Take what a learner gives into the review tray, one thing after the other, each with its own outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from app import intake
from app.domain import publishing
from app.domain.errors import DomainError
from app.domain.models import Learner, Source
from app.domain.publishing import Imported
from app.services import Services
from indexer.verification.report import Report
from indexer.verification.verify import verify


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file, text or address. `typed` is what to put back into the form when it was not taken."""

    name: str
    source: str
    typed: str = ""
    credential_id: str = ""
    title: str = ""
    report: Report | None = None
    problem: DomainError | None = None

    @property
    def taken(self) -> bool:
        return self.problem is None


def take(services: Services, learner_id: str, given: intake.Given, *, now: datetime) -> list[Result]:
    """Import everything that was given. Nothing that goes wrong with one thing touches another."""
    return [_one(services, learner_id, offer, now=now) for offer in _offers(services, given)]


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to import: its name, what was typed, and how to read it (which may fail)."""

    name: str
    source: Source
    read: Callable[[], Imported]
    typed: str = ""


def _offers(services: Services, given: intake.Given) -> list[Offer]:
    limit = services.settings.upload_limit
    offers = [Offer(f.filename or "file", Source.FILE, partial(intake.from_file, f, limit=limit)) for f in given.files]
    if given.text.strip():
        offers.append(Offer("The pasted text", Source.PASTE, partial(intake.from_text, given.text, limit=limit), given.text))
    if address := given.address.strip():
        fetch = partial(intake.from_address, address, services.fetcher(), limit=limit)
        offers.append(Offer(address, Source.ADDRESS, fetch, address))
    return offers


def _one(services: Services, learner_id: str, offer: Offer, *, now: datetime) -> Result:
    name, source, report = offer.name, offer.source.value, None
    try:
        imported = offer.read()
        report = verify(imported.raw, fetcher=services.fetcher(), now=now)
        with services.database.writing() as session:
            credential = publishing.store(session, session.get_one(Learner, learner_id), imported, report, now=now)
            return Result(name, source, credential_id=credential.id, title=credential.title, report=report)
    except DomainError as error:
        return Result(name, source, typed=offer.typed, report=report, problem=error)

