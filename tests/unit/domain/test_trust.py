"""What stands behind a credential is computed: six rungs, and nothing that it says about itself moves it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.models import Credential, Issuer, IssuerKind, Standing
from app.domain.trust import Backing, Registries, RegistryEntry, RegistryError, backing, domain_of, judge, load_registries
from indexer.verification.claims import Achievement, Claims, IssuerProfile

NOW = datetime(2026, 5, 3, tzinfo=UTC)
DAY = timedelta(days=1)
UNIVERSITY = "did:web:northfield.example"
KNOWN = Registries({UNIVERSITY: RegistryEntry(UNIVERSITY, "Northfield", IssuerKind.INSTITUTION, "Register")})
CLUB = Registries({UNIVERSITY: RegistryEntry(UNIVERSITY, "Brigade", IssuerKind.COMMUNITY, "Register")})


def claims(*, subject: str = "did:example:ana", creator: str | None = UNIVERSITY, address: str = "https://x.example/a") -> Claims:
    achievement = Achievement(id=address, name="Capstone", creator_id=creator)
    issuer = IssuerProfile(UNIVERSITY, name="Northfield")
    return Claims(issuer=issuer, subject_id=subject, achievement=achievement, types=("OpenBadgeCredential",))


def held(*, witnesses: int = 0, standing: Standing = Standing.UNREVIEWED, kind: IssuerKind = IssuerKind.INSTITUTION) -> Credential:
    return Credential(witnesses=witnesses, issuer=Issuer(identifier=UNIVERSITY, standing=standing, kind=kind))


@pytest.mark.parametrize(
    ("credential", "content", "registries", "rung"),
    [
        (held(), claims(), KNOWN, Backing.AUTHORISED),
        (held(), claims(creator="did:web:other.example"), KNOWN, Backing.KNOWN_ISSUER),
        (held(), claims(), Registries(), Backing.UNKNOWN_ISSUER),
        (held(), claims(), CLUB, Backing.COMMUNITY),
        (held(witnesses=1), claims(subject=UNIVERSITY), KNOWN, Backing.WITNESSED),
        (held(), claims(subject=UNIVERSITY), KNOWN, Backing.SELF_ASSERTED),
        (held(standing=Standing.APPROVED), claims(), Registries(), Backing.AUTHORISED),
        (held(standing=Standing.APPROVED, kind=IssuerKind.COMMUNITY), claims(), KNOWN, Backing.COMMUNITY),
        (held(), claims(creator=None, address="https://northfield.example/a"), KNOWN, Backing.AUTHORISED),
        (held(), claims(creator=None, address="https://elsewhere.example/a"), KNOWN, Backing.KNOWN_ISSUER),
        (held(), replace(claims(), achievement=None, types=("EndorsementCredential",)), KNOWN, Backing.COMMUNITY),
    ],
)
def test_each_rung_follows_from_facts(credential, content, registries, rung):
    assert backing(credential, content, registries) is rung


@pytest.mark.parametrize("words", ["Harvard University", "Northfield, authorised and known in every registry"])
def test_no_words_of_a_credential_move_it(words):
    honest, boasting = claims(), claims()
    issuer = replace(boasting.issuer, name=words, description=words, url="https://harvard.example", image="https://harvard.example/logo.png")
    achievement = replace(boasting.achievement, name=words, description=words, creator_name=words)
    boasting = replace(boasting, issuer=issuer, achievement=achievement, name=words, description=words)
    for registries in (Registries(), KNOWN, CLUB):
        assert backing(held(), boasting, registries) is backing(held(), honest, registries)


def judged(verdict: str, *, verified: timedelta | None = None, holder: str = "passed", issuer: Issuer | None = None) -> str:
    """The reason why a credential is not findable, or "findable"."""
    credential = Credential(verdict=verdict, holder=holder, issuer=issuer, verified_at=NOW - verified if verified is not None else None)
    judgement = judge(credential, now=NOW, grace=3 * DAY)
    assert bool(judgement.sentence) is not judgement.findable, "who is not found is told why"
    return "findable" if judgement.findable else judgement.reason


def test_verified_is_findable():
    assert judged("verified", verified=timedelta()) == "findable"


@pytest.mark.parametrize(("verified", "reason"), [(2 * DAY, "findable"), (3 * DAY, "not_checked"), (None, "not_checked")])
def test_what_could_not_be_looked_at_is_findable_for_the_grace_after_it_was_verified(verified, reason):
    assert judged("unknown", verified=verified) == reason


def test_a_failed_check_hides_at_once():
    assert judged("failed", verified=timedelta(minutes=1)) == "not_verified"


def test_somebody_elses_credential_is_not_findable():
    assert judged("verified", verified=timedelta(), holder="failed") == "not_yours"


@pytest.mark.parametrize(
    ("standing", "resembles", "reason"),
    [
        (Standing.UNREVIEWED, None, "findable"),
        (Standing.SUSPENDED, None, "issuer_suspended"),
        (Standing.BLOCKED, None, "issuer_blocked"),
        (Standing.UNREVIEWED, "another", "issuer_lookalike"),
        (Standing.APPROVED, "another", "findable"),
    ],
)
def test_the_admins_decision_about_the_issuer_counts(standing, resembles, reason):
    issuer = Issuer(identifier=UNIVERSITY, standing=standing, resembles_id=resembles)
    assert judged("verified", verified=timedelta(), issuer=issuer) == reason


@pytest.mark.parametrize(
    ("identifier", "domain"),
    [
        ("did:web:northfield.example", "northfield.example"),
        ("did:web:localhost%3A5090:issuers:one", "localhost:5090"),
        ("https://Northfield.example/issuer", "northfield.example"),
        ("did:key:z6Mk", ""),
        ("urn:uuid:1", ""),
    ],
)
def test_an_identifier_proves_a_domain_or_none(identifier, domain):
    assert domain_of(identifier) == domain


def test_the_first_registry_that_names_an_issuer_counts(tmp_path):
    for name, kind in (("one", "community"), ("two", "institution")):
        content = {"name": name, "issuers": [{"id": UNIVERSITY, "name": "N", "kind": kind}]}
        (tmp_path / name).write_text(json.dumps(content))
    entry = load_registries([tmp_path / "one", tmp_path / "two"]).find(UNIVERSITY)
    assert entry == RegistryEntry(UNIVERSITY, "N", IssuerKind.COMMUNITY, "one")


@pytest.mark.parametrize(
    "text",
    ["not json", "[]", '{"issuers": [{"name": "x"}]}', '{"name": "r", "issuers": [{"id": "x", "name": "x", "kind": "y"}]}'],
)
def test_a_registry_of_another_form_is_refused_by_name(tmp_path, text):
    path = tmp_path / "registry.json"
    path.write_text(text)
    with pytest.raises(RegistryError, match=r"registry\.json: expected"):
        load_registries([path])
