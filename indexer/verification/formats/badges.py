"""The data model of Open Badges 3.0, on top of the W3C one (OB 3.0 section "Data Models"): what a badge must have.

What issuers of the field leave out without harm is a note, not a failure: see `tolerated`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from indexer.verification.formats.structure import Document, Problem, is_url, listed, version_of

OB_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json")
CLR_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)*\.json")
BADGE_TYPES = frozenset({"AchievementCredential", "OpenBadgeCredential"})
ACHIEVEMENT_TYPES = frozenset(
    {
        "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
        "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService",
        "Competency", "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork",
        "GeneralEducationDevelopment", "JourneymanCertificate", "LearningProgram", "License", "Membership",
        "ProfessionalDoctorate", "QualityAssuranceCredential", "MasterCertificate", "MasterDegree",
        "MicroCredential", "ResearchDoctorate", "SecondarySchoolDiploma",
    }
)
TARGET_TYPES = frozenset(
    {
        "ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion",
        "CFRubricCriterionLevel", "CTDL",
    }
)


def badge_problems(document: Document) -> list[Problem]:
    """Return every rule of Open Badges 3.0 that an achievement credential breaks."""
    found = list(_context(document)) + list(_issuer(document)) + list(_root(document))
    for pointer, subject in _subjects(document):
        found += _subject(subject, pointer)
    return found


def endorsement_problems(document: Document) -> list[Problem]:
    """Return every rule that an endorsement credential breaks."""
    found = list(_context(document)) + list(_issuer(document))
    for pointer, subject in _subjects(document):
        if not is_url(subject.get("id")):
            found.append(Problem("SCHEMA", f"{pointer}/id", "An endorsement must say what it endorses."))
    return found


def record_problems(document: Document) -> list[Problem]:
    """Return every rule of CLR 2.0 that a learner record breaks."""
    found = list(_issuer(document)) + list(_context(document, place=2)) + list(_root(document))
    contexts = listed(document.get("@context"))
    if len(contexts) < 2 or not (isinstance(contexts[1], str) and CLR_CONTEXT.fullmatch(contexts[1])):
        found.append(Problem("BAD_CONTEXT", "/@context/1", "The vocabulary of CLR 2.0 must stand at place 2."))
    for pointer, subject in _subjects(document):
        if "ClrSubject" not in listed(subject.get("type")):
            found.append(Problem("SCHEMA", f"{pointer}/type", "The subject of a record must be a ClrSubject."))
        parts = listed(subject.get("verifiableCredential"))
        if not parts or not all(isinstance(part, (dict, str)) and part for part in parts):
            found.append(Problem("SCHEMA", f"{pointer}/verifiableCredential", "A record must hold at least one credential."))
    return found


def _context(document: Document, *, place: int = 1) -> Iterator[Problem]:
    """The vocabulary of Open Badges stands right behind that of the W3C (OB 3.0), or third in a learner record (CLR 2.0)."""
    contexts = listed(document.get("@context"))
    found = contexts[place] if len(contexts) > place else None
    if not (isinstance(found, str) and OB_CONTEXT.fullmatch(found)):
        sentence = f"The vocabulary of Open Badges 3.0 must stand at place {place + 1}."
        yield Problem("BAD_CONTEXT", f"/@context/{place}", sentence)


def _issuer(document: Document) -> Iterator[Problem]:
    issuer = document.get("issuer")
    if isinstance(issuer, dict) and "type" in issuer and "Profile" not in listed(issuer["type"]):
        yield Problem("SCHEMA", "/issuer/type", "The issuer must be of type Profile.")


def _root(document: Document) -> Iterator[Problem]:
    if version_of(document) == "2.0" and document.get("validFrom") is None:
        yield Problem("SCHEMA", "/validFrom", "It must say from when it is valid.")


def _subjects(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    value = document.get("credentialSubject")
    for index, item in enumerate(listed(value)):
        if isinstance(item, dict):
            yield (f"/credentialSubject/{index}" if isinstance(value, list) else "/credentialSubject"), item


def _subject(subject: dict[str, Any], pointer: str) -> Iterator[Problem]:
    achievements = listed(subject.get("achievement"))
    if not achievements:
        yield Problem("SCHEMA", f"{pointer}/achievement", "A badge must say what was achieved.")
    for achievement in achievements:
        if not isinstance(achievement, dict):
            yield Problem("SCHEMA", f"{pointer}/achievement", "An achievement must be an object.")
        else:
            yield from _achievement(achievement, f"{pointer}/achievement")


def _achievement(achievement: dict[str, Any], pointer: str) -> Iterator[Problem]:
    if not is_url(achievement.get("id")):
        yield Problem("SCHEMA", f"{pointer}/id", "An achievement must have a URL as its identifier.")
    if "Achievement" not in listed(achievement.get("type")):
        yield Problem("SCHEMA", f"{pointer}/type", "An achievement must be of type Achievement.")
    if not _is_text(achievement.get("name")):
        yield Problem("SCHEMA", f"{pointer}/name", "An achievement must have a name.")
    criteria = achievement.get("criteria")
    if not isinstance(criteria, (dict, list)) and not is_url(criteria):
        yield Problem("SCHEMA", f"{pointer}/criteria", "An achievement must say by which criteria it is reached.")
    for index, alignment in enumerate(listed(achievement.get("alignment"))):
        if not isinstance(alignment, dict) or not alignment.get("targetName") or not alignment.get("targetUrl"):
            yield Problem(
                "SCHEMA", f"{pointer}/alignment/{index}", "An alignment must have the name and address of its target."
            )


def _is_text(value: Any) -> bool:
    return bool(value) and isinstance(value, (str, dict, list))


def tolerated(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield code, sentence and pointer of what is not as written in the standard, and common and harmless in the field."""
    issuer = document.get("issuer")
    if isinstance(issuer, dict) and "type" not in issuer:
        yield "ISSUER_WITHOUT_TYPE", "The issuer does not say that it is a Profile.", "/issuer"
    if isinstance(issuer, str):
        yield "ISSUER_WITHOUT_PROFILE", "The issuer is named by its identifier only.", "/issuer"
    if "id" not in document:
        yield "CREDENTIAL_WITHOUT_ID", "The credential has no identifier.", ""
    for pointer, subject in _subjects(document):
        yield from _tolerated_subject(subject, pointer)


def _tolerated_subject(subject: dict[str, Any], pointer: str) -> Iterator[tuple[str, str, str]]:
    if "id" not in subject and "identifier" not in subject:
        yield "SUBJECT_UNNAMED", "The credential does not say whose it is.", pointer
    if "AchievementSubject" not in listed(subject.get("type")):
        yield "SUBJECT_TYPE", "The subject does not say that it is an AchievementSubject.", pointer
    for achievement in listed(subject.get("achievement")):
        if isinstance(achievement, dict):
            yield from _tolerated_achievement(achievement, f"{pointer}/achievement")


def _tolerated_achievement(achievement: dict[str, Any], pointer: str) -> Iterator[tuple[str, str, str]]:
    kind = achievement.get("achievementType")
    if isinstance(kind, str) and kind not in ACHIEVEMENT_TYPES and not kind.startswith("ext:"):
        yield "ACHIEVEMENT_TYPE", f"The kind {kind!r:.60} is not one of the standard.", f"{pointer}/achievementType"
    if not achievement.get("description"):
        yield "ACHIEVEMENT_DESCRIPTION", "The achievement is not described.", pointer
    for index, alignment in enumerate(listed(achievement.get("alignment"))):
        target = alignment.get("targetType") if isinstance(alignment, dict) else None
        if isinstance(target, str) and target not in TARGET_TYPES and not target.startswith("ext:"):
            yield "TARGET_TYPE", f"The kind of target {target!r:.60} is not one of the standard.", f"{pointer}/alignment/{index}"
