"""Credentials as signed tokens, through the door of the library."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from indexer.verification.report import Outcome, Verdict
from tests.fakes.web import NOON, FakeWeb
from tests.unit.verification.asking import codes, found, judge
from tests.unit.verification.issuing import OB, VC1, Issuer, badge, issuer, raw, token

ED = issuer()


def claims_of(document: dict[str, Any], by: Issuer, **changes: Any) -> dict[str, Any]:
    """The members that OB 3.0 puts beside a credential in a token."""
    found = {
        "iss": by.id,
        "sub": document["credentialSubject"]["id"],
        "jti": document["id"],
        "nbf": 1748764800,
        "exp": 1906531200,
        **changes,
    }
    return {member: value for member, value in found.items() if value is not None}


def payload(by: Issuer = ED, **changes: Any) -> dict[str, Any]:
    document = badge(by)
    return {**document, **claims_of(document, by, **changes)}


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384"])
def test_a_badge_in_a_token_is_verified(kind: Any) -> None:
    by = issuer(kind)
    report = judge(token(payload(by), by))
    assert codes(report) == {}
    assert report.format == "ob3-jwt"
    assert report.claims is not None
    assert report.claims.achievement is not None
    assert report.claims.key == by.method


def test_an_rsa_key_of_a_site_signs_a_badge() -> None:
    by = issuer("RSA", name="https://university.example/issuer")
    web = FakeWeb({by.id: raw(by.document())})
    assert judge(token(payload(by), by), web).verdict is Verdict.VERIFIED


def test_the_older_form_with_a_vc_claim_is_put_together_again() -> None:
    document = badge(ED, **{"@context": [VC1, OB], "validFrom": None, "validUntil": None, "id": None})
    document["issuer"] = {"type": ["Profile"], "name": "Northfield"}
    del document["credentialSubject"]["id"]
    claims = {"iss": ED.id, "sub": "did:example:learner", "jti": "urn:uuid:77", "nbf": 1748764800, "exp": 1906531200}
    report = judge(token({"vc": document, **claims}, ED))
    assert codes(report) == {}
    assert report.claims is not None
    assert report.claims.issuer.id == ED.id
    assert report.claims.credential_id == "urn:uuid:77"
    assert report.claims.subject_id == "did:example:learner"
    assert report.claims.valid_from is not None


def test_a_word_of_version_2_in_a_token_of_version_1_1_means_nothing_and_does_no_harm() -> None:
    words = {"@context": [VC1, OB], "validFrom": None, "validUntil": None, "issuanceDate": "2025-06-01T08:00:00Z"}
    resource = {"id": "https://bakers.example/loaf.jpg", "mediaType": "image/jpeg"}
    report = judge(token({"vc": badge(ED, **words, relatedResource=[resource]), "iss": ED.id}, ED))
    assert codes(report) == {}
    assert "/relatedResource" in {note.pointer for note in report.notes if note.code == "UNDEFINED_TERM"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iss": "did:example:other"}, "ISS_MISMATCH"),
        ({"sub": "did:example:other"}, "SUB_MISMATCH"),
        ({"jti": "urn:uuid:other"}, "JTI_MISMATCH"),
        ({"nbf": 1748764802}, "DATE_MISMATCH"),
        ({"exp": 1906531202}, "DATE_MISMATCH"),
        ({"exp": "soon"}, "DATE_MISMATCH"),
        ({"iss": 5}, "ISS_MISMATCH"),
        ({"iss": {"id": ED.id}}, "ISS_MISMATCH"),
        ({"sub": ["did:example:learner"]}, "SUB_MISMATCH"),
        ({"jti": 1}, "JTI_MISMATCH"),
    ],
)
def test_the_token_must_say_the_same_as_the_credential(change: dict[str, Any], code: str) -> None:
    assert codes(judge(token(payload(**change), ED)))["structure"] == code


def test_a_claim_that_is_null_says_nothing() -> None:
    nothing = dict.fromkeys(("iss", "sub", "jti", "nbf", "exp"))
    assert judge(token({**badge(ED), **nothing}, ED)).verdict is Verdict.VERIFIED


def test_a_key_that_cannot_be_looked_up_is_not_the_issuers_when_the_issuer_does_not_list_it() -> None:
    assert codes(judge(token(payload(), ED, kid="did:ion:EiA#key-1"))) == {"key": "KEY_NOT_AUTHORISED"}
    by = issuer(name="https://university.example/issuer")
    assert codes(judge(token(badge(by), by, kid="did:ion:EiA#key-1"))) == {"key": "DID_METHOD_UNSUPPORTED"}


def test_a_date_that_is_null_says_nothing() -> None:
    assert judge(token({**payload(exp=None), "validUntil": None}, ED)).verdict is Verdict.VERIFIED
    old = {**badge(ED, **{"@context": [VC1, OB], "validFrom": None, "validUntil": None}), "issuanceDate": None, "expirationDate": None}
    assert judge(token({"vc": old, "nbf": 1748764800}, ED)).verdict is Verdict.VERIFIED  # the token has the start
    assert codes(judge(token({"vc": old, "nbf": 1748764800, "exp": 1748851200}, ED)))["validity"] == "EXPIRED"
    assert codes(judge(token({"vc": old}, ED))) == {"structure": "SCHEMA"}


def test_a_claim_that_the_header_repeats_is_the_same() -> None:
    assert judge(token(payload(), ED, iss=ED.id)).verdict is Verdict.VERIFIED
    assert codes(judge(token(payload(), ED, iss="did:example:other")))["structure"] == "ISS_MISMATCH"


def jose(**claims: Any) -> str:
    """A badge without an end as VC-JOSE: the token has dates of its own, which are those of the signature."""
    return token({**badge(ED, validUntil=None), **claims}, ED, typ="vc+jwt")


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({}, None),
        ({"exp": 1906531200}, None),
        ({"exp": 1906531200, "validUntil": "2031-01-01T00:00:00Z"}, None),
        ({"exp": 1748764800}, "EXPIRED"),
        ({"exp": 1748764800, "validUntil": "2031-01-01T00:00:00Z"}, "EXPIRED"),
        ({"nbf": 1906531200}, "NOT_YET_VALID"),
        ({"nbf": NOON.timestamp() + 240}, None),
    ],
)
def test_a_token_that_has_ended_is_not_accepted_whatever_the_credential_says(claims: dict[str, Any], code: str | None) -> None:
    assert codes(judge(jose(**claims))) == ({"validity": code} if code else {})


@pytest.mark.parametrize("typ", ["JWT", "vc+jwt", None])
def test_the_end_of_a_token_counts_in_every_form(typ: str | None) -> None:
    given = {**badge(ED, validUntil=None), "exp": 1748764800}
    assert codes(judge(token(given, ED, typ=typ)))["validity"] == "EXPIRED"


def test_the_end_of_a_token_is_when_to_look_again() -> None:
    report = judge(jose(exp=1906531200))
    assert report.recheck_at is not None
    assert report.recheck_at.timestamp() == 1906531200


@pytest.mark.parametrize("algorithm", [["EdDSA"], {}, 5, None, True])
def test_an_algorithm_is_a_word(algorithm: Any) -> None:
    head, body, signature = token(payload(), ED).split(".")
    head = urlsafe_b64encode(json.dumps({"alg": algorithm, "kid": ED.method}).encode()).decode().rstrip("=")
    assert codes(judge(f"{head}.{body}.{signature}")) == {"readable": "ALG_NOT_ALLOWED"}


def test_a_changed_payload_breaks_the_signature() -> None:
    head, _, signature = token(payload(), ED).split(".")
    other = token({**payload(), "name": "Master"}, ED).split(".")[1]
    assert codes(judge(f"{head}.{other}.{signature}")) == {"signature": "BAD_SIGNATURE"}


def test_a_token_without_signature_is_refused() -> None:
    for algorithm in ("none", "None", "NONE", "nOnE"):
        text = token(payload(), ED, alg=algorithm)
        assert codes(judge(text.rpartition(".")[0] + ".")) == {"readable": "ALG_NOT_ALLOWED"}


def test_a_public_key_is_never_a_shared_secret() -> None:
    by = issuer("RSA", name="https://university.example/issuer")
    text = ".".join(token(payload(by), by, alg="HS256").split(".")[:2])
    mac = hmac.new(json.dumps(by.jwk()).encode(), text.encode(), hashlib.sha256).digest()
    forged = f"{text}.{urlsafe_b64encode(mac).decode().rstrip('=')}"
    assert codes(judge(forged, FakeWeb({by.id: raw(by.document())}))) == {"readable": "ALG_NOT_ALLOWED"}


def test_an_algorithm_must_suit_its_key() -> None:
    by = issuer("P-384")
    assert codes(judge(token(payload(by), by, alg="ES256"))) == {"signature": "ALG_KEY_MISMATCH"}


@pytest.mark.parametrize("header", [{"crit": ["exp"], "exp": 1}, {"b64": False}, {"crit": ["b64"], "b64": False}])
def test_an_extension_that_we_do_not_know_is_refused(header: dict[str, Any]) -> None:
    assert codes(judge(token(payload(), ED, **header))) == {"readable": "ALG_NOT_ALLOWED"}


def test_a_key_that_the_token_brings_proves_nothing_about_the_issuer() -> None:
    attacker = issuer()
    text = token(payload(Issuer(name="https://university.example/issuer")), attacker, kid=None, jwk=attacker.jwk())
    report = judge(text)
    assert codes(report) == {"issuer": "KEY_UNBOUND"}
    assert found(report, "signature").outcome is Outcome.PASSED
    assert report.verdict is Verdict.UNKNOWN


def test_a_key_that_the_token_brings_counts_when_the_issuer_lists_it() -> None:
    by = issuer(name="https://university.example/issuer")
    text = token(payload(by), by, kid=None, jwk=by.jwk())
    assert judge(text, FakeWeb({by.id: raw(by.document())})).verdict is Verdict.VERIFIED


def test_a_key_that_the_token_brings_is_not_the_issuers_when_the_issuer_lists_others() -> None:
    attacker, by = issuer(), issuer(name="https://university.example/issuer")
    assert codes(judge(token(payload(), attacker, kid=None, jwk=attacker.jwk()))) == {"issuer": "ISSUER_NOT_BOUND"}
    text, profile = token(payload(by), attacker, kid=None, jwk=attacker.jwk()), {"id": by.id, "type": "Profile"}
    assert codes(judge(text, FakeWeb({by.id: raw(by.document())}))) == {"issuer": "ISSUER_NOT_BOUND"}
    assert codes(judge(text, FakeWeb({by.id: raw(profile)}))) == {"issuer": "KEY_UNBOUND"}


@pytest.mark.parametrize(("member", "code"), [("revoked", "KEY_REVOKED"), ("expires", "KEY_EXPIRED")])
def test_a_key_that_the_token_brings_must_be_in_force_where_the_issuer_lists_it(member: str, code: str) -> None:
    by = issuer(name="https://university.example/issuer")
    document = by.document()
    document["verificationMethod"][0][member] = "2026-01-01T00:00:00Z"
    text = token(payload(by), by, kid=None, jwk=by.jwk())
    assert codes(judge(text, FakeWeb({by.id: raw(document)}))) == {"key": code}


def test_without_a_name_the_one_key_is_taken_that_could_sign_so() -> None:
    by, other, third = (issuer(kind, name="https://university.example/issuer") for kind in ("Ed25519", "P-256", "Ed25519"))
    for others, code in (((other,), None), ((other, third), "KEY_UNRESOLVABLE")):
        methods = [each.document()["verificationMethod"][0] for each in (by, *others)]
        shown = {"id": by.id, "verificationMethod": methods, "assertionMethod": [method["id"] for method in methods]}
        report = judge(token(payload(by), by, kid=None), FakeWeb({by.id: raw(shown)}))
        assert codes(report) == ({"key": code} if code else {})


def test_addresses_of_keys_in_the_header_are_not_followed() -> None:
    attacker = issuer()
    web = FakeWeb({"https://evil.example/keys": raw({"keys": [attacker.jwk()]})})
    judge(token(payload(), attacker, kid=None, jku="https://evil.example/keys", x5u="https://evil.example/keys"), web)
    assert "https://evil.example/keys" not in web.asked


def test_a_key_of_another_site_does_not_sign_for_the_issuer() -> None:
    attacker = issuer(name="https://evil.example/issuer")
    text = token(payload(Issuer(name="https://university.example/issuer")), attacker)
    report = judge(text, FakeWeb({attacker.id: raw(attacker.document())}))
    assert codes(report) == {"issuer": "ISSUER_NOT_BOUND"}


def test_a_bare_key_on_the_web_needs_the_issuer_to_list_it() -> None:
    by = Issuer(name="https://university.example/issuer")
    text = token(payload(by), by, kid="https://university.example/key.jwk")
    key = {"https://university.example/key.jwk": raw(by.jwk())}
    assert codes(judge(text, FakeWeb(key))) == {"issuer": "KEY_UNBOUND"}
    assert judge(text, FakeWeb({**key, by.id: raw(by.document())})).verdict is Verdict.VERIFIED


def test_a_token_of_another_type_is_no_credential() -> None:
    assert codes(judge(token(payload(), ED, typ="at+jwt")))["proof"] == "BAD_TYP"


def test_the_newer_form_has_no_vc_claim() -> None:
    text = token({**payload(), "vc": badge(ED)}, ED, typ="vc+jwt")
    assert codes(judge(text))["proof"] == "VC_CLAIM_IN_VCJOSE"


def test_an_undefined_word_in_a_token_is_a_note() -> None:
    report = judge(token({**payload(), "nickname": "Ada"}, ED))
    assert report.verdict is Verdict.VERIFIED
    assert "UNDEFINED_TERM" in {note.code for note in report.notes}


def test_an_enveloped_credential_is_taken_out_of_its_envelope() -> None:
    envelope = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt," + token(payload(), ED, typ="vc+jwt"),
    }
    assert judge(envelope).verdict is Verdict.VERIFIED


def test_a_did_jwk_may_be_named_without_its_only_fragment() -> None:
    made = issuer("P-256")
    did = "did:jwk:" + urlsafe_b64encode(json.dumps(made.jwk()).encode()).decode().rstrip("=")
    by = Issuer("P-256", made.key, did)
    for kid, good in ((f"{did}#0", True), (did, True), (f"{did}#1", False)):
        assert codes(judge(token(badge(by), by, kid=kid))) == ({} if good else {"key": "KEY_UNRESOLVABLE"})
