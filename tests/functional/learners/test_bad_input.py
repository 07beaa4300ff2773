"""What strangers and careless hands send to a learner's rooms: each answered with a sentence, and nothing is lost."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from app.domain.models import Account, Credential
from tests.factories.house import upload

NUL = "\x00"


@pytest.fixture
def ana(house):
    return house.learner("ada@example.org", name="Ana")


def only(house) -> Credential:
    with house.services.database.reading() as session:
        (credential,) = session.query(Credential).all()
        return credential


@pytest.mark.parametrize("address", ["https://[", "https://[::1", "https://exa mple.org/x", "https:///x", "javascript:alert(1)"])
def test_an_address_that_is_none_is_said_and_kept(house, ana, address):
    answer = house.client(ana).post("/my/import", data={"address": address})
    assert answer.status_code == 422
    assert "Not imported" in answer.text


@pytest.mark.parametrize("name", ["../../etc/passwd", f"nul{NUL}.json", "weiß.json", "x" * 400 + ".json"])
def test_a_hostile_file_name_harms_nothing(house, ana, name):
    house.client(ana).post("/my/import", data={"file": upload(house.signed(), name)})
    credential = only(house)
    assert not set("\r\n\x00/\\") & set(credential.filename)
    answer = house.client(ana).get(f"/my/credentials/{credential.id}/original")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_control_characters_in_a_credential_are_kept_from_titles(house, ana):
    raw = house.signed(name="Sour\x00dough \x1b[31m baker")
    client = house.client(ana)
    assert client.post("/my/import", data={"file": upload(raw)}).status_code == 200
    assert only(house).title == "Sour dough [31m baker"
    house.publish(only(house).id)
    assert client.get("/my/credentials").status_code == 200


def test_control_characters_in_what_is_typed_become_spaces(house, ana):
    client = house.client(ana)
    form = {"shown_name": f"Ana{NUL}P\nX", "headline": f"Data{NUL}engineer", "place": "\x07Oslo"}
    assert client.post("/my/profile", data=form).status_code == 302
    page = client.get("/my/profile").text
    assert "Ana P X" in page
    assert 'value="Data engineer"' in page
    client.post("/account/name", data={"name": "Ana\r\nBcc: x@y.example"})
    with house.services.database.reading() as session:
        assert session.query(Account).one().name == "Ana Bcc: x@y.example"


@pytest.mark.parametrize("path", ["/my/credentials/%00", "/my/credentials/%00/original", "/my/preview?as=%00", "/my/credentials/🥖"])
def test_an_id_that_is_none_finds_nothing(house, ana, path):
    assert house.client(ana).get(path).status_code in (200, 400, 404)  # 400 where the database cannot even look for it


@pytest.mark.parametrize(
    "form",
    [
        {"audience-whole": "everybody"},
        {"audience-whole": "organisations", "organisations-whole": "0" * 32},
        {"audience-whole": "organisations", "organisations-whole": "🥖"},
        {},
    ],
)
def test_a_choice_that_does_not_exist_changes_nothing(house, ana, form):
    credential_id = house.hold(ana, house.signed())
    answer = house.client(ana).post(f"/my/credentials/{credential_id}/publish", data=form)
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.text
    assert only(house).decided_at is None


def test_a_choice_that_cannot_be_saved_stays_in_the_form(house, ana):
    acme = house.recruiter("Acme").organisation_id
    evidence = [{"id": "https://work.example/loaf.png", "type": ["Evidence"], "name": "Loaf"}]
    credential_id = house.hold(ana, house.signed(evidence=evidence))
    form = {"audience-whole": "organisations", "audience-0": "organisations", "organisations-0": acme}
    page = house.client(ana).post(f"/my/credentials/{credential_id}/publish", data=form).text
    assert page.count('value="organisations" checked') == 2
    assert f'name="organisations-0" value="{acme}" checked' in page


def test_a_file_too_large_for_a_request_is_told_the_limit(house, ana):
    big = upload(b"{" + b" " * house.services.settings.upload_limit, "big.json")
    answer = house.client(ana).post("/my/import", data={"file": big, "text": "typed"})
    assert answer.status_code == 413
    assert "at most 10 MB" in answer.text
    assert "what you typed is still there" in answer.text


def test_many_files_are_each_answered(house, ana):
    files = [upload(house.signed(id=f"urn:uuid:{n}"), f"{n}.json") for n in range(12)] + [(BytesIO(b""), "empty.json")]
    answer = house.client(ana).post("/my/import", data={"file": files})
    assert answer.text.count("Unchanged since its issuer signed it") == 12
    assert "it is empty" in answer.text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"<!-- saved -->\n<html><body>badge</body></html>", "a web page (HTML)"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html></html>", "a web page (HTML)"),
        (b"\xef\xbb\xbf<!doctype html><p>hi", "a web page (HTML)"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "plain picture"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "incomplete"),
        ("Привет".encode("utf-16"), "another kind"),
        (json.dumps([{}]).encode(), "not a credential"),
        (b'"just a string"', "neither JSON nor a JWT"),
        (b"eyJhbGciOiJub25lIn0.e30.", "not"),
    ],
)
def test_what_is_no_credential_is_not_imported_and_named(house, ana, raw, said):
    answer = house.client(ana).post("/my/import", data={"file": upload(raw, "thing")})
    assert said in answer.text
    if answer.status_code == 422:
        with house.services.database.reading() as session:
            assert session.query(Credential).count() == 0


def test_many_pieces_of_evidence_are_still_one_form(house, ana):
    evidence = [{"id": f"https://work.example/{n}.png", "type": ["Evidence"], "name": f"Loaf {n}"} for n in range(60)]
    credential_id = house.hold(ana, house.signed(evidence=evidence))
    client = house.client(ana)
    assert client.get(f"/my/credentials/{credential_id}").status_code == 200
    form = {"audience-whole": "recruiters"} | {f"audience-{n}": "recruiters" for n in range(60)}
    assert client.post(f"/my/credentials/{credential_id}/publish", data=form).status_code == 302


@pytest.mark.parametrize("wrapped", [True, False], ids=["presentation", "list"])
def test_several_credentials_in_one_file_are_kept_one_by_one(house, ana, wrapped):
    inside = [json.loads(house.signed(id=f"urn:uuid:{n}", name=f"Loaf {n}")) for n in range(2)]
    context = "https://www.w3.org/ns/credentials/v2"
    whole = {"@context": [context], "type": ["VerifiablePresentation"], "verifiableCredential": inside} if wrapped else inside
    answer = house.client(ana).post("/my/import", data={"file": upload(json.dumps(whole).encode(), "wallet.json")})
    assert answer.status_code == 200
    with house.services.database.reading() as session:
        held = session.query(Credential).order_by(Credential.title).all()
    assert [(c.title, c.verdict) for c in held] == [("Loaf 0", "verified"), ("Loaf 1", "verified")]
    for credential in held:
        house.publish(credential.id)
    assert house.index() == 0
    assert len(list(house.services.engine.versions())) == 1


def test_a_pasted_web_address_is_fetched(house, ana):
    house.web.documents["https://bakers.example/badge.json"] = house.signed()
    answer = house.client(ana).post("/my/import", data={"text": " https://bakers.example/badge.json\n"})
    assert answer.status_code == 200
    assert only(house).source == "address"


def test_a_genuine_credential_of_somebody_else_is_told_at_once(house):
    eve = house.learner("eve@example.org", name="Eve")
    client = house.client(eve)
    assert "It was issued to another e-mail address" in client.post("/my/import", data={"file": upload(house.signed())}).text
    assert "It was issued to another e-mail address" in client.get("/my/credentials").text


def test_evidence_and_issuers_with_addresses_that_are_none_break_no_page(house, ana):
    evidence = [{"id": "https://[", "type": ["Evidence"], "name": "Loaf"}]
    client = house.client(ana)
    client.post("/my/import", data={"file": upload(house.signed(evidence=evidence))})
    assert client.get("/my/credentials").status_code == 200
    issuer = {"id": "https://[x", "type": ["Profile"], "name": "Bracket"}
    client.post("/my/import", data={"file": upload(house.signed(id="urn:uuid:9", issuer=issuer), "two.json")})
    assert client.get("/my/credentials").status_code == 200
