"""Every shared vector, judged by its level: all must agree, and what must fail must fail for a true reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from indexer.verification.jsonld.contexts import pinned
from tests.conformance.__main__ import compare, judge, main
from tests.conformance.cases import Answer, Judged, read_manifest
from tests.support import environment
from tests.unit.verification.issuing import badge, issuer, token

pytestmark = pytest.mark.vectors


def manifest() -> Path:
    return Path(environment.vectors()) / "manifest.json"


def test_all_vectors_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert main([str(manifest()), "--json", str(out)]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    rows = json.loads(out.read_text(encoding="utf-8"))
    assert last == f"{len(rows)} agree, 0 differ, 0 unsupported"
    assert len(rows) >= 366


def test_no_vector_meets_a_fault_of_ours() -> None:
    for question, _ in read_manifest(manifest()):
        assert not any("INTERNAL" in reason for reason in judge(question).reasons), question.id


def test_the_answer_is_compared_after_judging() -> None:
    good, bad = Answer("valid"), Answer("invalid", acceptable=("indeterminate",))
    assert compare(Judged("valid"), good) == "agree"
    assert compare(Judged("valid"), bad) == "differ"
    assert compare(Judged("indeterminate"), bad) == "agree"
    assert compare(Judged("indeterminate"), good) == "differ"
    assert compare(Judged("unsupported"), good) == "unsupported"
    assert compare(Judged("valid", output=b"a"), Answer("valid", text="b")) == "differ"


def test_a_manifest_of_one_wrong_expectation_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = {"id": "x", "file": "x.json", "format": "json-hardening", "level": "parse", "expected": "invalid", "documents": {}}
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    cases = [entry, {**entry, "level": "magic"}, {**entry, "file": "gone.json"}, {**entry, "expected": "valid"}]
    (tmp_path / "manifest.json").write_text(json.dumps(cases), encoding="utf-8")
    assert main([str(tmp_path / "manifest.json")]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 agree, 1 differ, 2 unsupported"


@pytest.mark.parametrize("written", ["jwk", "set", "method", "multikey", "text", "pem"])
def test_a_key_of_a_case_may_be_written_in_every_way(tmp_path: Path, written: str) -> None:
    by = issuer("P-256")
    pem = by.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    ways: dict[str, object] = {
        "jwk": {**by.jwk(), "d": "secret"},
        "set": {"keys": [by.jwk()]},
        "method": {"id": "#1", "publicKeyJwk": by.jwk()},
        "multikey": {"id": "#1", "publicKeyMultibase": by.multikey},
        "text": by.multikey,
    }
    (tmp_path / "key").write_text(pem if written == "pem" else json.dumps(ways[written]), encoding="utf-8")
    (tmp_path / "badge").write_text(token(badge(by), by, kid=None), encoding="utf-8")
    entry = {"id": "x", "file": "badge", "format": "ob3-jwt", "level": "proof", "expected": "valid", "key": "key"}
    (tmp_path / "manifest.json").write_text(json.dumps([{**entry, "evaluation_time": "2026-01-01T00:00:00Z"}]), encoding="utf-8")
    assert main([str(tmp_path / "manifest.json")]) == 0


def test_the_pinned_contexts_are_those_of_the_standards() -> None:
    index = json.loads((Path(environment.vectors()) / "contexts" / "index.json").read_text(encoding="utf-8"))
    store = pinned()
    for entry in index:
        hashes = {other.get(entry["url"]).sha256 for other in (store, *store.others(frozenset({entry["url"]})))}
        assert entry["sha256"] in hashes
