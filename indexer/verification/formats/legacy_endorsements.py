"""Endorsements of Open Badges 2.0: a third party speaks of an assertion, a badge class or an issuer, hosted or signed like a badge.

They hang on what they are about by their address (`endorsement`), each is judged by itself, and none changes the verdict of the badge.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from indexer.verification.case import ABSENT, Case, Finding
from indexer.verification.claims import Claims
from indexer.verification.errors import CheckFailedError
from indexer.verification.formats import hosted, signed_assertion
from indexer.verification.formats.endorsements import Attached, judge_attached
from indexer.verification.formats.interface import CheckFunction
from indexer.verification.formats.legacy import CONTEXTS, Badge, Document, check_issuer, issuer_of, quiet_instant, verification_of
from indexer.verification.formats.legacy_rules import ENDORSEMENT, hold
from indexer.verification.formats.remarks import remark
from indexer.verification.formats.structure import is_url, listed


def check_attached(case: Case, badge: Badge) -> Finding:
    """Judge the endorsements of assertion, badge class and issuer."""
    return judge_attached(case, list(_attached(badge)))


def check_hosted_badge(case: Case) -> Finding:
    """The endorsements of a hosted badge."""
    return check_attached(case, case.parsed) if isinstance(case.parsed, Badge) else ABSENT


def check_signed_badge(case: Case) -> Finding:
    """The endorsements of a signed badge."""
    return check_attached(case, signed_assertion.badge_of(case))


def _attached(badge: Badge) -> Iterator[Attached]:
    """Yield each endorsement as bytes, with the names of what it hangs on and its pointer."""
    holders = (
        (badge.assertion, badge.address, ""),
        (badge.badge, badge.badge_url, "/badge"),
        (badge.issuer, badge.issuer_url, "/badge/issuer"),
    )
    for document, address, prefix in holders:
        names = tuple(name for name in (address, document.get("id")) if isinstance(name, str))
        for index, item in enumerate(listed(document.get("endorsement"))):
            if isinstance(item, (str, dict)):
                yield Attached(_raw(item), names, f"{prefix}/endorsement/{index}")


def _raw(item: str | Document) -> bytes:
    """An endorsement is written out, signed as a token, or named by its address."""
    if isinstance(item, str) and not item.startswith(("http://", "https://")):
        return item.encode()
    return json.dumps({"type": "Endorsement", **({"id": item} if isinstance(item, str) else item)}).encode()


def _check_structure(case: Case, badge: Badge, kinds: frozenset[str]) -> Finding:
    document = badge.assertion
    contexts = [item for item in listed(document.get("@context")) if isinstance(item, str)]
    if not CONTEXTS & set(contexts):
        raise CheckFailedError("BAD_CONTEXT", "The vocabulary is not one of Open Badges.", pointer="/@context")
    if "Endorsement" not in listed(document.get("type")):
        raise CheckFailedError("BAD_TYPE", "The type must be Endorsement.", pointer="/type")
    if not kinds & {str(kind) for kind in listed(verification_of(document).get("type"))}:
        raise CheckFailedError("SCHEMA", f"It must be verified as {' or '.join(sorted(kinds))}.", pointer="/verification/type")
    hold(document, ENDORSEMENT, pointer="")
    if not is_url(document["claim"].get("id")):
        raise CheckFailedError("SCHEMA", "It does not say what it endorses.", pointer="/claim/id")
    badge.issuer, badge.issuer_url = hosted.part(document["issuer"], case, what="issuer")
    check_issuer(badge.issuer)
    case.claims = _claims(badge)
    remark(case)
    return Finding(details={"issuer": badge.issuer_url})


def _claims(badge: Badge) -> Claims:
    document, claim = badge.assertion, badge.assertion["claim"]
    comment: Any = claim.get("endorsementComment", claim.get("description"))
    return Claims(
        issuer=issuer_of(badge),
        credential_id=badge.address or document.get("id"),
        types=("Endorsement",),
        subject_id=claim["id"],
        endorsement_comment=comment if isinstance(comment, str) else None,
        valid_from=quiet_instant(document.get("issuedOn")),
        valid_until=quiet_instant(document.get("expires")),
    )


def check_hosted_structure(case: Case) -> Finding:
    """The parts of a hosted endorsement, and its issuer."""
    return _check_structure(case, case.parsed, frozenset({"hosted", "HostedBadge"}))


def check_signed_structure(case: Case) -> Finding:
    """The parts of a signed endorsement, and its issuer."""
    return _check_structure(case, signed_assertion.badge_of(case), signed_assertion.SIGNED)


HOSTED: dict[str, CheckFunction] = {**hosted.CHECKS, "structure": check_hosted_structure}
SIGNED: dict[str, CheckFunction] = {**signed_assertion.CHECKS, "structure": check_signed_structure}
HOSTED_BADGE: dict[str, CheckFunction] = {**hosted.CHECKS, "endorsements": check_hosted_badge}
SIGNED_BADGE: dict[str, CheckFunction] = {**signed_assertion.CHECKS, "endorsements": check_signed_badge}
