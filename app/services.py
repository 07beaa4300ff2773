"""What every door opens with: settings, database, search engine, rules, clock. Made once per process by `open_services`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.x509 import Certificate

from app.domain import schema
from app.domain.database import Database
from app.domain.trust import load_registries
from app.search.documents import Rules
from app.search.dossiers import Dossiers
from app.search.engine import open_engine
from app.search.interface import SearchEngine
from config.settings import Settings, SettingsError
from indexer.verification.fetch import HttpFetcher
from indexer.verification.interface import Fetcher
from indexer.verification.keys.certificates import read_authorities
from indexer.verification.report import Report
from indexer.verification.verify import verify


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that rooms and the indexer are handed. `fetcher` makes a new one: its budget is counted per credential."""

    settings: Settings
    database: Database
    engine: SearchEngine
    rules: Rules
    fetcher: Callable[[], Fetcher]
    clock: Callable[[], datetime] = utc_now
    authorities: Sequence[Certificate] = ()
    """Whose certificates of issuers count."""
    dossiers: Dossiers = field(default_factory=Dossiers)

    def verify(self, raw: bytes, *, now: datetime, recipients: Sequence[str] = ()) -> Report:
        """Check a credential as this site does, with a fetcher of its own; `recipients` as in `indexer.verification.verify`."""
        return verify(raw, fetcher=self.fetcher(), now=now, recipients=recipients, authorities=self.authorities)


def open_services(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> Services:
    """Open everything that `settings` name. Nothing is connected to yet, except for the files of the embedded defaults, which are
    brought up to date (`schema.prepare`)."""
    database = Database(settings.database_url)
    schema.prepare(database)
    rules = Rules(load_registries(settings.registries), timedelta(hours=settings.recheck_grace_hours))
    return Services(
        settings=settings,
        database=database,
        engine=open_engine(settings.search_url),
        rules=rules,
        fetcher=lambda: HttpFetcher(allow=settings.fetch_allow, clock=clock),
        clock=clock,
        authorities=tuple(c for path in settings.authorities for c in _certificates(path)),
    )


def _certificates(path: Path) -> Sequence[Certificate]:
    try:
        return read_authorities(path.read_bytes())
    except ValueError as error:
        raise SettingsError(
            f"EVIDENT_AUTHORITIES: expected certificates in PEM (-----BEGIN CERTIFICATE-----), found none in {path}."
        ) from error
