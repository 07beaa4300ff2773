"""GET /api/v1/openapi.json: the API described for programs. Held against the URL map by a test, which also tries the examples."""

from __future__ import annotations

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.api.schemas import SCHEMAS, ref
from app.guard import ANYONE, allow
from app.search.interface import EVERY_FACET

SQL, ANALYSIS = "n2tyjukvtq47", "bdsydwc2kmar"
"""Two competencies of ESCO: SQL, and perform data analysis (.../2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f)."""
ADDRESS = "http://data.europa.eu/esco/skill/598de5b0-5b58-4ea7-8058-a4bc4d18c742"
"""Of SQL."""
CONDITIONS = "`:3` this level or higher, `:b5` this rung or stronger, `:y2` issued within two years, `:epdf` evidence, `:o` that opens"


def _answer(description: str, schema: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": ref(schema)}}}


def _json(description: str, example: Any) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"example": example}}}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {"schema": ref("Problem")}}}


def _query(name: str, description: str, example: str) -> dict[str, Any]:
    schema = {"type": "array", "items": {"type": "string"}}
    return {"name": name, "in": "query", "description": description, "schema": schema, "explode": True, "example": [example]}


def _id(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": {"type": "string"}}


REFUSALS = {
    "401": _problem("No token, or one that opens nothing (any more)."),
    "403": _problem("The organisation is not admitted."),
    "429": _problem("Too many requests with this token; Retry-After says when to go on."),
}
NOT_THERE = {"404": _problem("Nothing there, or not for you.")}
UNAVAILABLE = {"503": _problem("The search engine does not answer; try again in a minute.")}

EXAMPLES: dict[str, Any] = {
    "everybody": {"summary": "Everybody whom this token may see, the latest first", "value": {"sort": "newest", "facets": []}},
    "needs": {
        "summary": "SQL at level 3 from a known issuer with evidence, data analysis welcome, and two words",
        "value": {
            "must": [{"competency": SQL, "min_level": 3, "min_backing": 5, "evidence": "any", "evidence_opens": True}],
            "nice": [{"competency": ANALYSIS, "issued_since": "2024-01-01"}],
            "words": '"public transport"',
            "size": 50,
        },
    },
    "narrowed": {
        "summary": "Narrowed by facets, without hops to related competencies, three facets counted",
        "value": {
            "must": [{"competency": SQL}],
            "must_not": [{"competency": ANALYSIS, "min_backing": 6}],
            "selections": {"year": ["2025", "2026"], "evidence": ["text", "image"]},
            "hops": False,
            "facets": ["issuer", "level", "year"],
        },
    },
}

POSTED_SEARCH = {
    "summary": "Search people by competency",
    "description": "All conditions of one requirement hold on the same credential. What is not understood is refused, never left out. "
    "With a session instead of a token, the header X-CSRFToken must carry the token of a page's form.",
    "requestBody": {"required": True, "content": {"application/json": {"schema": ref("Question"), "examples": EXAMPLES}}},
    "responses": {
        "200": _answer("People with the reasons why, facets with counts, the next page.", "Answer"),
        "422": _problem("The body is not understood; `errors` names every fault with its place."),
        **REFUSALS,
        **UNAVAILABLE,
    },
}

SEARCH: dict[str, Any] = {
    "summary": "The search of a page's address",
    "description": "The same names as the address of the search page, so a search can be tried there and copied. "
    "What is not understood becomes a notice; `stopped` when nobody is shown because of it.",
    "parameters": [
        _query("must", f"A competency's key, or `~` and a name (a criterion); then, in this order: {CONDITIONS}.", f"{SQL}:3:b5:y2:eany"),
        _query("nice", "As `must`; met or not, it only ranks.", SQL),
        _query("not", "As `must`; whoever shows it is left out.", ANALYSIS),
        _query("words", "Words and quoted phrases that occur in one credential. Never syntax.", '"public transport"'),
        *(_query(f"f.{facet}", f"A selected value of the facet {facet}.", "...") for facet in EVERY_FACET),
        _query("hops", "`off`: only the competencies themselves and what is exactly the same.", "off"),
        _query("sort", "`best` or `newest`.", "newest"),
        _query("page", "The page, from 1.", "1"),
    ],
    "responses": {
        "200": _json(
            "People with the reasons why, facets with counts, the address of the next page.",
            {"stopped": False, "total": 1, "notices": [], "hits": [{"learner": "...", "reasons": []}], "facets": [], "next": None},
        ),
        **REFUSALS,
        **UNAVAILABLE,
    },
}

PERSON = {
    "summary": "One person, as this token's organisation may see them",
    "description": "The person is told that the organisation looked.",
    "parameters": [_id("learner_id", "The `learner` of a hit.")],
    "responses": {"200": _answer("The person with their credentials, the newest first.", "Person"), **NOT_THERE, **REFUSALS},
}
CREDENTIAL = {
    "summary": "One credential with its evidence and checks",
    "description": "The person is told that the organisation looked.",
    "parameters": [_id("credential_id", "The `id` of a credential.")],
    "responses": {"200": _answer("The credential.", "Credential"), **NOT_THERE, **REFUSALS},
}
ORIGINAL = {
    "summary": "The bytes that were signed, to be verified anywhere",
    "parameters": [_id("credential_id", "The `id` of a credential whose `original` is not null.")],
    "responses": {"200": {"description": "The file as it was imported."}, **NOT_THERE, **REFUSALS},
}

COMPETENCIES = {
    "summary": "Competencies of the loaded frameworks and criteria of rubrics: type-ahead by name, or the competency at an address",
    "parameters": [
        _query("q", "The beginning of a name, or a name with a typo.", "pyth"),
        _query("uri", "Instead of `q`: its address, GUID or CTID, in any form that issuers use.", ADDRESS),
    ],
    "responses": {
        "200": _json(
            "Up to ten competencies and four criteria (`~...`), the likeliest first; `people` counts those who show it, itself, to this "
            "recruiter. When there is none, or they only resemble `q` (`guessed`), `looser` has those that are called like a part of it; "
            "where there is none, `note` has the languages of names.",
            {
                "competencies": [{"key": "...", "label": "Python", "matched_label": "Python", "framework": "ESCO", "people": 12}],
                "guessed": False,
                "looser": [],
                "note": None,
            },
        ),
        **REFUSALS,
    },
}

VERIFY = {
    "summary": "Verify any credential. Nothing is stored.",
    "requestBody": {
        "required": True,
        "description": "The credential itself (JSON, JWT, PNG, SVG), or a form with `file`, `text` or `address`. "
        "`recipient` in the form is the address of whose it should be.",
        "content": {"application/json": {}, "text/plain": {}, "image/png": {}, "image/svg+xml": {}, "multipart/form-data": {}},
    },
    "responses": {
        "200": _json(
            "The report, also when a check failed. `verdict` is verified, failed or unknown.",
            {
                "verdict": "verified",
                "words": "Verified",
                "sentence": "Unchanged since its issuer signed it. Whether to trust the issuer is for you to judge.",
                "cautions": [],
                "registry": None,
                "report": {"checks": []},
            },
        ),
        "422": _problem("It could not be read as a credential."),
        "413": _problem("It is too large."),
        "429": _problem("Too many checks from this address."),
    },
}


@api.get("/openapi.json")
@allow(ANYONE)
def openapi() -> ResponseReturnValue:
    """The description, as OpenAPI 3.1."""
    free: dict[str, Any] = {"security": []}
    described = {"get": {"summary": "This description", "responses": {"200": {"description": "OpenAPI 3.1"}}} | free}
    return jsonify(
        openapi="3.1.0",
        info={"title": "Evident", "version": "1", "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        servers=[{"url": "/api/v1"}],
        security=[{"token": []}],
        paths={
            "/search": {"get": SEARCH, "post": POSTED_SEARCH},
            "/people/{learner_id}": {"get": PERSON},
            "/credentials/{credential_id}": {"get": CREDENTIAL},
            "/credentials/{credential_id}/original": {"get": ORIGINAL},
            "/competencies": {"get": COMPETENCIES},
            "/verify": {"post": VERIFY | free},
            "/openapi.json": described,
        },
        components={
            "schemas": SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "An API token of an organisation."}},
        },
    )
