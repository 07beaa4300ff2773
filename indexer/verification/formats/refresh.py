"""A newer version of a credential, when its issuer offers one. Asked once, only after a good signature, and it changes no verdict:
the newer one is another credential, which the holder may import."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from indexer.verification.case import ABSENT, Case, Finding
from indexer.verification.formats.common import issuer_id
from indexer.verification.formats.structure import listed
from indexer.verification.intake import TEXT_LIMIT
from indexer.verification.interface import FetchError
from indexer.verification.report import Outcome, Report, Verdict

_TYPES = frozenset({"1EdTechCredentialRefresh", "VerifiableCredentialRefreshService2021"})
_ACCEPT = "application/vc, application/vc+ld+json, application/json, application/vc+jwt, text/plain"


def check_refresh(case: Case) -> Finding:
    """Look for a newer version of the same credential by the same issuer."""
    url = _address(case.document)
    if url is None or case.role == "refresh":
        return ABSENT
    try:
        answer = case.fetcher.fetch(url, limit=TEXT_LIMIT, accept=_ACCEPT)
    except FetchError as error:
        return Finding(Outcome.NOT_APPLICABLE, "REFRESH_UNREACHABLE", f"{error.url:.200}: {error.cause}.", "/refreshService")
    inner = case.inner(answer.body, role="refresh")
    report = case.judge(inner)
    if report.verdict is not Verdict.VERIFIED or not _same(case, inner):
        return Finding(Outcome.NOT_APPLICABLE, "REFRESH_UNREACHABLE", "It is not a good credential of the same issuer and name.")
    if not _newer(case, report):
        return Finding(pointer="/refreshService", details={"url": url})
    case.note("REFRESH_AVAILABLE", f"A newer version is offered at {url:.200}.", "/refreshService")
    return Finding(code="REFRESH_AVAILABLE", pointer="/refreshService", details={"url": url})


def _address(document: dict[str, Any]) -> str | None:
    for item in listed(document.get("refreshService")):
        if isinstance(item, dict) and _TYPES & {word for word in listed(item.get("type")) if isinstance(word, str)}:
            url = item.get("id", item.get("url"))
            if isinstance(url, str) and urlsplit(url).scheme == "https":
                return url
    return None


def _same(case: Case, inner: Case) -> bool:
    """Issuer and identifier name a credential (OB 3.0 "Equality")."""
    ours, theirs = case.document, inner.document
    return issuer_id(ours) == issuer_id(theirs) and ours.get("id") is not None and ours.get("id") == theirs.get("id")


def _newer(case: Case, report: Report) -> bool:
    before = case.claims.valid_from if case.claims is not None else None
    after = report.claims.valid_from if report.claims is not None else None
    return before is not None and after is not None and after > before
