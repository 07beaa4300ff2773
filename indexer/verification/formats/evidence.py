"""Evidence whose fingerprint is signed: fetched and compared, so that a picture swapped after issuing is noticed.

Most evidence carries no fingerprint; then only the words and the link are signed, and nothing is fetched.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

from indexer.verification.case import ABSENT, Case, Finding
from indexer.verification.errors import CheckFailedError, CheckUnknownError, VerificationError
from indexer.verification.formats.structure import objects
from indexer.verification.interface import FetchError
from indexer.verification.multiformats import decode_multibase
from indexer.verification.proofs.data_integrity import finding_of

FETCH_LIMIT = 10 * 1024 * 1024
CHECKED_LIMIT = 5
_SRI = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
# Multihash codes (https://github.com/multiformats/multicodec) with the length of the digest.
_MULTIHASH = {0x12: (hashlib.sha256, 32), 0x20: (hashlib.sha384, 48), 0x13: (hashlib.sha512, 64)}


def check_evidence(case: Case) -> list[Finding]:
    """Compare up to five pieces of evidence, and of related resources that are evidence, with their signed fingerprints."""
    found = []
    for pointer, url, digests in list(_signed(case.document))[:CHECKED_LIMIT]:
        try:
            found.append(_compare(url, digests, pointer, case))
        except VerificationError as error:
            found.append(finding_of(error, pointer))
    return found or [ABSENT]


def _signed(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield pointer, address and fingerprints of evidence; a fingerprint may stand in `relatedResource` under the same address."""
    related = {item["id"]: item for _, item in objects(document, "relatedResource") if isinstance(item, dict) and "id" in item}
    for pointer, item in objects(document, "evidence"):
        url = item.get("id") if isinstance(item, dict) else None
        if isinstance(url, str):
            digests = {**_digests(related.get(url, {})), **_digests(item)}
            if digests and url.startswith(("https://", "http://")):
                yield pointer, url, digests


def _digests(item: dict[str, Any]) -> dict[str, str]:
    return {name: item[name] for name in ("digestSRI", "digestMultibase") if isinstance(item.get(name), str)}


def _compare(url: str, digests: dict[str, str], pointer: str, case: Case) -> Finding:
    try:
        body = case.fetcher.fetch(url, limit=FETCH_LIMIT).body
    except FetchError as error:
        raise CheckUnknownError("EVIDENCE_UNREACHABLE", f"{error.url:.200}: {error.cause}.", details={"url": url}) from error
    matches = {"digestSRI": matches_sri, "digestMultibase": matches_multibase}
    for name, text in digests.items():
        if not matches[name](body, text):
            raise CheckFailedError("EVIDENCE_DIGEST", pointer=f"{pointer}/{name}", details={"url": url})
    return Finding(pointer=pointer, details={"url": url})


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
