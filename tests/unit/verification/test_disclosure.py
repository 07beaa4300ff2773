"""Credentials that are shown in parts, and signed messages in binary."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from typing import Any

import pytest

from indexer.verification.report import Outcome, Verdict
from tests.fakes.web import FakeWeb
from tests.unit.verification.asking import codes, found, judge
from tests.unit.verification.issuing import OB, VC2, badge, issuer, raw, token
from tests.unit.verification.issuing_disclosure import base64, cose, derived, digest, disclosure, key_binding, sd_jwt

ED, HOLDER, P256 = issuer(), issuer(), issuer("P-256")
NAME = disclosure("salt1", "given_name", "Ada")
SKILL = disclosure("salt2", "baking")


def payload(**changes: Any) -> dict[str, Any]:
    document = {
        "iss": ED.id,
        "vct": "https://bakers.example/sourdough",
        "sub": "did:example:ada",
        "nbf": 1735689600,
        "exp": 1893456000,
        "_sd": [digest(NAME), digest("kept to myself")],
        "skills": [{"...": digest(SKILL)}, {"...": digest("kept, too")}, "kneading"],
        "cnf": {"jwk": HOLDER.jwk()},
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


def test_a_token_with_disclosures_is_verified() -> None:
    report = judge(sd_jwt(payload(), ED, NAME, SKILL))
    assert codes(report) == {}
    assert report.format == "sd-jwt-vc"
    assert report.claims is not None
    assert report.claims.issuer.id == ED.id
    assert report.claims.subject_id == "did:example:ada"
    assert report.claims.types == ("https://bakers.example/sourdough",)


BADGE = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"
ACHIEVEMENT = badge(ED)["credentialSubject"]["achievement"]


def test_a_badge_without_vocabularies_says_what_open_badges_say() -> None:
    for place in ({"achievement": ACHIEVEMENT}, {"credentialSubject": {"achievement": ACHIEVEMENT}}):
        claims = judge(sd_jwt(payload(vct=BADGE, name="Baker", **place), ED)).claims
        assert claims is not None
        assert claims.achievement is not None
        assert (claims.name, claims.achievement.name) == ("Baker", ACHIEVEMENT["name"])
        assert (claims.subject_id, claims.issuer.id) == ("did:example:ada", ED.id)


@pytest.mark.parametrize(
    "changes",
    [
        {"vct": "https://bakers.example/sourdough", "achievement": ACHIEVEMENT},
        {"vct": BADGE, "achievement": {**ACHIEVEMENT, "@context": {"name": "https://bakers.example/other"}}},
        {"vct": BADGE, "achievement": [[["nothing"]]]},
        {"vct": BADGE, "achievement": 7},
    ],
    ids=["another type", "a vocabulary of its own", "lists", "a number"],
)
def test_what_is_no_badge_has_no_achievement(changes: dict[str, Any]) -> None:
    report = judge(sd_jwt(payload(**changes), ED))
    assert report.verdict is Verdict.VERIFIED
    assert report.claims is not None
    assert report.claims.achievement is None


def test_nothing_needs_to_be_shown() -> None:
    assert judge(sd_jwt(payload(), ED)).verdict is Verdict.VERIFIED


@pytest.mark.parametrize("name", ["sha-384", "sha-512"])
def test_other_hashes_are_known(name: str) -> None:
    known = payload(_sd_alg=name, _sd=[digest(NAME, name.replace("-", ""))], skills=None)
    assert judge(sd_jwt(known, ED, NAME)).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (sd_jwt(payload(), ED, disclosure("salt9", "given_name", "Eve")), "DISCLOSURE"),
        (sd_jwt(payload(), ED, NAME, NAME), "DISCLOSURE"),
        (sd_jwt(payload(_sd=[digest(NAME), digest(NAME)]), ED, NAME), "DISCLOSURE"),
        (sd_jwt(payload(_sd=[digest(SKILL)], skills=None), ED, SKILL), "DISCLOSURE"),
        (sd_jwt(payload(skills=[{"...": digest(NAME)}], _sd=None), ED, NAME), "DISCLOSURE"),
        (sd_jwt(payload(given_name="Bob"), ED, NAME), "DISCLOSURE"),
        (sd_jwt(payload(_sd=[digest(disclosure("s", "_sd", 1))]), ED, disclosure("s", "_sd", 1)), "DISCLOSURE"),
        (sd_jwt(payload(_sd=[digest(disclosure("s", "...", 1))]), ED, disclosure("s", "...", 1)), "DISCLOSURE"),
        (sd_jwt(payload(_sd="text"), ED), "DISCLOSURE"),
        (sd_jwt(payload(_sd_alg="md5"), ED), "ALG_NOT_ALLOWED"),
        (sd_jwt(payload(), ED, "!!!"), "NOT_A_CREDENTIAL"),
        (sd_jwt(payload(), ED, base64(b'{"not":"an array"}')), "DISCLOSURE"),
        (sd_jwt(payload(), ED, base64(b'["salt","name","value","more"]')), "DISCLOSURE"),
    ],
)
def test_a_disclosure_must_belong_to_what_was_signed(given: str, code: str) -> None:
    report = judge(given)
    assert codes(report) == {"readable": code}


def test_what_decides_about_validity_may_not_be_shown_at_will() -> None:
    hidden = disclosure("salt", "exp", 1893456000)
    report = judge(sd_jwt(payload(exp=None, _sd=[digest(hidden)]), ED, hidden))
    assert codes(report)["structure"] == "DISCLOSURE"


@pytest.mark.parametrize(
    ("change", "check", "code"),
    [
        ({"vct": None}, "structure", "SCHEMA"),
        ({"exp": 1735689601}, "validity", "EXPIRED"),
        ({"nbf": 1893456000}, "validity", "NOT_YET_VALID"),
        ({"iss": "did:example:other"}, "issuer", "ISSUER_NOT_BOUND"),
    ],
)
def test_a_token_must_be_whole_and_current(change: dict[str, Any], check: str, code: str) -> None:
    assert codes(judge(sd_jwt(payload(**change), ED)))[check] == code


def test_a_key_binding_is_held_against_what_is_shown() -> None:
    shown = sd_jwt(payload(), ED, NAME)
    assert judge(shown + key_binding(shown, HOLDER)).verdict is Verdict.VERIFIED
    less = sd_jwt(payload(), ED)
    for bad in (key_binding(less, HOLDER), key_binding(shown, ED), "abc", key_binding(shown, HOLDER).replace(".", "..")):
        assert judge(shown + bad).verdict in (Verdict.FAILED, Verdict.UNREADABLE)


@pytest.mark.parametrize("change", [{"aud": None}, {"nonce": None}, {"iat": None}, {"iat": 1906531200}, {"iat": "now"}, {"nonce": 5}])
def test_a_key_binding_says_for_whom_and_when_it_was_made(change: dict[str, Any]) -> None:
    shown = sd_jwt(payload(), ED, NAME)
    assert codes(judge(shown + key_binding(shown, HOLDER, **change))) == {"proof": "KEY_BINDING"}


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        (HOLDER.method, Verdict.VERIFIED),
        (ED.method, Verdict.FAILED),
        ("key-1", Verdict.FAILED),
        ("https://holder.example/me#1", Verdict.UNKNOWN),
    ],
)
def test_the_key_of_the_holder_may_be_named(name: str, verdict: Verdict) -> None:
    shown = sd_jwt(payload(cnf={"kid": name}), ED, NAME)
    assert judge(shown + key_binding(shown, HOLDER)).verdict is verdict


def test_a_token_of_another_kind_is_no_credential_and_may_be_signed_well() -> None:
    assert codes(judge(sd_jwt(payload(vct=None), ED, NAME, typ="example+sd-jwt"))) == {"structure": "SCHEMA"}
    assert codes(judge(sd_jwt(payload(), ED, NAME, typ="example+sd-jwt"))) == {"proof": "BAD_TYP"}


def test_a_token_without_disclosures_may_lack_its_last_sign() -> None:
    report = judge(sd_jwt(payload(), ED).rstrip("~"))
    assert report.verdict is Verdict.VERIFIED
    assert report.format == "sd-jwt-vc"
    assert "SD_JWT_WITHOUT_TILDE" in {note.code for note in report.notes}


def test_a_badge_in_parts_is_bound_to_its_holder_like_other_tokens() -> None:
    shown = sd_jwt({**badge(ED), "cnf": {"jwk": HOLDER.jwk()}}, ED, typ="vc+sd-jwt")
    assert judge(shown + key_binding(shown, HOLDER)).verdict is Verdict.VERIFIED
    assert codes(judge(shown + key_binding(shown, ED))) == {"proof": "KEY_BINDING"}
    assert codes(judge(shown + key_binding(shown + "x", HOLDER))) == {"proof": "KEY_BINDING"}


def test_a_badge_in_parts_shows_what_decides() -> None:
    until = disclosure("salt", "exp", 1906531200)
    given = sd_jwt({**badge(ED), "_sd": [digest(until)]}, ED, until, typ="vc+sd-jwt")
    assert codes(judge(given)) == {"proof": "DISCLOSURE"}


def test_a_badge_in_parts_ends_with_its_token() -> None:
    given = {**badge(ED, validUntil=None), "exp": 1748764800}
    assert codes(judge(sd_jwt(given, ED, typ="vc+sd-jwt"))) == {"validity": "EXPIRED"}


def test_disclosures_inside_disclosures_end() -> None:
    shown = [disclosure("salt", "part0", "the innermost")]
    for number in range(1, 500):
        shown.append(disclosure("salt", f"part{number}", {"_sd": [digest(shown[-1])]}))
    assert codes(judge(sd_jwt(payload(_sd=[digest(shown[-1])]), ED, *shown))) == {"readable": "JSON_DEPTH"}


def test_keys_of_a_site_are_read_from_their_place() -> None:
    site = "https://university.example/tenant"
    address = "https://university.example/.well-known/jwt-vc-issuer/tenant"
    keys = {"issuer": site, "jwks": {"keys": [{**ED.jwk(), "kid": "k1"}]}}
    given = sd_jwt(payload(iss=site), ED, NAME, kid="k1")
    assert judge(given, FakeWeb({address: raw(keys)})).verdict is Verdict.VERIFIED
    assert codes(judge(given, FakeWeb({address: raw({**keys, "issuer": "https://evil.example"})}))) == {"key": "KEY_UNRESOLVABLE"}
    assert codes(judge(given)) == {"key": "KEY_UNREACHABLE"}


@pytest.mark.parametrize("name", [None, "k2"])
def test_the_one_of_several_keys_that_is_meant_is_taken(name: str | None) -> None:
    site = "https://university.example"
    keys = {"issuer": site, "jwks": {"keys": [{**HOLDER.jwk(), "kid": "k1"}, {**ED.jwk(), "kid": "k2"}]}}
    web = FakeWeb({f"{site}/.well-known/jwt-vc-issuer": raw(keys)})
    assert judge(sd_jwt(payload(iss=site), ED, kid=name), web).verdict is Verdict.VERIFIED
    assert codes(judge(sd_jwt(payload(iss=site), issuer(), kid=name), web)) == {"signature": "BAD_SIGNATURE"}


def test_a_badge_can_be_shown_in_parts() -> None:
    document = badge(ED, **{"@context": [VC2, OB]})
    name = disclosure("salt", "name", document.pop("name"))
    given = sd_jwt({**document, "iss": ED.id, "_sd": [digest(name)]}, ED, name, typ="vc+sd-jwt")
    report = judge(given)
    assert codes(report) == {}
    assert report.format == "vc-sd-jwt"
    assert report.claims is not None
    assert report.claims.name == "Sourdough"


LIST = "https://university.example/statuslist"


def status_token(bits: bytes, *, size: int = 1, by: Any = ED, **changes: Any) -> bytes:
    listing = {"bits": size, "lst": base64(zlib.compress(bits))}
    content = {"iss": ED.id, "sub": LIST, "iat": 1772366400, "exp": 1893456000, "status_list": listing, **changes}
    return token(content, by, typ="statuslist+jwt").encode()


@pytest.mark.parametrize(
    ("bits", "size", "index", "code"),
    [
        (bytes([0b00000000]), 1, 3, None),
        (bytes([0b00001000]), 1, 3, "REVOKED"),
        (bytes([0b11110111]), 1, 3, None),
        (bytes([0b00100000]), 2, 2, "SUSPENDED"),
        (bytes([0b00010000]), 2, 2, "REVOKED"),
        (bytes([0x10]), 4, 1, "REVOKED"),
        (bytes([0, 2]), 8, 1, "SUSPENDED"),
        (bytes([0b11]), 2, 0, "STATUS_UNSUPPORTED"),
        (bytes([0]), 1, 8, "RANGE_ERROR"),
    ],
)
def test_a_token_status_list_counts_from_the_other_end(bits: bytes, size: int, index: int, code: str | None) -> None:
    given = sd_jwt(payload(status={"status_list": {"idx": index, "uri": LIST}}), ED)
    report = judge(given, FakeWeb({LIST: status_token(bits, size=size)}))
    assert codes(report) == ({} if code is None else {"status": code})


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (404, Outcome.UNKNOWN),
        (status_token(b"\0", by=HOLDER), Outcome.FAILED),
        (status_token(b"\0", sub="https://university.example/other"), Outcome.FAILED),
        (status_token(b"\0", exp=1735689600), Outcome.FAILED),
        (status_token(b"\0", iss="did:example:other"), Outcome.FAILED),
        (b"text", Outcome.FAILED),
        (status_token(bytes(64_000_000)), Outcome.FAILED),
    ],
    ids=["gone", "foreign key", "for another address", "expired", "of another issuer", "no token", "bomb"],
)
def test_a_bad_token_status_list_decides_nothing(answer: bytes | int, outcome: Outcome) -> None:
    given = sd_jwt(payload(status={"status_list": {"idx": 0, "uri": LIST}}), ED)
    report = judge(given, FakeWeb({LIST: answer}))
    assert found(report, "status").outcome is outcome
    assert report.verdict is not Verdict.VERIFIED


# -- binary envelopes


@pytest.mark.parametrize("written", [bytes, lambda data: base64(data).encode()])
def test_a_signed_message_is_verified(written: Any) -> None:
    report = judge(written(cose(raw(badge(ED)), ED)))
    assert codes(report) == {}
    assert report.format == "vc-cose"


def test_a_message_in_an_envelope_may_end_with_a_line() -> None:
    text = b64encode(cose(raw(badge(ED)), ED)).decode()
    envelope = {"@context": VC2, "id": f"data:application/vc+cose;base64,{text}\n", "type": "EnvelopedVerifiableCredential"}
    assert judge(envelope).verdict is Verdict.VERIFIED


@pytest.mark.parametrize("number", [-7, -9])
def test_an_algorithm_has_a_number_with_its_curve_and_one_without(number: int) -> None:
    by = issuer("P-256")
    assert judge(cose(raw(badge(by)), by, number=number)).verdict is Verdict.VERIFIED


def test_a_message_in_hex_is_no_message() -> None:
    """No standard writes one so: W3C's tests of VC-JOSE-COSE (number 30) ask for it to be refused."""
    assert judge(cose(raw(badge(ED)), ED).hex().encode()).verdict is Verdict.UNREADABLE


def test_a_changed_message_fails() -> None:
    message = cose(raw(badge(ED)), ED).replace(b"Sourdough", b"Sourcream")
    assert codes(judge(message)) == {"signature": "BAD_SIGNATURE"}


@pytest.mark.parametrize("number", [5, -999, 0])
def test_a_message_with_another_algorithm_is_refused(number: int) -> None:
    assert codes(judge(cose(raw(badge(ED)), ED, number=number))) == {"readable": "ALG_NOT_ALLOWED"}


# -- derived proofs


@pytest.mark.parametrize("mandatory", [0, 3, 10])
def test_a_derived_proof_is_verified(mandatory: int) -> None:
    report = judge(derived(badge(P256), P256, mandatory=mandatory))
    assert codes(report) == {}
    assert report.verdict is Verdict.VERIFIED


def test_a_base_proof_is_for_the_holder_only() -> None:
    assert codes(judge(derived(badge(P256), P256, base=True))) == {"signature": "SD_BASE_PROOF"}


def test_a_derived_proof_covers_every_statement() -> None:
    document = derived(badge(P256), P256)
    for change in ({"name": "Master"}, {"description": "more"}, {"validUntil": "2040-01-01T00:00:00Z"}):
        assert codes(judge({**document, **change})) == {"signature": "BAD_SIGNATURE"}
    del document["name"]
    assert codes(judge(document)) == {"signature": "BAD_SIGNATURE"}


def test_two_nodes_cannot_be_shown_under_one_name() -> None:
    assert codes(judge(derived(badge(P256), P256, one_name=True))) == {"signature": "BAD_SIGNATURE"}


def test_a_one_time_key_of_the_attacker_is_not_the_issuers() -> None:
    own, foreign = derived(badge(P256), P256), derived(badge(P256), issuer("P-256"))
    foreign["proof"]["verificationMethod"] = own["proof"]["verificationMethod"]
    assert codes(judge(json.loads(json.dumps(foreign)))) == {"signature": "BAD_SIGNATURE"}
