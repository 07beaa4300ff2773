"""Take what a learner gives into the review tray, one thing after the other, each with its own outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app import intake
from app.domain import outbox, publishing
from app.domain.errors import DomainError
from app.domain.models import Credential, Learner, Source
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
    limit = services.settings.upload_limit
    results = [
        _one(services, learner_id, f.filename or "file", Source.FILE, "", lambda f=f: intake.from_file(f, limit=limit), now=now)
        for f in given.files
    ]
    if given.text.strip():
        read = lambda: intake.from_text(given.text, limit=limit)  # noqa: E731 - handed on, never named again
        results.append(_one(services, learner_id, "The pasted text", Source.PASTE, given.text, read, now=now))
    if given.address.strip():
        fetch = lambda: intake.from_address(given.address, services.fetcher(), limit=limit)  # noqa: E731 - as above
        results.append(_one(services, learner_id, given.address.strip(), Source.ADDRESS, given.address, fetch, now=now))
    return results


def _one(
    services: Services, learner_id: str, name: str, source: Source, typed: str, read: Callable[[], Imported], *, now: datetime
) -> Result:
    report = None
    try:
        imported = read()
        report = verify(imported.raw, fetcher=services.fetcher(), now=now)
        with services.database.writing() as session:
            credential = publishing.store(session, session.get_one(Learner, learner_id), imported, report, now=now)
            return Result(name, source.value, credential_id=credential.id, title=credential.title, report=report)
    except DomainError as error:
        return Result(name, source.value, typed=typed, report=report, problem=error)


def check_again(services: Services, credential_id: str, *, now: datetime) -> None:
    """Verify a stored credential again and tell the index if that changes anything."""
    with services.database.reading() as session:
        original = session.get_one(Credential, credential_id).original
    report = verify(original, fetcher=services.fetcher(), now=now)
    with services.database.writing() as session:
        credential = session.get_one(Credential, credential_id)
        if publishing.apply_report(session, credential, report, now=now):
            outbox.touch(session, credential.learner_id, now=now, narrowing=credential.verdict != "verified")
