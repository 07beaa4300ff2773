"""Content: schemas, evidence with fingerprints, newer versions."""

from __future__ import annotations

import hashlib
import json
import time
from base64 import b64encode
from typing import Any

import base58
import pytest

from indexer.verification.formats.bounded_schema import UnusableSchemaError, schema_problems
from indexer.verification.formats.patterns import is_tame
from indexer.verification.jsonld.contexts import pinned
from indexer.verification.report import Outcome, Verdict
from tests.fakes.web import FakeWeb
from tests.unit.verification.asking import codes, found, judge
from tests.unit.verification.issuing import VC2, badge, issuer, raw, signed

ED = issuer()
SCHEMA = "https://university.example/schema.json"
LOAF = "https://bakers.example/loaf.jpg"


def with_schema(schema: Any, *, url: str = SCHEMA) -> Any:
    named = [{"id": url, "type": "JsonSchema"}]
    return judge(signed(badge(ED, credentialSchema=named), ED), FakeWeb({url: json.dumps(schema).encode()}))


def test_content_that_fits_its_schema_passes() -> None:
    report = with_schema({"type": "object", "required": ["name"], "properties": {"name": {"const": "Sourdough"}}})
    assert found(report, "schema").outcome is Outcome.PASSED


def test_content_that_does_not_fit_its_schema_fails_with_its_place() -> None:
    report = with_schema({"properties": {"name": {"const": "Baguette"}}})
    assert codes(report) == {"schema": "SCHEMA_INVALID"}
    assert found(report, "schema").pointer == "/name"


PUBLISHED = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


@pytest.mark.parametrize(
    ("url", "status", "verdict"),
    [
        (SCHEMA, 404, "verified"),
        (SCHEMA, 410, "verified"),
        (SCHEMA, 503, "unknown"),
        (SCHEMA, None, "unknown"),
        (PUBLISHED, None, "verified"),
    ],
)
def test_a_schema_that_cannot_be_had_is_never_said_to_fit(url: str, status: int | None, verdict: str) -> None:
    named = [{"id": url, "type": "JsonSchema"}]
    report = judge(signed(badge(ED, credentialSchema=named), ED), FakeWeb({url: status} if status else {}))
    assert found(report, "schema").code == "SCHEMA_UNAVAILABLE"
    assert report.verdict.value == verdict
    assert (report.recheck_at is not None) or verdict == "verified"


def schema_credential(schema: Any, **changes: Any) -> dict[str, Any]:
    author = issuer()
    document = {
        "@context": [VC2],
        "id": SCHEMA,
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
        "issuer": author.id,
        "credentialSubject": {"id": "https://university.example/plain.json", "type": "JsonSchema", "jsonSchema": schema},
    }
    return {**signed(document, author), **changes}


@pytest.mark.parametrize(
    ("served", "code"),
    [
        (schema_credential({"type": "object", "required": ["name"]}), None),
        (schema_credential({"required": ["missing"]}), "SCHEMA_INVALID"),
        (schema_credential({}, id="https://university.example/changed"), "SCHEMA_UNSUPPORTED"),
        ({"required": ["missing"]}, "SCHEMA_UNSUPPORTED"),
    ],
)
def test_a_schema_that_is_signed_itself_counts_when_its_signature_is_good(served: Any, code: str | None) -> None:
    named = [{"id": SCHEMA, "type": "JsonSchemaCredential"}]
    report = judge(signed(badge(ED, credentialSchema=named), ED), FakeWeb({SCHEMA: raw(served)}))
    assert codes(report) == ({"schema": code} if code else {})
    assert found(report, "schema").outcome is (Outcome.PASSED if code is None else found(report, "schema").outcome)


@pytest.mark.parametrize(("of", "good"), [(b"{}", True), (b"[]", False)])
def test_a_schema_whose_fingerprint_is_signed_must_be_that_one(of: bytes, good: bool) -> None:
    named = [{"id": SCHEMA, "type": "JsonSchema", "digestSRI": sri(of)}]
    report = judge(signed(badge(ED, credentialSchema=named), ED), FakeWeb({SCHEMA: b"{}"}))
    assert codes(report) == ({} if good else {"schema": "RESOURCE_DIGEST"})


@pytest.mark.parametrize("good", [True, False])
@pytest.mark.parametrize("member", ["digestSRI", "digestMultibase"])
def test_a_vocabulary_whose_fingerprint_is_signed_must_be_that_one(member: str, good: bool) -> None:
    text = pinned().get(VC2).raw if good else b"another text"
    named = [{"id": VC2, member: sri(text) if member == "digestSRI" else multihash(text)}]
    assert codes(judge(signed(badge(ED, relatedResource=named), ED))) == ({} if good else {"contexts": "RESOURCE_DIGEST"})


@pytest.mark.parametrize("schema", [{"type": 7}, [], "text", {"$ref": "https://elsewhere.example/x"}, {"pattern": "(a+)+$"}, {"$ref": "#"}])
def test_a_schema_that_cannot_be_applied_is_unknown(schema: Any) -> None:
    report = with_schema(schema)
    assert codes(report) in ({"schema": "SCHEMA_UNSUPPORTED"}, {})
    assert found(report, "schema").outcome is not Outcome.FAILED


@pytest.mark.parametrize("text", [b"<html>Gone</html>", b"", b"\xff", b'{"type": "object", "type": "object"}'])
def test_a_page_in_place_of_a_schema_is_no_fault_of_the_credential(text: bytes) -> None:
    named = [{"id": SCHEMA, "type": "JsonSchema"}]
    assert codes(judge(signed(badge(ED, credentialSchema=named), ED), FakeWeb({SCHEMA: text}))) == {"schema": "SCHEMA_UNSUPPORTED"}
    published = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
    named[0]["id"] = published
    assert codes(judge(signed(badge(ED, credentialSchema=named), ED), FakeWeb({published: text}))) == {}


def test_a_reference_goes_through_the_same_door() -> None:
    other = "https://university.example/part.json"
    named = [{"id": SCHEMA, "type": "JsonSchema"}]
    web = FakeWeb({SCHEMA: json.dumps({"$ref": other}).encode(), other: b'{"required": ["missing"]}'})
    assert codes(judge(signed(badge(ED, credentialSchema=named), ED), web)) == {"schema": "SCHEMA_INVALID"}


@pytest.mark.parametrize(
    "pattern", ["^abc$", "^[a-z]+$", r"^\d{4}-\d\d$", "a{3}", "^(abc)?$", r"^context(-3\.\d\.\d)*\.json$", ".*@.*"]
)
def test_tame_patterns_are_run(pattern: str) -> None:
    assert is_tame(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a*)*", "([a-z]+)*x", "(a|a)*(b+)+", ".*.*.*x", "(a{2,})*", r"(a)\1", "((a+)b)+", "(a|aa)*b", "(?:a+)+", "(", "a" * 501],
)
def test_wild_patterns_are_not_run(pattern: str) -> None:
    assert not is_tame(pattern)


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"name": {"pattern": ".*x.*y"}}},
        {"uniqueItems": True},
        {"$ref": "#/$defs/a0", "$defs": {f"a{i}": {"allOf": [{"$ref": f"#/$defs/a{i + 1}"}] * 2} for i in range(40)} | {"a40": {}}},
        {"patternProperties": {".*x.*y": {}}},
    ],
    ids=["pattern", "unique", "doubling", "pattern of names"],
)
def test_a_schema_that_works_for_ever_is_stopped(schema: Any) -> None:
    narrative, before = "a" * 100_000, time.process_time()
    instances = ({"name": narrative}, [[index] for index in range(10_000)], {narrative: 1})
    with pytest.raises(UnusableSchemaError):
        _ = [schema_problems(instance, schema, retrieve=lambda url: {}) for instance in instances]
    assert time.process_time() - before < 5


def with_evidence(body: bytes | None, **digest: str) -> Any:
    evidence = [{"id": LOAF, "type": ["Evidence"], "name": "A loaf", **digest}]
    web = FakeWeb({LOAF: body} if body is not None else {})
    return judge(signed(badge(ED, evidence=evidence), ED), web)


def sri(body: bytes, name: str = "sha384") -> str:
    return f"{name}-{b64encode(hashlib.new(name, body).digest()).decode()}"


def multihash(body: bytes) -> str:
    return "z" + base58.b58encode(b"\x12\x20" + hashlib.sha256(body).digest()).decode()


@pytest.mark.parametrize(
    "digest",
    [{"digestSRI": sri(b"bread")}, {"digestMultibase": multihash(b"bread")}, {"digestSRI": "sha256-AAAA " + sri(b"bread")}],
)
def test_evidence_that_is_unchanged_passes(digest: dict[str, str]) -> None:
    assert found(with_evidence(b"bread", **digest), "evidence").outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "digest",
    [{"digestSRI": sri(b"bread")}, {"digestMultibase": multihash(b"bread")}, {"digestSRI": "sha1-AAAA"}, {"digestMultibase": "zzz"}],
)
def test_evidence_that_was_swapped_fails(digest: dict[str, str]) -> None:
    assert codes(with_evidence(b"cake", **digest)) == {"evidence": "EVIDENCE_DIGEST"}


def test_a_fingerprint_among_the_related_resources_counts() -> None:
    document = badge(ED, relatedResource=[{"id": LOAF, "digestSRI": sri(b"bread")}])
    for body, good in ((b"bread", True), (b"cake", False)):
        report = judge(signed(document, ED), FakeWeb({LOAF: body}))
        assert codes(report) == ({} if good else {"evidence": "EVIDENCE_DIGEST"})


@pytest.mark.parametrize("wrong", ["digestSRI", "digestMultibase"])
def test_every_fingerprint_of_a_piece_must_fit(wrong: str) -> None:
    good = {"digestSRI": sri(b"a loaf"), "digestMultibase": multihash(b"a loaf")}
    bad = {"digestSRI": sri(b"a bun"), "digestMultibase": multihash(b"a bun")}
    assert codes(with_evidence(b"a loaf", **good)) == {}
    assert codes(with_evidence(b"a loaf", **{**good, wrong: bad[wrong]})) == {"evidence": "EVIDENCE_DIGEST"}


def test_evidence_that_cannot_be_had_leaves_the_question_open() -> None:
    report = with_evidence(None, digestSRI=sri(b"bread"))
    assert codes(report) == {"evidence": "EVIDENCE_UNREACHABLE"}
    assert report.recheck_at is not None


def test_evidence_without_fingerprint_is_not_fetched() -> None:
    web = FakeWeb({LOAF: b"anything"})
    report = judge(signed(badge(ED), ED), web)
    assert web.asked == []
    assert found(report, "evidence").outcome is Outcome.NOT_APPLICABLE


REFRESH = "https://university.example/refresh/1"


def offering(newer: bytes | int) -> Any:
    service = {"id": REFRESH, "type": "1EdTechCredentialRefresh"}
    document = badge(ED, refreshService=service)
    document["@context"] = [*document["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    return document, FakeWeb({REFRESH: newer})


def test_a_newer_version_is_said() -> None:
    newer = raw(signed(badge(ED, validFrom="2026-01-01T00:00:00Z"), ED))
    document, web = offering(newer)
    report = judge(signed(document, ED), web)
    assert report.verdict is Verdict.VERIFIED
    assert found(report, "refresh").code == "REFRESH_AVAILABLE"


@pytest.mark.parametrize(
    "answer",
    [404, b"not json", raw(badge(ED)), raw(signed(badge(ED, id="urn:uuid:other"), ED)), raw(signed(badge(issuer()), ED))],
    ids=["gone", "no credential", "unsigned", "another credential", "another issuer"],
)
def test_what_is_no_newer_version_changes_nothing(answer: bytes | int) -> None:
    document, web = offering(answer)
    report = judge(signed(document, ED), web)
    assert report.verdict is Verdict.VERIFIED
    assert found(report, "refresh").outcome is Outcome.NOT_APPLICABLE


def test_a_newer_version_that_offers_a_newer_version_is_not_followed() -> None:
    document, web = offering(b"")
    web.documents[REFRESH] = raw(signed({**document, "validFrom": "2026-01-01T00:00:00Z"}, ED))
    judge(signed(document, ED), web)
    assert web.asked.count(REFRESH) == 1


def test_nobody_is_asked_for_a_newer_version_of_a_forgery() -> None:
    document, web = offering(b"")
    forged = {**signed(document, ED), "name": "Master"}
    judge(forged, web)
    assert web.asked == []
