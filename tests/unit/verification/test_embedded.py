"""Credentials with embedded proofs, through the door of the library."""

from __future__ import annotations

import copy
import json
from datetime import datetime
from typing import Any

import base58
import pytest

from indexer.verification.jsonld.contexts import ContextStore, Revision, pinned
from indexer.verification.proofs.hashing import hash_data
from indexer.verification.report import Outcome, Verdict
from tests.fakes.web import FakeWeb
from tests.unit.verification.asking import codes, found, judge
from tests.unit.verification.issuing import OB, VC1, VC2, WAYS, badge, issuer, raw, signed

ED = issuer()


@pytest.mark.parametrize("way", WAYS)
def test_a_badge_is_verified_in_every_way_of_signing(way: str) -> None:
    by = issuer(WAYS[way].kind)
    report = judge(signed(badge(by), by, way))
    assert codes(report) == {}
    assert report.verdict is Verdict.VERIFIED
    assert report.format == "ob3-di"


def test_version_1_1_of_the_data_model_is_verified_too() -> None:
    document = badge(ED, **{"@context": [VC1, OB, "https://w3id.org/security/data-integrity/v2"], "validFrom": None, "validUntil": None})
    document["issuanceDate"] = "2025-06-01T08:00:00Z"
    assert judge(signed(document, ED)).verdict is Verdict.VERIFIED


@pytest.mark.parametrize("name", ["did:ion:EiA#key-1", "https://elsewhere.example/keys#key-1"])
def test_a_key_that_cannot_be_looked_up_is_not_the_issuers_when_the_issuer_does_not_list_it(name: str) -> None:
    assert codes(judge(signed(badge(ED), ED, verificationMethod=name))) == {"key": "KEY_NOT_AUTHORISED"}
    by = issuer(name="https://university.example/issuer")
    document, shown = signed(badge(by), by, verificationMethod=name), by.document()
    assert judge(document).verdict is Verdict.UNKNOWN
    assert codes(judge(document, FakeWeb({by.id: raw(shown)}))) == {"key": "KEY_NOT_AUTHORISED"}
    listing = raw({**shown, "assertionMethod": [name]})
    assert judge(document, FakeWeb({by.id: listing})).verdict is Verdict.UNKNOWN


def test_dates_of_both_versions_all_hold() -> None:
    old = badge(ED, **{"@context": [VC1, OB, "https://w3id.org/security/data-integrity/v2"], "issuanceDate": "2025-06-01T08:00:00Z"})
    ended = judge(signed({**old, "expirationDate": "2026-01-01T00:00:00Z"}, ED))
    assert codes(ended) == {"validity": "EXPIRED"}
    assert ended.claims is not None
    assert ended.claims.valid_until == datetime.fromisoformat("2026-01-01T00:00:00Z")
    assert codes(judge(signed({**old, "validFrom": "2027-01-01T00:00:00Z"}, ED))) == {"validity": "NOT_YET_VALID"}


def test_claims_are_read_from_what_was_signed() -> None:
    claims = judge(signed(badge(ED), ED)).claims
    assert claims is not None
    assert claims.issuer.id == ED.id
    assert claims.key == ED.method
    assert claims.subject_id == "did:example:learner"
    assert claims.identifiers[0].value == "ada@example.org"
    assert claims.achievement is not None
    assert claims.achievement.name == "Bakes sourdough"
    assert claims.achievement.criteria_narrative == "Bakes three loaves in front of a master."
    assert claims.achievement.alignments[0].target_url == "http://data.europa.eu/esco/skill/bread"
    assert claims.evidence[0].pointer == "/evidence/0"
    assert claims.evidence[0].narrative == "Baked on *day one*."
    assert claims.valid_until == datetime.fromisoformat("2030-06-01T08:00:00Z")


def test_levels_are_ranked_by_their_points_not_by_their_place_in_the_list() -> None:
    claims = judge(signed(badge(ED), ED)).claims
    assert claims is not None
    assert claims.achievement is not None
    levels = claims.achievement.result_descriptions[0].rubric_criterion_levels
    assert {level.id: level.order for level in levels} == {"urn:level:poor": 1, "urn:level:fair": 2, "urn:level:good": 3}


@pytest.mark.parametrize(
    ("result", "held"),
    [
        ({"achievedLevel": "urn:level:good"}, True),
        ({"achievedLevel": "urn:level:fair"}, True),
        ({"achievedLevel": "urn:level:poor"}, False),
        ({"achievedLevel": "urn:level:good", "status": "Failed"}, False),
        ({"status": "InProgress"}, False),
        ({"status": "Completed"}, True),
        ({"status": "Provisional"}, True),
        ({"status": "Maybe"}, False),
        ({"status": ""}, False),
    ],
)
def test_a_result_is_held_only_when_it_was_reached(result: dict[str, str], held: bool) -> None:
    document = badge(ED)
    document["credentialSubject"]["result"] = [
        {"type": ["Result"], "resultDescription": "urn:uuid:0b2a5c3e-8c1d-4c5e-9a70-0000000000r1", **result}
    ]
    claims = judge(signed(document, ED)).claims
    assert claims is not None
    assert [item.held for item in claims.results] == [held]
    assert claims.results[0].pointer == "/credentialSubject/result/0"


def test_a_level_that_does_not_exist_is_said() -> None:
    document = badge(ED)
    document["credentialSubject"]["result"][0]["achievedLevel"] = "urn:level:splendid"
    report = judge(signed(document, ED))
    assert found(report, "results").code == "RESULT_DANGLING"
    assert report.claims is not None
    assert [result.held for result in report.claims.results] == [False]


@pytest.mark.parametrize(("status", "said"), [("Failed", "did not pass"), ("InProgress", "not completed yet")])
def test_what_is_still_going_on_was_not_failed(status: str, said: str) -> None:
    document = badge(ED)
    document["credentialSubject"]["result"] = [{"type": ["Result"], "status": status}]
    result = found(judge(signed(document, ED)), "results")
    assert result.code == "RESULT_NOT_HELD"
    assert said in result.message


def test_a_changed_word_breaks_the_signature_and_voids_the_rest() -> None:
    document = signed(badge(ED), ED)
    document["name"] = "Master of Sourdough"
    report = judge(document)
    assert codes(report) == {"signature": "BAD_SIGNATURE"}
    assert report.verdict is Verdict.FAILED
    assert found(report, "validity").code == "NOT_JUDGED"
    assert found(report, "validity").outcome is Outcome.NOT_APPLICABLE
    assert "Unchanged" in found(report, "status").message


def test_dates_are_held_against_the_clock() -> None:
    document = signed(badge(ED), ED)
    assert codes(judge(document, now=datetime.fromisoformat("2030-06-01T08:00:01Z"))) == {"validity": "EXPIRED"}
    early = judge(document, now=datetime.fromisoformat("2025-06-01T07:54:59Z"))
    assert codes(early) == {"validity": "NOT_YET_VALID"}
    assert early.recheck_at == datetime.fromisoformat("2025-06-01T08:00:00Z")
    skewed = judge(document, now=datetime.fromisoformat("2025-06-01T07:55:01Z"))
    assert codes(skewed) == {}


def test_the_report_says_when_to_look_again() -> None:
    assert judge(signed(badge(ED), ED)).recheck_at == datetime.fromisoformat("2030-06-01T08:00:00Z")


def test_a_word_without_meaning_is_named_with_its_place() -> None:
    document = badge(ED)
    document["credentialSubject"]["nickname"] = "Ada"
    result = found(judge(signed(document, ED)), "terms")
    assert result.code == "DROPPED_TERMS"
    assert result.pointer == "/credentialSubject/nickname"
    assert "nickname" in result.message


def test_a_private_vocabulary_cannot_rename_a_word_that_we_read() -> None:
    document = badge(ED)
    # "name" of an alignment that is not typed: only the private context explains it.
    document["@context"] = [*document["@context"], {"targetName": "https://evil.example/#targetName"}]
    document["credentialSubject"]["achievement"]["alignment"] = [
        {"targetName": "bake bread", "targetUrl": "http://data.europa.eu/esco/skill/bread"}
    ]
    report = judge(signed(document, ED))
    assert found(report, "terms").code in ("CONTEXT_INJECTION", "DROPPED_TERMS")
    assert report.verdict is Verdict.FAILED


def test_a_vocabulary_for_everything_does_not_make_a_word_ours() -> None:
    document = badge(ED)
    document["@context"] = [*document["@context"], {"@vocab": "https://evil.example/#"}]
    document["credentialSubject"]["achievement"]["alignment"] = [
        {"targetName": "bake bread", "targetUrl": "http://data.europa.eu/esco/skill/bread"}
    ]
    report = judge(signed(document, ED))
    assert found(report, "terms").code == "CONTEXT_INJECTION"


def test_a_private_word_beside_ours_is_allowed() -> None:
    document = badge(ED)
    document["@context"] = [*document["@context"], {"flour": "https://bakers.example/#flour"}]
    document["credentialSubject"]["flour"] = "rye"
    assert judge(signed(document, ED)).verdict is Verdict.VERIFIED


@pytest.mark.parametrize("meaning", ["http://schema.org/name", "https://bakers.example/#name"])
def test_a_word_of_a_standard_that_the_credential_does_not_speak_is_free(meaning: str) -> None:
    plain = {
        "@context": [VC1, "https://w3id.org/security/data-integrity/v2", {"name": meaning}],
        "type": ["VerifiableCredential"],
        "issuer": ED.id,
        "issuanceDate": "2025-06-01T08:00:00Z",
        "credentialSubject": {"id": "did:example:ada", "name": "Ada"},
    }
    report = judge(signed(plain, ED))
    assert report.verdict is Verdict.VERIFIED
    assert report.claims is not None
    assert report.claims.subject_name is None  # it is a word of the issuer's own, and is not read as ours
    hidden = {**plain, "@context": [*plain["@context"][:2], {"name": "https://www.w3.org/2018/credentials#evidence"}]}
    assert found(judge(signed(hidden, ED)), "terms").code == "CONTEXT_INJECTION"


def test_an_unknown_vocabulary_leaves_the_question_open() -> None:
    document = signed(badge(ED), ED)
    document["@context"] = [*document["@context"], "https://bakers.example/context.json"]
    web = FakeWeb({"https://bakers.example/context.json": raw({"@context": {}})})
    report = judge(document, web)
    assert codes(report) == {"contexts": "CONTEXT_UNAVAILABLE"}
    assert web.asked == []


def test_the_proof_may_not_be_given_another_meaning() -> None:
    document = badge(ED)
    document["@context"] = [*document["@context"], {"Signed": "https://w3id.org/security#DataIntegrityProof"}]
    document = signed(document, ED)
    document["proof"]["type"] = "Signed"
    assert codes(judge(document)) == {"proof": "UNSUPPORTED_PROOF_TYPE"}


@pytest.mark.parametrize("suite", ["bbs-2023"])
def test_a_suite_that_we_cannot_check_is_unknown_not_failed(suite: str) -> None:
    document = signed(badge(ED), ED)
    document["proof"]["cryptosuite"] = suite
    report = judge(document)
    assert codes(report) == {"proof": "UNSUPPORTED_CRYPTOSUITE"}
    assert report.verdict is Verdict.UNKNOWN


def test_one_good_proof_is_enough_and_a_bad_one_beside_it_is_said() -> None:
    good = signed(badge(ED), ED)
    bad = copy.deepcopy(good["proof"])
    bad["created"] = "2025-06-02T08:00:00Z"
    report = judge({**good, "proof": [bad, good["proof"]]})
    assert report.verdict is Verdict.VERIFIED
    assert "OTHER_PROOF_FAILED" in {note.code for note in report.notes}


def test_a_credential_without_proof_is_nobodys() -> None:
    assert codes(judge(badge(ED))) == {"proof": "NO_PROOF"}
    assert codes(judge({**badge(ED), "proof": []})) == {"proof": "NO_PROOF"}


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        ("proofPurpose", "authentication", "PROOF_PURPOSE"),
        ("proofPurpose", None, "PROOF_INCOMPLETE"),
        ("verificationMethod", None, "PROOF_INCOMPLETE"),
        ("proofValue", None, "PROOF_INCOMPLETE"),
        ("created", "yesterday", "BAD_DATETIME"),
        ("expires", "2026-02-01T00:00:00Z", "PROOF_EXPIRED"),
        ("cryptosuite", "rot13-2024", "UNSUPPORTED_CRYPTOSUITE"),
        ("type", "MagicSignature", "UNSUPPORTED_PROOF_TYPE"),
    ],
)
def test_a_proof_must_be_whole(member: str, value: str | None, code: str) -> None:
    document = signed(badge(ED), ED)
    document["proof"][member] = value
    if value is None:
        del document["proof"][member]
    assert codes(judge(document))["proof"] == code


def store_of(*texts: dict[str, Any]) -> ContextStore:
    """The pinned contexts, with further texts of that of Open Badges, the newest first."""
    urls = (VC2, "https://w3id.org/security/suites/jws-2020/v1", "https://w3id.org/security/suites/ed25519-2020/v1")
    known = {url: (pinned().get(url),) for url in urls}
    return ContextStore({**known, OB: tuple(Revision.of(OB, json.dumps(text).encode()) for text in texts)})


def test_a_context_that_changed_in_place_is_tried_in_all_its_texts() -> None:
    old = {"@context": pinned().get(OB).context}
    moved = json.loads(json.dumps(old).replace("vocab.html#Criteria", "vocab.html#moved"))
    document = badge(ED)
    proof = {key: value for key, value in signed(document, ED)["proof"].items() if key != "proofValue"}
    digest = hash_data(document, proof, store=store_of(old))
    given = {**document, "proof": {**proof, "proofValue": "z" + base58.b58encode(ED.sign(digest)).decode()}}
    report = judge(given, contexts=store_of(moved, old))
    assert report.verdict is Verdict.VERIFIED
    assert "CONTEXT_REVISION" in {note.code for note in report.notes}
    assert report.claims is not None
    assert report.claims.achievement is not None
    assert report.claims.achievement.criteria_narrative
    assert codes(judge(given, contexts=store_of(moved))) == {"signature": "BAD_SIGNATURE"}


def test_a_word_that_only_an_earlier_text_knows_is_found_there() -> None:
    old = {"@context": pinned().get(OB).context}
    poorer = json.loads(json.dumps(old))
    del poorer["@context"]["narrative"]
    report = judge(signed(badge(ED), ED), contexts=store_of(poorer, old))
    assert report.verdict is Verdict.VERIFIED
    assert "CONTEXT_REVISION" in {note.code for note in report.notes}
    assert found(judge(signed(badge(ED), ED), contexts=store_of(poorer)), "terms").code == "DROPPED_TERMS"


def test_several_checks_tell_what_was_fetched() -> None:
    by = issuer(name="did:web:university.example")
    address = "https://university.example/.well-known/did.json"
    report = judge(signed(badge(by), by), FakeWeb({address: raw(by.document())}))
    assert [document.url for document in report.fetched] == [address]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Northfield", False),
        ("Сергей Northfield", False),
        ("Nоrthfield", True),  # with a Cyrillic o
        ("Université d'Été", False),
        ("東京大学 Tokyo", False),
    ],
)
def test_a_name_of_look_alike_letters_is_said(name: str, said: bool) -> None:
    document = badge(ED)
    document["issuer"]["name"] = name
    report = judge(signed(document, ED))
    assert report.verdict is Verdict.VERIFIED
    assert ("ISSUER_NAME_SCRIPTS" in {note.code for note in report.notes}) is said


def test_who_speaks_of_itself_and_who_described_the_achievement_is_said() -> None:
    document = badge(ED)
    document["credentialSubject"]["id"] = ED.id
    document["credentialSubject"]["achievement"]["creator"] = {"id": "https://guild.example", "type": ["Profile"], "name": "Guild"}
    assert {"SELF_ISSUED", "CREATOR_DIFFERS"} <= {note.code for note in judge(signed(document, ED)).notes}


def test_everything_that_is_wrong_is_counted_and_listed() -> None:
    document = badge(ED, evidence=[{"id": "https://bakers.example/loaf"}])
    del document["credentialSubject"]["achievement"]["criteria"]
    line = found(judge(signed(document, ED)), "structure")
    assert "2 things are wrong in all." in line.message
    assert [item["pointer"] for item in line.details["problems"]] == ["/evidence/0/type", "/credentialSubject/achievement/criteria"]
