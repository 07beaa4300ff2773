"""Open Badges 3.0 as SD-JWT VC. Such a token has no contexts: its `vct` says what its claims mean, and where that is the type of a badge,
they mean what Open Badges 3.0 says."""

from __future__ import annotations

from typing import Any

from indexer.verification.case import Case
from indexer.verification.claims import Claims
from indexer.verification.errors import VerificationError
from indexer.verification.formats import vocabulary as v
from indexer.verification.formats.claims_reader import read_claims
from indexer.verification.formats.structure import VC2
from indexer.verification.jsonld.checked import expanded

_CONTEXTS = [VC2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
_CREDENTIAL = ("name", "description", "image", "evidence", "awardedDate", "validFrom", "validUntil")
_SUBJECT = ("achievement", "result", "identifier")


def badge_claims(payload: dict[str, Any], case: Case) -> Claims | None:
    """Return what a badge in `payload` says; None for a token of another type, and for one that brings vocabularies of its own.

    The achievement stands at the top, because the subject of an SD-JWT VC is that of its token, or in `credentialSubject`.
    """
    if payload.get("vct") not in v.ACHIEVEMENT_CREDENTIAL or _has_context(payload):
        return None
    try:
        case.expansion = expanded(_as_credential(payload), case.contexts)
    except VerificationError:  # what it says cannot be read in these terms; who signed it can be judged all the same
        return None
    return read_claims(case)


def _as_credential(payload: dict[str, Any]) -> dict[str, Any]:
    subject = payload.get("credentialSubject")
    shown = {name: payload[name] for name in _SUBJECT if name in payload}
    return {
        "@context": _CONTEXTS,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": payload.get("iss"), "type": ["Profile"], **_name_of(payload.get("issuer"))},
        **{name: payload[name] for name in _CREDENTIAL if name in payload},
        "credentialSubject": {
            **({"id": payload["sub"]} if isinstance(payload.get("sub"), str) else {}),
            "type": ["AchievementSubject"],
            **(subject if isinstance(subject, dict) else shown),
        },
    }


def _name_of(issuer: Any) -> dict[str, str]:
    name = issuer.get("name") if isinstance(issuer, dict) else None
    return {"name": name} if isinstance(name, str) else {}


def _has_context(value: Any) -> bool:
    if isinstance(value, dict):
        return "@context" in value or any(_has_context(part) for part in value.values())
    return isinstance(value, list) and any(_has_context(part) for part in value)
