"""Credentials as compact JWS: OB 3.0 §8.2.4 for both versions of the data model."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from demo.issuing.keys import Key, base64url


def sign_jwt(credential: dict[str, Any], key: Key, *, valid_from: datetime, valid_until: datetime | None, wrapped: bool) -> str:
    """Sign `credential`. wrapped: in a ``vc`` claim, as VC 1.1 §6.3.1 has it; else the payload is the credential (VC 2.0)."""
    claims: dict[str, Any] = {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": int(valid_from.timestamp()),
    }
    if subject := credential["credentialSubject"].get("id"):
        claims["sub"] = subject
    if valid_until is not None:
        claims["exp"] = int(valid_until.timestamp())
    payload = {**claims, "vc": credential} if wrapped else {**credential, **claims}
    header = {"alg": key.alg, "typ": "JWT" if wrapped else "vc+jwt", "kid": key.method}
    signed = f"{_part(header)}.{_part(payload)}"
    return f"{signed}.{base64url(key.sign(signed.encode()))}"


def replace_payload(token: str, payload: dict[str, Any]) -> str:
    """The token with another payload and the old signature: what a forger without a key can do."""
    header, _, signature = token.split(".")
    return f"{header}.{_part(payload)}.{signature}"


def _part(value: dict[str, Any]) -> str:
    return base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
