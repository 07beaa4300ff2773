"""Who presented a credential: the signature of the presentation around it."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.verification.formats.presentations import presentation_problems
from indexer.verification.report import Outcome, Report, Verdict
from tests.fakes.web import FakeWeb
from tests.unit.verification.asking import codes, found, judge
from tests.unit.verification.issuing import OB, VC1, VC2, Issuer, badge, issuer, raw, signed, token
from tests.unit.verification.issuing_disclosure import cose, sd_jwt

ISSUER, HOLDER = issuer(), issuer()
AUTHENTICATION = {"proofPurpose": "authentication", "challenge": "c", "domain": "evident.example"}


def presentation(*inside: Any, **changes: Any) -> dict[str, Any]:
    document = {
        "@context": [VC2],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER.id,
        "verifiableCredential": list(inside) or [signed(badge(ISSUER), ISSUER)],
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


def enveloped(text: str, kind: str = "vc+jwt") -> dict[str, Any]:
    return {"@context": VC2, "id": f"data:application/{kind},{text}", "type": "EnvelopedVerifiableCredential"}


def presented(given: Any, by: Issuer = HOLDER, web: FakeWeb | None = None, **options: Any) -> Report:
    return judge(signed(given, by, **{**AUTHENTICATION, **options}), web)


def test_a_signed_presentation_is_judged_with_its_credential() -> None:
    report = presented(presentation())
    assert report.verdict is Verdict.VERIFIED
    assert report.format == "ob3-di"
    assert found(report, "holder").outcome is Outcome.PASSED
    assert found(judge(presentation()), "holder").outcome is Outcome.NOT_APPLICABLE


def test_that_a_stranger_signed_the_package_is_not_said_of_whom_the_credential_is_about() -> None:
    theirs = badge(ISSUER)
    theirs["credentialSubject"]["id"] = HOLDER.id
    assert found(presented(presentation(signed(theirs, ISSUER))), "holder").message.startswith("Whom it is about has signed")
    assert found(presented(presentation()), "holder").message.startswith("Somebody has signed")


def test_that_nobody_is_named_on_either_side_does_not_make_them_the_same() -> None:
    theirs = badge(ISSUER)
    del theirs["credentialSubject"]["id"]
    nameless = presentation(signed(theirs, ISSUER), holder=None)
    assert found(presented(nameless), "holder").message.startswith("Somebody has signed")


def test_a_credential_inside_may_leave_its_vocabularies_to_a_presentation_of_version_1_1() -> None:
    words = [VC1, OB, "https://w3id.org/security/data-integrity/v2"]
    old = badge(ISSUER, **{"@context": words, "validFrom": None, "validUntil": None, "issuanceDate": "2025-06-01T08:00:00Z"})
    inside = {name: value for name, value in signed(old, ISSUER).items() if name != "@context"}
    given = presentation(inside, **{"@context": words})
    assert judge(given).verdict is Verdict.VERIFIED
    assert presentation_problems(given) == []


def test_a_presentation_of_several_is_judged_once() -> None:
    report = presented(presentation(signed(badge(ISSUER), ISSUER), enveloped(token(badge(ISSUER), ISSUER, typ="vc+jwt"))))
    assert report.verdict is Verdict.VERIFIED
    assert report.format == "presentation"
    assert found(report, "holder").outcome is Outcome.PASSED
    assert [found(inner, "holder").outcome for inner in report.nested] == [Outcome.NOT_APPLICABLE] * 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"holder": "did:example:other"}, "HOLDER_MISMATCH"),
        ({"id": "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-0000000000aa"}, "HOLDER_PROOF"),
        ({"nickname": "Ada"}, "HOLDER_PROOF"),
    ],
)
def test_a_presentation_that_was_changed_is_not_good(change: dict[str, Any], code: str) -> None:
    report = judge({**signed(presentation(id=None), HOLDER, **AUTHENTICATION), **change})
    assert report.verdict is Verdict.FAILED
    assert codes(report) == {"holder": code}
    assert found(report, "signature").outcome is Outcome.PASSED, "the credential in it is another matter"


def test_a_presentation_signed_by_another_than_its_holder_is_said() -> None:
    assert codes(presented(presentation(), issuer())) == {"holder": "HOLDER_MISMATCH"}


@pytest.mark.parametrize("proof", [None, [], {}])
def test_a_presentation_with_an_empty_proof_is_not_signed(proof: Any) -> None:
    report = judge({**presentation(), "proof": proof})
    assert report.verdict is Verdict.VERIFIED
    assert found(report, "holder").outcome is Outcome.NOT_APPLICABLE


def test_nobody_need_be_named() -> None:
    assert presented(presentation(holder=None)).verdict is Verdict.VERIFIED


@pytest.mark.parametrize(("purpose", "good"), [("authentication", True), ("assertionMethod", True), ("keyAgreement", False)])
def test_the_purpose_is_to_show_who_one_is(purpose: str, good: bool) -> None:
    assert codes(presented(presentation(), proofPurpose=purpose)) == ({} if good else {"holder": "HOLDER_PROOF"})


@pytest.mark.parametrize(("relationship", "good"), [("authentication", True), ("assertionMethod", False), ("keyAgreement", False)])
def test_the_holder_lists_the_key_for_that_purpose(relationship: str, good: bool) -> None:
    ada = issuer(name="did:web:ada.example")
    document = {"id": ada.id, "verificationMethod": ada.document()["verificationMethod"], relationship: [ada.method]}
    report = presented(presentation(holder=ada.id), ada, FakeWeb({"https://ada.example/.well-known/did.json": raw(document)}))
    assert codes(report) == ({} if good else {"holder": "HOLDER_PROOF"})


def test_a_key_for_authentication_signs_no_credential() -> None:
    school = issuer(name="did:web:school.example")
    document = {**school.document(), "assertionMethod": [], "authentication": [school.method]}
    web = FakeWeb({"https://school.example/.well-known/did.json": raw(document)})
    assert codes(judge(signed(badge(school), school), web)) == {"key": "KEY_NOT_AUTHORISED"}
    assert codes(judge(token(badge(school), school), web)) == {"key": "KEY_NOT_AUTHORISED"}
    assert codes(judge(signed(badge(ISSUER), ISSUER, **AUTHENTICATION))) == {"proof": "PROOF_PURPOSE"}


@pytest.mark.parametrize("options", [{"cryptosuite": "bbs-2023"}, {"verificationMethod": "did:web:gone.example#key"}])
def test_a_presenter_who_cannot_be_looked_up_changes_nothing(options: dict[str, str]) -> None:
    whole = signed(presentation(holder=None), HOLDER, **AUTHENTICATION)
    whole["proof"].update(options)
    report = judge(whole)
    assert report.verdict is Verdict.VERIFIED
    assert found(report, "holder").code == "HOLDER_UNDECIDED"


def wrapped(form: str, document: dict[str, Any], **changes: Any) -> str | bytes:
    """A presentation as a token, in one of its forms."""
    if form == "jwt":
        return token({"vp": document, "iss": HOLDER.id, "aud": "x", "nonce": "n", "exp": 1748764800, **changes}, HOLDER)
    if form == "vp+jwt":
        return token({**document, **changes}, HOLDER, typ="vp+jwt")
    if form == "sd-jwt":
        return sd_jwt({**document, **changes}, HOLDER, typ="vp+sd-jwt")
    return cose(raw({**document, **changes}), HOLDER)


FORMS = ("jwt", "vp+jwt", "sd-jwt", "cose")


@pytest.mark.parametrize("form", FORMS)
def test_a_presentation_in_a_token_is_judged_even_after_its_moment(form: str) -> None:
    inner = token(badge(ISSUER), ISSUER, typ="vc+jwt")
    old = presentation(token(badge(ISSUER), ISSUER), **{"@context": [VC1]})
    report = judge(wrapped(form, old if form == "jwt" else presentation(enveloped(inner))))
    assert codes(report) == {}
    assert report.format == "ob3-jwt"
    assert found(report, "holder").outcome is Outcome.PASSED


@pytest.mark.parametrize("form", FORMS)
def test_a_presentation_in_a_token_must_be_that_of_its_holder(form: str) -> None:
    report = judge(wrapped(form, presentation(holder="did:example:other")))
    assert codes(report) == {"holder": "HOLDER_MISMATCH"}


@pytest.mark.parametrize("header", [{"typ": "at+jwt"}, {"typ": "vc+jwt"}])
def test_a_presentation_in_a_token_of_another_kind_is_none(header: dict[str, Any]) -> None:
    assert codes(judge(token(presentation(), HOLDER, **header))) == {"holder": "HOLDER_PROOF"}


def test_a_changed_presentation_in_a_token_is_not_good() -> None:
    head, _, signature = str(wrapped("vp+jwt", presentation())).split(".")
    body = str(wrapped("vp+jwt", presentation(id="urn:uuid:1"))).split(".")[1]
    report = judge(f"{head}.{body}.{signature}")
    assert codes(report) == {"holder": "HOLDER_PROOF"}
    assert found(report, "holder").details == {"code": "BAD_SIGNATURE"}


def test_the_holder_is_named_nowhere_in_the_check() -> None:
    report = presented(presentation(), issuer())
    line = found(report, "holder")
    assert "did:" not in f"{line.message}{line.details}{line.pointer}"


@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({}, True),
        ({"id": "https://a.example/1"}, False),
        ({"id": "data:text/plain,a"}, False),
        ({"id": None}, False),
        ({"@context": None}, False),
    ],
)
def test_an_envelope_in_a_presentation_is_one(change: dict[str, Any], good: bool) -> None:
    envelope = {**enveloped(token(badge(ISSUER), ISSUER, typ="vc+jwt")), **change}
    inside = {name: value for name, value in envelope.items() if value is not None}
    report = judge(presentation(signed(badge(ISSUER), ISSUER), inside))
    assert (found(report, "structure").outcome is Outcome.PASSED) is good
