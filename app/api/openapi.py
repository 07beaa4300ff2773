"""GET /api/v1/openapi.json: the API described for programs. Held against the URL map by a test."""

from __future__ import annotations

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.api.blueprint import api
from app.guard import ANYONE, allow


def _json(description: str, example: Any) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"example": example}}}


def _query(name: str, description: str, example: str) -> dict[str, Any]:
    schema = {"type": "array", "items": {"type": "string"}}
    return {"name": name, "in": "query", "description": description, "schema": schema, "explode": True, "example": [example]}


ERROR = {
    "type": "about:blank",
    "title": "...",
    "status": 422,
    "detail": "what was expected and found",
    "next_step": "what to do",
}

SEARCH: dict[str, Any] = {
    "summary": "Search people by competency, as a recruiter",
    "description": "The same names as the address of the search page, so a search can be tried there and copied.",
    "parameters": [
        _query("must", "Competency key; then, behind colons, a minimum level and `b` with a minimum rung of backing.", "n2tyjukvtq47:3:b5"),
        _query("nice", "As `must`; met or not, it only ranks.", "n2tyjukvtq47"),
        _query("not", "As `must`; whoever shows it is left out.", "n2tyjukvtq47"),
        _query("words", "Words and quoted phrases that occur in one credential. Never syntax.", '"public transport"'),
        _query("f.issuer", "A selected facet value; likewise f.backing, f.competency, f.level, f.kind, f.year, f.evidence ...", "..."),
        _query("sort", "`best` or `newest`.", "newest"),
        _query("page", "The page, from 1.", "2"),
    ],
    "responses": {
        "200": _json(
            "People with the reasons why, facets with counts, the next page.",
            {"stopped": False, "total": 1, "notices": [], "hits": [{"learner": "...", "reasons": []}], "facets": [], "next": None},
        ),
        "401": _json("Nobody is signed in.", ERROR),
        "403": _json("No recruiter, or of an organisation that is not admitted.", ERROR),
        "503": _json("The search engine does not answer.", ERROR),
    },
}

POSTED_SEARCH = {
    "summary": "The same search, for one that is too long for an address",
    "description": "Wants the token of a page's form (csrf_token) in the header X-CSRFToken.",
    "requestBody": {
        "required": True,
        "description": "The names of the address; each value a text or a list of texts.",
        "content": {"application/json": {"example": {"must": ["n2tyjukvtq47:3:b5"], "words": "bread", "f.year": ["2026"]}}},
    },
    "responses": {**SEARCH["responses"], "400": _json("The token is missing.", ERROR), "422": _json("The body is no such object.", ERROR)},
}

COMPETENCIES = {
    "summary": "Type-ahead over the loaded frameworks",
    "parameters": [_query("q", "The beginning of a name, or a name with a typo.", "pyth")],
    "responses": {
        "200": _json(
            "Up to ten competencies, the likeliest first; `people` counts those whom this recruiter may see.",
            {"competencies": [{"key": "...", "label": "Python", "matched_label": "Python", "framework": "ESCO", "people": 12}]},
        ),
        "401": _json("Nobody is signed in.", ERROR),
    },
}

VERIFY = {
    "summary": "Verify any credential. Nothing is stored.",
    "requestBody": {
        "required": True,
        "description": "The credential itself (JSON, JWT, PNG, SVG), or a form with `file`, `text` or `address`.",
        "content": {"application/json": {}, "text/plain": {}, "image/png": {}, "image/svg+xml": {}, "multipart/form-data": {}},
    },
    "responses": {
        "200": _json(
            "The report, also when a check failed. `verdict` is verified, failed or unknown.",
            {"verdict": "verified", "words": "Verified", "sentence": "All checks passed.", "report": {"checks": []}},
        ),
        "422": _json("It could not be read as a credential.", ERROR),
        "413": _json("It is too large.", ERROR),
        "429": _json("Too many checks from this address.", ERROR),
    },
}


@api.get("/openapi.json")
@allow(ANYONE)
def openapi() -> ResponseReturnValue:
    """The description, as OpenAPI 3.1."""
    return jsonify(
        openapi="3.1.0",
        info={"title": "Evident", "version": "1", "license": {"name": "Apache-2.0"}},
        servers=[{"url": "/api/v1"}],
        paths={
            "/search": {"get": SEARCH, "post": POSTED_SEARCH},
            "/competencies": {"get": COMPETENCIES},
            "/verify": {"post": VERIFY},
            "/openapi.json": {"get": {"summary": "This description", "responses": {"200": {"description": "OpenAPI 3.1"}}}},
        },
    )
