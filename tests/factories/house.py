"""A whole portal for tests: real database, real engine, a clock that is set, a web in memory, and people who are signed in."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app.domain import accounts, moderation, publishing
from app.domain.frameworks import LoadedCompetency, LoadedFramework, key_of, load
from app.domain.models import Account, Audience, Credential, OrganisationState, Role, Source
from app.domain.publishing import Choice, Imported
from app.services import Services
from indexer import relay
from indexer.verification.verify import verify
from tests.fakes.web import FakeWeb
from tests.unit.verification.issuing import Issuer, badge, issuer
from tests.unit.verification.issuing import signed as sign

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
PASSWORD = "copper quay window"
SKILLS = "https://skills.example/"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class House:
    """The portal and its surroundings. `web.documents` is the outside; `issuer` signs."""

    app: Flask
    services: Services
    web: FakeWeb
    clock: Clock
    issuer: Issuer = field(default_factory=issuer)

    def client(self, account: Account | None = None) -> FlaskClient:
        """A browser, signed in as `account` when one is given."""
        client = self.app.test_client()
        if account is not None:
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = f"{account.id}:{account.session_epoch}", True
        return client

    def learner(self, email: str = "ana@example.org", *, name: str = "Ana Petrova", confirmed: bool = True) -> Account:
        return self._account(email, name, Role.LEARNER, confirmed=confirmed)

    def admin(self, email: str = "admin@example.org") -> Account:
        return self._account(email, "Ada Admin", Role.ADMIN)

    def recruiter(self, organisation: str = "Acme", *, state: OrganisationState = OrganisationState.APPROVED) -> Account:
        """A recruiter of an organisation, which is founded and admitted (or not) when it is new."""
        with self.services.database.writing() as session:
            founded = moderation.found_organisation(session, name=organisation, website="", purpose="Engineers", now=self.clock())
            founded.state = state
            email = f"rita@{re.sub('[^a-z]', '', organisation.lower())}.example"
            return accounts.register(
                session, email=email, password=PASSWORD, name="Rita", role=Role.RECRUITER, now=self.clock(), organisation=founded
            )

    def _account(self, email: str, name: str, role: Role, *, confirmed: bool = True) -> Account:
        with self.services.database.writing() as session:
            account = accounts.register(session, email=email, password=PASSWORD, name=name, role=role, now=self.clock())
            account.email_confirmed_at = self.clock() if confirmed else None
        return account

    def load_skills(self, *names: str) -> dict[str, str]:
        """A framework with these competencies; name -> key."""
        loaded = [LoadedCompetency(SKILLS + name, name) for name in names]
        with self.services.database.writing() as session:
            load(session, LoadedFramework(SKILLS, "Skills", loaded), now=self.clock())
        return {name: key_of(SKILLS + name) for name in names}

    def signed(self, *skills: str, by: Issuer | None = None, **changes: Any) -> bytes:
        """A signed Open Badge 3.0 about these skills. `changes` replace members of the credential, None removes one."""
        by = by or self.issuer
        document = badge(by, **{"validFrom": "2025-06-01T08:00:00Z"} | changes)
        if skills:
            aligned = [{"type": ["Alignment"], "targetName": name, "targetUrl": SKILLS + name} for name in skills]
            document["credentialSubject"]["achievement"]["alignment"] = aligned
        return json.dumps(sign(document, by)).encode()

    def hold(self, account: Account, raw: bytes) -> str:
        """Import for a learner, through the domain; returns the credential's id."""
        report = verify(raw, fetcher=self.web, now=self.clock())
        with self.services.database.writing() as session:
            learner = accounts.learner_of(session, account.id)
            imported = Imported(raw, "application/json", Source.FILE, filename="badge.json")
            return publishing.store(session, learner, imported, report, now=self.clock()).id

    def publish(self, credential_id: str, *organisation_ids: str, pieces: tuple[str, ...] | None = None) -> None:
        """Show a credential (all its pieces unless named) to organisations, or to all recruiters; then index."""
        choice = Choice(Audience.ORGANISATIONS, organisation_ids) if organisation_ids else Choice(Audience.RECRUITERS)
        with self.services.database.writing() as session:
            credential = session.get_one(Credential, credential_id)
            wanted = publishing.pieces_of(credential) if pieces is None else pieces
            publishing.publish(session, credential, dict.fromkeys(wanted, choice), now=self.clock())
        self.index()

    def index(self) -> int:
        """Handle everything that waits in the outbox."""
        return relay.drain(self.services)


def upload(raw: bytes, name: str = "badge.json") -> tuple[io.BytesIO, str]:
    """A file for a test client's form."""
    return io.BytesIO(raw), name


def without_token(page: str) -> str:
    """The page without the forms' tokens, which change with the second."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)
