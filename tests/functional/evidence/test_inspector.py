"""The inspector shows what its viewer may see, safely, and nothing else by any of its routes."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from app.domain.models import Credential, Learner, Look
from app.evidence.pictures import PictureError, encode_again
from tests.factories.house import NOW, House, without_token

PICTURE, NOTES, SECRET = "https://work.example/loaf.png", "https://work.example/notes.txt", "https://work.example/zymurgy.txt"
EVIDENCE = [
    {"id": PICTURE, "type": ["Evidence"], "name": "Loaf", "narrative": "Golden <b>crumb</b> <script>alert(1)</script>."},
    {"id": NOTES, "type": ["Evidence"], "name": "Notes"},
    {"id": "https://work.example/report.pdf", "type": ["Evidence"], "name": "Report"},
    {"id": SECRET, "type": ["Evidence"], "name": "Zymurgy", "narrative": "Xanthan words."},
]


def png(width: int = 3, height: int = 2) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "PNG", pnginfo=None)
    return out.getvalue()


@pytest.fixture
def shown(house: House) -> str:
    """A published credential whose last piece of evidence is shown to nobody; the address of its inspector."""
    house.web.documents |= {PICTURE: png(), NOTES: b"Plain <b>words</b>.\nSecond line.", SECRET: b"Quokka"}
    ana = house.learner("ada@example.org", name="Ana")
    raw = house.signed(evidence=EVIDENCE)
    credential_id = house.hold(ana, raw)
    house.publish(credential_id, pieces=("", "/evidence/0", "/evidence/1", "/evidence/2"))
    with house.services.database.reading() as session:
        return f"/people/{session.query(Learner).one().id}/credentials/{credential_id}"


def test_it_shows_criteria_evidence_result_issuer_and_checks(house, shown):
    page = house.client(house.recruiter()).get(shown).text
    for words in ("Bakes three loaves", "Loaf", "Northfield Bakers", "The signature fits", "Open the PDF", "outside of this site"):
        assert words in page, words


def test_narratives_are_words_and_cannot_act(house, shown):
    page = house.client(house.recruiter()).get(shown).text
    assert "<script>alert" not in page
    assert "Golden" in page


def test_what_is_hidden_is_reachable_by_no_route(house, shown):
    rita = house.client(house.recruiter())
    learner_page = shown.split("/credentials/")[0]
    addresses = (shown, learner_page, "/search?words=sourdough", "/search?words=xanthan", f"{shown}/evidence/2/text")
    pages = [rita.get(address).text for address in addresses]
    for page in pages:
        for words in ("Zymurgy", "Xanthan", "zymurgy.txt", "Quokka", "ada@example.org"):
            assert words not in page.replace("words=xanthan", ""), words
    assert rita.get(f"{shown}/evidence/4/text").status_code == 404
    assert rita.get(f"{shown}/original").status_code == 404, "the file holds the hidden piece"
    assert "it contains evidence that is not shown to you" in pages[0]


def test_not_there_and_not_for_you_are_the_same_answer(house, shown):
    rita = house.client(house.recruiter())
    ana = house.learner("second@example.org", name="Second")
    private = house.hold(ana, house.signed(id="urn:uuid:77", credentialSubject=_nobody(house)))
    with house.services.database.reading() as session:
        owner = session.get_one(Credential, private).learner_id
    answers = [rita.get(f"/people/{a}/credentials/{b}") for a, b in ((owner, private), (owner, "0" * 32), ("0" * 32, "0" * 32))]
    assert {a.status_code for a in answers} == {404}
    assert len({without_token(a.text) for a in answers}) == 1


def _nobody(house: House) -> dict[str, object]:
    subject = json.loads(house.signed())["credentialSubject"]
    del subject["identifier"]
    return subject


def test_a_picture_is_encoded_again_and_served_under_our_rules(house, shown):
    house.web.documents[PICTURE] = png() + b"<script>trailing payload</script>"
    answer = house.client(house.recruiter()).get(f"{shown}/evidence/1/image")
    assert answer.status_code == 200
    assert answer.mimetype == "image/png"
    assert b"payload" not in answer.data
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert Image.open(io.BytesIO(answer.data)).size == (3, 2)


@pytest.mark.parametrize("body", [b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n", b"", b"GIF89a"])
def test_what_is_no_picture_is_said_and_not_served(house, shown, body):
    house.web.documents[PICTURE] = body
    rita = house.client(house.recruiter())
    assert rita.get(f"{shown}/evidence/1/image").status_code == 404
    assert "The picture could not be shown" in rita.get(shown).text


def test_a_picture_bomb_is_refused_before_it_is_decoded():
    with pytest.raises(PictureError):
        encode_again(png(9000, 9000))


def test_a_text_is_shown_as_text_and_the_learner_is_told(house, shown):
    page = house.client(house.recruiter("Acme")).get(f"{shown}/evidence/2/text").text
    assert "&lt;b&gt;words&lt;/b&gt;" in page
    with house.services.database.reading() as session:
        assert {look.what for look in session.query(Look)} == {"evidence"}


def test_a_link_that_does_not_answer_is_said_with_its_cause(house, shown):
    house.web.documents[NOTES] = 503
    page = house.client(house.recruiter()).get(f"{shown}/evidence/2/text").text
    assert "could not be opened" in page
    assert "503" in page


def test_a_copy_is_kept_for_a_day(house, shown):
    rita = house.client(house.recruiter())
    rita.get(f"{shown}/evidence/1/image")
    asked = house.web.asked.count(PICTURE)
    rita.get(f"{shown}/evidence/1/image")
    assert house.web.asked.count(PICTURE) == asked
    house.clock.now = NOW.replace(day=5)
    rita.get(f"{shown}/evidence/1/image")
    assert house.web.asked.count(PICTURE) == asked + 1


def test_checking_again_is_new_and_takes_away_what_failed(house, shown):
    rita = house.client(house.recruiter())
    house.clock.now = NOW.replace(hour=15)
    assert "3 May 2026, 15:00 UTC" in rita.post(f"{shown}/check", follow_redirects=True).text
    house.clock.now = NOW.replace(year=2031)
    assert rita.get(shown).status_code == 404, "expired since"


def test_the_original_is_offered_when_everything_is_shown(house):
    ana = house.learner("ada@example.org")
    raw = house.signed(credentialSubject=_nobody(house))
    credential_id = house.hold(ana, raw)
    house.publish(credential_id)
    with house.services.database.reading() as session:
        address = f"/people/{session.query(Learner).one().id}/credentials/{credential_id}"
    answer = house.client(house.recruiter()).get(f"{address}/original")
    assert answer.data == raw
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_learner_sees_the_same_page_and_leaves_no_trace(house, shown):
    with house.services.database.reading() as session:
        account = session.query(Learner).one().account
    client = house.client(account)
    assert "This is what recruiters see" in client.get(shown).text
    assert "Ana" in client.get("/my/preview").text
    with house.services.database.reading() as session:
        assert session.query(Look).count() == 0
    eve = house.client(house.learner("eve@example.org"))
    assert eve.get(shown).status_code == 404


def test_a_referrer_that_is_no_address_is_no_error(house, shown):
    rita = house.client(house.recruiter())
    assert rita.get(shown, headers={"Referer": "https://["}).status_code == 200
    assert rita.get(shown.split("/credentials/")[0], headers={"Referer": "https://["}).status_code == 200
