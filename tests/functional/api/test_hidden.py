"""Nothing that was not shown to an organisation is reachable for its programs: not by hits, totals, facets, reasons or errors."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.domain import tokens
from app.domain.models import Account, Issuer, Learner
from tests.factories.house import House
from tests.unit.verification.issuing import issuer

SEARCH = "/api/v1/search"
WORD, RARE, NOTES = "quetzalcoatlus", "xylography", "https://work.example/quetzalcoatlus.txt"


@pytest.fixture
def program(house: House) -> FlaskClient:
    """A program of Acme. Ana shows a credential to everybody but its evidence to Bolt; Ben one with a rare competency to Bolt alone."""
    acme, bolt = house.recruiter(), house.recruiter("Bolt")
    keys = house.load_skills("python", RARE)
    assert len(keys) == 2
    subject = json.loads(house.signed("python"))["credentialSubject"]
    del subject["identifier"]
    evidence = [{"id": NOTES, "type": ["Evidence"], "name": WORD, "narrative": f"All about the {WORD}."}]
    ana = house.hold(house.learner("ana@example.org", name="Ana"), house.signed(credentialSubject=subject, evidence=evidence))
    house.publish(ana, pieces=("",))
    house.publish(ana, bolt.organisation_id, pieces=("/evidence/0",))
    rare = json.loads(house.signed(RARE))["credentialSubject"]
    del rare["identifier"]
    rare["achievement"]["description"] = f"The {WORD} in wood."
    other = issuer()
    profile = {"id": other.id, "type": ["Profile"], "name": "Aviary Guild"}
    raw = house.signed(by=other, issuer=profile, credentialSubject=rare, id="urn:uuid:b")
    house.publish(house.hold(house.learner("ben@example.org", name="Ben"), raw), bolt.organisation_id)
    return program_of(house, acme)


def program_of(house: House, member: Account) -> FlaskClient:
    with house.services.database.writing() as session:
        _, text = tokens.create(session, session.get_one(Account, member.id), name="Tool", days=30, now=house.clock())
    client = house.client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {text}"
    return client


def hidden_facts(house: House) -> dict[str, str]:
    """Ids of what only Bolt may see."""
    with house.services.database.reading() as session:
        ben = session.query(Learner).filter_by(shown_name="Ben").one()
        guild = session.query(Issuer).filter_by(name="Aviary Guild").one()
    return {"learner": ben.id, "issuer": guild.id, "competency": house.load_skills("python", RARE)[RARE]}


def test_no_question_reaches_what_is_hidden(house, program):
    facts = hidden_facts(house)
    questions: list[dict[str, Any]] = [
        {"words": WORD},
        {"words": f'"all about the {WORD}"'},
        {"must": [{"competency": facts["competency"]}]},
        {"must": [{"competency": facts["competency"]}], "hops": False},
        {"selections": {"issuer": [facts["issuer"]]}},
        {"selections": {"competency": [facts["competency"]]}},
        {"selections": {"evidence": ["text"]}},
        {"must": [{"competency": house.load_skills("python")["python"], "evidence": "any"}]},
    ]
    for question in questions:
        answer = program.post(SEARCH, json=question)
        assert (answer.status_code, answer.json["total"], answer.json["hits"]) == (200, 0, []), question


def test_what_is_hidden_stands_in_no_answer(house, program):
    facts = hidden_facts(house)
    answers = [
        program.post(SEARCH, json={"facets": ["issuer", "competency", "evidence", "framework", "year"], "nice": []}),
        program.post(SEARCH, json={"sort": "newest"}),
        program.get(SEARCH),
        program.get(f"/api/v1/people/{facts['learner']}"),
        program.post(SEARCH, json={"after": "x", "words": "bread"}),
    ]
    ana = answers[0].json["hits"][0]
    answers += [program.get(ana["address"]), program.get(ana["reasons"][0]["credential"]["address"])]
    for answer in answers:
        for secret in (WORD, RARE, "Ben", "Aviary", facts["learner"], facts["issuer"], facts["competency"]):
            assert secret not in answer.text, (answer.request.path, secret)
    counted = {v["value"]: v["count"] for f in answers[0].json["facets"] for v in f["values"] if f["name"] == "evidence"}
    assert (answers[0].json["total"], counted) == (1, {"none": 1})


def test_whom_it_is_shown_to_reaches_it(house, program):
    """The other side of the two above: their zeros come from consent, not from questions that never find anybody."""
    del program
    with house.services.database.reading() as session:
        rita = session.query(Account).filter_by(email="rita@bolt.example").one()
    bolt = program_of(house, rita)
    facts = hidden_facts(house)
    assert bolt.post(SEARCH, json={"words": WORD}).json["total"] == 2
    assert bolt.post(SEARCH, json={"must": [{"competency": facts["competency"]}]}).json["total"] == 1
    assert bolt.post(SEARCH, json={"selections": {"issuer": [facts["issuer"]]}}).json["total"] == 1
    assert bolt.post(SEARCH, json={"selections": {"evidence": ["text"]}}).json["total"] == 1
