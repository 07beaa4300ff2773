"""Which format something is, by what stands in it."""

from __future__ import annotations

from typing import Any

from indexer.verification.errors import CheckFailedError
from indexer.verification.formats.badges import BADGE_TYPES
from indexer.verification.formats.structure import listed


def old_format(payload: dict[str, Any]) -> str | None:
    """Open Badges 1 and 2 as a token: a badge, or an endorsement."""
    if "badge" in payload and ("verify" in payload or "verification" in payload or "recipient" in payload):
        return "ob2-jws"
    return "ob2-endorsement-jws" if "claim" in payload and "Endorsement" in listed(payload.get("type")) else None


def token_format(payload: dict[str, Any], typ: str) -> str:
    """Say which format the content of a token is; `typ` is that of its header, in small letters."""
    credential = payload.get("vc", payload)
    types = listed(credential.get("type")) if isinstance(credential, dict) else []
    if "status_list" in payload:
        return "status-list-jwt"
    if "vct" in payload:
        return "sd-jwt-vc"
    if BADGE_TYPES & {word for word in types if isinstance(word, str)}:
        return "ob3-jwt"
    if "EndorsementCredential" in types:
        return "ob3-endorsement-jwt"
    if "ClrCredential" in types:
        return "clr2-jwt"
    if "vc" in payload and typ not in ("vc+jwt", "vc+ld+jwt"):
        return "vc-jwt"
    return "vc-jose"


def object_format(value: dict[str, Any]) -> str:
    """Say which format a JSON object is. Raises `CheckFailedError` NOT_A_CREDENTIAL."""
    contexts, types = listed(value.get("@context")), {word for word in listed(value.get("type")) if isinstance(word, str)}
    if _is_old_blockcert(value):
        return "blockcerts-v2"
    if _is_hosted(value, contexts, types):
        return "ob2-hosted"
    if "Endorsement" in types and "credentialSubject" not in value:
        return "ob2-endorsement"
    if _is_blockcert(value):
        return "blockcerts-v3"
    if "ClrCredential" in types:
        return "clr2-di"
    if BADGE_TYPES & types:
        return "ob3-di"
    if "EndorsementCredential" in types:
        return "ob3-endorsement-di"
    if not ({"credentialSubject", "issuer", "proof"} & set(value)) and "VerifiableCredential" not in types:
        raise CheckFailedError("NOT_A_CREDENTIAL", _what(value))
    return "vc1-di" if contexts[:1] == ["https://www.w3.org/2018/credentials/v1"] else "vc2-di"


def _is_hosted(value: dict[str, Any], contexts: list[Any], types: set[str]) -> bool:
    if "credentialSubject" in value:
        return False
    old = any(isinstance(item, str) and item.startswith("https://w3id.org/openbadges/") for item in contexts)
    return "badge" in value and (old or "Assertion" in types or "recipient" in value or "verify" in value)


def _is_old_blockcert(value: dict[str, Any]) -> bool:
    """A Blockcert of version 2 looks like a badge of Open Badges 2, and lives in a blockchain only."""
    signature = value.get("signature")
    return isinstance(signature, dict) and "MerkleProof2017" in listed(signature.get("type"))


def _is_blockcert(value: dict[str, Any]) -> bool:
    for proof in listed(value.get("proof")):
        if isinstance(proof, dict):
            names = (proof.get("type"), proof.get("cryptosuite"))
            if "MerkleProof2019" in names or "merkle-proof-2019" in names or "ChainedProof2021" in names:
                return True
    return False


def _what(value: dict[str, Any]) -> str:
    return f"The object has the members {', '.join(sorted(value))[:120]}." if value else "The object is empty."
