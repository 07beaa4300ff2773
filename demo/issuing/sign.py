"""Sign awards and testimonials: the award in, the bytes that a learner imports out."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from typing import Any

from demo.issuing.credentials import form_of, write_award
from demo.issuing.endorsements import endorse_award, write_testimonial
from demo.issuing.identities import award_identity
from demo.issuing.jwt import replace_payload, sign_jwt
from demo.issuing.proofs import ED25519_2020, RDFC_2022, add_proof
from demo.world.model import Award, Flaw, Testimonial

JSON = "application/vc+ld+json"
JWT = "application/jwt"


@dataclass(frozen=True, slots=True)
class Signed:
    """A finished credential as its learner would get it."""

    raw: bytes
    media_type: str
    filename: str


def sign_award(award: Award, *, port: int) -> Signed:
    """Write, endorse and sign; an altered one is changed after signing."""
    document = write_award(award, port=port)
    if endorsement := endorse_award(award, port=port):
        document["endorsement"] = [endorsement]
    if "jwt" in form_of(award):
        return Signed(_as_jwt(award, document, port=port).encode(), JWT, f"{award.achievement.slug}.jwt")
    suite = ED25519_2020 if form_of(award).endswith(ED25519_2020) else RDFC_2022
    signed = add_proof(document, award_identity(award, port).credentials, suite=suite, created=award.issued_at)
    if award.flaw is Flaw.ALTERED:
        signed = alter(signed)
    return Signed(_pretty(signed), JSON, f"{award.achievement.slug}.json")


def _as_jwt(award: Award, document: dict[str, Any], *, port: int) -> str:
    wrapped = form_of(award).startswith("vc1")
    key = award_identity(award, port).credentials
    token = sign_jwt(document, key, valid_from=award.issued_at, valid_until=award.expires_at, wrapped=wrapped)
    if award.flaw is not Flaw.ALTERED:
        return token
    changed = alter(document)
    return replace_payload(token, {"iss": document["issuer"]["id"], **({"vc": changed} if wrapped else changed)})


def alter(credential: dict[str, Any]) -> dict[str, Any]:
    """What a vain holder does: put oneself on the highest level, or write a grander name."""
    changed = copy.deepcopy(credential)
    subject = changed["credentialSubject"]
    described = [d for d in subject["achievement"].get("resultDescription", []) if "rubricCriterionLevel" in d]
    if described and "result" in subject:
        best = described[0]["rubricCriterionLevel"][-1]["id"]
        if subject["result"][0]["achievedLevel"] != best:
            subject["result"][0]["achievedLevel"] = best
            return changed
    subject["achievement"]["name"] += " with Distinction"
    return changed


def sign_testimonial(item: Testimonial, *, port: int) -> Signed:
    return Signed(_pretty(write_testimonial(item, port=port)), JSON, "testimonial.json")


def _pretty(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()
