"""What is worth saying of a credential that is in order: it changes no verdict, and a person would want to know."""

from __future__ import annotations

import unicodedata

from indexer.verification.case import Case
from indexer.verification.claims import Claims

# Scripts whose letters look like one another; a name that mixes them may imitate another name (Unicode TR 39, "mixed script").
_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def remark(case: Case) -> None:
    """Note what the claims show about issuer, holder and creator."""
    claims = case.claims
    if claims is None:
        return
    if claims.subject_id is not None and claims.subject_id == claims.issuer.id:
        case.note("SELF_ISSUED", "Whoever issued it issued it to themselves: nobody else vouches for it.", "/credentialSubject/id")
    _remark_creator(claims, case)
    name = claims.issuer.name or ""
    if is_mixed(name):
        case.note(
            "ISSUER_NAME_SCRIPTS",
            "The name of the issuer mixes letters of different alphabets that look alike: it may imitate another name.",
            "/issuer/name",
        )


def _remark_creator(claims: Claims, case: Case) -> None:
    creator = claims.achievement.creator_id if claims.achievement is not None else None
    if creator is not None and creator != claims.issuer.id:
        case.note(
            "CREATOR_DIFFERS",
            f"The achievement was described by somebody else, {creator:.150}; only who awarded it is shown.",
            "/credentialSubject/achievement/creator",
        )


def is_mixed(name: str) -> bool:
    """Say whether one word of a name has letters of two alphabets that look alike."""
    return any(len(_scripts(word)) > 1 for word in name.split())


def _scripts(word: str) -> set[str]:
    found = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
    return found & set(_ALIKE)
