"""What stands in a token: the credential, and what the older form moved out of it into claims of the token."""

from __future__ import annotations

from typing import Any

from indexer.verification.formats.structure import VC1, listed
from indexer.verification.instants import numeric_date

# Members of a token that are not words of the credential around which they stand.
_TOKEN_MEMBERS = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud", "nonce", "cnf", "vc", "_sd_alg", "status"})


def restore(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the credential inside a payload; what VC-JWT 1.1 moved into claims of the token is put back (section 6.3.1.1)."""
    inner = payload.get("vc")
    if not isinstance(inner, dict):
        return {key: value for key, value in payload.items() if key not in _TOKEN_MEMBERS}
    document = dict(inner)
    if isinstance(payload.get("iss"), str):
        document["issuer"] = _with_id(document.get("issuer"), payload["iss"])
    if isinstance(payload.get("jti"), str):
        document.setdefault("id", payload["jti"])
    if isinstance(payload.get("sub"), str) and isinstance(document.get("credentialSubject"), dict):
        document["credentialSubject"] = _with_id(document["credentialSubject"], payload["sub"])
    return _with_dates(document, payload)


def _with_id(value: Any, name: str) -> Any:
    if value is None:
        return name
    return {"id": name, **value} if isinstance(value, dict) else value


def _with_dates(document: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    old = listed(document.get("@context"))[:1] == [VC1]
    names = {"nbf": "issuanceDate" if old else "validFrom", "exp": "expirationDate" if old else "validUntil"}
    for claim, member in names.items():
        moment = numeric_date(payload.get(claim))
        if moment is not None and "vc" in payload and document.get(member) is None:
            document[member] = moment.isoformat().replace("+00:00", "Z")
    return document
