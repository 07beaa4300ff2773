"""A learner imports, reviews, publishes piece by piece, is found, withdraws, and takes everything along."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from app.domain.accounts import confirmation_token
from app.domain.models import Account, AuditEntry, Credential, EvidenceCopy, Learner, Look, OutboxRow, Publication, StoredReport
from app.domain.visibility import RECRUITERS, organisation_label
from app.search.interface import CompetencyQuery
from tests.factories.house import NOW, PASSWORD, upload, without_token
from tests.unit.verification.issuing import issuer

TWO = [
    {"id": "https://work.example/loaf.png", "type": ["Evidence"], "name": "Loaf", "narrative": "Golden crumb."},
    {"id": "https://work.example/diary.txt", "type": ["Evidence"], "name": "Diary", "narrative": "Zymurgy notes."},
]


@pytest.fixture
def ana(house):
    return house.learner("ada@example.org", name="Ana")


def found(house, words: str, *labels: str) -> list[str]:
    query = CompetencyQuery(labels=frozenset(labels or {RECRUITERS}), now=house.clock(), words=words)
    return [hit.learner_id for hit in house.services.engine.search(query).hits]


def only(house) -> Credential:
    with house.services.database.reading() as session:
        (credential,) = session.query(Credential).all()
        return credential


def test_an_import_waits_in_the_tray_and_is_found_by_nobody(house, ana):
    client = house.client(ana)
    answer = client.post("/my/import", data={"file": upload(house.signed())})
    assert answer.status_code == 200
    assert "Verified" in answer.text
    house.index()
    assert "To review" in client.get("/my/credentials").text
    assert found(house, "sourdough") == []


def test_publishing_shows_only_the_chosen_pieces(house, ana):
    credential_id = house.hold(ana, house.signed(evidence=TWO))
    client = house.client(ana)
    choices = {"audience-whole": "recruiters", "audience-0": "recruiters", "audience-1": "nobody"}
    answer = client.post(f"/my/credentials/{credential_id}/publish", data=choices, follow_redirects=True)
    assert "Visible to all approved recruiters, with 1 of 2 pieces of evidence" in answer.text
    house.index()
    assert len(found(house, "golden crumb")) == 1
    assert found(house, "zymurgy") == []


def test_evidence_for_one_organisation_is_found_by_that_one_alone(house, ana):
    acme = house.recruiter("Acme").organisation_id
    credential_id = house.hold(ana, house.signed(evidence=TWO))
    choices = {"audience-whole": "recruiters", "audience-1": "organisations", "organisations-1": acme}
    house.client(ana).post(f"/my/credentials/{credential_id}/publish", data=choices)
    house.index()
    assert len(found(house, "zymurgy", RECRUITERS, organisation_label(acme))) == 1
    assert found(house, "zymurgy", RECRUITERS, organisation_label("bolt")) == []


def test_naming_no_organisation_is_refused_beside_the_form(house, ana):
    credential_id = house.hold(ana, house.signed())
    answer = house.client(ana).post(f"/my/credentials/{credential_id}/publish", data={"audience-whole": "organisations"})
    assert answer.status_code == 422
    assert "Choose at least one organisation" in answer.text


def test_a_withdrawal_is_noted_as_narrowing_at_once(house, ana):
    credential_id = house.hold(ana, house.signed())
    house.publish(credential_id)
    assert len(found(house, "sourdough")) == 1
    house.client(ana).post(f"/my/credentials/{credential_id}/withdraw")
    with house.services.database.reading() as session:
        assert [row.narrowing for row in session.query(OutboxRow)] == [True]
    house.index()
    assert found(house, "sourdough") == []


def test_several_are_published_together_and_each_bad_one_says_why(house, ana):
    good = house.hold(ana, house.signed())
    bad = house.hold(ana, house.signed(id="urn:uuid:2", validUntil="2026-01-01T00:00:00Z"))
    form = {"credential": [good, bad], "audience-all": "recruiters"}
    page = house.client(ana).post("/my/publish", data=form, follow_redirects=True).text
    assert "One published" in page
    assert "passed every check" in page


def test_a_failed_credential_cannot_be_published_even_by_hand(house, ana):
    altered = house.hold(ana, house.signed().replace(b"Bakes three loaves", b"Bakes nine loaves"))
    answer = house.client(ana).post(f"/my/credentials/{altered}/publish", data={"audience-whole": "recruiters"})
    assert answer.status_code == 422
    assert "Only credentials that passed every check" in answer.text
    house.index()
    assert found(house, "sourdough") == []


def test_a_credential_of_somebody_else_cannot_be_published(house):
    eve = house.learner("eve@example.org", name="Eve")
    credential_id = house.hold(eve, house.signed())
    answer = house.client(eve).post(f"/my/credentials/{credential_id}/publish", data={"audience-whole": "recruiters"})
    assert answer.status_code == 422
    assert "another e-mail address" in answer.text


def test_confirming_the_address_makes_a_credential_ones_own(house):
    ana = house.learner("ada@example.org", confirmed=False)
    credential_id = house.hold(ana, house.signed())
    client = house.client(ana)
    refused = client.post(f"/my/credentials/{credential_id}/publish", data={"audience-whole": "recruiters"})
    assert refused.status_code == 422
    client.get(f"/confirm/{confirmation_token(ana, house.services.settings.secret_key)}")
    assert only(house).holder == "passed"
    answer = client.post(f"/my/credentials/{credential_id}/publish", data={"audience-whole": "recruiters"})
    assert answer.status_code == 302


def test_the_first_to_publish_an_unproven_credential_keeps_it(house, ana):
    raw = house.signed(**_without_identity(house))
    first = house.hold(ana, raw)
    house.publish(first)
    eve = house.learner("eve@example.org", name="Eve")
    second = house.hold(eve, raw)
    answer = house.client(eve).post(f"/my/credentials/{second}/publish", data={"audience-whole": "recruiters"})
    assert answer.status_code == 422
    assert "Somebody else has published this very credential" in answer.text


def _without_identity(house):
    subject = json.loads(house.signed())["credentialSubject"]
    del subject["identifier"]
    return {"credentialSubject": subject}


def test_the_same_file_twice_changes_nothing(house, ana):
    raw = house.signed()
    client = house.client(ana)
    client.post("/my/import", data={"file": upload(raw)})
    answer = client.post("/my/import", data={"file": upload(raw)})
    assert answer.status_code == 422
    assert "You have this credential already" in answer.text
    assert only(house)


def test_a_bad_file_among_good_ones_and_a_bad_paste_lose_nothing(house, ana):
    files = [upload(house.signed()), upload(b"%PDF-", "cv.pdf"), upload(house.signed(id="urn:uuid:3"), "two.json")]
    answer = house.client(ana).post("/my/import", data={"file": files, "text": "not a credential at all"})
    assert answer.status_code == 200
    assert "a PDF" in answer.text
    assert "not a credential at all</textarea>" in answer.text
    with house.services.database.reading() as session:
        assert session.query(Credential).count() == 2


def test_the_original_comes_back_byte_for_byte_and_cannot_run(house, ana):
    raw = house.signed()
    credential_id = house.hold(ana, raw)
    answer = house.client(ana).get(f"/my/credentials/{credential_id}/original")
    assert answer.data == raw
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_export_holds_the_originals_the_reports_and_the_choices(house, ana):
    raw = house.signed()
    house.publish(house.hold(ana, raw))
    answer = house.client(ana).get("/my/export")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        assert file.read("credentials/001.json") == raw
        assert json.loads(file.read("reports/001.json"))["checks"]
        assert json.loads(file.read("choices.json"))[0]["shown"][0]["audience"] == "recruiters"
        assert json.loads(file.read("profile.json"))["email"] == "ada@example.org"


def test_checking_again_finds_a_revocation_and_takes_it_out_of_the_search(house, ana):
    credential_id = house.hold(ana, house.signed(validUntil="2026-05-04T00:00:00Z"))
    house.publish(credential_id)
    house.clock.now = NOW.replace(day=5)
    house.client(ana).post(f"/my/credentials/{credential_id}/check")
    assert only(house).verdict == "failed"
    house.index()
    assert list(house.services.engine.versions()) == []


def test_another_learners_credential_is_not_there(house, ana):
    credential_id = house.hold(ana, house.signed())
    eve = house.client(house.learner("eve@example.org"))
    pages = [eve.get(f"/my/credentials/{credential_id}{rest}") for rest in ("", "/original", "/remove")]
    assert {page.status_code for page in pages} == {404}
    assert eve.post(f"/my/credentials/{credential_id}/withdraw").status_code == 404
    missing = eve.get("/my/credentials/" + "0" * 32)
    assert without_token(pages[0].text) == without_token(missing.text), "what is not mine looks like what is not there"


def test_removing_erases_the_credential_everywhere(house, ana):
    credential_id = house.hold(ana, house.signed())
    house.publish(credential_id)
    client = house.client(ana)
    assert "Remove" in client.get(f"/my/credentials/{credential_id}/remove").text
    client.post(f"/my/credentials/{credential_id}/remove")
    house.index()
    with house.services.database.reading() as session:
        assert [session.query(table).count() for table in (Credential, StoredReport, Publication, EvidenceCopy)] == [0, 0, 0, 0]
    assert found(house, "sourdough") == []


def test_deleting_the_account_leaves_nothing(house, ana):
    house.publish(house.hold(ana, house.signed()))
    client = house.client(ana)
    assert client.post("/account/delete", data={"password": "wrong wrong wrong"}).status_code == 422
    answer = client.post("/account/delete", data={"password": PASSWORD})
    assert answer.status_code == 302
    house.index()
    with house.services.database.reading() as session:
        tables = (Account, Learner, Credential, StoredReport, Publication, Look, OutboxRow, AuditEntry)
        assert [session.query(table).count() for table in tables] == [0] * len(tables)
    assert list(house.services.engine.versions()) == []
    assert client.get("/my/credentials").status_code == 302, "the session has ended"


def test_deleted_bytes_are_in_no_file(house, ana):
    unique = "Xylocarpous-9f3a"
    house.publish(house.hold(ana, house.signed(name=unique, evidence=TWO)))
    house.client(ana).post("/account/delete", data={"password": PASSWORD})
    house.index()
    house.services.database.close()
    for path in house.services.settings.data_dir.rglob("*"):
        if path.is_file():
            assert unique.encode() not in path.read_bytes(), path.name


def test_who_looked_is_told(house, ana):
    rita = house.recruiter("Acme")
    credential_id = house.hold(ana, house.signed())
    house.publish(credential_id)
    with house.services.database.reading() as session:
        learner_id = session.query(Learner).one().id
    house.client(rita).get(f"/people/{learner_id}/credentials/{credential_id}")
    page = house.client(ana).get("/my/looks").text
    assert "Acme" in page
    assert "a credential" in page


def test_an_unknown_issuer_is_no_obstacle(house, ana):
    stranger = issuer()
    assert house.hold(ana, house.signed(by=stranger))
    assert only(house).verdict == "verified"
