"""Take what a learner gives into the review tray, one thing after the other, each with its own outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy.exc import IntegrityError

from app import intake
from app.domain import publishing
from app.domain.errors import DomainError
from app.domain.models import Learner, Source
from app.domain.publishing import Imported
from app.learners.items import Item, describe
from app.services import Services
from indexer.verification.report import Report
from indexer.verification.wrapping import credentials_in


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file, text or address. `typed` is what to put back into the form when it was not taken."""

    name: str
    source: str
    typed: str = ""
    item: Item | None = None
    """The credential as it now waits in the tray; None when it was not taken."""
    report: Report | None = None
    problem: DomainError | None = None

    @property
    def taken(self) -> bool:
        return self.item is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to import: its name, what was typed, and how to read it (which may fail)."""

    name: str
    source: Source
    read: Callable[[], Imported]
    typed: str = ""


def take(services: Services, learner_id: str, given: intake.Given, *, now: datetime) -> list[Result]:
    """Import everything that was given. Nothing that goes wrong with one thing touches another."""
    return [result for offer in _offers(services, given) for result in _take(services, learner_id, offer, now=now)]


def _offers(services: Services, given: intake.Given) -> list[Offer]:
    limit = services.settings.upload_limit
    offers = [Offer(f.filename or "file", Source.FILE, partial(intake.from_file, f, limit=limit)) for f in given.files]
    if given.text.strip():
        read = partial(intake.from_text, given.text, services.fetcher(), limit=limit)
        offers.append(Offer("The pasted text", Source.PASTE, read, given.text))
    if address := given.address.strip():
        fetch = partial(intake.from_address, address, services.fetcher(), limit=limit)
        offers.append(Offer(address, Source.ADDRESS, fetch, address))
    return offers


def _take(services: Services, learner_id: str, offer: Offer, *, now: datetime) -> Iterator[Result]:
    """One result for each credential in the offer: a wallet's export may hold many."""
    try:
        imported = offer.read()
    except DomainError as error:
        yield Result(offer.name, offer.source.value, typed=offer.typed, problem=error)
        return
    parts = credentials_in(imported.raw, now=now)
    for number, raw in enumerate(parts, start=1):
        name = offer.name if len(parts) == 1 else f"{offer.name}, {number} of {len(parts)}"
        one = imported if len(parts) == 1 else _part(imported, raw)
        yield _keep(services, learner_id, replace(offer, name=name), one, now=now)


def _part(whole: Imported, raw: bytes) -> Imported:
    """One credential of several. The file's name belongs to the whole and would promise other bytes."""
    return replace(whole, raw=raw, media_type=intake.media_type_of(raw), filename="")


def _keep(services: Services, learner_id: str, offer: Offer, imported: Imported, *, now: datetime) -> Result:
    report = services.verify(imported.raw, now=now)
    try:
        item = _store(services, learner_id, imported, report, now=now)
    except DomainError as error:
        return Result(offer.name, offer.source.value, typed=offer.typed, report=report, problem=error)
    return Result(offer.name, offer.source.value, item=item, report=report)


def _store(services: Services, learner_id: str, imported: Imported, report: Report, *, now: datetime) -> Item:
    def once() -> Item:
        with services.database.writing() as session:
            credential = publishing.store(session, session.get_one(Learner, learner_id), imported, report, now=now)
            return describe(credential, rules=services.rules, now=now)

    try:
        return once()
    except IntegrityError:  # somebody has met the same issuer, or another tab imported the same bytes, at the same moment
        return once()
