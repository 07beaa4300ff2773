"""The API: described as it is, JSON also when something is wrong, and the same people as on the page."""

from __future__ import annotations

import pytest

from tests.factories.house import House


@pytest.fixture
def skills(house: House) -> dict[str, str]:
    """Ana shows python and sql; the keys."""
    keys = house.load_skills("python", "sql", "haskell")
    house.publish(house.hold(house.learner("ada@example.org", name="Ana"), house.signed("python", "sql")))
    return keys


def test_every_route_is_described_and_nothing_else(house, client):
    described = client.get("/api/v1/openapi.json").json["paths"]
    routes = {
        (rule.rule.removeprefix("/api/v1").translate({ord("<"): "{", ord(">"): "}"}), method.lower())
        for rule in house.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == {(path, method) for path, methods in described.items() for method in methods}


def test_a_search_says_who_and_why(house, skills):
    answer = house.client(house.recruiter()).get("/api/v1/search", query_string={"must": skills["python"], "nice": skills["haskell"]})
    assert answer.json["total"] == 1
    (hit,) = answer.json["hits"]
    met, unmet = hit["reasons"]
    assert (hit["name"], met["competency"], met["met"], unmet["met"]) == ("Ana", "python", True, False)
    assert hit["score"] == met["points"]["total"]
    bolt = house.client(house.recruiter("Bolt"))
    addresses = (hit["address"], met["credential"]["address"], met["credential"]["page"])
    assert [bolt.get(address).status_code for address in addresses] == [200, 200, 200]


def test_a_stopped_search_says_so(house, skills):
    client = house.client(house.recruiter())
    assert client.get("/api/v1/search", query_string={"must": "unknownkey00"}).json["stopped"]
    assert not client.get("/api/v1/search", query_string={"must": skills["haskell"]}).json["stopped"]


def test_the_words_that_match_are_marked(house, skills):
    del skills
    answer = house.client(house.recruiter()).get("/api/v1/search", query_string={"words": "sourdough"})
    marked = {w["text"].lower() for hit in answer.json["hits"] for r in hit["reasons"] for w in r["words"] if w["match"]}
    assert marked == {"sourdough"}


def test_every_count_is_the_total_after_choosing_it(house, skills):
    client = house.client(house.recruiter())
    facets = client.get("/api/v1/search", query_string={"must": skills["python"]}).json["facets"]
    assert {facet["name"] for facet in facets} >= {"competency", "issuer", "backing", "kind", "year", "evidence"}
    for facet in facets:
        for value in facet["values"]:
            chosen = {"must": skills["python"], f"f.{facet['name']}": value["value"]}
            assert client.get("/api/v1/search", query_string=chosen).json["total"] == value["count"], (facet["name"], value)


@pytest.mark.parametrize(
    "query",
    [
        "must=unknownkey00",
        "must=%00%ff",
        "must=" + "&must=".join(f"k{n:011}" for n in range(200)),
        "words=" + "x" * 10_000,
        "f.issuer=nobody",
        "f.nothing=1",
        "page=99999",
        "page=-1&sort=sideways",
        'words="unbalanced AND (OR NOT *:*',
    ],
)
def test_no_search_ends_in_an_error_or_finds_more_than_was_asked_for(house, skills, query):
    del skills
    client = house.client(house.recruiter())
    for address in ("/api/v1/search", "/search"):
        assert client.get(f"{address}?{query}").status_code == 200
    if not query.startswith("page"):
        assert client.get(f"/api/v1/search?{query}").json["total"] == 0


def test_an_unknown_competency_is_a_sentence(house, skills):
    del skills
    notices = house.client(house.recruiter()).get("/api/v1/search?must=unknownkey00").json["notices"]
    assert notices
    assert "unknownkey00" in notices[0] or "competency" in notices[0]


def test_type_ahead_forgives_a_typo_and_counts_people(house, skills):
    del skills
    answer = house.client(house.recruiter()).get("/api/v1/competencies?q=pyhton")
    assert answer.json["competencies"][0]["label"] == "python"
    assert answer.json["competencies"][0]["people"] == 1


def test_strangers_and_others_are_turned_away_in_json(house, client):
    assert client.get("/api/v1/search").status_code == 401
    assert client.get("/api/v1/search").json["next_step"]
    assert house.client(house.learner()).get("/api/v1/search").status_code == 403
    waiting = house.recruiter("Waiting", state="waiting")
    assert house.client(waiting).get("/api/v1/search").status_code == 403
    nothing = client.get("/api/v1/nothing")
    assert (nothing.json["status"], nothing.mimetype) == (404, "application/problem+json")
