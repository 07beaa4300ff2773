"""Status lists: every entry, every purpose, each with its own outcome."""

from __future__ import annotations

import gzip
import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

import pytest

from indexer.verification.report import Outcome, Verdict
from tests.fakes.web import NOON, FakeWeb
from tests.unit.verification.asking import codes, judge
from tests.unit.verification.issuing import VC2, Issuer, badge, issuer, raw, signed

ED = issuer()
URL = "https://university.example/status/1"
REVOCATIONS = "https://university.example/revoked"


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "id": f"{URL}#94",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94",
        "statusListCredential": URL,
        **changes,
    }


def encoded(set_bits: tuple[int, ...] = (), *, size: int = 16 * 1024) -> str:
    bits = bytearray(size)
    for index in set_bits:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits))).decode().rstrip("=")


def listing(by: Issuer = ED, *, bits: str | None = None, purpose: Any = "revocation", **changes: Any) -> dict[str, Any]:
    document = {
        "@context": [VC2],
        "id": URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": by.id,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{URL}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bits if bits is not None else encoded(),
        },
    }
    document.update(changes)
    return signed(document, by)


def report_of(status: Any, documents: dict[str, bytes | int]) -> Any:
    return judge(signed(with_extensions(badge(ED, credentialStatus=status)), ED), FakeWeb(documents))


def with_extensions(document: dict[str, Any]) -> dict[str, Any]:
    """The vocabulary in which Open Badges define the type of their plain list."""
    return {**document, "@context": [*document["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]}


def test_a_clear_bit_passes() -> None:
    report = report_of(entry(), {URL: raw(listing())})
    assert codes(report) == {}
    assert report.verdict is Verdict.VERIFIED


@pytest.mark.parametrize("index", [0, 7, 8, 94, 131071])
def test_a_set_bit_revokes(index: int) -> None:
    report = report_of(entry(statusListIndex=str(index)), {URL: raw(listing(bits=encoded((index,))))})
    assert codes(report) == {"status": "REVOKED"}


def test_a_neighbouring_bit_does_not_revoke() -> None:
    assert codes(report_of(entry(), {URL: raw(listing(bits=encoded((93, 95))))})) == {}


def test_a_suspension_is_said_as_such() -> None:
    status = entry(statusPurpose="suspension")
    report = report_of(status, {URL: raw(listing(bits=encoded((94,)), purpose=["revocation", "suspension"]))})
    assert codes(report) == {"status": "SUSPENDED"}


def test_every_entry_is_looked_at() -> None:
    second = "https://university.example/status/2"
    status = [entry(), entry(statusListCredential=second, id=None)]
    status[1].pop("id")
    report = report_of(status, {URL: raw(listing()), second: raw(listing(bits=encoded((94,))))})
    outcomes = [check.outcome for check in report.checks if check.check == "status"]
    assert outcomes == [Outcome.PASSED, Outcome.FAILED]
    assert report.verdict is Verdict.FAILED


def test_a_list_that_cannot_be_fetched_leaves_the_question_open() -> None:
    report = report_of(entry(), {URL: 503})
    assert codes(report) == {"status": "STATUS_UNREACHABLE"}
    assert report.verdict is Verdict.UNKNOWN
    assert report.recheck_at == NOON + timedelta(minutes=15)


def test_a_list_that_was_changed_decides_nothing() -> None:
    changed = listing()
    changed["credentialSubject"]["encodedList"] = encoded((5,))
    assert codes(report_of(entry(), {URL: raw(changed)})) == {"status": "STATUS_LIST_INVALID"}


def test_a_list_that_is_not_signed_decides_nothing() -> None:
    unsigned = listing()
    del unsigned["proof"]
    assert codes(report_of(entry(), {URL: raw(unsigned)})) == {"status": "STATUS_LIST_INVALID"}


def test_a_list_that_has_expired_decides_nothing() -> None:
    report = report_of(entry(), {URL: raw(listing(validUntil="2026-01-01T00:00:00Z"))})
    assert codes(report) == {"status": "STATUS_LIST_INVALID"}


def test_a_list_signed_with_a_strangers_key_decides_nothing() -> None:
    stolen = signed({**listing(), "issuer": ED.id}, issuer())
    assert codes(report_of(entry(), {URL: raw(stolen)})) == {"status": "STATUS_LIST_INVALID"}


def test_a_list_of_somebody_else_is_said() -> None:
    report = report_of(entry(), {URL: raw(listing(issuer()))})
    assert "STATUS_ISSUER" in {note.code for note in report.notes} | set(codes(report).values())


def test_a_list_for_another_purpose_decides_nothing() -> None:
    assert codes(report_of(entry(), {URL: raw(listing(purpose="suspension"))})) == {"status": "STATUS_PURPOSE"}


def test_a_place_past_the_end_is_an_error() -> None:
    assert codes(report_of(entry(statusListIndex="131072"), {URL: raw(listing())})) == {"status": "RANGE_ERROR"}


@pytest.mark.parametrize("index", ["-1", "9" * 30, "1e3", " 4", "٣", None, True, 1.5])
def test_a_place_must_be_a_number(index: Any) -> None:
    assert codes(report_of(entry(statusListIndex=index), {URL: raw(listing())}))["status"] == "STATUS_ENTRY"


def test_a_short_list_is_refused() -> None:
    assert codes(report_of(entry(), {URL: raw(listing(bits=encoded(size=1024)))})) == {"status": "STATUS_LIST_LENGTH"}


def test_a_list_that_inflates_without_end_is_refused() -> None:
    bomb = "u" + urlsafe_b64encode(gzip.compress(bytes(40 * 1024 * 1024))).decode().rstrip("=")
    assert codes(report_of(entry(), {URL: raw(listing(bits=bomb))})) == {"status": "STATUS_LIST_INVALID"}


def test_a_status_of_several_bits_has_its_message() -> None:
    bits = bytearray(64 * 1024)
    bits[94 // 4] |= 0b10 << (6 - 2 * (94 % 4))
    text = "u" + urlsafe_b64encode(gzip.compress(bytes(bits))).decode().rstrip("=")
    messages = [{"status": f"0x{value}", "message": word} for value, word in enumerate(["clear", "late", "paused", "gone"])]
    status = entry(statusPurpose="message", statusSize=2, statusMessage=messages)
    report = report_of(status, {URL: raw(listing(bits=text, purpose="message"))})
    result = next(check for check in report.checks if check.check == "status")
    assert result.outcome is Outcome.PASSED
    assert result.details["message"] == "paused"


def test_an_unknown_way_of_telling_is_never_clear() -> None:
    report = report_of({"id": "https://u.example/s", "type": "CredentialStatusList2017"}, {})
    assert report.verdict in (Verdict.UNKNOWN, Verdict.FAILED)
    assert codes(report)["status"] == "STATUS_UNSUPPORTED"


def test_a_plain_list_of_the_issuers_own_site_names_the_revoked() -> None:
    by = issuer(name="https://university.example/issuer")
    documents: dict[str, bytes | int] = {by.id: raw(by.document())}
    status = {"id": REVOCATIONS, "type": "1EdTechRevocationList"}
    document = signed(with_extensions(badge(by, credentialStatus=status)), by)
    documents[REVOCATIONS] = json.dumps({"id": REVOCATIONS, "issuer": by.id, "revokedCredential": []}).encode()
    assert judge(document, FakeWeb(documents)).verdict is Verdict.VERIFIED
    revoked = [{"id": document["id"], "revocationReason": "Copied loaf"}]
    documents[REVOCATIONS] = json.dumps({"id": REVOCATIONS, "issuer": by.id, "revokedCredential": revoked}).encode()
    report = judge(document, FakeWeb(documents))
    assert codes(report) == {"status": "REVOKED"}
    assert "Copied loaf" in next(check.message for check in report.checks if check.check == "status")


def test_a_plain_list_of_another_site_decides_nothing() -> None:
    foreign = "https://elsewhere.example/revoked"
    status = {"id": foreign, "type": "1EdTechRevocationList"}
    listing = json.dumps({"id": foreign, "issuer": ED.id, "revokedCredential": []}).encode()
    assert codes(report_of(status, {foreign: listing})) == {"status": "STATUS_ISSUER"}


def test_a_plain_list_that_moved_to_another_site_decides_nothing() -> None:
    by = issuer(name="https://university.example/issuer")
    document = signed(with_extensions(badge(by, credentialStatus={"id": REVOCATIONS, "type": "1EdTechRevocationList"})), by)
    listing = json.dumps({"id": REVOCATIONS, "issuer": by.id, "revokedCredential": []}).encode()
    web = FakeWeb({by.id: raw(by.document()), "https://evil.example/list": listing})
    web.moved[REVOCATIONS] = "https://evil.example/list"
    assert codes(judge(document, web)) == {"status": "STATUS_ISSUER"}


def test_an_address_that_does_not_answer_is_asked_once() -> None:
    web = FakeWeb()
    report = judge(signed(badge(ED, credentialStatus=[entry(), entry(statusListIndex="95", id="urn:other")]), ED), web)
    assert [check.code for check in report.checks if check.check == "status"] == ["STATUS_UNREACHABLE"] * 2
    assert web.asked == [URL]


def test_a_list_that_relies_on_itself_ends() -> None:
    asked = FakeWeb({URL: raw(listing(credentialStatus=entry()))})
    report = judge(signed(badge(ED, credentialStatus=entry()), ED), asked)
    assert codes(report) == {"status": "STATUS_LIST_UNDECIDED"}
    assert len(asked.asked) == 1
    assert "INTERNAL" not in json.dumps([dict(check.details) for check in report.checks])
