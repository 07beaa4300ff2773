"""Hosted badges (Open Badges 1.x, 2.0, 2.1): the issuer's site is the proof. What was handed in only says where to look.

Steps of verification.md section 10: the assertion is fetched from its own address and replaces what was handed in; badge class and
issuer are fetched; the assertion must lie where the issuer says that its badges lie.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import SplitResult, urlsplit

from indexer.verification.case import Case, Finding, not_judged
from indexer.verification.errors import CheckFailedError
from indexer.verification.formats.common import check_holder, validity
from indexer.verification.formats.extensions import check_extensions
from indexer.verification.formats.interface import CheckFunction
from indexer.verification.formats.legacy import (
    Badge,
    check_assertion,
    check_class,
    check_issuer,
    instant,
    read_claims,
    refuse_revoked,
    verification_of,
)
from indexer.verification.formats.legacy_fetch import fetch_document, same_address
from indexer.verification.formats.remarks import remark
from indexer.verification.formats.structure import listed


def check_hosting(case: Case) -> Finding:
    """Fetch the assertion from its own address, and take that one from here on."""
    given = case.document
    address = _address(given)
    if address is None:
        raise CheckFailedError("NOT_VERIFIABLE", "The assertion does not say where it is hosted.")
    served = fetch_document(address, case, what="assertion")
    refuse_revoked(served, url=address)
    if "id" in served and not same_address(served["id"], address):
        raise CheckFailedError("HOSTED_MISMATCH", f"The assertion at {address:.200} says that it is {served['id']!r:.200}.")
    _note_differences(given, served, case)
    case.document = served
    case.parsed = Badge(served, address=address)
    return Finding(details={"url": address})


def _address(given: dict[str, Any]) -> str | None:
    """Where the assertion lives: its id (version 2), or what `verify` says (version 1)."""
    url = verification_of(given).get("url")
    for found in (url, given.get("id")):
        if isinstance(found, str) and urlsplit(found).scheme in ("http", "https"):
            return found
    return None


def _note_differences(given: dict[str, Any], served: dict[str, Any], case: Case) -> None:
    changed = sorted(name for name in given if name != "@context" and _plain(given[name]) != _plain(served.get(name)))
    if changed:
        case.note(
            "HOSTED_DIFFERS",
            f"The issuer's site says something else than the file about: {', '.join(changed)[:200]}. The site counts.",
            f"/{changed[0]}",
        )


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def check_structure(case: Case) -> Finding:
    """The three documents and their parts."""
    badge: Badge = case.parsed
    check_assertion(badge.assertion)
    _check_kind(badge.assertion)
    load_class_and_issuer(badge, case)
    case.claims = read_claims(badge)
    remark(case)
    return Finding(details={"badge": badge.badge_url, "issuer": badge.issuer_url})


def _check_kind(assertion: dict[str, Any]) -> None:
    kinds = {str(kind) for kind in listed(verification_of(assertion).get("type"))}
    if not kinds & {"hosted", "HostedBadge"}:
        raise CheckFailedError("SCHEMA", "A hosted badge must say that it is hosted.", pointer="/verification/type")


def load_class_and_issuer(badge: Badge, case: Case) -> None:
    """Fetch badge class and issuer; parts that stand in the assertion itself are fetched from their addresses all the same."""
    inline = badge.assertion.get("badge")
    if isinstance(inline, dict) and urlsplit(str(inline.get("id", ""))).scheme not in ("http", "https"):
        badge.badge, badge.badge_url = inline, None  # it has no address of its own and is part of what was proven
    else:
        badge.badge, badge.badge_url = part(inline, case, what="badge class")
    check_class(badge.badge)
    badge.issuer, badge.issuer_url = part(badge.badge.get("issuer"), case, what="issuer")
    check_issuer(badge.issuer)
    for document, pointer in ((badge.assertion, ""), (badge.badge, "/badge"), (badge.issuer, "/badge/issuer")):
        check_extensions(document, case, pointer=pointer)


def part(value: Any, case: Case, *, what: str) -> tuple[dict[str, Any], str]:
    """Fetch a part of a badge from its address, and return it with that address."""
    url = value.get("id") if isinstance(value, dict) else value
    found = fetch_document(url, case, what=what)
    assert isinstance(url, str)
    if "id" in found and not same_address(found["id"], url):
        _judge_other_name(found["id"], url, case, what)
    return found, url


def _judge_other_name(name: Any, url: str, case: Case, what: str) -> None:
    """A document under another name than its own: harmless on one site, a lie across sites. The address counts in any case."""
    if not isinstance(name, str) or urlsplit(name).hostname != urlsplit(url).hostname:
        raise CheckFailedError("HOSTED_MISMATCH", f"The {what} at {url:.200} says that it is {name!r:.200}.")
    case.note("HOSTED_NAME", f"The {what} at {url:.150} calls itself {name:.150}.")


def check_scope(case: Case) -> Finding:
    """The assertion must lie on the issuer's own site, or where the issuer declares that its badges lie."""
    badge: Badge = case.parsed
    if badge.address is None or badge.issuer_url is None:
        return not_judged("structure")
    if not _in_scope(urlsplit(badge.address), badge):
        raise CheckFailedError(
            "HOSTED_SCOPE", f"The badge lies at {badge.address:.200}, the issuer at {badge.issuer_url:.200}.", pointer="/id"
        )
    return Finding(details={"issuer": badge.issuer_url}, message="It lies where its issuer says that its badges lie.")


def _in_scope(address: SplitResult, badge: Badge) -> bool:
    policy = badge.issuer.get("verification")
    policy = policy if isinstance(policy, dict) else {}
    prefixes = [item for item in listed(policy.get("startsWith")) if isinstance(item, str)]
    origins = [item for item in listed(policy.get("allowedOrigins")) if isinstance(item, str)]
    if "@" in address.netloc:
        return False
    if prefixes and not any(_starts_with(address, urlsplit(prefix)) for prefix in prefixes):
        return False
    if origins:
        return any(_host(origin) == address.netloc for origin in origins)
    return bool(prefixes) or address.netloc == urlsplit(badge.issuer_url or "").netloc


def _starts_with(address: SplitResult, prefix: SplitResult) -> bool:
    """Compare parts, not text: ``https://a.edu`` must not cover ``https://a.edu.evil.example``."""
    whole, start = address.path or "/", prefix.path or "/"
    return address.netloc == prefix.netloc and prefix.scheme in ("http", "https") and whole.startswith(start) and ".." not in whole


def _host(origin: str) -> str:
    return urlsplit(origin).netloc or origin


def check_dates(case: Case) -> Finding:
    """`issuedOn` and `expires` against the clock."""
    return period_of(case.document, case) if case.parsed is not None else not_judged("hosting")


def period_of(assertion: dict[str, Any], case: Case) -> Finding:
    """Judge the period of an assertion."""
    start = instant(assertion.get("issuedOn"), pointer="/issuedOn")
    end = instant(assertion.get("expires"), pointer="/expires")
    return validity(case, start, end, pointers=("/issuedOn", "/expires"))


def check_status(case: Case) -> Finding:
    """A hosted badge is revoked by its own address, which the check of hosting has asked."""
    badge: Badge | None = case.parsed
    return Finding(details={"url": badge.address}) if badge is not None else not_judged("hosting")


CHECKS: dict[str, CheckFunction] = {
    "hosting": check_hosting,
    "structure": check_structure,
    "issuer": check_scope,
    "validity": check_dates,
    "status": check_status,
    "recipient": check_holder,
}
