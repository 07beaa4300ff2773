"""The shapes of the API as JSON Schema 2020-12, for openapi.json. Limits come from where they are enforced."""

from __future__ import annotations

from typing import Any

from app.api.question import EVIDENCE, FARTHEST, LARGEST_SIZE, LONGEST_VALUE, LONGEST_WORDS, MAX_SELECTED, SORTS, USUAL_SIZE
from app.search.facets import HIGHEST_LEVEL
from app.search.interface import EVERY_FACET, MAX_REQUIREMENTS, MAX_WORDS
from app.search.ranking import HIGHEST_RUNG

Schema = dict[str, Any]


def _object(properties: Schema, *required: str, closed: bool = False) -> Schema:
    shape: Schema = {"type": "object", "properties": properties, "required": list(required)}
    return shape | {"additionalProperties": False} if closed else shape


def _text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _whole(description: str, low: int, high: int, **more: Any) -> Schema:
    return {"type": "integer", "description": description, "minimum": low, "maximum": high, **more}


_STEP = _object({"rank": {"type": "integer"}, "of": {"type": "integer"}, "name": {"type": "string"}}, "rank", "of")
_LEVEL: Schema = {
    "description": "The step reached on the issuer's rubric, 1 the lowest; null when no level was given.",
    "oneOf": [{"type": "null"}, _STEP],
}
_NULLABLE: Schema = {"type": ["string", "null"]}

REQUIREMENT = _object(
    {
        "competency": _text(
            "The key of a competency; /competencies?q= finds it. `~` and a name asks for what no framework has: a criterion of a rubric.",
            maxLength=LONGEST_VALUE,
        ),
        "min_level": _whole("At this step of its rubric or higher. A credential without a level meets none.", 1, HIGHEST_LEVEL),
        "min_backing": _whole("Backed by this rung of the provenance ladder or a stronger one.", 1, HIGHEST_RUNG),
        "issued_since": _text("Issued on this day or later.", format="date"),
        "evidence": {"enum": list(EVIDENCE), "description": "With evidence that this viewer may see: any, or of this kind."},
        "evidence_opens": {
            "type": "boolean",
            "default": False,
            "description": "With evidence (of the kind asked) that can be opened: with an address, or a picture inside the credential.",
        },
    },
    "competency",
    closed=True,
)
QUESTION = _object(
    {
        "must": _list(ref("Requirement"), maxItems=MAX_REQUIREMENTS, description="Nobody is found who does not meet all of these."),
        "nice": _list(ref("Requirement"), maxItems=MAX_REQUIREMENTS, description="Met or not, these only rank."),
        "must_not": _list(ref("Requirement"), maxItems=MAX_REQUIREMENTS, description="Whoever meets one of these is left out."),
        "words": _text(
            f"At most {MAX_WORDS} words and quoted phrases that all occur in one credential, or in the headline. Never syntax.",
            maxLength=LONGEST_WORDS,
        ),
        "selections": {
            "type": "object",
            "description": f"Facet: one of these values, at most {MAX_SELECTED} in all.",
            "propertyNames": {"enum": list(EVERY_FACET)},
            "additionalProperties": _list({"type": "string", "maxLength": LONGEST_VALUE}, minItems=1),
        },
        "hops": {
            "type": "boolean",
            "default": True,
            "description": "Look one hop further: what is close, related, broader or narrower, and credentials without any competency "
            "whose words name it, match and rank lower. What is exactly the same counts as the competency itself in any case.",
        },
        "sort": {"enum": list(SORTS), "default": SORTS[0]},
        "size": _whole("People in one answer.", 1, LARGEST_SIZE, default=USUAL_SIZE),
        "page": _whole(f"The page, within the first {FARTHEST:,} people. Further on, use `after`.", 1, FARTHEST, default=1),
        "after": _text("The `next` of an earlier answer to this very search: goes on there, whatever was published in between."),
        "facets": _list(
            {"enum": list(EVERY_FACET)}, default=list(EVERY_FACET), description="The facets to count; an empty list counts none."
        ),
    },
    closed=True,
)
REASON = _object(
    {
        "competency": _text("What was asked for; empty for a credential that is listed for its words, or when nothing was asked."),
        "nice": {"type": "boolean"},
        "met": {"type": "boolean", "description": "False for a nice-to-have that nothing answers; then there is nothing more."},
        "asked": _list({"type": "string"}, description="What was asked beside the competency, in words."),
        "why": {"type": ["string", "null"], "description": "Why a credential is listed beside those that answer best."},
        "how": {"enum": ["direct", "related", "words", None], "description": "By the competency, by a related one, or only by words."},
        "hop": {
            "type": ["object", "null"],
            "description": "What the credential shows in place of the competency asked for (`label`, `framework`), its `relation` to it "
            "and who says so (`said_by`).",
        },
        "level": _LEVEL,
        "higher": {
            "type": ["object", "null"],
            "description": "A higher `level` in another `credential` of theirs, with `title` and `issuer`: it earns no points.",
        },
        "further": {"type": "integer", "description": "More credentials of the person that answer the same; this one earns most."},
        "criterion": {**_NULLABLE, "description": "In what the level was reached, when the rubric judges this very competency."},
        "points": {"type": ["object", "null"], "description": "What this earned, part by part; the totals add up to the score."},
        "credential": {"type": "object", "description": "The credential that answers, with the `address` under which it can be read."},
        "words": _list(_object({"text": {"type": "string"}, "match": {"type": "boolean"}}, "text", "match")),
        "place": {"type": ["object", "null"], "description": "Where in the credential these words stand: `name`, and `page`."},
    },
    "competency",
    "nice",
    "met",
)
HIT = _object(
    {
        "learner": _text("The person's id."),
        "name": {"type": "string"},
        "headline": {"type": "string"},
        "place": {"type": "string"},
        "score": {"type": "integer"},
        "credentials": {"type": "integer", "description": "How many of theirs this viewer may see."},
        "address": _text("Where the person can be read."),
        "reasons": _list(ref("Reason")),
    },
    "learner",
    "name",
    "score",
    "reasons",
)
FACET = _object(
    {
        "name": {"enum": list(EVERY_FACET)},
        "values": _list(
            _object(
                {
                    "value": _text("What goes into `selections`."),
                    "label": _text("What a person reads."),
                    "count": {"type": "integer", "description": "How many people one finds by choosing it."},
                    "selected": {"type": "boolean"},
                },
                "value",
                "label",
                "count",
                "selected",
            )
        ),
    },
    "name",
    "values",
)
_PATH: Schema = _text("A place in the question (RFC 6901).")
LOOSENING = _object(
    {
        "words": {"type": "string"},
        "total": {"type": "integer", "description": "How many people the changed question finds."},
        "patch": _list(
            _object(
                {
                    "op": {"enum": ["remove", "replace"]},
                    "path": _PATH,
                    "value": _text("Fewer words, or the key of another competency, in place of what stands there."),
                },
                "op",
                "path",
            ),
            description="What to take out of the question, in this order, or what to put in place of something (JSON Patch, RFC 6902). "
            "Leave out `page` and `after` as well.",
        ),
    },
    "words",
    "total",
    "patch",
)
ANSWER = _object(
    {
        "total": {"type": "integer"},
        "hits": _list(ref("Hit")),
        "facets": _list(ref("Facet")),
        "next": {**_NULLABLE, "description": "Put it into `after` of the same search; null on the last page."},
        "blocking": _list(_PATH, description="When nobody is found: what finds nobody even when nothing else is asked."),
        "loosenings": _list(
            LOOSENING,
            description="When nobody is found: other competencies in place of what nobody shows, then changes that find somebody; "
            "of each those that find most first.",
        ),
    },
    "total",
    "hits",
    "facets",
    "next",
    "blocking",
    "loosenings",
)
_PLACE: Schema = {**_NULLABLE, "description": "Where the original says so (RFC 6901); null unless the original is offered."}
BRIEF: Schema = {
    "id": {"type": "string"},
    "title": {"type": "string"},
    "issuer": _object({"name": {"type": "string"}, "identifier": _text("The only part that is proven.")}, "name", "identifier"),
    "backing": _whole("The rung of the provenance ladder.", 1, HIGHEST_RUNG),
    "kind": {"type": "string"},
    "issued": {"type": "string", "format": "date"},
    "expires": _NULLABLE,
    "competencies": _list(
        _object(
            {"key": {"type": "string"}, "label": {"type": "string"}, "framework": {"type": "string"}, "level": _LEVEL, "pointer": _PLACE},
            "key",
            "label",
        )
    ),
    "address": {"type": "string"},
}
PERSON = _object(
    {
        "learner": {"type": "string"},
        "name": {"type": "string"},
        "headline": {"type": "string"},
        "place": {"type": "string"},
        "credentials": _list(_object(BRIEF | {"evidence": {"type": "integer"}}, *BRIEF)),
        "page": _text("The same as a page for people."),
    },
    "learner",
    "name",
    "credentials",
)
_CHECK = _object(
    {
        "check": {"type": "string"},
        "outcome": {"enum": ["passed", "failed", "unknown", "not_applicable"]},
        "code": {"type": "string"},
        "message": {"type": "string"},
        "next_step": _NULLABLE,
        "pointer": {**_NULLABLE, "description": "The place in the original that the check is about (RFC 6901)."},
    },
    "check",
    "outcome",
    "code",
    "message",
)
CREDENTIAL = _object(
    BRIEF
    | {
        "learner": {"type": "string"},
        "description": _NULLABLE,
        "criteria": {"type": ["object", "null"], "properties": {"narrative": _NULLABLE, "address": _NULLABLE, "pointer": _PLACE}},
        "results": _list(_object({"name": {"type": "string"}, "value": {"type": "string"}, "held": {"type": "boolean"}, "level": _LEVEL})),
        "evidence": _list(
            _object(
                {
                    "number": {"type": "integer"},
                    "kind": {"enum": list(EVIDENCE[1:])},
                    "name": _NULLABLE,
                    "description": _NULLABLE,
                    "narrative": _NULLABLE,
                    "address": {**_NULLABLE, "description": "At the issuer or elsewhere: whoever serves it learns that somebody looks."},
                    "pointer": _PLACE,
                },
                "number",
                "kind",
            )
        ),
        "verdict": {"enum": ["verified", "failed", "unknown"]},
        "checked_at": {"type": "string", "format": "date-time"},
        "checks": _list(_CHECK),
        "original": {**_NULLABLE, "description": "Where the signed bytes are; null when they hold more than this viewer may see."},
        "page": {"type": "string"},
    },
    *BRIEF,
    "learner",
    "evidence",
    "checks",
    "original",
)
PROBLEM = _object(
    {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": _text("What was expected and what was found."),
        "next_step": _text("What to do."),
        "errors": _list(
            _object(
                {
                    "pointer": _text("The place in the body (RFC 6901), empty for the whole."),
                    "expected": {"type": "string"},
                    "found": {"type": "string"},
                    "next_step": {"type": "string"},
                },
                "pointer",
                "expected",
                "found",
            ),
            description="With 422: everything that is wrong with the body.",
        ),
    },
    "type",
    "title",
    "status",
    "detail",
    "next_step",
)
SCHEMAS: dict[str, Schema] = {
    "Requirement": REQUIREMENT,
    "Question": QUESTION,
    "Answer": ANSWER,
    "Hit": HIT,
    "Reason": REASON,
    "Facet": FACET,
    "Person": PERSON,
    "Credential": CREDENTIAL,
    "Problem": PROBLEM,
}
