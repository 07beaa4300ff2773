"""Signed badges of Open Badges 1.x and 2.0: a token whose key the issuer lists, with badge class and issuer on the web."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from indexer.verification.case import ABSENT, Case, Finding, not_judged
from indexer.verification.errors import CheckFailedError, CheckUnknownError
from indexer.verification.formats.common import check_holder
from indexer.verification.formats.hosted import load_class_and_issuer, period_of
from indexer.verification.formats.interface import CheckFunction
from indexer.verification.formats.legacy import Badge, check_assertion, read_claims, refuse_revoked, verification_of
from indexer.verification.formats.legacy_fetch import fetch_document, fetch_legacy, same_address
from indexer.verification.formats.remarks import remark
from indexer.verification.formats.structure import listed
from indexer.verification.keys.interface import PublicKey
from indexer.verification.keys.material import from_pem
from indexer.verification.proofs.jose import Token

SIGNED = frozenset({"signed", "SignedBadge"})


def check_structure(case: Case) -> Finding:
    """The three documents and their parts."""
    badge = _work(case).badge
    check_assertion(badge.assertion)
    if not SIGNED & set(map(str, listed(verification_of(badge.assertion).get("type")))):
        raise CheckFailedError("SCHEMA", "A signed badge must say that it is signed.", pointer="/verification/type")
    load_class_and_issuer(badge, case)
    case.claims = read_claims(badge)
    remark(case)
    return Finding(details={"badge": badge.badge_url, "issuer": badge.issuer_url})


@dataclass(slots=True)
class _Work:
    """What the checks of one signed badge hand to each other."""

    badge: Badge
    key: PublicKey | None = None
    key_document: dict[str, Any] = field(default_factory=dict)


def badge_of(case: Case) -> Badge:
    """Return the parts of the badge, as far as they were fetched."""
    return _work(case).badge


def _work(case: Case) -> _Work:
    if case.proofs is None:
        case.proofs = _Work(Badge(case.document))
    found: _Work = case.proofs
    return found


def check_token(case: Case) -> Finding:
    """The token itself: RS256, as the standard says, or another of the allowed methods."""
    token: Token = case.parsed
    if str(token.jws.header.get("typ", "JWT")).upper() not in ("JWT", "JWS"):
        raise CheckFailedError("BAD_TYP", f"It calls itself {token.jws.header.get('typ')!r:.40}.")
    return Finding(details={"algorithm": token.jws.algorithm})


def check_key(case: Case) -> Finding:
    """Fetch the key that the assertion names as its creator."""
    url = _key_url(case)
    document = _key_document(url, case)
    work = _work(case)
    work.key, work.key_document = from_pem(document.get("publicKeyPem")), document
    if case.claims is not None:
        case.claims = replace(case.claims, key=url)
    return Finding(details={"key": url})


def _key_url(case: Case) -> str:
    found = verification_of(case.document)
    url = found.get("creator") or found.get("url")
    if not isinstance(url, str):
        raise CheckFailedError("KEY_UNRESOLVABLE", "The badge does not name its key.", pointer="/verification/creator")
    return url


def _key_document(url: str, case: Case) -> dict[str, Any]:
    """Return the key as an object; version 1 serves the bare PEM text."""
    try:
        answer = fetch_legacy(url, case, what="key")
        if answer.body.lstrip().startswith(b"-----BEGIN"):
            return {"id": url, "publicKeyPem": answer.body.decode("ascii", "replace"), "bare": True}
        return fetch_document(url, case, what="key")
    except CheckUnknownError as error:
        code = error.code if error.code == "ADDRESS_REFUSED" else "KEY_UNREACHABLE"
        raise CheckUnknownError(code, error.detail, details=error.details) from error
    except CheckFailedError as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", error.detail, details=error.details) from error


def check_issuer(case: Case) -> Finding:
    """The issuer must list the key, and the key must name the issuer as its owner."""
    work, url = _work(case), _key_url(case)
    badge, document = work.badge, work.key_document
    if badge.issuer_url is None:
        return not_judged("structure")
    if document.get("bare"):  # version 1 knows no owner: the key must lie on the issuer's own site
        if urlsplit(url).netloc != urlsplit(badge.issuer_url).netloc:
            raise CheckFailedError("ISSUER_NOT_BOUND", f"The key lies at {url:.200}, the issuer at {badge.issuer_url:.200}.")
        return Finding(details={"issuer": badge.issuer_url})
    names = [item.get("id") if isinstance(item, dict) else item for item in listed(badge.issuer.get("publicKey"))]
    if not any(same_address(name, url) for name in names):
        raise CheckFailedError("ISSUER_NOT_BOUND", f"The issuer does not list the key {url:.200}.", pointer="/verification/creator")
    if not same_address(document.get("owner"), badge.issuer_url):
        raise CheckFailedError("ISSUER_NOT_BOUND", f"The key belongs to {document.get('owner')!r:.200}.")
    return Finding(details={"issuer": badge.issuer_url})


def check_signature(case: Case) -> Finding:
    """Check the signature over the bytes of the token."""
    token: Token = case.parsed
    key = _work(case).key
    assert key is not None
    token.jws.check(key)
    return Finding(details={"algorithm": token.jws.algorithm})


def check_validity(case: Case) -> Finding:
    """`issuedOn` and `expires` against the clock."""
    return period_of(case.document, case)


def check_status(case: Case) -> Finding:
    """What the badge says itself, and the issuer's list of revoked badges, which must lie on the issuer's own site: nobody signs it."""
    badge = _work(case).badge
    refuse_revoked(badge.assertion)
    if badge.issuer_url is None:
        return not_judged("structure")
    url = badge.issuer.get("revocationList")
    if url in (None, ""):
        return ABSENT
    listing = _listing(url, badge, case)
    names = _names(badge.assertion)
    for entry, why in _entries(listing):
        if names & entry:
            raise CheckFailedError("REVOKED", f"The reason is: {why:.300}." if why else None, details={"list": url})
    return Finding(details={"list": url})


def _listing(url: Any, badge: Badge, case: Case) -> dict[str, Any]:
    if not isinstance(url, str) or urlsplit(url).netloc != urlsplit(badge.issuer_url or "").netloc:
        raise CheckUnknownError("STATUS_ISSUER", f"The list lies at {url!r:.200}.")
    try:
        return fetch_document(url, case, what="list of revoked badges")
    except (CheckFailedError, CheckUnknownError) as error:
        raise CheckUnknownError("STATUS_UNREACHABLE", error.detail, details=error.details) from error


def _names(entry: dict[str, Any]) -> set[str]:
    """Return what an assertion is known by; version 1 has numbers, too."""
    return {str(entry[name]) for name in ("id", "uid") if isinstance(entry.get(name), str | int) and entry[name] != ""}


def _entries(listing: dict[str, Any]) -> list[tuple[set[str], str | None]]:
    """Return names and reasons: a list of ids or objects (version 2), or a map from id to reason (version 1)."""
    if "revokedAssertions" not in listing:
        return [({name}, why if isinstance(why, str) else None) for name, why in listing.items()]
    found = []
    for item in listed(listing["revokedAssertions"]):
        entry = item if isinstance(item, dict) else {"id": item}
        why = entry.get("revocationReason")
        found.append((_names(entry), why if isinstance(why, str) else None))
    return found


CHECKS: dict[str, CheckFunction] = {
    "structure": check_structure,
    "proof": check_token,
    "key": check_key,
    "issuer": check_issuer,
    "signature": check_signature,
    "validity": check_validity,
    "status": check_status,
    "recipient": check_holder,
}
