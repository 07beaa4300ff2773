"""Whose key signed an embedded proof: found with its owner, listed by it, in force, and the issuer's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import base58
import pytest

from indexer.verification.fetch import HttpFetcher
from indexer.verification.report import Outcome, Verdict
from indexer.verification.verify import verify
from tests.fakes.web import NOON, FakeWeb
from tests.unit.verification.asking import codes, found, judge
from tests.unit.verification.issuing import badge, issuer, raw, signed

ED = issuer()


def test_a_key_of_somebody_else_is_not_the_issuer() -> None:
    other = issuer()
    report = judge(signed(badge(ED), other))
    assert codes(report) == {"issuer": "ISSUER_NOT_BOUND"}
    assert found(report, "signature").outcome is Outcome.PASSED


def test_an_address_that_nobody_asks_is_not_promised_another_look() -> None:
    plain = issuer(name="http://university.example/issuer")
    report = verify(raw(signed(badge(plain), plain)), fetcher=HttpFetcher(clock=lambda: NOON), now=NOON)
    assert codes(report) == {"key": "ADDRESS_REFUSED"}
    assert report.verdict is Verdict.UNKNOWN
    assert found(report, "key").retry_at is None


def test_a_key_in_the_fragment_of_the_issuers_address_is_not_believed() -> None:
    attacker = issuer(name="https://university.example/issuer")
    report = judge(signed(badge(attacker), attacker))
    assert codes(report) == {"key": "KEY_UNREACHABLE"}
    assert report.verdict is Verdict.UNKNOWN
    assert report.recheck_at == NOON + timedelta(minutes=15)


def test_an_issuer_profile_on_the_web_lists_its_key() -> None:
    by = issuer(name="https://university.example/issuer")
    web = FakeWeb({"https://university.example/issuer": raw(by.document())})
    assert judge(signed(badge(by), by), web).verdict is Verdict.VERIFIED


def test_a_did_web_issuer_is_looked_up_at_its_address() -> None:
    by = issuer(name="did:web:university.example:departments:baking")
    web = FakeWeb({"https://university.example/departments/baking/did.json": raw(by.document())})
    assert judge(signed(badge(by), by), web).verdict is Verdict.VERIFIED


def test_a_key_that_is_not_listed_for_assertions_may_not_sign() -> None:
    by = issuer(name="did:web:university.example")
    document = by.document()
    document["authentication"] = document.pop("assertionMethod")
    web = FakeWeb({"https://university.example/.well-known/did.json": raw(document)})
    assert codes(judge(signed(badge(by), by), web)) == {"key": "KEY_NOT_AUTHORISED"}


@pytest.mark.parametrize(("member", "code"), [("revoked", "KEY_REVOKED"), ("expires", "KEY_EXPIRED")])
def test_a_key_that_has_ended_may_not_sign(member: str, code: str) -> None:
    by = issuer(name="did:web:university.example")
    document = by.document()
    document["verificationMethod"][0][member] = "2025-12-31T00:00:00Z"
    web = FakeWeb({"https://university.example/.well-known/did.json": raw(document)})
    assert codes(judge(signed(badge(by), by), web)) == {"key": code}


@pytest.mark.parametrize("name", ["did:web", "did:web:", "did:web:university.example:", "did:web:university.example%2Fa", "did:web:a:..:b"])
def test_a_name_that_is_no_did_web_is_not_looked_up(name: str) -> None:
    assert codes(judge(signed(badge(by := issuer(name=name)), by))) == {"key": "DID_UNRESOLVABLE"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"type": "Multikey"}, "KEY_UNRESOLVABLE"),
        ({"publicKeyHex": "02zz"}, "KEY_UNRESOLVABLE"),
        ({"publicKeyHex": 7}, "KEY_UNRESOLVABLE"),
        ({"publicKeyHex": "02" + "ff" * 32}, "KEY_UNRESOLVABLE"),
    ],
)
def test_a_key_may_be_written_in_hexadecimal_numbers(change: dict[str, Any], code: str | None) -> None:
    by = issuer("secp256k1", name="did:web:university.example")
    point = base58.b58decode(by.multikey[1:])[2:].hex()
    method = {"id": by.method, "type": "EcdsaSecp256k1VerificationKey2019", "controller": by.id, "publicKeyHex": point, **change}
    document = {"id": by.id, "verificationMethod": [method], "assertionMethod": [by.method]}
    web = FakeWeb({"https://university.example/.well-known/did.json": raw(document)})
    assert codes(judge(signed(badge(by), by, "JsonWebSignature2020"), web)) == ({"key": code} if code else {})


def test_a_document_that_is_another_ones_is_refused() -> None:
    by = issuer(name="did:web:university.example")
    web = FakeWeb({"https://university.example/.well-known/did.json": raw({**by.document(), "id": "did:web:evil.example"})})
    assert codes(judge(signed(badge(by), by), web)) == {"key": "DID_UNRESOLVABLE"}


def test_a_document_that_moved_to_another_site_is_refused() -> None:
    by = issuer(name="did:web:university.example")
    web = FakeWeb({"https://evil.example/did.json": raw(by.document())})
    web.moved["https://university.example/.well-known/did.json"] = "https://evil.example/did.json"
    assert codes(judge(signed(badge(by), by), web)) == {"key": "KEY_UNRESOLVABLE"}
