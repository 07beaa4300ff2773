"""Endorsements of Open Badges 1 and 2: hosted or signed, each judged apart, and shown only where its site serves it."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.verification.report import Verdict
from tests.unit.verification.asking import codes, found, judge
from tests.unit.verification.issuing import issuer, token
from tests.unit.verification.test_legacy import (
    SITE,
    V2,
    assertion,
    badge_class,
    organisation,
    pem_document,
    signed,
    web,
)

PEER = "https://peer.example"


def peer(**changes: Any) -> dict[str, Any]:
    return organisation(**{"id": f"{PEER}/issuer", "url": PEER, "name": "Guild", **changes})


def endorsement(**changes: Any) -> dict[str, Any]:
    return {
        "@context": V2,
        "type": "Endorsement",
        "id": f"{PEER}/endorsements/1",
        "claim": {"id": f"{SITE}/classes/1", "endorsementComment": "We ask our bakers for it."},
        "issuer": f"{PEER}/issuer",
        "issuedOn": "2021-01-01T00:00:00Z",
        "verification": {"type": "hosted"},
        **changes,
    }


def endorsed(served: dict[str, Any] | None = None, *, named: Any = f"{PEER}/endorsements/1", on: str = "badge", **other: Any) -> Any:
    parts = {"badge": badge_class(), "issuer": organisation()}
    parts[on]["endorsement"] = named
    everything = web(assertion(), *parts.values(), served or endorsement(), other.get("peer", peer()))
    return judge(assertion(), everything)


def test_an_endorsement_of_a_class_is_judged_apart() -> None:
    for named in (f"{PEER}/endorsements/1", [f"{PEER}/endorsements/1"], endorsement(), [{"id": f"{PEER}/endorsements/1"}]):
        report = endorsed(named=named)
        assert report.verdict is Verdict.VERIFIED
        (one,) = report.endorsements
        assert codes(one) == {}
        assert one.verdict is Verdict.VERIFIED
        assert one.claims is not None
        assert one.claims.issuer.id == f"{PEER}/issuer"
        assert one.claims.endorsement_comment == "We ask our bakers for it."


def test_an_endorsement_of_an_issuer_is_about_the_issuer() -> None:
    about = endorsement(claim={"id": f"{SITE}/issuer"})
    assert codes(endorsed(about, on="issuer").endorsements[0]) == {}
    assert codes(endorsed(on="issuer").endorsements[0]) == {"target": "ENDORSEMENT_TARGET"}


@pytest.mark.parametrize(
    ("change", "check", "code"),
    [
        ({"issuer": f"{SITE}/issuer"}, "issuer", "HOSTED_SCOPE"),
        ({"claim": None}, "structure", "SCHEMA"),
        ({"claim": {"endorsementComment": "x"}}, "structure", "SCHEMA"),
        ({"issuedOn": "soon"}, "structure", "BAD_DATETIME"),
        ({"issuedOn": "2027-01-01T00:00:00Z"}, "validity", "NOT_YET_VALID"),
        ({"expires": "2022-01-01T00:00:00Z"}, "validity", "EXPIRED"),
        ({"revoked": True}, "hosting", "REVOKED"),
        ({"type": "Assertion"}, "structure", "BAD_TYPE"),
        ({"verification": {"type": "magic"}}, "structure", "SCHEMA"),
        ({"@context": "https://w3id.org/openbadges/other"}, "structure", "BAD_CONTEXT"),
    ],
)
def test_a_bad_endorsement_changes_nothing_but_itself(change: dict[str, Any], check: str, code: str) -> None:
    report = endorsed(endorsement(**change))
    assert report.verdict is Verdict.VERIFIED
    assert codes(report.endorsements[0])[check] == code
    assert found(report, "endorsements").code == "ENDORSEMENT_UNVERIFIED"
    assert found(report, "endorsements").message == "0 of 1 endorsements are good."


def test_an_endorsement_that_is_not_served_any_more_is_not_shown() -> None:
    report = judge(assertion(), web(assertion(), badge_class(endorsement=f"{PEER}/endorsements/1"), organisation(), peer()))
    assert report.verdict is Verdict.VERIFIED
    assert codes(report.endorsements[0])["hosting"] == "HOSTED_NOT_FOUND"


def test_what_an_endorsement_says_is_what_its_site_serves() -> None:
    forged = endorsement(claim={"id": f"{SITE}/classes/1", "endorsementComment": "The best there is."})
    report = endorsed(named=forged)
    assert report.endorsements[0].claims.endorsement_comment == "We ask our bakers for it."


def test_a_signed_endorsement_is_held_against_its_issuers_key() -> None:
    signer = issuer("RSA", name=PEER)
    key = pem_document(signer, id=f"{PEER}/key", owner=f"{PEER}/issuer")
    given = endorsement(id="urn:uuid:9", verification={"type": "SignedBadge", "creator": f"{PEER}/key"})
    for listed, code in ((f"{PEER}/key", None), (f"{PEER}/other", "ISSUER_NOT_BOUND")):
        everything = web(assertion(), badge_class(endorsement=token(given, signer, kid=None)), organisation(), peer(publicKey=listed), key)
        (one,) = judge(assertion(), everything).endorsements
        assert codes(one) == ({"issuer": code} if code else {})
        assert one.format == "ob2-endorsement-jws"


def test_the_endorsements_of_a_signed_badge_are_judged_too() -> None:
    owner = organisation(publicKey=f"{SITE}/key", endorsement=f"{PEER}/endorsements/1")
    report = signed(issuer=owner, more=endorsement(claim={"id": f"{SITE}/issuer"}), other=peer())
    assert report.verdict is Verdict.VERIFIED
    assert [one.verdict for one in report.endorsements] == [Verdict.VERIFIED]


def test_an_endorsement_alone_can_be_checked() -> None:
    report = judge(endorsement(), web(endorsement(), peer()))
    assert report.format == "ob2-endorsement"
    assert report.verdict is Verdict.VERIFIED
