"""A thousand people, each hiding something with a word of its own: none of these words is reachable by anything that a program can ask.

Five ways of hiding, 200 people each: a credential in the tray, one shown to another organisation, one whose evidence alone is published,
one that has expired, one of a suspended issuer. Everybody also shows a credential, with a hidden piece of evidence.
"""

from __future__ import annotations

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
from indexer.verification.claims import Achievement, Alignment, Claims, Evidence, IssuerProfile
from indexer.verification.codec import report_to_json
from indexer.verification.report import CheckResult, Outcome, Report
from tests.factories.house import NOW, SKILLS, House

PEOPLE = 1_000
WAYS = ("tray", "other", "evidence", "expired", "suspended")
SEARCH = "/api/v1/search"
RARE = "xylography"


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
    )
    way = WAYS[n % len(WAYS)]
    return Claims(
        IssuerProfile("did:web:hidden.example" if way == "suspended" else "did:web:open.example", "Somebody"),
        name=f"Course {secret}",
        valid_from=NOW - timedelta(days=400),
        valid_until=NOW - timedelta(days=1) if way == "expired" else None,
        achievement=achievement,
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
