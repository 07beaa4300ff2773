"""Credentials that carry credentials: learner records, presentations, endorsements."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from indexer.verification.report import Verdict
from tests.unit.verification.asking import codes, found, judge
from tests.unit.verification.issuing import OB, VC2, Issuer, achievement, badge, issuer, signed, token

SCHOOL, MENTOR = issuer(), issuer()
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


def record(*inside: Any, by: Issuer = SCHOOL, **subject: Any) -> dict[str, Any]:
    return {
        "@context": [VC2, CLR, OB],
        "id": "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-000000000002",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": by.id, "type": ["Profile"], "name": "School"},
        "validFrom": "2025-01-01T00:00:00Z",
        "name": "Record",
        "credentialSubject": {"id": "did:example:learner", "type": ["ClrSubject"], "verifiableCredential": list(inside), **subject},
    }


def plain_badge(by: Issuer) -> dict[str, Any]:
    """A badge without further contexts, so that it can stand inside a record."""
    return badge(by, **{"@context": [VC2, OB]})


def test_each_credential_of_a_record_is_judged_by_itself() -> None:
    altered = signed(plain_badge(MENTOR), MENTOR)
    altered["name"] = "Master"
    report = judge(signed(record(signed(plain_badge(MENTOR), MENTOR), altered), SCHOOL))
    assert report.verdict is Verdict.VERIFIED
    assert report.format == "clr2-di"
    assert [inner.verdict for inner in report.nested] == [Verdict.VERIFIED, Verdict.FAILED]
    assert found(report, "nested").code == "NESTED_NOT_ALL"
    assert report.claims is not None
    assert report.claims.achievement is None
    assert report.claims.results == (), "they belong to the credentials inside"
    assert report.claims.issuer.name == "School"
    assert report.nested[0].claims is not None
    assert report.nested[0].claims.issuer.id == MENTOR.id


def test_a_record_has_the_name_that_it_gives_its_issuer_itself() -> None:
    report = judge(signed(record(signed(plain_badge(SCHOOL), SCHOOL)), SCHOOL))
    assert report.claims is not None
    assert report.claims.issuer.name == "School"
    assert report.nested[0].claims is not None
    assert report.nested[0].claims.issuer.name == "Northfield Bakers' School"


@pytest.mark.parametrize(
    ("change", "by"),
    [({}, MENTOR), ({"validUntil": "2025-02-01T00:00:00Z"}, SCHOOL), ({"credentialStatus": {"id": "urn:s", "type": "1EdTechX"}}, SCHOOL)],
)
def test_nobody_vouches_for_a_part_of_a_record_that_did_not_pass(change: dict[str, Any], by: Issuer) -> None:
    given = {**record(plain_badge(SCHOOL), signed(plain_badge(MENTOR), MENTOR)), **change}
    report = judge(token(given, by))
    assert report.verdict is not Verdict.VERIFIED
    assert [inner.verdict for inner in report.nested] == [Verdict.UNKNOWN, Verdict.VERIFIED]
    assert codes(report.nested[0]) == {"issuer": "VOUCHED"}


@pytest.mark.parametrize("inside", [None, 5, "", {}])
def test_a_record_holds_credentials_and_nothing_else(inside: object) -> None:
    for parts in ([inside], [signed(plain_badge(MENTOR), MENTOR), inside]):
        assert codes(judge(token(record(*parts), SCHOOL)))["structure"] == "SCHEMA"


def test_a_record_says_from_when_it_is_valid() -> None:
    given = record(signed(plain_badge(MENTOR), MENTOR))
    del given["validFrom"]
    assert codes(judge(signed(given, SCHOOL))) == {"structure": "SCHEMA"}


def test_a_part_without_signature_is_the_publishers_word() -> None:
    report = judge(signed(record(plain_badge(SCHOOL), plain_badge(MENTOR)), SCHOOL))
    assert report.verdict is Verdict.VERIFIED
    assert [inner.verdict for inner in report.nested] == [Verdict.VERIFIED, Verdict.UNKNOWN]
    assert codes(report.nested[1]) == {"issuer": "VOUCHED"}


def test_nothing_inside_a_broken_record_is_judged() -> None:
    document = signed(record(plain_badge(SCHOOL)), SCHOOL)
    document["name"] = "Better record"
    report = judge(document)
    assert codes(report) == {"signature": "BAD_SIGNATURE"}
    assert report.nested == ()


def test_a_link_to_an_achievement_that_is_not_there_is_said() -> None:
    links = [
        {"type": "Association", "associationType": "isParentOf", "sourceId": achievement()["id"], "targetId": "urn:example:missing"}
    ]
    report = judge(signed(record(signed(plain_badge(MENTOR), MENTOR), association=links), SCHOOL))
    assert "ASSOCIATION_DANGLING" in {note.code for note in report.notes}


def test_a_link_without_proper_ends_is_said() -> None:
    links = [{"type": "Association", "associationType": "isParentOf", "sourceId": {"id": "urn:x:1"}, "targetId": {"id": "urn:x:2"}}]
    report = judge(signed(record(signed(plain_badge(MENTOR), MENTOR), association=links), SCHOOL))
    assert "ASSOCIATION_DANGLING" in {note.code for note in report.notes}


def test_a_record_must_hold_something() -> None:
    assert codes(judge(signed(record(), SCHOOL)))["structure"] == "SCHEMA"


def test_a_record_can_be_a_token() -> None:
    report = judge(token(record(signed(plain_badge(MENTOR), MENTOR)), SCHOOL))
    assert report.format == "clr2-jwt"
    assert report.verdict is Verdict.VERIFIED
    assert len(report.nested) == 1


def presentation(*inside: Any) -> dict[str, Any]:
    return {"@context": [VC2], "type": ["VerifiablePresentation"], "verifiableCredential": list(inside)}


def test_one_credential_is_taken_out_of_its_presentation() -> None:
    report = judge(presentation(signed(badge(MENTOR), MENTOR)))
    assert report.format == "ob3-di"
    assert report.verdict is Verdict.VERIFIED
    assert "UNWRAPPED" in {note.code for note in report.notes}


@pytest.mark.parametrize("member", ["credential", "credentials", "verifiableCredential"])
def test_answers_of_other_systems_are_unwrapped(member: str) -> None:
    given = {member: [signed(badge(MENTOR), MENTOR)], "compactJwsString": [token(badge(MENTOR), MENTOR)]}
    report = judge(given)
    assert [inner.format for inner in report.nested] == ["ob3-di", "ob3-jwt"]
    assert report.verdict is Verdict.VERIFIED


def test_several_credentials_are_as_good_as_the_worst() -> None:
    university = Issuer(name="did:web:university.example")
    good, open_ = signed(badge(MENTOR), MENTOR), signed(badge(university), university)
    bad = copy.deepcopy(good) | {"name": "Master"}
    assert judge(presentation(good, open_)).verdict is Verdict.UNKNOWN
    assert judge(presentation(good, open_, bad)).verdict is Verdict.FAILED


def endorsement(by: Issuer, about: str) -> dict[str, Any]:
    return {
        "@context": [VC2, OB],
        "id": "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-000000000003",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": by.id, "type": ["Profile"], "name": "Guild"},
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "Bakes well."},
    }


def endorsed(*endorsements: Any, jwt: list[str] | None = None) -> dict[str, Any]:
    document = plain_badge(MENTOR)
    if endorsements:
        document["endorsement"] = list(endorsements)
    if jwt:
        document["endorsementJwt"] = jwt
    return signed(document, MENTOR)


def test_a_good_endorsement_is_reported_apart() -> None:
    about = plain_badge(MENTOR)["id"]
    report = judge(endorsed(signed(endorsement(SCHOOL, about), SCHOOL)))
    assert report.verdict is Verdict.VERIFIED
    assert [inner.verdict for inner in report.endorsements] == [Verdict.VERIFIED]
    assert report.endorsements[0].claims is not None
    assert report.endorsements[0].claims.endorsement_comment == "Bakes well."


@pytest.mark.parametrize("about", [achievement()["id"], MENTOR.id, "did:example:source"])
def test_an_endorsement_of_a_credential_may_be_about_what_is_in_it(about: str) -> None:
    given = plain_badge(MENTOR)
    given["credentialSubject"]["source"] = {"id": "did:example:source", "type": ["Profile"]}
    given["endorsementJwt"] = [token(endorsement(SCHOOL, about), SCHOOL)]
    assert codes(judge(signed(given, MENTOR)).endorsements[0]) == {}


def test_an_endorsement_of_an_achievement_is_about_the_achievement() -> None:
    given = plain_badge(MENTOR)
    given["credentialSubject"]["achievement"]["endorsementJwt"] = [token(endorsement(SCHOOL, MENTOR.id), SCHOOL)]
    assert codes(judge(signed(given, MENTOR)).endorsements[0]) == {"target": "ENDORSEMENT_TARGET"}


def test_an_endorsement_in_a_token_is_reported_apart() -> None:
    about = plain_badge(MENTOR)["id"]
    report = judge(endorsed(jwt=[token(endorsement(SCHOOL, about), SCHOOL)]))
    assert [inner.verdict for inner in report.endorsements] == [Verdict.VERIFIED]


@pytest.mark.parametrize(
    "given",
    [
        endorsement(SCHOOL, "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-000000000001"),
        signed(endorsement(SCHOOL, "urn:example:something-else"), SCHOOL),
        {**signed(endorsement(SCHOOL, "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-000000000001"), SCHOOL), "name": "changed"},
        signed(endorsement(SCHOOL, "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-000000000001"), MENTOR),
    ],
    ids=["unsigned", "about something else", "changed", "signed by another"],
)
def test_a_bad_endorsement_changes_nothing_but_itself(given: dict[str, Any]) -> None:
    report = judge(endorsed(given))
    assert report.verdict is Verdict.VERIFIED
    assert [inner.verdict for inner in report.endorsements] == [Verdict.FAILED]


def test_endorsements_of_endorsements_end() -> None:
    about = "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-000000000003"
    inner = signed(endorsement(SCHOOL, about), SCHOOL)
    for _ in range(5):
        outer = endorsement(SCHOOL, about)
        outer["endorsement"] = [inner]
        inner = signed(outer, SCHOOL)
    report = judge(inner)
    depth = 0
    while report.endorsements:
        depth, report = depth + 1, report.endorsements[0]
    assert depth == 2


def test_a_credential_of_another_kind_is_no_endorsement() -> None:
    other = badge(MENTOR)
    other["credentialSubject"]["id"] = achievement()["id"]
    given = badge(SCHOOL)
    given["credentialSubject"]["achievement"]["endorsementJwt"] = [token(other, MENTOR)]
    report = judge(signed(given, SCHOOL))
    assert report.verdict is Verdict.VERIFIED
    assert codes(report.endorsements[0]) == {"target": "ENDORSEMENT_TARGET"}
