"""Whose credential is it: identifiers that a learner has proven against those that the credential names.

OB 3.0 `IdentityObject` and OB 1/2 `recipient` may be hashed: ``sha256$hex`` or ``md5$hex`` of identity followed by salt.
Hashes of e-mail addresses can be guessed, so neither they nor their salt leave this room in a message.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence

from indexer.verification.claims import Claims, Identifier
from indexer.verification.reasons import reason
from indexer.verification.report import CheckResult, Outcome

CHECK = "recipient"
# md5 stands in the Open Badges 1 and 2 standards; it hides an address, it secures nothing.
_HASHES = {"sha256": hashlib.sha256, "md5": hashlib.md5}
_EMAIL_TYPES = frozenset({"email", "emailaddress"})


def check_recipient(claims: Claims, identifiers: Sequence[str]) -> CheckResult:
    """Compare what the credential says of its holder with `identifiers` (e-mail addresses, DIDs) that somebody has proven.

    Passed when one matches; failed RECIPIENT_MISMATCH when e-mail addresses are named and none matches; unknown HOLDER_NOT_PROVEN when
    only a subject id is named and it is not among them; not applicable when nobody is named.
    """
    proven = [identifier for identifier in identifiers if identifier.strip()]
    names_address = any(_is_email(identity) for identity in claims.identifiers)
    if claims.subject_id is None and not claims.identifiers:
        return _result(Outcome.NOT_APPLICABLE, "NO_RECIPIENT", "The credential names nobody as its holder.")
    if claims.subject_id is not None and claims.subject_id in proven:
        return _result(Outcome.PASSED, "OK", "It names the identifier that it was compared with.")
    if any(matches(identity, candidate) for identity in claims.identifiers for candidate in proven):
        return _result(Outcome.PASSED, "OK", "It was issued to an address that it was compared with.")
    return _mismatch() if names_address else _not_proven(claims)


def matches(identity: Identifier, candidate: str) -> bool:
    """Say whether `candidate` is the identity, as written, without outer spaces, or in lower case (constant-time compare)."""
    return any(_same(identity, spelling) for spelling in _spellings(candidate))


def _is_email(identity: Identifier) -> bool:
    """Say whether the identity is an e-mail address that can be compared; a user name of a far system says nothing here."""
    if identity.hashed and identity.value.partition("$")[0] not in _HASHES:
        return False
    return identity.type.lower() in _EMAIL_TYPES or (not identity.hashed and "@" in identity.value)


def _same(identity: Identifier, spelling: str) -> bool:
    if not identity.hashed:
        return any(_equal(own, spelling) for own in _spellings(identity.value))
    name, _, digest = identity.value.partition("$")
    if name not in _HASHES:
        return False
    text = (spelling + (identity.salt or "")).encode()
    return _equal(_HASHES[name](text, usedforsecurity=False).hexdigest(), digest.lower())


def _spellings(text: str) -> Iterable[str]:
    return dict.fromkeys((text, text.strip(), text.strip().lower()))


def _equal(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def _mismatch() -> CheckResult:
    known = reason("RECIPIENT_MISMATCH")
    return _result(
        Outcome.FAILED,
        "RECIPIENT_MISMATCH",
        known.sentence,
        next_step=known.next_step,
    )


def _not_proven(claims: Claims) -> CheckResult:
    if claims.subject_id is None:
        return _result(
            Outcome.UNKNOWN, "HOLDER_NOT_PROVEN", "It scrambles its holder in a way that we cannot compare."
        )
    return _result(
        Outcome.UNKNOWN,
        "HOLDER_NOT_PROVEN",
        "It names its holder by a technical name that could not be compared.",
        next_step="Its holder can prove it, for example with the wallet that received the credential.",
        details={"subject": claims.subject_id},
    )


def _result(
    outcome: Outcome,
    code: str,
    message: str,
    *,
    next_step: str | None = None,
    details: dict[str, str] | None = None,
) -> CheckResult:
    return CheckResult(CHECK, outcome, code, message, next_step=next_step, details=details or {})
