"""Places in a credential, in words: a report points into the file with JSON Pointers, and people do not read those."""

from __future__ import annotations

import re

_WORDS = {
    "@context": "terms",
    "achievement": "achievement",
    "achievedLevel": "level that was reached",
    "alignment": "competency",
    "assertionMethod": "keys that may sign",
    "badge": "badge class",
    "claim": "what it endorses",
    "creator": "who described it",
    "credentialSchema": "schema",
    "credentialStatus": "status",
    "credentialSubject": "whom it is about",
    "endorsementComment": "comment",
    "endorsementJwt": "endorsement",
    "exp": "end date",
    "expirationDate": "end date",
    "expires": "end date",
    "holder": "holder",
    "iat": "date of signing",
    "id": "identifier",
    "identityHash": "address of the holder",
    "iss": "issuer",
    "issuanceDate": "start date",
    "issuedOn": "date of issue",
    "nbf": "start date",
    "previousProof": "earlier signature",
    "proof": "signature",
    "proofPurpose": "purpose",
    "proofValue": "value",
    "refreshService": "newer version",
    "relatedResource": "related document",
    "resultDescription": "description of results",
    "rubricCriterionLevel": "level",
    "status_list": "list",
    "targetName": "name",
    "targetUrl": "address",
    "termsOfUse": "terms of use",
    "validFrom": "start date",
    "validUntil": "end date",
    "vct": "type",
    "verifiableCredential": "credential inside",
    "verification": "how it can be verified",
    "verificationMethod": "key",
    "verify": "how it can be verified",
}
"""What members of a credential are called on pages; others are their own words, written apart."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def where(pointer: str | None) -> str:
    """Return the place that a JSON Pointer (RFC 6901) means: ``/evidence/1/name`` is “evidence 2, name”; the whole file is “”."""
    words: list[str] = []
    for part in (pointer or "").split("/")[1:]:
        if part.isdecimal():
            words.append(f"{words.pop() if words else 'number'} {int(part[:9]) + 1}")
        else:
            words.append(_word(part.replace("~1", "/").replace("~0", "~")))
    # Whose it is goes without saying where something of theirs is meant.
    return ", ".join(words[1:] if len(words) > 1 and words[0] == _WORDS["credentialSubject"] and words[1] != "identifier" else words)


def _word(member: str) -> str:
    known = _WORDS.get(member)
    if known is not None:
        return known
    plain = member.isidentifier() and member.isascii()  # a word of a private vocabulary may be a whole address
    return _HUMP.sub(" ", member).replace("_", " ").lower() if plain else f"“{member[:80]}”"
