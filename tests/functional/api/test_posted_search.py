"""POST /api/v1/search: the query model over a real database and engine."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient

from app.api.cursor import cursor_of
from app.api.question import read_question
from app.domain.associations import LoadedAssociation, replace_all
from app.domain.frameworks import LoadedCompetency, LoadedFramework, key_of, load
from app.domain.models import AssociationKind
from app.search.interface import Hit
from tests.factories.house import SKILLS, House

SEARCH = "/api/v1/search"
ESCO = "http://data.europa.eu/esco/skill/"
EXAMPLE_SKILLS = {"598de5b0-5b58-4ea7-8058-a4bc4d18c742": "SQL", "2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f": "perform data analysis"}


def anonymous(house: House, **subject: Any) -> dict[str, Any]:
    """A subject of a credential that names no holder, so that anybody can show it."""
    found = json.loads(house.signed())["credentialSubject"]
    del found["identifier"]
    return found | subject


def show(house: House, name: str, *skills: str, **changes: Any) -> None:
    """Somebody of this name shows a credential about these skills to all recruiters."""
    learner = house.learner(f"{name.lower()}@example.org", name=name)
    aligned = json.loads(house.signed(*skills))["credentialSubject"]["achievement"]
    subject = anonymous(house, achievement=aligned)
    house.publish(house.hold(learner, house.signed(id=f"urn:uuid:{name}", credentialSubject=subject, **changes)))


@pytest.fixture
def skills(house: House) -> dict[str, str]:
    """Ana shows python and sql since 2025, Ben only sql since 2020 with a text; the keys."""
    keys = house.load_skills("python", "sql", "haskell")
    show(house, "Ana", "python", "sql", evidence=None)
    evidence = [{"id": "https://work.example/notes.txt", "type": ["Evidence"], "name": "Notes"}]
    show(house, "Ben", "sql", validFrom="2020-06-01T08:00:00Z", evidence=evidence)
    return keys


@pytest.fixture
def rita(house: House, skills: dict[str, str]) -> FlaskClient:
    """A recruiter's browser."""
    del skills
    return house.client(house.recruiter())


def names(client: FlaskClient, **body: Any) -> list[str]:
    answer = client.post(SEARCH, json=body)
    assert answer.status_code == 200, answer.json
    return [hit["name"] for hit in answer.json["hits"]]


def test_a_search_says_who_and_why(skills, rita):
    answer = rita.post(SEARCH, json={"must": [{"competency": skills["python"]}], "nice": [{"competency": skills["haskell"]}]}).json
    assert (answer["total"], answer["next"]) == (1, None)
    (hit,) = answer["hits"]
    met, unmet = hit["reasons"]
    assert (hit["name"], met["competency"], met["how"], unmet["met"]) == ("Ana", "python", "direct", False)
    assert hit["score"] == met["points"]["total"]
    assert rita.get(hit["address"]).json["name"] == "Ana"
    assert rita.get(met["place"]["page"].partition("#")[0]).status_code == 200
    assert f'id="{met["place"]["page"].partition("#")[2]}"' in rita.get(met["place"]["page"]).text
    assert rita.get(met["credential"]["address"]).json["title"] == met["credential"]["title"]


def test_it_finds_what_the_page_finds(skills, rita):
    page = rita.get(SEARCH, query_string={"must": skills["sql"], "words": "sourdough", "sort": "newest"}).json
    posted = rita.post(SEARCH, json={"must": [{"competency": skills["sql"]}], "words": "sourdough", "sort": "newest"}).json
    assert (posted["hits"], posted["total"]) == (page["hits"], page["total"])
    counts = [{f["name"]: {v["value"]: (v["label"], v["count"]) for v in f["values"]} for f in each["facets"]} for each in (page, posted)]
    assert all(counts[1][name] == values for name, values in counts[0].items())


CONDITIONS = (
    ({}, ["Ana", "Ben"]),
    ({"issued_since": "2025-01-01"}, ["Ana"]),
    ({"evidence": "any"}, ["Ben"]),
    ({"evidence": "text"}, ["Ben"]),
    ({"evidence": "image"}, []),
    ({"min_backing": 1}, ["Ana", "Ben"]),
    ({"min_backing": 6}, []),
    ({"min_level": 20}, []),
)


def test_every_condition_narrows(skills, rita):
    for condition, found in CONDITIONS:
        asked = {"competency": skills["sql"], **condition}
        assert sorted(names(rita, must=[asked])) == found, condition
        assert sorted(names(rita, must_not=[asked])) == [name for name in ("Ana", "Ben") if name not in found], condition
        assert sorted(names(rita, nice=[asked])) == ["Ana", "Ben"], condition


def test_selections_words_and_order_work_together(skills, rita):
    assert names(rita, sort="newest") == ["Ana", "Ben"]
    assert names(rita, selections={"year": ["2020"]}) == ["Ben"]
    assert names(rita, selections={"year": ["2020", "2025"], "competency": [skills["python"]]}) == ["Ana"]
    assert names(rita, words="sourdough", selections={"year": ["2020"]}, must=[{"competency": skills["sql"]}]) == ["Ben"]
    assert names(rita, selections={"issuer": ["gone"]}) == []
    assert sorted(names(rita, selections={"status": ["valid"]})) == ["Ana", "Ben"]
    assert names(rita, selections={"status": ["expiring"]}) == []


def test_only_the_facets_asked_for_are_counted_and_a_selected_value_stays(skills, rita):
    answer = rita.post(SEARCH, json={"facets": ["year", "competency"], "selections": {"year": ["1999"]}}).json
    year, competency = answer["facets"]
    assert {"value": "1999", "label": "1999", "count": 0, "selected": True} in year["values"]
    assert (year["name"], competency["name"], answer["total"]) == ("year", "competency", 0)
    assert rita.post(SEARCH, json={"facets": []}).json["facets"] == []


def test_every_count_is_the_total_after_choosing_it(skills, rita):
    body = {"must": [{"competency": skills["sql"]}]}
    for facet in rita.post(SEARCH, json=body).json["facets"]:
        for value in facet["values"]:
            chosen = body | {"selections": {facet["name"]: [value["value"]]}}
            assert rita.post(SEARCH, json=chosen).json["total"] == value["count"], (facet["name"], value)


def test_what_is_the_same_counts_and_what_is_related_is_found_unless_hops_are_off(house, skills, rita):
    with house.services.database.writing() as session:
        rows = [
            LoadedAssociation(SKILLS + "haskell", AssociationKind.EXACT, SKILLS + "python"),
            LoadedAssociation(SKILLS + "haskell", AssociationKind.RELATED, SKILLS + "sql"),
        ]
        replace_all(session, key_of(SKILLS), rows)
    wanted = {"competency": skills["haskell"]}
    assert names(rita, must=[wanted]) == ["Ana", "Ben"], "what is the same comes before what is related"
    assert names(rita, must=[wanted], hops=False) == ["Ana"], "what is the same is no hop"
    assert names(rita, must_not=[wanted]) == ["Ben"], "nobody is left out for what is only related"
    reasons = [hit["reasons"][0] for hit in rita.post(SEARCH, json={"must": [wanted]}).json["hits"]]
    told = [(r["how"], r["hop"]["label"], r["hop"]["relation"]) for r in reasons]
    assert told == [("direct", "python", "same as"), ("related", "sql", "related to")]


def test_pages_and_cursors_lead_through_everybody_once(house, skills, rita):
    for name in ("Cleo", "Dan", "Eve"):
        show(house, name, "sql")
    for sort in ("best", "newest"):
        everybody = names(rita, sort=sort)
        assert len(everybody) == 5
        assert [n for page in (1, 2, 3) for n in names(rita, sort=sort, size=2, page=page)] == everybody
        assert walked(rita, {"sort": sort, "size": 2}) == everybody


def walked(client: FlaskClient, body: dict[str, Any]) -> list[str]:
    """Names in the order of following `next` from one answer to the next."""
    found, answer = [], client.post(SEARCH, json=body).json
    while True:
        found += [hit["name"] for hit in answer["hits"]]
        assert answer["total"] >= len(found)
        if answer["next"] is None:
            return found
        answer = client.post(SEARCH, json=body | {"after": answer["next"]}).json


def test_a_cursor_goes_on_behind_the_last_person_whoever_comes_in_between(house, skills, rita):
    first = rita.post(SEARCH, json={"sort": "newest", "size": 1}).json
    show(house, "Zoe", "sql", validFrom="2026-01-01T08:00:00Z")
    second = rita.post(SEARCH, json={"sort": "newest", "size": 1, "after": first["next"]}).json
    assert [hit["name"] for hit in (*first["hits"], *second["hits"])] == ["Ana", "Ben"]


def test_a_cursor_that_is_none_is_refused(rita):
    for cursor in ("x", "eyJ9", "W10", "WzEsMiwzXQ", "AAAA", "é", "=" * 9):
        answer = rita.post(SEARCH, json={"after": cursor})
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/after"), cursor


def test_a_cursor_that_somebody_made_up_only_chooses_where_to_begin(rita):
    for sort in ("best", "newest"):
        mark = read_question(json.dumps({"sort": sort}).encode()).mark
        for rank, found in ((2**53 - 1, 2), (-(2**53) + 1, 0)):
            answer = rita.post(SEARCH, json={"sort": sort, "after": cursor_of(Hit("0" * 32, 0, rank), mark)})
            assert (answer.status_code, len(answer.json["hits"])) == (200, found), (sort, rank)


def test_a_cursor_of_another_search_is_refused(skills, rita):
    cursor = rita.post(SEARCH, json={"size": 1}).json["next"]
    answer = rita.post(SEARCH, json={"size": 1, "after": cursor, "words": "sourdough"})
    assert answer.status_code == 422
    assert "this very search" in answer.json["detail"]


def test_an_unknown_competency_is_refused_and_named(rita, skills):
    asked = [{"competency": skills["sql"], "evidence": "image"}, {"competency": "unknownkey00"}]
    for name in ("must", "nice", "must_not"):
        answer = rita.post(SEARCH, json={name: asked})
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
        (error,) = answer.json["errors"]
        assert (error["pointer"], error["found"]) == (f"/{name}/1/competency", "“unknownkey00”")
        assert "/api/v1/competencies" in error["next_step"]


def test_no_competency_is_syntax(rita):
    for key in ("' OR 1=1 --", "*", "../../etc", "sql", "\u202e", "%00"):
        assert rita.post(SEARCH, json={"must": [{"competency": key}]}).status_code == 422


HOSTILE = (
    b"",
    b"[" * 50_000,
    b'{"size": 1' + b"0" * 5000 + b"}",
    b'{"words": "a\\u0000"}',
    b'{"words": "\\ud800"}',
    b'{"words": "' + b"x" * 10_240 + b'"}',
    b'{"must": [' + b'{"competency": "n2tyjukvtq47"},' * 199 + b'{"competency": "n2tyjukvtq47"}]}',
    b'{"labels": ["recruiters"]}',
    b'{"query": {"match_all": {}}}',
    b"\xff" * 2_000_000,
)


def test_a_hostile_body_is_refused_and_finds_nobody(rita):
    bodies = [(raw, "application/json") for raw in HOSTILE]
    for raw, kind in (*bodies, (b"{}", "text/plain"), (b"{}", "application/x-www-form-urlencoded")):
        answer = rita.post(SEARCH, data=raw, content_type=kind)
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), raw[:40]
        assert "hits" not in answer.json
        assert answer.json["errors"][0]["expected"]
        assert len(answer.data) < 4_000


def test_an_organisation_that_waits_is_told_so(house, skills):
    del skills
    answer = house.client(house.recruiter("Waiting", state="waiting")).post(SEARCH, json={})
    assert (answer.status_code, answer.json["status"]) == (403, 403)


def described(client: FlaskClient) -> dict[str, Any]:
    return client.get("/api/v1/openapi.json").json


def validated(client: FlaskClient, name: str, value: Any) -> None:
    """Hold a value against a schema of the description."""
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **described(client), "$ref": f"#/components/schemas/{name}"}
    jsonschema.Draft202012Validator(whole).validate(value)


def test_the_description_holds_schemas_that_are_schemas(client):
    for schema in described(client)["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_example_of_the_description_works_and_every_answer_is_as_described(house, client):
    rita = house.recruiter()
    with house.services.database.writing() as session:
        loaded = [LoadedCompetency(ESCO + uri, name) for uri, name in EXAMPLE_SKILLS.items()]
        load(session, LoadedFramework(ESCO, "ESCO", loaded), now=house.clock())
    show_esco(house)
    browser = house.client(rita)
    body = described(client)["paths"]["/search"]["post"]["requestBody"]["content"]["application/json"]
    assert len(body["examples"]) == 3
    for name, example in body["examples"].items():
        validated(client, "Question", example["value"])
        answer = browser.post(SEARCH, json=example["value"])
        assert answer.status_code == 200, (name, answer.json)
        validated(client, "Answer", answer.json)
    for path in ("/search", "/competencies"):
        for parameter in described(client)["paths"][path]["get"]["parameters"]:
            answer = browser.get(f"/api/v1{path}", query_string={parameter["name"]: parameter["example"]})
            told = answer.json.get("notices", [])
            assert (answer.status_code, told) == (200, []) or parameter["example"] == ["..."], (parameter["name"], told)
    found = browser.post(SEARCH, json={"must": [{"competency": key_of(ESCO + next(iter(EXAMPLE_SKILLS)))}]}).json
    assert found["total"] == 1
    validated(client, "Person", browser.get(found["hits"][0]["address"]).json)
    validated(client, "Credential", browser.get(found["hits"][0]["reasons"][0]["credential"]["address"]).json)
    validated(client, "Problem", browser.post(SEARCH, json={"sort": 1}).json)


def show_esco(house: House) -> None:
    """Somebody shows SQL as ESCO names it, with a text as evidence."""
    aligned = [{"type": ["Alignment"], "targetName": name, "targetUrl": ESCO + uri} for uri, name in list(EXAMPLE_SKILLS.items())[:1]]
    achievement = json.loads(house.signed())["credentialSubject"]["achievement"] | {"alignment": aligned}
    evidence = [{"id": "https://work.example/notes.txt", "type": ["Evidence"], "name": "Notes"}]
    raw = house.signed(credentialSubject=anonymous(house, achievement=achievement), evidence=evidence)
    house.publish(house.hold(house.learner(), raw))


def test_the_description_refuses_what_the_search_refuses(client):
    requirement = {"competency": "a", "level": 1}
    selections = {"labels": ["a"]}
    for body in ({"x": 1}, {"must": [{}]}, {"size": 101}, {"sort": "up"}, {"selections": selections}, {"must": [requirement]}):
        with pytest.raises(jsonschema.ValidationError):
            validated(client, "Question", body)


def patched(body: dict[str, Any], patch: list[dict[str, str]]) -> dict[str, Any]:
    """The body after a patch of removals and replaced members, as RFC 6902 has it."""
    changed: dict[str, Any] = json.loads(json.dumps(body))
    for change in patch:
        if change["op"] == "replace":
            changed[change["path"].removeprefix("/")] = change["value"]
            continue
        *way, last = change["path"].split("/")[1:]
        place: Any = changed
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        del place[int(last) if isinstance(place, list) else last]
    return changed


def test_nobody_found_says_what_finds_nobody_and_what_each_change_would_find(rita, skills):
    sql, python, haskell = skills["sql"], skills["python"], skills["haskell"]
    questions: list[tuple[dict[str, Any], list[str], list[str]]] = [
        ({"must": [{"competency": sql, "min_level": 9}]}, ["/must/0"], ["sql at any level"]),
        ({"must": [{"competency": haskell}]}, ["/must/0"], []),
        (
            {"must": [{"competency": sql}, {"competency": haskell, "min_level": 2}], "nice": [{"competency": python}]},
            ["/must/1"],
            ["Without haskell"],
        ),
        (
            {"must": [{"competency": python, "evidence": "any", "issued_since": "2020-01-01"}], "selections": {"year": ["2025"]}},
            ["/must/0"],
            ["python with or without evidence", "python without any condition"],
        ),
        ({"must": [{"competency": sql}], "must_not": [{"competency": sql, "min_backing": 2}], "words": "quark"}, ["/words"], []),
        ({"words": 'sql "python xylophone"'}, ["/words"], ["Without the word “python xylophone”"]),
        ({"words": "sql xylophone zither"}, ["/words"], ["Without the words “xylophone” and “zither”"]),
        (
            {"must": [{"competency": sql, "evidence": "pdf"}, {"competency": haskell}], "must_not": [{"competency": python}]},
            ["/must/0", "/must/1"],
            ["Only sql, without conditions"],
        ),
    ]
    for body, blocking, said in questions:
        answer = rita.post(SEARCH, json=body | {"facets": []}).json
        assert (answer["total"], answer["blocking"]) == (0, blocking), body
        assert [each["words"] for each in answer["loosenings"]][: len(said)] == said, body
        for each in answer["loosenings"]:
            found = rita.post(SEARCH, json=patched(body, each["patch"])).json
            assert found["total"] == each["total"] > 0, (body, each)


def test_somebody_found_has_nothing_to_loosen(rita, skills):
    answer = rita.post(SEARCH, json={"must": [{"competency": skills["sql"]}], "page": 9}).json
    assert (answer["total"], answer["blocking"], answer["loosenings"]) == (2, [], [])
