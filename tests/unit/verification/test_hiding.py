"""Parts that decide (a status, an end of validity) cannot be moved where a reader of the JSON would miss them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from indexer.verification.proofs.hashing import hash_data
from indexer.verification.report import Verdict
from tests.unit.verification.asking import judge
from tests.unit.verification.issuing import OB, VC2, signed, token
from tests.unit.verification.test_attacks import ISSUERS, plain

CRED = "https://www.w3.org/2018/credentials#"
DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
STATUS = {"id": "https://university.example/status#1", "type": "1EdTechRevocationList"}


def with_status() -> dict[str, Any]:
    by = ISSUERS["Ed25519"]
    document = {**plain(by), "credentialStatus": dict(STATUS), "validUntil": "2026-01-01T00:00:00Z"}
    about = {
        "@context": [VC2, OB],
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": by.id, "type": ["Profile"]},
        "credentialSubject": {"id": document["id"], "type": ["EndorsementSubject"]},
    }
    document["@context"] = [*document["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    return signed({**document, "endorsement": [about]}, by)


def to_iri(document: dict[str, Any]) -> None:
    document[f"{CRED}credentialStatus"] = document.pop("credentialStatus")
    document[f"{CRED}validUntil"] = {"@value": document.pop("validUntil"), "@type": DATE_TIME}


def to_alias(document: dict[str, Any]) -> None:
    aliases = {"s": {"@id": f"{CRED}credentialStatus", "@type": "@id"}, "u": {"@id": f"{CRED}validUntil", "@type": DATE_TIME}}
    document["@context"] = [*document["@context"], aliases]
    document["s"], document["u"] = document.pop("credentialStatus"), document.pop("validUntil")


def to_prefix(document: dict[str, Any]) -> None:
    document["@context"] = [*document["@context"], {"w": CRED}]
    document["w:credentialStatus"] = document.pop("credentialStatus")
    document["w:validUntil"] = {"@value": document.pop("validUntil"), "@type": DATE_TIME}


def to_nest(document: dict[str, Any]) -> None:
    document["@nest"] = {name: document.pop(name) for name in ("credentialStatus", "validUntil")}


def to_included(document: dict[str, Any]) -> None:
    hidden = {name: document.pop(name) for name in ("credentialStatus", "validUntil")}
    document["@included"] = [{"id": document["id"], "type": "VerifiableCredential", **hidden}]


def to_other_object(document: dict[str, Any]) -> None:
    about = document["endorsement"][0]["credentialSubject"]
    about[f"{CRED}credentialStatus"] = document.pop("credentialStatus")
    about[f"{CRED}validUntil"] = {"@value": document.pop("validUntil"), "@type": DATE_TIME}


def to_typed_object(document: dict[str, Any]) -> None:
    about = document["endorsement"][0]["credentialSubject"]
    about["type"] = ["EndorsementSubject", "VerifiableCredential", "OpenBadgeCredential"]
    about["credentialStatus"], about["validUntil"] = document.pop("credentialStatus"), document.pop("validUntil")


HIDING = [to_iri, to_alias, to_prefix, to_nest, to_included, to_other_object, to_typed_object]


@pytest.mark.parametrize("hide", HIDING)
def test_a_status_and_an_end_cannot_be_hidden_from_readers(hide: Callable[[dict[str, Any]], None]) -> None:
    good = with_status()
    document = copy.deepcopy(good)
    hide(document)
    report = judge(document)
    assert report.verdict is Verdict.FAILED
    assert {"HIDDEN_PARTS", "CONTEXT_INJECTION"} & {check.code for check in report.checks}


@pytest.mark.parametrize("hide", HIDING)
def test_the_statements_are_the_same_when_parts_are_hidden(hide: Callable[[dict[str, Any]], None]) -> None:
    """Without this the test above would prove nothing: the signature alone does not notice."""
    good = with_status()
    document = copy.deepcopy(good)
    hide(document)
    assert hash_data(document, good["proof"]) == hash_data(good, good["proof"])


def test_a_result_that_was_cut_in_two_is_one() -> None:
    by = ISSUERS["Ed25519"]
    document = plain(by)
    document["credentialSubject"]["result"] = [{"type": ["Result"], "value": "A", "status": "Failed"}]
    good = signed(document, by)
    parts = [{"id": "_:r", "type": ["Result"], "value": "A"}, {"id": "_:r", "type": ["Result"], "status": "Failed"}]
    good["credentialSubject"]["result"] = parts
    report = judge(good)
    assert report.claims is not None
    assert not any(result.held for result in report.claims.results)


def test_an_issuer_cannot_be_named_twice() -> None:
    by = ISSUERS["Ed25519"]
    document = plain(by)
    document["@context"] = [*document["@context"], {"publisher": {"@id": f"{CRED}issuer", "@type": "@id"}}]
    forged = {"publisher": {"id": "https://university.example", "type": "Profile", "name": "University"}, **document}
    for given in (signed(forged, by), token(forged, by)):
        assert judge(given).verdict is Verdict.FAILED
