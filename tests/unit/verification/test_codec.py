"""Reports as JSON and back."""

from __future__ import annotations

import json

from indexer.verification.codec import claims_from_json, claims_to_json, report_from_json, report_to_json
from tests.fakes.web import FakeWeb
from tests.unit.verification.asking import judge
from tests.unit.verification.issuing import badge, issuer, raw, signed


def test_a_report_survives_the_way_through_json() -> None:
    by = issuer(name="did:web:university.example")
    endorsement = {**badge(by), "type": ["VerifiableCredential", "EndorsementCredential"]}
    document = badge(by, endorsement=[endorsement])
    web = FakeWeb({"https://university.example/.well-known/did.json": raw(by.document())})
    report = judge(signed(document, by), web, recipients=["ada@example.org"])
    data = json.loads(json.dumps(report_to_json(report)))
    assert report_from_json(data) == report
    assert data["verdict"] == report.verdict.value
    assert data["checked_at"] == "2026-03-01T12:00:00Z"
    assert data["endorsements"][0]["verdict"] == report.endorsements[0].verdict.value


def test_claims_survive_the_way_through_json() -> None:
    by = issuer()
    claims = judge(signed(badge(by), by)).claims
    assert claims is not None
    assert claims_from_json(json.loads(json.dumps(claims_to_json(claims)))) == claims


def test_a_verdict_in_the_data_is_not_believed() -> None:
    data = report_to_json(judge(badge(issuer())))
    data["verdict"] = "verified"
    assert report_from_json(data).verdict.value == "failed"
