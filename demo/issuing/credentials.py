"""Write an award as an Open Badges 3.0 credential, not yet signed, on either version of the VC data model."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from demo.issuing.identities import Identity, award_identity, learner_identity
from demo.issuing.proofs import stamp
from demo.outside.pdf import write_report
from demo.outside.texts import write_text
from demo.world import addresses
from demo.world.model import Achievement, Award, Competency, Evidence, Learner, Rubric

V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
STATUS_V1 = "https://www.w3.org/ns/credentials/status/v1"
ED25519 = "https://w3id.org/security/suites/ed25519-2020/v1"
OWN_FORM = "vc2-eddsa-rdfc-2022"


def form_of(award: Award) -> str:
    """How it is signed; people sign their own claims in the same form as most issuers."""
    return award.achievement.issuer.form if award.achievement.issuer else OWN_FORM


def write_award(award: Award, *, port: int) -> dict[str, Any]:
    """The credential of an award, without a proof."""
    form = form_of(award)
    identity = award_identity(award, port)
    document: dict[str, Any] = {
        "@context": contexts(form),
        "id": credential_id(award, port),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.achievement.name,
        "issuer": identity.profile,
        **_dates(award, form),
        "credentialSubject": _subject(award, port),
        "evidence": [_evidence(award, item, form) for item in award.evidence],
    }
    if award.achievement.issuer and award.achievement.issuer.status:
        document["credentialStatus"] = _status(award, port)
    return document


def contexts(form: str) -> list[str]:
    found = [V1, OB, STATUS_V1] if form.startswith("vc1") else [V2, OB]
    return [*found, ED25519] if form.endswith("ed25519-2020") else found


def credential_id(award: Award, port: int) -> str:
    """Hosted credentials are named by their address, so that they can be imported from there; people's own by a number."""
    issuer = award.achievement.issuer
    if issuer is None or issuer.identity == "did:key":
        return f"urn:uuid:{award.id}"
    return f"{addresses.site(issuer.slug, port)}/credentials/{award.id}"


def _dates(award: Award, form: str) -> dict[str, str]:
    first, last = ("issuanceDate", "expirationDate") if form.startswith("vc1") else ("validFrom", "validUntil")
    dates = {first: stamp(award.issued_at)}
    return {**dates, last: stamp(award.expires_at)} if award.expires_at else dates


def _subject(award: Award, port: int) -> dict[str, Any]:
    subject: dict[str, Any] = {
        "id": learner_identity(award.learner).id,
        "type": ["AchievementSubject"],
        "identifier": [hashed_email(award.learner, salt=award.id[:8])],
        "achievement": write_achievement(award.achievement, port=port, identity=award_identity(award, port)),
    }
    if results := _results(award, port):
        subject["result"] = results
    return subject


def hashed_email(learner: Learner, *, salt: str) -> dict[str, Any]:
    """The recipient's address as OB 3.0 IdentityObject, hashed so that the credential does not give it away at a glance."""
    digest = hashlib.sha256((learner.email + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }


def write_achievement(item: Achievement, *, port: int, identity: Identity) -> dict[str, Any]:
    """The achievement with what had to be shown, what it is aligned to, and how it is judged."""
    address = addresses.achievement(item, port)
    found: dict[str, Any] = {
        "id": address,
        "type": ["Achievement"],
        "achievementType": item.type,
        "name": item.name,
        "description": item.description,
        "criteria": {"id": address, "narrative": item.criteria},
        "inLanguage": item.language,
        "alignment": [_alignment(c) for c in item.competencies],
    }
    if item.field:
        found["fieldOfStudy"] = item.field
    if item.issuer is None:
        return {**found, "id": f"{identity.id}#{item.slug}", "criteria": {"narrative": item.criteria}}
    found["image"] = {"id": f"{address}/badge.png", "type": "Image"}
    if item.creator is not None and item.creator is not item.issuer:
        creator = {"id": addresses.did_web(item.creator.slug, port), "type": ["Profile"], "name": item.creator.name}
        found["creator"] = creator
    if described := _result_descriptions(item, address):
        found["resultDescription"] = described
    return found


def _alignment(competency: Competency) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": competency.name,
        "targetUrl": competency.uri,
        "targetFramework": competency.framework,
        "targetType": competency.target_type,
    }


def _result_descriptions(item: Achievement, address: str) -> list[dict[str, Any]]:
    found = [_rubric(item.rubric, item.required, address)] if item.rubric else []
    return [*found, _points(item.pass_mark, address)] if item.pass_mark else found


def _rubric(rubric: Rubric, required: int, address: str) -> dict[str, Any]:
    levels = [
        {
            "id": f"{address}#level-{number}",
            "type": ["RubricCriterionLevel"],
            "name": level.name,
            "level": str(number),
            "points": str(number),
            "description": level.description,
        }
        for number, level in enumerate(rubric.levels, start=1)
    ]
    return {
        "id": f"{address}#rubric",
        "type": ["ResultDescription"],
        "name": rubric.name,
        "resultType": "RubricCriterionLevel",
        "requiredLevel": f"{address}#level-{required}",
        "rubricCriterionLevel": levels,
    }


def _points(pass_mark: int, address: str) -> dict[str, Any]:
    return {
        "id": f"{address}#points",
        "type": ["ResultDescription"],
        "name": "Examination, points of 100",
        "resultType": "RawScore",
        "requiredValue": str(pass_mark),
        "valueMin": "0",
        "valueMax": "100",
    }


def _results(award: Award, port: int) -> list[dict[str, Any]]:
    address = addresses.achievement(award.achievement, port)
    found: list[dict[str, Any]] = []
    if award.level is not None:
        level = {"resultDescription": f"{address}#rubric", "achievedLevel": f"{address}#level-{award.level}"}
        found.append({"type": ["Result"], **level})
    if award.points is not None:
        found.append({"type": ["Result"], "resultDescription": f"{address}#points", "value": str(award.points)})
    return found


def _evidence(award: Award, item: Evidence, form: str) -> dict[str, Any]:
    """One piece of evidence. Files that can be written at once are signed with their digest (VC 2.0 §5.3, integrity of related
    resources), so that a later change of the file can be told; pictures and pages are signed as links only."""
    found: dict[str, Any] = {"type": ["Evidence"], "name": item.name, "genre": item.genre}
    if item.url:
        found["id"] = item.url
    if item.description:
        found["description"] = item.description
    if item.narrative:
        found["narrative"] = item.narrative
    if item.kind in ("text", "pdf") and form.startswith("vc2"):
        found["digestSRI"] = _digest(write_text(award, item).encode() if item.kind == "text" else write_report(award, item))
    return found


def _digest(content: bytes) -> str:
    """Subresource Integrity, §3.1: the name of the hash and its value in base64."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def _status(award: Award, port: int) -> dict[str, Any]:
    assert award.achievement.issuer is not None
    address = addresses.status_list(award.achievement.issuer, port)
    return {
        "id": f"{address}#{award.status_index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(award.status_index),
        "statusListCredential": address,
    }
