"""Whatever comes in, a report comes out: no error of Python or of a library, and nothing verified that nobody signed.

The code INTERNAL stands for such an error, caught by the loop of checks as a last resort; here it counts as found.
`make test` repeats the same examples everywhere, the profile "fuzz" looks for new ones.
"""

from __future__ import annotations

import copy
import gzip
import json
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from indexer.verification.report import Report, Verdict
from tests.fakes.web import FakeWeb
from tests.unit.verification import test_legacy as legacy
from tests.unit.verification import test_legacy_endorsements as legacy_endorsements
from tests.unit.verification.asking import judge
from tests.unit.verification.issuing import WAYS, badge, issuer, raw, signed, token
from tests.unit.verification.issuing_disclosure import cose, derived, digest, disclosure, sd_jwt
from tests.unit.verification.test_attacks import own_proof
from tests.unit.verification.test_certificates import ROOT, leaf

ED, P256 = issuer(), issuer("P-256")
NAME = disclosure("salt", "name", "Ada")
WEB_ISSUER = issuer(name="did:web:university.example")
DID_ADDRESS = "https://university.example/.well-known/did.json"
LIST_ADDRESS = "https://university.example/status"
CERTIFICATES = [item.public_bytes(Encoding.DER) for item in (ROOT.certificate, leaf())]
VOID = (Verdict.FAILED, Verdict.UNKNOWN, Verdict.UNREADABLE)


def hold(report: Report) -> None:
    """The rule: no fault of ours, in no report inside either."""
    faults = [check for check in report.checks if check.code == "INTERNAL"]
    assert not faults, [(check.check, check.details) for check in faults]
    for inner in (*report.endorsements, *report.nested):
        hold(inner)


PRESENTATION = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiablePresentation"],
    "holder": ED.id,
    "verifiableCredential": [signed(badge(ED), ED)],
}
GOOD: list[Any] = [
    *(signed(badge(by), by, name) for name, way in WAYS.items() for by in (ED, P256) if by.kind == way.kind),
    derived(badge(P256), P256),
    {**badge(ED), "credentialStatus": [{"id": "urn:s", "type": "BitstringStatusListEntry", "statusPurpose": "revocation"}]},
    {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://b.example/1", "badge": "https://b.example/2"},
    {"type": ["VerifiablePresentation"], "verifiableCredential": [badge(ED), token(badge(ED), ED)]},
    signed(PRESENTATION, ED, proofPurpose="authentication"),
    own_proof({"assertionMethod": {"@id": "https://w3id.org/security#assertionMethod", "@type": "@id", "@container": "@set"}}),
]
NUMBERS = st.integers(1 - 2**53, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text(max_size=20)
WORDS = st.sampled_from(
    [
        "id", "type", "@id", "@type", "@context", "@value", "@list", "@set", "@graph", "@nest", "@reverse",
        "@included", "@language", "@index", "@base", "@vocab",
        "@container", "@protected", "@propagate", "@import", "issuer", "proof", "name", "credentialSubject",
        "credentialStatus", "credentialSchema", "evidence", "refreshService", "endorsement", "endorsementJwt",
        "achievement", "result", "alignment", "criteria", "resultDescription", "rubricCriterionLevel",
        "verificationMethod", "proofPurpose", "cryptosuite", "proofValue", "jws", "created", "expires",
        "previousProof", "validFrom", "validUntil", "issuanceDate", "verifiableCredential", "vc", "vp", "vct",
        "_sd", "...", "status", "badge", "recipient", "verify", "verification", "statusListIndex",
        "statusListCredential", "statusSize", "statusMessage", "encodedList", "relatedResource", "digestSRI",
        "holder", "claim", "endorsementComment", "iss", "sub", "jti", "nbf", "exp", "digestMultibase", "jsonSchema",
    ]
)
TEXTS = st.sampled_from(
    [
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "VerifiableCredential",
        "OpenBadgeCredential",
        "ClrCredential",
        "VerifiablePresentation",
        "EnvelopedVerifiableCredential",
        "DataIntegrityProof",
        "Ed25519Signature2020",
        "MerkleProof2019",
        "eddsa-rdfc-2022",
        "ecdsa-sd-2023",
        "assertionMethod",
        "BitstringStatusListEntry",
        "1EdTechRevocationList",
        "JsonSchemaCredential",
        "Endorsement",
        "authentication",
        "2025-01-01T00:00:00Z",
        "did:key:z6Mk",
        "did:web:university.example",
        DID_ADDRESS,
        LIST_ADDRESS,
        "data:application/vc+jwt,a.b.c",
        "urn:uuid:1",
        "_:b0",
        "z",
        "u",
    ]
)
VALUES = st.recursive(
    SCALARS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(max_size=8), inner, max_size=6),
    max_leaves=25,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


@st.composite
def spoiled(draw: st.DrawFn, documents: list[Any]) -> Any:
    """A good document in which up to three places hold something else."""
    document = copy.deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(places(document))))
        holder = document
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = draw(VALUES)
        if not list(places(document)):
            break
    return document


@given(data=st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    report = judge(data)
    hold(report)
    assert report.verdict in VOID


@given(value=VALUES)
def test_any_json(value: Any) -> None:
    report = judge(json.dumps(value).encode())
    hold(report)
    assert report.verdict in VOID


@given(value=spoiled(GOOD))
def test_good_documents_with_something_else_in_them(value: Any) -> None:
    hold(judge(json.dumps(value).encode(), FakeWeb({DID_ADDRESS: raw(WEB_ISSUER.document())})))


OLD = [
    legacy.assertion(),
    legacy.badge_class(endorsement=[legacy_endorsements.endorsement()]),
    legacy.organisation(publicKey=f"{legacy.SITE}/key", revocationList=f"{legacy.SITE}/revoked"),
    legacy_endorsements.endorsement(),
    legacy_endorsements.peer(),
]


@given(served=st.lists(spoiled(OLD), max_size=3), given=spoiled(OLD))
def test_any_parts_of_an_old_badge(served: list[Any], given: Any) -> None:
    outside = {document["id"]: raw(document) for document in OLD}
    named = {d["id"]: raw(d) for d in served if isinstance(d, dict) and isinstance(d.get("id"), str)}
    web = FakeWeb({**outside, **named}, missing=404)
    hold(judge(json.dumps(given).encode(), web))
    hold(judge(token(given, legacy.RSA, kid=None), web))


@given(header=VALUES, payload=VALUES, signature=st.binary(max_size=70))
def test_any_token(header: Any, payload: Any, signature: bytes) -> None:
    text = ".".join(_base64(part) for part in (json.dumps(header).encode(), json.dumps(payload).encode(), signature))
    for tail in ("", "~", "~abc~"):
        report = judge(text + tail)
        hold(report)
        assert report.verdict in VOID


@given(header=st.dictionaries(st.sampled_from(["kid", "jwk", "typ", "cty", "crit", "x5c", "b64"]), VALUES), payload=spoiled([badge(ED)]))
def test_signed_tokens_with_anything_in_them(header: dict[str, Any], payload: Any) -> None:
    hold(judge(token(payload, ED, **header)))
    hold(judge(sd_jwt(payload if isinstance(payload, dict) else {}, ED, NAME, **header)))
    hold(judge(cose(json.dumps(payload).encode(), ED)))


@given(header=st.dictionaries(st.sampled_from(["kid", "jwk", "typ", "iss"]), VALUES), payload=spoiled([PRESENTATION]))
def test_presentations_in_tokens_with_anything_in_them(header: dict[str, Any], payload: Any) -> None:
    hold(judge(token(payload, ED, **header)))
    hold(judge(token({"vp": payload, "iss": ED.id}, ED, **header)))


@given(certificate=st.binary(max_size=40) | st.sampled_from(CERTIFICATES), cut=st.integers(0, 40), at=st.integers(0, 300))
def test_any_certificate(certificate: bytes, cut: int, at: int) -> None:
    spoilt = certificate[:at] + certificate[at + cut :]
    chain = [b64encode(part).decode() for part in (spoilt, CERTIFICATES[0])]
    hold(judge(sd_jwt({"iss": "https://university.example", "vct": "urn:v"}, ED, kid=None, x5c=chain)))


@given(parts=st.lists(VALUES, max_size=4), payload=st.dictionaries(WORDS, VALUES, max_size=5))
def test_any_disclosures(parts: list[Any], payload: dict[str, Any]) -> None:
    shown = [disclosure(*part) if isinstance(part, list) else disclosure(part) for part in parts]
    whole = {"iss": ED.id, "vct": "urn:v", **payload, "_sd": [digest(text) for text in shown]}
    hold(judge(sd_jwt(whole, ED, *shown)))


@given(text=st.binary(max_size=200), cut=st.integers(0, 60), flag=st.integers(0, 3), keyword=st.sampled_from([b"openbadges", b"x"]))
def test_any_png(text: bytes, cut: int, flag: int, keyword: bytes) -> None:
    body = keyword + b"\0" + bytes([flag, 0]) + b"\0\0" + (zlib.compress(text) if flag == 1 else text)
    chunks = b"".join(_chunk(kind, part) for kind, part in ((b"iTXt", body), (b"tEXt", body), (b"IEND", b"")))
    data = b"\x89PNG\r\n\x1a\n" + chunks
    for given_ in (data, data[: len(data) - cut], data[:-12] + bytes([cut]) * 12):
        hold(judge(given_))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


@given(inner=st.text(max_size=80), verify=st.text(max_size=40), tail=st.binary(max_size=20))
def test_any_svg(inner: str, verify: str, tail: bytes) -> None:
    for name in ('xmlns:o="http://openbadges.org"', 'xmlns:o="https://purl.imsglobal.org/ob/v3p0"'):
        element = "assertion" if "openbadges" in name else "credential"
        hold(judge(f'<svg {name}><o:{element} verify="{verify}">{inner}</o:{element}></svg>'.encode("utf-8", "replace") + tail))


@given(document=spoiled([WEB_ISSUER.document(), ED.document(), {"keys": [ED.jwk()]}, ED.jwk()]) | VALUES)
def test_any_did_document(document: Any) -> None:
    report = judge(signed(badge(WEB_ISSUER), WEB_ISSUER), FakeWeb({DID_ADDRESS: json.dumps(document).encode()}))
    hold(report)


@given(body=st.binary(max_size=200))
def test_any_answer_where_a_did_document_should_be(body: bytes) -> None:
    report = judge(signed(badge(WEB_ISSUER), WEB_ISSUER), FakeWeb({DID_ADDRESS: body}))
    hold(report)
    assert report.verdict in VOID


BITS = "u" + urlsafe_b64encode(gzip.compress(bytes(16 * 1024))).decode().rstrip("=")
LISTING = signed(
    {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST_ADDRESS,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ED.id,
        "credentialSubject": {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": BITS},
    },
    ED,
)
ENTRY = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": LIST_ADDRESS,
}


@given(listing=spoiled([LISTING]) | VALUES, entry=spoiled([ENTRY]))
def test_any_status_list(listing: Any, entry: Any) -> None:
    for status, served in ((ENTRY, listing), (entry, LISTING)):
        document = badge(ED, credentialStatus=status)
        hold(judge(signed(document, ED, "eddsa-jcs-2022"), FakeWeb({LIST_ADDRESS: json.dumps(served).encode()})))


@given(data=st.binary(max_size=300), size=st.integers(1, 8))
def test_any_bits(data: bytes, size: int) -> None:
    listing = copy.deepcopy(LISTING)
    listing["credentialSubject"]["encodedList"] = "u" + _base64(data)
    resigned = signed({name: value for name, value in listing.items() if name != "proof"}, ED)
    report = judge(signed(badge(ED, credentialStatus={**ENTRY, "statusSize": size}), ED), FakeWeb({LIST_ADDRESS: raw(resigned)}))
    hold(report)
    assert report.verdict in VOID


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
