"""The demo's seeding on a small world: everything through the product's own doors, and found afterwards."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.domain import accounts, contacts
from app.domain.associations import expansion
from app.domain.frameworks import key_of
from app.domain.models import Account, ContactRequest, Credential, Issuer, Learner, Look, OutboxRow, Publication, Role
from app.domain.trust import Backing, backing
from app.services import Services, open_services
from config.settings import load_settings
from demo.outside.server import OutsideServer
from demo.outside.site import Outside
from demo.seed.people import SIGN_INS
from demo.seed.registry import write_registry
from demo.seed.run import seed
from demo.seed.samples import write_samples
from demo.settings import read_settings
from demo.world.build import build_world
from demo.world.model import World
from demo.world.people import HERO
from indexer import drift
from indexer.verification.report import Verdict
from indexer.verification.verify import verify

PEOPLE = 12


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(now=datetime.now(UTC), port=free_port(), people=PEOPLE)


@pytest.fixture(scope="module")
def portal(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """A seeded portal; its outside web answers as long as the tests of this file run."""
    folder = tmp_path_factory.mktemp("demo")
    settings = read_settings({"EVIDENT_DEMO_DIR": str(folder), "EVIDENT_DEMO_OUTSIDE_PORT": str(world.port)})
    server = OutsideServer(Outside(world), world.port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    write_registry(world, settings.registry)
    services = open_services(load_settings(settings.environment({})))
    try:
        seed(services, world)
        yield services
    finally:
        services.database.close()
        server.shutdown()
        server.server_close()


def test_every_learner_of_the_world_holds_their_credentials(portal: Services, world: World) -> None:
    with portal.database.reading() as session:
        held = Counter(c.learner.account.email for c in session.scalars(select(Credential)))
    awarded = Counter(a.learner.email for a in world.awards if a.audience != "sample")
    awarded.update(t.learner.email for t in world.testimonials)
    assert held == awarded


def test_the_index_agrees_with_the_database(portal: Services) -> None:
    found = drift.compare(portal)
    assert (found.total, found.agree > 0) == (0, True)
    with portal.database.reading() as session:
        assert session.scalar(select(func.count(OutboxRow.id))) == 0


def test_only_verified_credentials_are_published(portal: Services) -> None:
    with portal.database.reading() as session:
        published = select(Credential.verdict).where(Credential.id.in_(select(Publication.credential_id)))
        assert set(session.scalars(published)) == {"verified"}


def test_the_printed_learner_meets_every_outcome_in_her_tray(portal: Services) -> None:
    with portal.database.reading() as session:
        account = session.scalars(select(Account).where(Account.email == HERO.email)).one()
        mine = list(session.scalars(select(Credential).join(Learner).where(Learner.account_id == account.id)))
    waiting = [c for c in mine if c.decided_at is None]
    assert {c.verdict for c in waiting} == {"verified", "failed", "unknown"}
    assert len({c.code for c in waiting if c.verdict == "failed"}) == 3
    assert all(c.holder in ("passed", "not_applicable", "unknown") for c in mine)


def test_two_organisations_have_looked_at_the_printed_learner(portal: Services) -> None:
    with portal.database.reading() as session:
        looks = list(session.scalars(select(Look)))
    assert len({look.organisation_id for look in looks}) == 2
    assert {look.what for look in looks} == {"profile", "credential"}


def test_the_printed_learner_has_a_request_to_answer_and_two_others_have_answered(portal: Services) -> None:
    with portal.database.reading() as session:
        found = {r.state: r for r in session.scalars(select(ContactRequest))}
        waiting = found["waiting"]
        assert (waiting.learner.account.email, waiting.organisation.name) == (HERO.email, "Acme Mobility")
        assert contacts.count_answerable(session, waiting.learner.account_id, now=datetime.now(UTC)) == 1
    assert set(found) == {"waiting", "yes", "no"}


def test_every_printed_sign_in_works(portal: Services) -> None:
    with portal.database.reading() as session:
        for person in SIGN_INS:
            account = accounts.authenticate(session, email=person.email, password=person.password)
            assert account is not None
            assert Role(account.role) is person.role
            assert account.email_confirmed_at is not None


def test_the_crosswalk_leads_from_a_word_to_what_people_hold(portal: Services, world: World) -> None:
    wanted, held = (key_of(world.competencies[label].uri) for label in ("query languages", "SQL"))
    with portal.database.reading() as session:
        assert held in expansion(session, [wanted])[wanted].related_keys


def test_every_rung_of_the_provenance_ladder_is_there(portal: Services) -> None:
    with portal.database.reading() as session:
        rungs = Counter(
            backing(c, c.claims, portal.rules.registries)
            for c in session.scalars(select(Credential).where(Credential.verdict == "verified"))
            if c.claims
        )
    assert set(rungs) == set(Backing)


def test_the_look_alike_is_told_from_the_university(portal: Services, world: World) -> None:
    with portal.database.reading() as session:
        issuers = {i.identifier: i for i in session.scalars(select(Issuer))}
        false = next(i for identifier, i in issuers.items() if "university-awards" in identifier)
        assert false.resembles_id is not None
        assert session.get_one(Issuer, false.resembles_id).name == world.issuers["northfield-university"].name


def test_sample_files_end_as_their_names_say(portal: Services, world: World, tmp_path: Path) -> None:
    write_samples(world, tmp_path)
    verdicts = {p.name: verify(p.read_bytes(), fetcher=portal.fetcher(), now=portal.clock()).verdict for p in tmp_path.glob("[0-9]*")}
    assert verdicts.pop("5-altered.json") is Verdict.FAILED
    assert len(verdicts) == 5
    assert set(verdicts.values()) == {Verdict.VERIFIED}
