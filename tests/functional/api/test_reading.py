"""People and credentials read by a program: what a recruiter would see, the same looks, and nothing that is hidden."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from app.domain import moderation, publishing, tokens
from app.domain.models import Account, Audience, Credential, Issuer, Learner, Look, Standing
from tests.factories.house import House

SHOWN, HIDDEN = "https://work.example/shown.txt", "https://work.example/hidden-zebrafinch.txt"


@pytest.fixture
def rita(house: House) -> Account:
    return house.recruiter()


@pytest.fixture
def program(house: House, rita: Account) -> FlaskClient:
    """A client that shows a token of Acme with every request."""
    with house.services.database.writing() as session:
        _, text = tokens.create(session, session.get_one(Account, rita.id), name="Tool", days=30, now=house.clock())
    client = house.client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {text}"
    return client


@pytest.fixture
def credential_id(house: House) -> str:
    """Ana shows a credential and one of its two texts to all recruiters."""
    house.load_skills("python")
    achievement = json.loads(house.signed("python"))["credentialSubject"]["achievement"]
    subject = json.loads(house.signed())["credentialSubject"] | {"achievement": achievement}
    del subject["identifier"]
    evidence = [{"id": address, "type": ["Evidence"], "name": address[21:-4]} for address in (SHOWN, HIDDEN)]
    held = house.hold(house.learner(), house.signed(credentialSubject=subject, evidence=evidence))
    house.publish(held, pieces=("", "/evidence/0"))
    return held


def learner_id(house: House) -> str:
    with house.services.database.reading() as session:
        return session.query(Learner).one().id


def looks(house: House) -> list[str]:
    with house.services.database.reading() as session:
        return sorted(look.what for look in session.query(Look))


def test_every_statement_says_where_it_stands_in_the_original(house, program, credential_id):
    with house.services.database.writing() as session:
        held = session.get_one(Credential, credential_id)
        publishing.publish(session, held, {"/evidence/1": publishing.Choice(Audience.RECRUITERS)}, now=house.clock())
    house.index()
    answer = program.get(f"/api/v1/credentials/{credential_id}").json
    original = program.get(answer["original"]).json
    (competency,), evidence = answer["competencies"], answer["evidence"]
    assert at(original, competency["pointer"])["targetName"] == competency["label"]
    assert at(original, answer["criteria"]["pointer"])["narrative"] == answer["criteria"]["narrative"]
    assert [at(original, piece["pointer"])["name"] for piece in evidence] == ["shown", "hidden-zebrafinch"]
    page = house.client(house.recruiter("Bolt")).get(answer["page"]).text
    assert f"<code>{competency['pointer']}</code>" in page


def test_nothing_says_where_it_stands_in_a_file_that_is_not_offered(house, program, credential_id):
    answer = program.get(f"/api/v1/credentials/{credential_id}").json
    assert answer["original"] is None
    places = [answer["competencies"][0]["pointer"], answer["criteria"]["pointer"], answer["evidence"][0]["pointer"]]
    assert places == [None] * 3
    assert "Where this stands" not in house.client(house.recruiter("Bolt")).get(answer["page"]).text


def at(document, pointer):
    """What stands at a JSON Pointer (RFC 6901)."""
    for part in pointer.split("/")[1:]:
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


def test_a_person_is_read_with_what_they_show(house, program, credential_id):
    answer = program.get(f"/api/v1/people/{learner_id(house)}")
    assert (answer.status_code, answer.json["name"]) == (200, "Ana Petrova")
    (held,) = answer.json["credentials"]
    assert (held["id"], held["evidence"]) == (credential_id, 1)
    assert [c["label"] for c in held["competencies"]] == ["python"]
    assert program.get(held["address"]).status_code == 200


def test_a_credential_is_read_with_its_checks_and_the_evidence_that_is_shown(program, credential_id):
    answer = program.get(f"/api/v1/credentials/{credential_id}")
    found = answer.json
    assert (found["verdict"], found["checked_at"]) == ("verified", "2026-05-03T12:00:00+00:00")
    assert [(e["number"], e["kind"], e["address"]) for e in found["evidence"]] == [(1, "text", SHOWN)]
    assert {check["outcome"] for check in found["checks"]} >= {"passed"}
    assert found["criteria"]["narrative"]
    assert found["original"] is None, "the file holds the hidden text as well"
    assert "zebrafinch" not in answer.text
    assert "ana@example.org" not in answer.text


def test_the_original_is_given_to_whoever_may_see_all_of_it(house, program, credential_id):
    assert program.get(f"/api/v1/credentials/{credential_id}/original").status_code == 404
    house.publish(credential_id)
    address = program.get(f"/api/v1/credentials/{credential_id}").json["original"]
    answer = program.get(address)
    with house.services.database.reading() as session:
        assert answer.data == session.get_one(Credential, credential_id).original
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_reading_leaves_the_looks_of_the_organisation_once_an_hour(house, program, credential_id):
    house.publish(credential_id)
    for _ in range(2):
        program.get(f"/api/v1/people/{learner_id(house)}")
        program.get(f"/api/v1/credentials/{credential_id}")
        program.get(f"/api/v1/credentials/{credential_id}/original")
        program.get("/api/v1/search")
    assert looks(house) == ["credential", "original", "profile"]
    ana = house.client(account_of(house))
    assert ana.get("/my/looks").text.count("Acme") == 3


def account_of(house: House) -> Account:
    with house.services.database.reading() as session:
        return session.query(Account).filter_by(email="ana@example.org").one()


def test_what_is_not_there_and_what_is_not_for_you_are_told_apart_by_nothing(house, program, credential_id):
    mine = learner_id(house)
    with house.services.database.writing() as session:
        publishing.withdraw(session, session.get_one(Credential, credential_id), now=house.clock())
    hidden = [program.get(f"/api/v1/{address}") for address in (f"people/{mine}", f"credentials/{credential_id}")]
    absent = [program.get(f"/api/v1/{address}") for address in ("people/" + "0" * 32, "credentials/" + "0" * 32)]
    strange = ("people/%00", "credentials/%00", "credentials/x/original", "people/" + "9" * 5000)
    odd = [program.get(f"/api/v1/{address}") for address in strange]
    assert {answer.status_code for answer in (*hidden, *absent, *odd)} == {404}
    assert len({answer.text for answer in (*hidden, *absent)}) == 1
    assert looks(house) == []


def test_a_suspended_issuer_hides_its_credentials_at_once(house, program, credential_id):
    with house.services.database.writing() as session:
        issuer = session.query(Issuer).one()
        moderation.decide_issuer(session, issuer, Standing.SUSPENDED, reason="x", actor=None, now=house.clock())
    assert program.get(f"/api/v1/credentials/{credential_id}").status_code == 404
    assert program.get(f"/api/v1/people/{learner_id(house)}").status_code == 404


def test_learners_and_admins_read_nothing_here(house, client, credential_id):
    address = f"/api/v1/credentials/{credential_id}"
    assert client.get(address).status_code == 401
    assert house.client(account_of(house)).get(address).status_code == 403
    assert house.client(house.admin()).get(address).status_code == 403
