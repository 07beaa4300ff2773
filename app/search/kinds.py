"""How large an achievement is and where it was earned: two facets by a rule of our own, since no standard has a field for either.

Both come from the achievement's type and from what stands behind the credential, which includes what its issuer is known as; never from
what an issuer writes about itself: anybody can call a course a degree programme, or themselves a company. What the rule does not know
gets no value, and is found in every other way. docs/search.md shows it.
"""

from __future__ import annotations

import re

from app.domain.models import IssuerKind
from app.domain.trust import Backing
from indexer.verification.claims import Claims

DEGREES = frozenset(
    {
        "AssociateDegree", "BachelorDegree", "Degree", "Diploma", "DoctoralDegree", "GeneralEducationDevelopment", "MasterDegree",
        "ProfessionalDoctorate", "ResearchDoctorate", "SecondarySchoolDiploma",
    }
)  # fmt: skip
TRADES = frozenset({"ApprenticeshipCertificate", "JourneymanCertificate", "MasterCertificate"})
MACRO = DEGREES | TRADES
MICRO = frozenset(
    {
        "Badge", "Certificate", "CertificateOfCompletion", "Certification", "Course", "LearningProgram", "License", "MicroCredential",
        "QualityAssuranceCredential",
    }
)  # fmt: skip
NANO = frozenset({"Assessment", "Assignment", "Award", "CoCurricular", "CommunityService", "Competency", "Fieldwork", "Membership"})
AT_WORK = TRADES | {"Fieldwork"}
IN_A_COMMUNITY = frozenset({"CommunityService", "Membership", "Testimonial"})
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def scale_of(kind: str) -> str:
    """``macro`` (a degree, a trade), ``micro`` (a course, a certificate, a badge), ``nano`` (one thing done), or nothing."""
    sizes = (("macro", MACRO), ("micro", MICRO), ("nano", NANO))
    return next((name for name, kinds in sizes if kind in kinds), "")


def setting_of(kind: str, backing: int, *, known_as: IssuerKind | None = None) -> str:
    """``formal``, ``work``, ``community`` or ``non-formal``; nothing for what nobody but the learner says.

    `known_as` is what a registry or an admin knows the issuer as.
    """
    if kind in IN_A_COMMUNITY or backing == Backing.COMMUNITY:
        return "community"
    if backing < Backing.COMMUNITY:
        return ""
    if kind in AT_WORK:
        return "work"
    if kind in DEGREES:
        return "formal"
    return "work" if known_as is IssuerKind.EMPLOYER else "non-formal"


def language_of(claims: Claims) -> str:
    """The language of the achievement as its first subtag (``en`` of ``en-GB``); nothing when none is given, or no language."""
    given = (claims.achievement.in_language or "" if claims.achievement else "").strip().lower()
    language = re.split("[-_]", given)[0]
    return language if _LANGUAGE.fullmatch(language) else ""
