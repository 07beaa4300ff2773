"""One good credential in every container, all about one competency, and what the outside must serve for it."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from tests.factories.house import SKILLS, House
from tests.unit.verification.issuing import OB, VC1, VC2, Issuer, issuer, raw, signed, token
from tests.unit.verification.issuing import badge as unsigned_badge
from tests.unit.verification.issuing_disclosure import cose, derived, digest, disclosure, sd_jwt
from tests.unit.verification.test_legacy import RSA, SITE, assertion, badge_class, key_document, organisation

SKILL = "sourdough"
BY, P256, HOLDER = issuer(), issuer("P-256"), issuer()
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
ALIGNED = [{"type": ["Alignment"], "targetName": SKILL, "targetUrl": SKILLS + SKILL}]
BADGE = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"
Maker = Callable[[House], bytes]


def badge(by: Issuer = BY, **changes: Any) -> dict[str, Any]:
    """An unsigned Open Badge 3.0 about the competency."""
    document = unsigned_badge(by, **changes)
    document["credentialSubject"]["achievement"]["alignment"] = ALIGNED
    return document


def badge_1_1(by: Issuer = BY) -> dict[str, Any]:
    changes: dict[str, Any] = {"@context": [VC1, OB], "issuanceDate": "2025-06-01T08:00:00Z", "validFrom": None, "validUntil": None}
    return badge(by, **changes)


def claims(document: Mapping[str, Any]) -> dict[str, Any]:
    return {"iss": BY.id, "sub": document["credentialSubject"]["id"], "jti": document["id"], "nbf": 1748764800}


def png(text: bytes, *, keyword: bytes = b"openbadgecredential", compressed: bool = False) -> bytes:
    """A picture of one pixel with a badge inside."""
    body = zlib.compress(text) if compressed else text
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"iTXt", keyword + b"\0" + bytes([compressed, 0]) + b"\0\0" + body),
        (b"IDAT", zlib.compress(b"\0\0\0\0")),
        (b"IEND", b""),
    )
    parts = (struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def svg(inner: str, *, namespace: str = "https://purl.imsglobal.org/ob/v3p0") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{namespace}"><rect width="9" height="9"/>{inner}</svg>'.encode()


def serve(house: House, *documents: Mapping[str, Any]) -> None:
    house.web.documents.update({document["id"]: raw(document) for document in documents})


def badge_2(house: House, **changes: Any) -> dict[str, Any]:
    """A hosted Open Badge 2.0 with its class and issuer on the web."""
    given = assertion(**changes)
    serve(house, given, badge_class(alignment=[{"targetName": SKILL, "targetUrl": SKILLS + SKILL}]), organisation())
    return given


def signed_badge_2(house: House) -> str:
    given = badge_2(house, id="urn:uuid:1", verification={"type": "SignedBadge", "creator": f"{SITE}/key"})
    serve(house, organisation(publicKey=f"{SITE}/key"), key_document())
    return token(given, RSA, kid=None)


def badge_1(house: House) -> dict[str, Any]:
    """A hosted Open Badge 1.0, whose parts have neither types nor vocabularies."""
    badge_2(house)
    hidden = "sha256$" + hashlib.sha256(b"ada@example.orgsalt").hexdigest()
    given = {
        "uid": "1",
        "recipient": {"type": "email", "hashed": True, "identity": hidden, "salt": "salt"},
        "badge": f"{SITE}/classes/1",
        "issuedOn": 1577836800,
        "verify": {"type": "hosted", "url": f"{SITE}/assertions/1"},
    }
    house.web.documents[f"{SITE}/assertions/1"] = raw(given)
    return given


def presentation(*inside: Any) -> dict[str, Any]:
    return {"@context": [VC2], "type": ["VerifiablePresentation"], "holder": HOLDER.id, "verifiableCredential": list(inside)}


def enveloped(text: str) -> dict[str, Any]:
    return {"@context": VC2, "id": f"data:application/vc+jwt,{text}", "type": "EnvelopedVerifiableCredential"}


def record() -> dict[str, Any]:
    return {
        "@context": [VC2, CLR, OB],
        "id": "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-0000000000c1",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": BY.id, "type": ["Profile"], "name": "School"},
        "validFrom": "2025-01-01T00:00:00Z",
        "name": "Record of learning",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": [signed(plain_badge(), BY)],
        },
    }


def plain_badge() -> dict[str, Any]:
    """A badge without further vocabularies."""
    contexts: dict[str, Any] = {"@context": [VC2, OB]}
    return badge(**contexts)


def in_parts() -> str:
    document = plain_badge()
    name = disclosure("salt", "name", document.pop("name"))
    return sd_jwt({**document, "iss": BY.id, "_sd": [digest(name)]}, BY, name, typ="vc+sd-jwt")


def sd_jwt_vc() -> str:
    """A badge without vocabularies: the type of the token says what its claims mean; the name is shown, the rest is plain."""
    document = plain_badge()
    name = disclosure("salt", "name", document["name"])
    achievement = document["credentialSubject"]["achievement"]
    payload = {"vct": BADGE, "iss": BY.id, "sub": HOLDER.id, "iat": 1748764800, "achievement": achievement, "_sd": [digest(name)]}
    return sd_jwt(payload, BY, name)


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document).encode()


CONTAINERS: Mapping[str, Maker] = {
    "Open Badge 1.0, hosted": lambda house: _json(badge_1(house)),
    "Open Badge 2.0, hosted": lambda house: _json(badge_2(house)),
    "Open Badge 2.0, signed": lambda house: signed_badge_2(house).encode(),
    "Open Badge 2.0, in a PNG": lambda house: png(_json(badge_2(house)), keyword=b"openbadges"),
    "Open Badge 2.0, signed, in an SVG": lambda house: svg(
        f'<openbadges:assertion verify="{signed_badge_2(house)}"/>', namespace="http://openbadges.org"
    ),
    "Open Badge 3.0": lambda _: _json(signed(badge(), BY)),
    "Open Badge 3.0, version 1.1 of the data model": lambda _: _json(
        signed({**(document := badge_1_1()), "@context": [*document["@context"], "https://w3id.org/security/data-integrity/v2"]}, BY)
    ),
    "Open Badge 3.0, shown in parts": lambda _: _json(
        derived(badge(P256, issuer={"id": P256.id, "type": ["Profile"], "name": "Guild of Millers"}), P256)
    ),
    "Open Badge 3.0, as a token": lambda _: token({**badge(), "iss": BY.id}, BY).encode(),
    "Open Badge 3.0, in the vc claim of a token": lambda _: token({"vc": badge_1_1(), **claims(badge_1_1())}, BY).encode(),
    "Open Badge 3.0, in a PNG": lambda _: png(_json(signed(badge(), BY)), compressed=True),
    "Open Badge 3.0, as a token in a PNG": lambda _: png(token(badge(), BY).encode()),
    "Open Badge 3.0, in an SVG": lambda _: svg(
        f"<openbadges:credential><![CDATA[{_json(signed(badge(), BY)).decode()}]]></openbadges:credential>"
    ),
    "VC-JOSE": lambda _: token(badge(), BY, typ="vc+jwt").encode(),
    "enveloped credential": lambda _: _json(enveloped(token(badge(), BY, typ="vc+jwt"))),
    "COSE": lambda _: cose(_json(badge()), BY),
    "SD-JWT": lambda _: in_parts().encode(),
    "SD-JWT VC": lambda _: sd_jwt_vc().encode(),
    "learner record": lambda _: _json(signed(record(), BY)),
    "learner record, as a token": lambda _: token(record(), BY).encode(),
    "presentation of one": lambda _: _json(presentation(signed(badge(), BY))),
    "signed presentation of one": lambda _: _json(signed(presentation(signed(badge(), BY)), HOLDER, proofPurpose="authentication")),
    "presentation of two": lambda _: _json(presentation(signed(badge(), BY), enveloped(token(badge(id="urn:uuid:2"), BY, typ="vc+jwt")))),
    "presentation as a token": lambda _: token(
        {"vp": {**presentation(token(badge_1_1(), BY)), "@context": [VC1]}, "iss": HOLDER.id}, HOLDER
    ).encode(),
    "answer of another system": lambda _: _json({"compactJwsString": [token(badge(), BY)]}),
}
