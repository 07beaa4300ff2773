"""What the inspector adds to reading: fingerprints are compared, the way back leads to the results, texts have their time."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from app.domain.models import Account, Learner, Look
from tests.factories.house import House

NOTES = "https://work.example/notes.txt"
SIGNED, SWAPPED = b"Thirty loaves.\n", b"Three hundred loaves.\n"


@pytest.fixture
def shown(house: House) -> str:
    """A published credential with one text whose fingerprint is signed; the address of its inspector."""
    house.web.documents[NOTES] = SIGNED
    digest = "sha384-" + base64.b64encode(hashlib.sha384(SIGNED).digest()).decode()
    subject = json.loads(house.signed())["credentialSubject"]
    del subject["identifier"]
    evidence = [{"id": NOTES, "type": ["Evidence"], "name": "Notes"}]
    related = [{"id": NOTES, "digestSRI": digest}]
    credential_id = house.hold(house.learner(), house.signed(credentialSubject=subject, evidence=evidence, relatedResource=related))
    house.publish(credential_id)
    with house.services.database.reading() as session:
        return f"/people/{session.query(Learner).one().id}/credentials/{credential_id}"


def test_evidence_whose_fingerprint_was_compared_says_so_with_the_time(house, shown):
    page = house.client(house.recruiter()).get(shown).text
    assert "Unchanged since it was signed" in page
    assert "compared 3 May 2026, 12:00 UTC" in page


def test_a_file_that_was_swapped_after_signing_is_not_shown(house, shown):
    rita = house.client(house.recruiter())
    assert "Thirty loaves" in rita.get(f"{shown}/evidence/1/text").text
    house.clock.now = house.clock.now.replace(day=5)
    house.web.documents[NOTES] = SWAPPED
    page = rita.get(f"{shown}/evidence/1/text").text
    assert "is not what was signed" in page
    assert "Three hundred" not in page


@pytest.mark.parametrize(
    ("referrer", "leads_back"),
    [
        ("http://localhost/search?must=abc&page=2", True),
        ("http://localhost/my/credentials", False),
        ("https://evil.example/search?must=abc", False),
        ("javascript:alert(1)//search", False),
        ("", False),
    ],
)
def test_the_way_back_leads_to_the_results_it_came_from_and_nowhere_else(house, shown, referrer, leads_back):
    rita = house.client(house.recruiter())
    for address in (shown, shown.split("/credentials/")[0]):
        page = rita.get(address, headers={"Referer": referrer}).text
        assert ('href="/search?must=abc&amp;page=2"' in page) is leads_back
        assert "evil.example" not in page


def looks(house: House) -> list[str]:
    with house.services.database.reading() as session:
        return sorted(look.what for look in session.query(Look))


def test_whoever_downloads_the_original_is_told_to_the_learner_once_an_hour(house, shown):
    rita = house.client(house.recruiter())
    for _ in range(2):
        assert rita.get(f"{shown}/original").status_code == 200
    assert looks(house) == ["original"]
    with house.services.database.reading() as session:
        ana = session.query(Account).filter_by(email="ana@example.org").one()
    assert "the original file of a credential" in house.client(ana).get("/my/looks").text


def test_the_learners_own_download_and_one_that_is_refused_leave_no_look(house, shown):
    with house.services.database.reading() as session:
        ana = session.query(Account).filter_by(email="ana@example.org").one()
    assert house.client(ana).get(f"{shown}/original").status_code == 200
    house.publish(shown.rsplit("/", 1)[1], house.recruiter("Bolt").organisation_id)
    assert house.client(house.recruiter()).get(f"{shown}/original").status_code == 404
    assert looks(house) == []
