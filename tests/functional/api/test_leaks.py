"""A thousand people, each hiding something with a word of its own: none of these words is reachable by anything that can be asked.

Five ways of hiding, 200 people each: a credential in the tray, one shown to another organisation, one whose evidence alone is published,
one that has expired, one of a suspended issuer. Everybody also shows a credential, with a hidden piece of evidence.

A door that takes a word must answer to a hidden one as to one that does not exist, but for the word itself; what a door tells by itself
must hold none of the thousand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from app.domain import tokens
from app.domain.frameworks import key_of
from app.domain.models import (
    Account,
    Audience,
    Credential,
    Issuer,
    Learner,
    Publication,
    Role,
    Source,
    Standing,
    StoredReport,
)
from app.domain.models.credentials import publication_organisations
from indexer.pipeline import index_learners
from indexer.verification.claims import (
    Achievement,
    Alignment,
    Claims,
    Evidence,
    IssuerProfile,
    Result,
    ResultDescription,
    RubricCriterionLevel,
)
from indexer.verification.codec import report_to_json
from indexer.verification.report import CheckResult, Outcome, Report
from tests.factories.house import NOW, SKILLS, House, without_token

PEOPLE = 1_000
WAYS = ("tray", "other", "evidence", "expired", "suspended")
SEARCH = "/api/v1/search"
RARE = "xylography"
STEPS = (RubricCriterionLevel("urn:step", 1, name="Begins"),)
PYTHON = key_of(SKILLS + "python")


def word(n: int) -> str:
    """A word that only one person has: letters, so that no ending is taken off."""
    return "zq" + "".join(chr(ord("b") + int(digit)) for digit in f"{n:04}") + "qz"


def hidden(n: int) -> Claims:
    """What nobody but its learner may know of."""
    secret = word(n)
    achievement = Achievement(
        f"urn:example:hidden-{secret}",
        f"Course {secret}",
        description=f"All about {secret}.",
        criteria_narrative=f"Shows {secret} to a master.",
        alignments=(Alignment(RARE, SKILLS + RARE),),
        result_descriptions=(ResultDescription("urn:r", name=f"Rubric {secret}", rubric_criterion_levels=STEPS),),
    )
    way = WAYS[n % len(WAYS)]
    return Claims(
        IssuerProfile("did:web:hidden.example" if way == "suspended" else "did:web:open.example", "Somebody"),
        name=f"Course {secret}",
        valid_from=NOW - timedelta(days=400),
        valid_until=NOW - timedelta(days=1) if way == "expired" else None,
        achievement=achievement,
        results=(Result("urn:r", achieved_level="urn:step"),),
        evidence=(Evidence("/evidence/0", f"https://work.example/{secret}.txt", secret, narrative=f"Once upon a {secret}."),),
    )


def shown(n: int) -> Claims:
    """What all recruiters may see, but for its evidence."""
    alignments = (Alignment("python", SKILLS + "python"),)
    achievement = Achievement("urn:example:open", "Bakes bread", description="Loaves.", alignments=alignments)
    evidence = Evidence("/evidence/0", f"https://work.example/{word(n)}.png", word(n), narrative=f"A {word(n)} at dawn.")
    issuer = IssuerProfile("did:web:open.example", "Open School")
    return Claims(issuer, name="Bread", valid_from=NOW - timedelta(days=100), achievement=achievement, evidence=(evidence,))


def row(kind: str, n: int, claims: Claims) -> dict[str, Any]:
    """A stored credential."""
    return {
        "id": f"{kind}{n}".rjust(32, "0"),
        "learner_id": learner_id(n),
        "original": b"{}",
        "sha256": f"{kind}{n}",
        "media_type": "application/json",
        "source": Source.FILE,
        "imported_at": NOW,
        "issuer_id": "f" * 32 if claims.issuer.id == "did:web:hidden.example" else "e" * 32,
        "title": claims.name,
        "claims": claims,
        "verdict": "verified",
        "checked_at": NOW,
        "verified_at": NOW,
    }


def learner_id(n: int) -> str:
    return f"{n:032x}"


def publication(kind: str, n: int, piece: str = "", audience: Audience = Audience.RECRUITERS) -> dict[str, Any]:
    return {
        "id": f"{kind}{n}{'e' if piece else 'c'}".rjust(32, "1"),
        "credential_id": f"{kind}{n}".rjust(32, "0"),
        "piece": piece,
        "audience": audience,
        "published_at": NOW,
    }


def report(n: int) -> dict[str, Any]:
    """The stored report on what is shown; like every report it knows of the hidden evidence, too."""
    looked = CheckResult("evidence", Outcome.PASSED, "OK", f"We looked at https://work.example/{word(n)}.png.")
    found = Report("ob3-di", f"b{n}", NOW, (CheckResult("signature", Outcome.PASSED, "OK", "It matches."), looked), shown(n))
    return {"credential_id": f"b{n}".rjust(32, "0"), "checked_at": NOW, "verdict": "verified", "body": report_to_json(found)}


def publications(n: int) -> list[dict[str, Any]]:
    way = WAYS[n % len(WAYS)]
    if way == "tray":
        return []
    if way == "evidence":
        return [publication("a", n, "/evidence/0")]
    return [publication("a", n, piece, Audience.ORGANISATIONS if way == "other" else Audience.RECRUITERS) for piece in ("", "/evidence/0")]


@pytest.fixture
def step() -> int:
    """Every how-manyth word is searched for by itself; all are looked for in what is told."""
    return 1


@pytest.fixture
def crowd(house: House) -> House:
    """The thousand, indexed; and nobody counts requests."""
    house.app.extensions["evident"] = replace(house.services, settings=replace(house.services.settings, api_rate="9999 per minute"))
    house.load_skills("python", RARE)
    bolt = house.recruiter("Bolt")
    everybody = range(PEOPLE)
    met = {"keys": [], "first_met_at": NOW, "last_met_at": NOW}
    account = {"role": Role.LEARNER, "created_at": NOW, "session_epoch": 0}
    chosen = [p for n in everybody for p in publications(n)]
    with house.services.database.writing() as session:
        session.add(Issuer(id="e" * 32, identifier="did:web:open.example", name="Open School", **met))
        session.add(Issuer(id="f" * 32, identifier="did:web:hidden.example", name="Hidden", standing=Standing.SUSPENDED, **met))
        session.flush()
        own = [{"id": learner_id(n), "account_id": learner_id(n), "shown_name": f"P{n}"} for n in everybody]
        session.execute(insert(Account), [account | {"id": o["id"], "email": f"{o['id']}@example.org", "name": o["id"]} for o in own])
        session.execute(insert(Learner), own)
        session.execute(insert(Credential), [row(k, n, c) for n in everybody for k, c in (("a", hidden(n)), ("b", shown(n)))])
        session.execute(insert(Publication), [publication("b", n) for n in everybody] + chosen)
        session.execute(insert(StoredReport), [report(n) for n in everybody])
        named = [p["id"] for p in chosen if p["audience"] == Audience.ORGANISATIONS]
        session.execute(insert(publication_organisations), [{"publication_id": p, "organisation_id": bolt.organisation_id} for p in named])
    for start in range(0, PEOPLE, 250):
        batch = {learner_id(n): 0 for n in range(start, start + 250)}
        assert not index_learners(house.services, batch, now=NOW).failures
    return house


def program(house: House, organisation: str = "Acme") -> FlaskClient:
    """A program of this organisation, which is founded unless it is there."""
    with house.services.database.writing() as session:
        member = session.query(Account).filter_by(email=f"rita@{organisation.lower()}.example").one_or_none()
    member = member or house.recruiter(organisation)
    with house.services.database.writing() as session:
        _, text = tokens.create(session, session.get_one(Account, member.id), name="Tool", days=30, now=house.clock())
    client = house.client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {text}"
    return client


def everything_about(client: FlaskClient) -> str:
    """All that a program is told when it goes through everybody with all facets, and reads a few of them."""
    answer = client.post(SEARCH, json={"size": 100})
    told, hits = answer.text, answer.json["hits"]
    while after := answer.json["next"]:
        answer = client.post(SEARCH, json={"size": 100, "after": after, "facets": []})
        told += answer.text
        hits += answer.json["hits"]
    assert len(hits) == PEOPLE
    for hit in hits[:: PEOPLE // 20]:
        told += client.get(hit["address"]).text + client.get(hit["reasons"][0]["credential"]["address"]).text
    return told + client.get(f"{SEARCH}?must={key_of(SKILLS + RARE)}").text


def test_no_hidden_word_of_a_thousand_is_reachable_but_for_those_to_whom_it_is_shown(crowd, step):
    acme, bolt = program(crowd), program(crowd, "Bolt")
    found = [n for n in range(0, PEOPLE, step) if acme.post(SEARCH, json={"words": word(n), "size": 1, "facets": []}).json["total"]]
    assert found == []
    told = everything_about(acme)
    assert [word(n) for n in range(PEOPLE) if word(n) in told] == []
    assert acme.post(SEARCH, json={"must": [{"competency": key_of(SKILLS + RARE)}]}).json["total"] == 0
    counted = {f["name"]: [v["value"] for v in f["values"]] for f in acme.post(SEARCH, json={}).json["facets"]}
    assert (counted["issuer"], counted["competency"], counted["evidence"]) == (["e" * 32], [key_of(SKILLS + "python")], ["none"])
    # The other side, which shows that the zeros above come from consent and not from questions that never find anybody.
    assert WAYS.index("other") == 1
    near = [n for n in range(PEOPLE) if n % 50 < 2]
    assert [n for n in near if bolt.post(SEARCH, json={"words": word(n), "size": 1, "facets": []}).json["total"]] == [
        n for n in near if n % 50 == 1
    ]
    assert bolt.post(SEARCH, json={"must": [{"competency": key_of(SKILLS + RARE)}], "facets": []}).json["total"] == PEOPLE // len(WAYS)


DOORS: dict[str, Callable[[FlaskClient, str], str]] = {
    "words": lambda client, text: client.get("/search", query_string={"words": text}).text,
    "words beside a need": lambda client, text: client.get("/search", query_string={"words": text, "must": PYTHON}).text,
    "by its words": lambda client, text: client.get("/search", query_string={"must": f"~Rubric {text}"}).text,
    "which do you mean": lambda client, text: client.get("/search", query_string={"find": text}).text,
    "added": lambda client, text: client.get("/search", query_string={"add": text, "to": "must"}).location,
    "a filter": lambda client, text: client.get("/search", query_string={"f.issuer": text, "f.place": text}).text,
    "within a filter": lambda client, text: client.get("/search", query_string={"must": PYTHON, "in.issuer": text}).text,
    "no competency": lambda client, text: client.get(f"/competencies/{text}").text,
    "no person": lambda client, text: client.get(f"/people/{text}").text,
    "a job description": lambda client, text: client.post("/search/job-description", data={"text": f"You know {text}. Python!"}).text,
    "type-ahead": lambda client, text: client.get("/api/v1/competencies", query_string={"q": text}).text,
    "an address": lambda client, text: client.get(f"/api/v1/competencies?uri=https://work.example/{text}.txt").text,
    "the page's API": lambda client, text: client.get(SEARCH, query_string={"words": text, "must": PYTHON}).text,
    "loosenings": lambda client, text: client.post(SEARCH, json={"words": text, "must": [{"competency": PYTHON}]}).text,
    "a criterion": lambda client, text: client.post(SEARCH, json={"must": [{"competency": f"~Rubric {text}", "min_level": 1}]}).text,
    "an error": lambda client, text: client.post(SEARCH, json={"must": [{"competency": text}], text: 1}).text,
}


def test_every_door_answers_to_a_hidden_word_as_to_none(crowd):
    rita, bolt = crowd.client(crowd.recruiter()), program(crowd, "Bolt")
    asked = range(0, PEOPLE, 83)
    assert {n % len(WAYS) for n in asked} == set(range(len(WAYS)))
    for n in asked:
        for name, door in DOORS.items():
            nothing = word(n)[:-2] + "qx"
            hidden_told, nothing_told = without_token(door(rita, word(n))), without_token(door(rita, nothing))
            assert hidden_told.replace(word(n), "*") == nothing_told.replace(nothing, "*"), (name, word(n))
    offered = bolt.get("/api/v1/competencies", query_string={"q": word(1)}).json["competencies"]
    assert (offered[0]["key"], offered[0]["people"]) == (f"~Rubric {word(1)}", 1), "to whom it is shown it is offered"


def test_no_page_tells_a_hidden_word_and_no_saved_search_counts_one(crowd):
    rita = crowd.client(crowd.recruiter())
    typed = range(0, PEOPLE, 83)
    for n in typed:
        assert rita.post("/search/saved/new", query_string={"words": word(n)}, data={"name": f"no {n}"}).status_code == 303
    rita.post("/search/saved/new", query_string={"must": PYTHON}, data={"name": "many"})
    crowd.clock.now += timedelta(hours=1)
    listed = rita.get("/search/saved").text
    assert listed.count("<strong>0 people</strong>") == len(typed)
    assert listed.count("<strong>1,000 people</strong>") == 1
    assert "new</span>" not in listed
    told = "".join(rita.get("/search", query_string={"must": PYTHON, "page": page}).text for page in range(1, PEOPLE // 20 + 1, 7))
    told += rita.get("/search?sort=newest").text + rita.get(f"/search?must={key_of(SKILLS + RARE)}").text
    told += "".join(rita.get(f"/people/{learner_id(n)}").text for n in typed)
    looked_into = sorted(set(re.findall(r'href="(/people/[^"#]+)', told)))[:: PEOPLE // 50]
    assert len(looked_into) > 10
    told += "".join(rita.get(address).text for address in looked_into)
    told += "".join(rita.get(f"/competencies/{key_of(SKILLS + name)}").text for name in ("python", RARE))
    told += rita.post("/search/job-description", data={"text": f"Python and {RARE}."}).text
    told += "".join(rita.get("/api/v1/competencies", query_string={"q": text}).text for text in ("Rubric", "zq", "Course", RARE))
    told += rita.get("/search?find=Rubric").text
    assert [word(n) for n in range(PEOPLE) if word(n) in told] == []
