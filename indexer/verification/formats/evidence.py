"""Evidence whose fingerprint is signed: fetched and compared, so that a picture swapped after issuing is noticed.

Most evidence carries no fingerprint; then only the words and the link are signed, and nothing is fetched.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import b64decode

from indexer.verification.case import ABSENT, Case, Finding, finding_of
from indexer.verification.claims import Evidence
from indexer.verification.errors import CheckFailedError, VerificationError, not_reached
from indexer.verification.formats.structure import listed
from indexer.verification.interface import FetchError
from indexer.verification.multiformats import decode_multibase

FETCH_LIMIT = 10 * 1024 * 1024
CHECKED_LIMIT = 5
_SRI = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
# Multihash codes (https://github.com/multiformats/multicodec) with the length of the digest.
_MULTIHASH = {0x12: (hashlib.sha256, 32), 0x20: (hashlib.sha384, 48), 0x13: (hashlib.sha512, 64)}


def check_evidence(case: Case) -> list[Finding]:
    """Compare up to five pieces of evidence with their signed fingerprints."""
    found: list[Finding] = []
    if case.claims is None:
        return [ABSENT]
    for piece in _signed(case)[:CHECKED_LIMIT]:
        try:
            found.append(_compare(piece, case))
        except VerificationError as error:
            found.append(finding_of(error, piece.pointer))
    return found or [ABSENT]


def _signed(case: Case) -> list[Evidence]:
    """Return the evidence on the web that has a fingerprint. One that stands in `relatedResource` under the same address has been
    merged into it, because in RDF both are one thing."""
    assert case.claims is not None
    return [piece for piece in case.claims.evidence if piece.digest and piece.id and piece.id.startswith(("https://", "http://"))]


def _compare(piece: Evidence, case: Case) -> Finding:
    assert piece.id is not None
    assert piece.digest is not None
    try:
        body = case.fetcher.fetch(piece.id, limit=FETCH_LIMIT).body
    except FetchError as error:
        raise not_reached("EVIDENCE_UNREACHABLE", error, pointer=piece.pointer) from error
    if not all(_matches(body, text) for text in {piece.digest, *_other_digests(piece.id, case)}):
        raise CheckFailedError("EVIDENCE_DIGEST", pointer=piece.pointer, details={"url": piece.id})
    return Finding(pointer=piece.pointer, details={"url": piece.id})


def _matches(body: bytes, text: str) -> bool:
    return (matches_sri if text.startswith("sha") else matches_multibase)(body, text)


def _other_digests(url: str, case: Case) -> set[str]:
    """Every fingerprint that the credential gives this address: several may stand there, and none of them may be wrong."""
    entries = [*listed(case.document.get("evidence")), *listed(case.document.get("relatedResource"))]
    mine = [entry for entry in entries if isinstance(entry, dict) and entry.get("id") == url]
    found = [entry.get(member) for entry in mine for member in ("digestSRI", "digestMultibase")]
    return {text for text in found if isinstance(text, str)}


def matches_sri(body: bytes, text: str) -> bool:
    """Compare with a Subresource Integrity text: several hashes may stand there, the strongest known kind counts."""
    known = [part.split("-", 1) for part in text.split() if part.split("-", 1)[0] in _SRI and "-" in part]
    if not known:
        return False
    strongest = max(name for name, _ in known)
    digest = _SRI[strongest](body).digest()
    return any(_same_base64(digest, value.partition("?")[0]) for name, value in known if name == strongest)


def _same_base64(digest: bytes, text: str) -> bool:
    try:
        return hmac.compare_digest(digest, b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return False


def matches_multibase(body: bytes, text: str) -> bool:
    """Compare with a multihash in multibase."""
    try:
        data = decode_multibase(text)
    except CheckFailedError:
        return False
    if len(data) < 2 or data[0] not in _MULTIHASH:
        return False
    function, size = _MULTIHASH[data[0]]
    return data[1] == size and hmac.compare_digest(function(body).digest(), data[2:])
