"""Credentials of other projects, imported through the page: five good and five bad, on both engines.

The verdict of each is the one that the folder of shared vectors states; the good ones are published, found by a recruiter through the
search page, and gone from the very next request after withdrawing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.models import Credential
from app.portal import create_app
from app.services import open_services
from config.settings import Settings
from tests.contract.search.conftest import ENGINES, close, open_for_test, set_up
from tests.factories.house import Clock, House, upload
from tests.fakes.web import FakeWeb
from tests.support.environment import vectors

pytestmark = pytest.mark.vectors

GOOD = (
    "1EdTech__openbadges-specification:impl-guide-ob3-signed.json",  # eddsa-rdfc-2022, VC 2.0
    "ob30-simple-json.png",  # baked
    "ed25519-didWeb-oidf-validStatus-noExpiry.json",  # Ed25519Signature2020, did:web, status
    "bothSignatureTypes-didKey-noRegistry-noStatus-noExpiry.json",  # a set of two proofs
    "credo-jwt-vc.ts.L41.jwt",  # JWT
)
BAD = (
    "bit-string-list-credential-status-revoked.json",
    "simple-err-proof-value.json",
    "v1-dataIntegrityProof-didKey-oidf-noStatus-expired.json",
    "eddsa-v2-safeModeBreaker.json",
    "openbadgecredential_sample.signed.json:credential-level",
)


def case(suffix: str) -> dict[str, Any]:
    cases: list[dict[str, Any]] = json.loads((vectors() / "manifest.json").read_text())
    (found,) = [c for c in cases if c["id"].endswith(suffix) and c["level"] == "credential"]
    return found


@pytest.fixture(params=ENGINES)
def portal(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[House]:
    """A portal on each engine, whose clock and outside web are set for each case."""
    clock, web = Clock(), FakeWeb()
    engine = set_up(open_for_test(request.param, tmp_path))
    services = replace(open_services(settings, clock=clock), fetcher=lambda: web, engine=engine)
    app = create_app(services=services)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    yield House(app, services, web, clock)
    services.database.close()
    close(engine)


def take(house: House, suffix: str, client: Any) -> tuple[str, Credential | None]:
    """Import the case through the page, at its time and with its documents; the page's text and what was stored."""
    found = case(suffix)
    house.clock.now = datetime.fromisoformat(found["evaluation_time"])
    house.web.documents = {url: (vectors() / name).read_bytes() for url, name in found.get("documents", {}).items()}
    raw = (vectors() / found["file"]).read_bytes()
    page = client.post("/my/import", data={"file": upload(raw, Path(found["file"]).name)}).text
    with house.services.database.reading() as session:
        stored = session.query(Credential).order_by(Credential.imported_at.desc(), Credential.id).all()
        return page, next((c for c in stored if c.original == raw), None)


@pytest.mark.parametrize("suffix", GOOD)
def test_a_good_one_is_verified_published_found_and_gone_after_withdrawing(portal: House, suffix: str) -> None:
    ana = portal.learner(name="Ana Vector")
    client = portal.client(ana)
    page, credential = take(portal, suffix, client)
    assert credential is not None, page
    assert credential.verdict == "verified", page
    assert "Verified" in page
    assert case(suffix)["expected"] == "valid"
    client.post(f"/my/credentials/{credential.id}/publish", data={"audience-whole": "recruiters"})
    portal.index()
    rita = portal.client(portal.recruiter())
    words = {"words": credential.title}
    assert "Ana Vector" in rita.get("/search", query_string=words).text
    client.post(f"/my/credentials/{credential.id}/withdraw")
    assert "Ana Vector" not in rita.get("/search", query_string=words).text, "gone before the index has seen it"
    portal.index()
    assert "Ana Vector" not in rita.get("/search", query_string=words).text


@pytest.mark.parametrize("suffix", BAD)
def test_a_bad_one_is_not_verified_and_cannot_be_published(portal: House, suffix: str) -> None:
    client = portal.client(portal.learner())
    page, credential = take(portal, suffix, client)
    assert case(suffix)["expected"] == "invalid"
    assert credential is not None, page
    assert credential.verdict == "failed"
    assert 'class="verdict-line failed"' in page
    answer = client.post(f"/my/credentials/{credential.id}/publish", data={"audience-whole": "recruiters"})
    assert answer.status_code == 422
    portal.index()
    assert list(portal.services.engine.versions()) == []
