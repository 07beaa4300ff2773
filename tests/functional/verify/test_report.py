"""The report: in words, and under an address of its own for its owner."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from app.verify.where import where
from tests.factories.house import House, upload
from tests.unit.verification.issuing import badge, issuer, signed

ED = issuer()


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("", ""),
        (None, ""),
        ("/evidence/1/name", "evidence 2, name"),
        ("/evidence/0", "evidence 1"),
        ("/credentialSubject/achievement/criteria", "achievement, criteria"),
        ("/credentialSubject/result/2/achievedLevel", "result 3, level that was reached"),
        ("/credentialSubject", "whom it is about"),
        ("/credentialSubject/id", "whom it is about, identifier"),
        ("/proof/0/verificationMethod", "signature 1, key"),
        ("/@context/2", "terms 3"),
        ("/validFrom", "start date"),
        ("/credentialSubject/achievement/fieldOfStudy", "achievement, field of study"),
        ("/status/status_list", "status, list"),
        ("/credentialSubject/https:~1~1a.example~1x~0y", "“https://a.example/x~y”"),
        ("/0/name", "number 1, name"),
    ],
)
def test_a_place_is_said_in_words(pointer: str | None, words: str) -> None:
    assert where(pointer) == words


def test_the_page_says_where_and_shows_no_data(client: FlaskClient) -> None:
    document = badge(ED)
    del document["credentialSubject"]["achievement"]["criteria"]
    page = client.post("/verify", data={"text": json.dumps(signed(document, ED))}).text
    assert "Where: achievement, criteria" in page
    assert "/credentialSubject" not in page
    assert not re.search(r"<code>\s*[{\[]", page)
    report = json.loads(client.post("/api/v1/verify", data=json.dumps(signed(document, ED))).text)["report"]
    assert "/credentialSubject/achievement/criteria" in [check["pointer"] for check in report["checks"]]


@pytest.fixture
def ana(house: House) -> FlaskClient:
    return house.client(house.learner("ada@example.org"))


def held(house: House, ana: FlaskClient) -> str:
    """The address of the report on a credential that Ana has imported."""
    page = ana.post("/my/import", data={"file": upload(house.signed())}).text
    found = re.search(r"/my/credentials/([\w-]+)", page)
    assert found is not None
    return f"{found.group()}/report"


def test_the_owner_has_the_report_under_an_address_of_its_own(house: House, ana: FlaskClient) -> None:
    address = held(house, ana)
    page = ana.get(address)
    assert page.status_code == 200
    for words in ("Report on Sourdough", "Unchanged", "The signature fits", "SHA-256", f"http://localhost{address}"):
        assert words in page.text
    assert "<form" not in page.text.partition("<main")[2]
    assert address in ana.get(address.removesuffix("/report")).text, "the page of the credential leads there"


def test_nobody_else_opens_it(house: House, ana: FlaskClient) -> None:
    address = held(house, ana)
    assert house.client(house.learner("eve@example.org")).get(address).status_code == 404
    assert house.client(house.recruiter()).get(address).status_code == 403
    assert house.client(house.admin()).get(address).status_code == 403
    assert "/sign-in" in house.client().get(address).location
    assert ana.get("/my/credentials/nothing/report").status_code == 404


def test_the_report_is_that_of_the_last_look(house: House, ana: FlaskClient) -> None:
    address = held(house, ana)
    house.clock.now = house.clock.now.replace(year=2031)
    ana.post(address.replace("/report", "/check"))
    assert "The credential has expired" in ana.get(address).text
