"""Anyone checks any credential: the page, the API, and everything that is not a credential."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.domain.models import Credential, IssuerKind
from app.domain.trust import Registries, RegistryEntry
from indexer.verification.codec import report_from_json
from indexer.verification.interface import FetchError
from tests.factories.house import upload
from tests.functional.vectors.containers import BY, plain_badge, record
from tests.unit.verification.issuing import signed

PAGE = "<!doctype html><html><body>Your badge</body></html>"


def test_a_good_file_is_verified_in_words(house, client):
    answer = client.post("/verify", data={"file": upload(house.signed())})
    assert answer.status_code == 200
    assert "Verified" in answer.text
    assert "Sourdough" in answer.text
    assert "Nothing of it has been stored" in answer.text


def test_an_altered_file_is_not_verified_and_says_so(house, client):
    altered = house.signed().replace(b"Bakes three loaves", b"Bakes nine loaves")
    answer = client.post("/verify", data={"text": altered.decode()})
    assert answer.status_code == 200
    assert "Not verified" in answer.text
    assert "Do not rely on what follows" in answer.text


def test_an_address_is_fetched(house, client):
    house.web.documents["https://bakers.example/badge.json"] = house.signed()
    answer = client.post("/verify", data={"address": "https://bakers.example/badge.json"})
    assert answer.status_code == 200
    assert "Verified" in answer.text


def test_nothing_is_stored(house, client):
    client.post("/verify", data={"file": upload(house.signed())})
    with house.services.database.reading() as session:
        assert session.query(Credential).count() == 0


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "ZIP archive"),
        (b"\xff\xd8\xff\xe0....", "JPEG"),
        (PAGE.encode(), "a web page (HTML)"),
        (b"just words", "neither JSON nor a JWT"),
        (b"\x00\x01\x02 binary", "a file of another kind"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "incomplete"),
        (b'{"a": 1, "a": 2}', "written twice"),
        (b"[" * 200 + b"]" * 200, "nested deeper"),
        (b'{"name": "no credential"}', "not a credential"),
        (b'{"broken": ', "damaged"),
    ],
)
def test_what_is_no_credential_is_named_with_what_to_do(client, raw, said):
    answer = client.post("/verify", data={"file": upload(raw, "thing.bin")})
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(
    ("address", "document", "said"),
    [
        ("ftp://a.example/x", None, "starts with https://"),
        ("https://gone.example/badge", None, "could not be reached"),
        ("https://page.example/badge", PAGE.encode(), "a web page (HTML)"),
        ("https://away.example/badge", 404, "status 404"),
    ],
)
def test_an_address_without_a_credential_says_why(house, client, address, document, said):
    if document is not None:
        house.web.documents[address] = document
    answer = client.post("/verify", data={"address": address})
    assert answer.status_code == 422
    assert said in answer.text
    assert address in answer.text, "what was typed is not lost"


def test_nothing_given_and_several_things_given_are_told_apart(client):
    assert "Nothing was given" in client.post("/verify", data={}).text
    assert "found several" in client.post("/verify", data={"text": "{}", "address": "https://a.example/"}).text


def test_too_large_a_file_is_refused_with_the_limit(house, client):
    answer = client.post("/verify", data={"file": upload(b"{" + b" " * (house.services.settings.upload_limit + 1))})
    assert answer.status_code == 413
    assert "at most 10 MB" in answer.text


def test_the_api_gives_the_same_report_for_a_body_and_for_a_file(house, client):
    raw = house.signed()
    by_body = client.post("/api/v1/verify", data=raw, content_type="application/json")
    by_file = client.post("/api/v1/verify", data={"file": upload(raw)})
    assert by_body.status_code == by_file.status_code == 200
    assert by_body.json == by_file.json
    assert by_body.json["verdict"] == "verified"
    assert report_from_json(by_body.json["report"]).verdict.value == "verified"


def test_the_api_answers_bad_input_as_json(client):
    answer = client.post("/api/v1/verify", data=b"%PDF-", content_type="application/pdf")
    assert answer.status_code == 422
    assert "a PDF" in answer.json["detail"]
    assert answer.json["next_step"]
    unreadable = client.post("/api/v1/verify", data=json.dumps({"a": 1}), content_type="application/json")
    assert unreadable.status_code == 422
    assert unreadable.json["verdict"] == "unreadable"


def test_looking_again_is_promised_only_for_what_is_kept(house, client):
    status = {"id": "https://away.example/list#1", "type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
    raw = house.signed(credentialStatus=status | {"statusListIndex": "1", "statusListCredential": "https://away.example/list"})
    page = client.post("/verify", data={"file": upload(raw)}).text
    assert "Could not be checked" in page
    assert "we look again after" not in page
    ana = house.learner()
    held = house.hold(ana, raw)
    assert "we look again after" in house.client(ana).get(f"/my/credentials/{held}").text


def test_hostile_words_in_a_credential_are_shown_as_words(house, client):
    raw = house.signed(name="<script>alert(1)</script>")
    page = client.post("/verify", data={"file": upload(raw)}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def with_registry(house):
    entry = RegistryEntry(house.issuer.id, "Bakers' Guild of the North", IssuerKind.INSTITUTION, "Guilds")
    rules = replace(house.services.rules, registries=Registries({house.issuer.id: entry}))
    house.app.extensions["evident"] = replace(house.services, rules=rules)


def test_the_registry_that_knows_the_issuer_is_named(house, client):
    unknown = client.post("/verify", data={"file": upload(house.signed())}).text
    assert "No registry that we use lists this issuer" in unknown
    assert "We did not check whose it is" in unknown
    assert client.post("/api/v1/verify", data={"file": upload(house.signed())}).json["registry"] is None
    with_registry(house)
    page = client.post("/verify", data={"file": upload(house.signed())}).text
    assert "the registry “Guilds” lists it as <strong>Bakers&#39; Guild of the North" in page
    answer = client.post("/api/v1/verify", data={"file": upload(house.signed())}).json
    assert answer["registry"] == {"name": "Guilds", "issuer": "Bakers' Guild of the North", "kind": "institution"}


def test_an_issuer_with_the_name_of_a_listed_one_is_not_that_one(house, client):
    entry = RegistryEntry("did:web:guild.example", "Northfield  Bákers’ School", IssuerKind.INSTITUTION, "Guilds")
    rules = replace(house.services.rules, registries=Registries({entry.identifier: entry}))
    house.app.extensions["evident"] = replace(house.services, rules=rules)
    page = client.post("/verify", data={"file": upload(house.signed())}).text
    assert "The registry “Guilds” lists an issuer of this name, and this is not that one." in page


def test_it_is_compared_with_whom_it_should_belong_to(client):
    document = plain_badge()
    document["credentialSubject"]["identifier"] = [
        {"type": "IdentityObject", "hashed": False, "identityHash": "ada@example.org", "identityType": "emailAddress"}
    ]
    mine = json.dumps(signed(document, BY)).encode()
    for door in ("/verify", "/api/v1/verify"):
        assert "It was issued to an address that it was compared with" in client.post(
            door, data={"file": upload(mine), "recipient": " Ada@example.org "}
        ).text
        assert "Issued to another address" in client.post(door, data={"file": upload(mine), "recipient": "eve@example.org"}).text
    unasked = client.post("/verify", data={"file": upload(mine)}).text
    assert "We did not check whose it is" in unasked
    assert "ada@example.org" in unasked, "whoever has the file may read whom it names"


def test_an_old_address_is_asked_for_by_https(house, client):
    class Strict:
        def fetch(self, url, **asked):
            if not url.startswith("https://"):
                raise FetchError(url, "only https addresses are fetched", refused=True)
            return house.web.fetch(url, **asked)

    house.app.extensions["evident"] = replace(house.services, fetcher=Strict)
    house.web.documents["https://bakers.example/badge.json"] = house.signed()
    for address in ("http://bakers.example/badge.json", "bakers.example/badge.json"):
        assert "Unchanged since its issuer signed it" in client.post("/verify", data={"address": address}).text


def test_no_registry_vouches_for_what_is_not_from_the_issuer(house, client):
    with_registry(house)
    forged = house.signed().replace(b"Bakes three loaves", b"Bakes nine loaves")
    assert "Guild of the North" not in client.post("/verify", data={"text": forged.decode()}).text
    assert client.post("/api/v1/verify", data=forged).json["registry"] is None


def test_what_was_not_looked_at_is_not_said_to_be_beside_the_point(client, house):
    altered = house.signed(validUntil="2020-01-01T00:00:00Z").replace(b"Bakes three loaves", b"Bakes nine loaves")
    page = client.post("/verify", data={"file": upload(altered)}).text
    not_made = page.partition("not made, because an earlier one did not pass")[2].partition("</details>\n<details><summary>")[0]
    assert "In date" in not_made
    assert "Not checked" in not_made
    assert "Does not apply" not in not_made


def test_a_record_whose_credentials_did_not_all_pass_says_so_beside_its_verdict(client):
    good = signed(plain_badge(), BY)
    inside = [good, good | {"name": "Another name than was signed"}]
    document = record()
    document["credentialSubject"]["verifiableCredential"] = inside
    raw = json.dumps(signed(document, BY)).encode()
    sentence = "The record itself is unchanged since it was signed. 1 of the 2 credentials inside passed. Each is judged by itself."
    page = client.post("/verify", data={"file": upload(raw)}).text
    assert sentence in page
    assert "Not all passed" in page, "the line of the check is not among the good ones"
    assert client.post("/api/v1/verify", data={"file": upload(raw)}).json["sentence"] == sentence
    document["credentialSubject"]["verifiableCredential"] = inside[:1]
    whole = json.dumps(signed(document, BY)).encode()
    assert "Unchanged since its issuer signed it." in client.post("/verify", data={"file": upload(whole)}).text
