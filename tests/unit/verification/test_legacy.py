"""Open Badges 1 and 2, hosted and signed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from indexer.verification.report import Verdict
from tests.fakes.web import FakeWeb
from tests.unit.verification.asking import codes, found, judge
from tests.unit.verification.issuing import Issuer, issuer, token

V2 = "https://w3id.org/openbadges/v2"
SITE = "https://badges.example"
RSA = issuer("RSA", name=SITE)


def assertion(**changes: Any) -> dict[str, Any]:
    document: dict[str, Any] = {
        "@context": V2,
        "type": "Assertion",
        "id": f"{SITE}/assertions/1",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
        "badge": f"{SITE}/classes/1",
        "issuedOn": "2020-01-01T00:00:00Z",
        "verification": {"type": "hosted"},
        "evidence": [{"id": "https://bakers.example/loaf", "narrative": "A loaf"}],
    }
    document.update(changes)
    return {name: value for name, value in document.items() if value is not None}


def badge_class(**changes: Any) -> dict[str, Any]:
    return {
        "@context": V2,
        "type": "BadgeClass",
        "id": f"{SITE}/classes/1",
        "name": "Bakes sourdough",
        "description": "Bread",
        "image": f"{SITE}/image.png",
        "criteria": {"narrative": "Three loaves"},
        "issuer": f"{SITE}/issuer",
        "alignment": [{"targetName": "bake bread", "targetUrl": "http://data.europa.eu/esco/skill/bread"}],
        **changes,
    }


def organisation(**changes: Any) -> dict[str, Any]:
    profile = {"@context": V2, "type": "Issuer", "id": f"{SITE}/issuer", "name": "Bakers", "url": SITE, "email": "b@badges.example"}
    return {**profile, **changes}


def web(*documents: dict[str, Any], **others: bytes | int) -> FakeWeb:
    known = {document["id"]: json.dumps(document).encode() for document in documents}
    return FakeWeb({**known, **others}, missing=404)


def hosted(given: dict[str, Any] | None = None, **parts: Any) -> Any:
    served = parts.get("served", given or assertion())
    everything = web(served, parts.get("badge", badge_class()), parts.get("issuer", organisation()))
    return judge(given or assertion(), everything)


def test_a_hosted_badge_is_verified_and_read() -> None:
    report = hosted()
    assert codes(report) == {}
    assert report.verdict is Verdict.VERIFIED
    assert report.claims is not None
    assert report.claims.issuer.id == f"{SITE}/issuer"
    assert report.claims.achievement is not None
    assert report.claims.achievement.alignments[0].target_name == "bake bread"
    assert report.claims.achievement.criteria_narrative == "Three loaves"
    assert report.claims.evidence[0].pointer == "/evidence/0"


def test_an_address_alone_is_enough() -> None:
    everything = web(assertion(), badge_class(), organisation())
    assert judge(f"{SITE}/assertions/1", everything).verdict is Verdict.VERIFIED


def test_what_the_site_serves_counts_not_what_was_handed_in() -> None:
    altered = assertion(recipient={"type": "email", "hashed": False, "identity": "eve@example.org"})
    report = hosted(altered, served=assertion())
    assert report.claims is not None
    assert report.claims.identifiers[0].value == "ada@example.org"
    assert "HOSTED_DIFFERS" in {note.code for note in report.notes}


@pytest.mark.parametrize(("answer", "code"), [(404, "HOSTED_NOT_FOUND"), (410, "REVOKED"), (503, "HOSTED_UNREACHABLE")])
def test_a_badge_that_is_not_served_is_not_verified(answer: int, code: str) -> None:
    report = judge(assertion(), FakeWeb({f"{SITE}/assertions/1": answer}))
    assert codes(report) == {"hosting": code}
    assert report.verdict is (Verdict.UNKNOWN if answer == 503 else Verdict.FAILED)


def test_a_badge_that_says_it_is_revoked_is() -> None:
    report = hosted(served={"id": f"{SITE}/assertions/1", "revoked": True, "revocationReason": "Copied"})
    assert codes(report) == {"hosting": "REVOKED"}
    assert "Copied" in found(report, "hosting").message


def test_the_text_true_revokes_a_badge_like_the_word() -> None:
    assert codes(hosted(served={"id": f"{SITE}/assertions/1", "revoked": "true"}))["hosting"] == "REVOKED"


def test_a_badge_at_another_address_is_another_badge() -> None:
    elsewhere = {f"{SITE}/assertions/1": json.dumps(assertion(id=f"{SITE}/assertions/2")).encode()}
    assert codes(judge(assertion(), FakeWeb(elsewhere))) == {"hosting": "HOSTED_MISMATCH"}


def test_a_badge_on_a_strangers_site_is_out_of_scope() -> None:
    given = assertion(id="https://evil.example/assertions/1")
    assert codes(hosted(given)) == {"issuer": "HOSTED_SCOPE"}


@pytest.mark.parametrize(
    ("policy", "address", "good"),
    [
        ({"startsWith": [f"{SITE}/assertions/"]}, f"{SITE}/assertions/1", True),
        ({"startsWith": [f"{SITE}/other/", f"{SITE}/assertions/"]}, f"{SITE}/assertions/1", True),
        ({"startsWith": [f"{SITE}/other/"]}, f"{SITE}/assertions/1", False),
        ({"startsWith": ["https://badges.ex"]}, f"{SITE}/assertions/1", False),
        ({"startsWith": [SITE]}, f"{SITE}.evil.example/1", False),
        ({"startsWith": [f"{SITE}/assertions/"]}, f"{SITE}/assertions/../1", False),
        ({"allowedOrigins": ["files.example"]}, "https://files.example/1", True),
        ({"allowedOrigins": "files.example"}, f"{SITE}/assertions/1", False),
    ],
)
def test_the_scope_that_an_issuer_declares_holds(policy: dict[str, Any], address: str, good: bool) -> None:
    report = hosted(assertion(id=address), issuer=organisation(verification=policy))
    assert codes(report) == ({} if good else {"issuer": "HOSTED_SCOPE"})


def test_an_issuer_of_another_name_on_another_site_is_refused() -> None:
    everything = web(assertion(), badge_class())
    everything.documents[f"{SITE}/issuer"] = json.dumps(organisation(id="https://university.example/issuer")).encode()
    assert codes(judge(assertion(), everything)) == {"structure": "HOSTED_MISMATCH"}


@pytest.mark.parametrize(
    ("given", "check", "code"),
    [
        (assertion(expires="2021-01-01"), "validity", "EXPIRED"),
        (assertion(issuedOn="2027-01-01T00:00:00Z"), "validity", "NOT_YET_VALID"),
        (assertion(issuedOn="yesterday"), "structure", "BAD_DATETIME"),
        (assertion(recipient=None), "structure", "SCHEMA"),
        (assertion(recipient={"type": "email"}), "structure", "SCHEMA"),
        (assertion(type="Badge"), "structure", "BAD_TYPE"),
        (assertion(verification={"type": "magic"}), "structure", "SCHEMA"),
        (assertion(**{"@context": "https://w3id.org/openbadges/other"}), "structure", "BAD_CONTEXT"),
    ],
)
def test_an_assertion_must_be_whole(given: dict[str, Any], check: str, code: str) -> None:
    assert codes(hosted(given))[check] == code


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_is_null_or_empty_is_not_there(nothing: str | None) -> None:
    """Null and empty texts are how widespread issuers leave out what they need not say."""
    given = {**assertion(), **dict.fromkeys(("narrative", "evidence", "expires", "image"), nothing)}
    report = hosted(given, badge=badge_class(tags=nothing, alignment=nothing), issuer=organisation(description=nothing, email=nothing))
    assert codes(report) == {}
    assert codes(hosted(badge=badge_class(name=nothing))) == {"structure": "SCHEMA"}


def test_an_issuer_of_version_1_1_has_another_name_for_its_type() -> None:
    assert hosted(issuer=organisation(type="IssuerOrg")).verdict is Verdict.VERIFIED


def test_an_assertion_of_version_2_says_its_address() -> None:
    everything = web(badge_class(), organisation())
    everything.documents[f"{SITE}/assertions/1"] = json.dumps(assertion(id=None)).encode()
    assert codes(judge(f"{SITE}/assertions/1", everything)) == {"structure": "SCHEMA"}


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"criteria": 7}, {"alignment": [{"targetName": "x"}]}, {"tags": [1]}, {"type": "Assertion"}]
)
def test_a_badge_class_must_be_whole(change: dict[str, Any]) -> None:
    assert set(codes(hosted(badge=badge_class(**change)))) == {"structure"}


def test_the_first_version_has_other_names_and_dates_in_seconds() -> None:
    given = {
        "uid": "1",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
        "badge": f"{SITE}/classes/1",
        "issuedOn": 1577836800,
        "verify": {"type": "hosted", "url": f"{SITE}/assertions/1"},
    }
    plain = {"name": "Bakes", "description": "Bread", "image": f"{SITE}/i.png", "criteria": f"{SITE}/c", "issuer": f"{SITE}/issuer"}
    everything = FakeWeb(
        {
            f"{SITE}/assertions/1": json.dumps(given).encode(),
            f"{SITE}/classes/1": json.dumps(plain).encode(),
            f"{SITE}/issuer": json.dumps({"name": "Bakers", "url": SITE}).encode(),
        }
    )
    report = judge(given, everything)
    assert report.verdict is Verdict.VERIFIED
    assert report.claims is not None
    assert report.claims.valid_from is not None


def test_the_oldest_badges_cannot_be_verified() -> None:
    old = {"recipient": "ada@example.org", "badge": {"name": "Bakes", "issuer": {"name": "B", "origin": SITE}}, "issued_on": "2012"}
    assert codes(judge(old)) == {"hosting": "NOT_VERIFIABLE"}


@pytest.mark.parametrize("around", [False, True])
def test_a_whole_iri_of_an_extension_is_held_against_its_schema(around: bool) -> None:
    context = {
        "@context": {"exampleProperty": "http://schema.org/text"},
        "obi:validation": [{"obi:validatesType": "extensions:Example", "obi:validationSchema": f"{SITE}/schema.json"}],
    }
    schema = {"type": "object", "properties": {"exampleProperty": {"type": "string"}}, "required": ["exampleProperty"]}
    for value, good in (("short and sweet", True), (7, False)):
        own = {} if around else {"@context": f"{SITE}/context.json"}
        extension = {**own, "type": ["Extension", "extensions:Example"], "http://schema.org/text": value}
        given = assertion(**{"@context": [V2, f"{SITE}/context.json"] if around else V2, "extensions:example": extension})
        everything = web(given, badge_class(), organisation())
        everything.documents[f"{SITE}/context.json"] = json.dumps(context).encode()
        everything.documents[f"{SITE}/schema.json"] = json.dumps(schema).encode()
        assert codes(judge(given, everything)) == ({} if good else {"structure": "EXTENSION_SCHEMA"})


# -- signed


def key_document(**changes: Any) -> dict[str, Any]:
    return pem_document(RSA, **changes)


def pem_document(by: Issuer, **changes: Any) -> dict[str, Any]:
    pem = by.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return {"@context": V2, "type": "CryptographicKey", "id": f"{SITE}/key", "owner": f"{SITE}/issuer", "publicKeyPem": pem, **changes}


def signed_badge(**changes: Any) -> str:
    given = assertion(id="urn:uuid:1", verification={"type": "SignedBadge", "creator": f"{SITE}/key"}, **changes)
    return token(given, RSA, kid=None)


def signed(text: str | None = None, *, key: dict[str, Any] | None = None, issuer: dict[str, Any] | None = None, **more: Any) -> Any:
    owner = issuer or organisation(publicKey=f"{SITE}/key")
    return judge(text or signed_badge(), web(badge_class(), owner, key or key_document(), *more.values()))


def test_a_signed_badge_is_verified() -> None:
    report = signed()
    assert codes(report) == {}
    assert report.format == "ob2-jws"
    assert report.claims is not None
    assert report.claims.key == f"{SITE}/key"


def test_a_key_that_the_issuer_does_not_list_is_not_its_key() -> None:
    assert codes(signed(issuer=organisation())) == {"issuer": "ISSUER_NOT_BOUND"}


def test_a_key_of_another_owner_is_not_the_issuers() -> None:
    assert codes(signed(key=key_document(owner="https://evil.example/issuer"))) == {"issuer": "ISSUER_NOT_BOUND"}


def test_another_key_does_not_match() -> None:
    other = issuer("RSA")
    pem = other.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    assert codes(signed(key=key_document(publicKeyPem=pem))) == {"signature": "BAD_SIGNATURE"}


def test_a_revoked_badge_stands_in_the_issuers_list() -> None:
    url = f"{SITE}/revoked"
    owner = organisation(publicKey=[f"{SITE}/key"], revocationList=url)
    for entry, good in (("urn:uuid:2", True), ("urn:uuid:1", False), ({"id": "urn:uuid:1", "revocationReason": "Copied"}, False)):
        listing = {"id": url, "type": "RevocationList", "revokedAssertions": [entry]}
        assert codes(signed(issuer=owner, listing=listing)) == ({} if good else {"status": "REVOKED"})


def test_a_list_may_call_a_badge_by_either_of_its_names() -> None:
    url = f"{SITE}/revoked"
    owner = organisation(publicKey=[f"{SITE}/key"], revocationList=url)
    for entry in ({"uid": "7"}, {"id": f"{SITE}/revoked/7", "uid": 7}, {"id": "urn:uuid:1", "uid": "8"}):
        listing = {"id": url, "type": "RevocationList", "revokedAssertions": [entry]}
        assert codes(signed(signed_badge(uid=7), issuer=owner, listing=listing)) == {"status": "REVOKED"}
    assert codes(signed(signed_badge(uid=""), issuer=owner, listing={"id": url, "revokedAssertions": [{"uid": ""}]})) == {}


@pytest.mark.parametrize(("says", "good"), [(True, False), (False, True), (None, True)])
def test_a_signed_badge_may_say_itself_that_it_is_revoked(says: object, good: bool) -> None:
    assert codes(signed(signed_badge(revoked=says))) == ({} if good else {"status": "REVOKED"})


def test_an_issuer_without_a_list_revokes_nothing() -> None:
    report = signed(issuer=organisation(publicKey=f"{SITE}/key", revocationList=""))
    assert codes(report) == {}


def test_a_list_that_cannot_be_had_leaves_the_question_open() -> None:
    owner = organisation(publicKey=f"{SITE}/key", revocationList=f"{SITE}/revoked")
    assert codes(signed(issuer=owner)) == {"status": "STATUS_UNREACHABLE"}


def test_an_old_blockcert_is_recognised_and_left_open() -> None:
    given = {**assertion(id="urn:uuid:1"), "signature": {"type": ["MerkleProof2017", "Extension"], "merkleRoot": "00"}}
    report = judge(given)
    assert codes(report) == {"readable": "FORMAT_UNSUPPORTED"}
    assert report.verdict is Verdict.UNKNOWN
