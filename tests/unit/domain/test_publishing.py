"""What a learner does with a credential: who may show it, to whom, and what each change tells the index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.domain import accounts, publishing
from app.domain.database import Database
from app.domain.errors import DuplicateError, InvalidError, NotFoundError, RefusedError
from app.domain.models import (
    Audience,
    Credential,
    Issuer,
    Learner,
    Organisation,
    OrganisationState,
    OutboxRow,
    Publication,
    Role,
    Source,
    Standing,
    StoredReport,
)
from app.domain.publishing import NOBODY, REPORTS_KEPT, Choice, Imported
from app.domain.schema import prepare
from app.domain.visibility import CREDENTIAL
from indexer.verification.report import CheckResult, Outcome, Report
from indexer.verification.verify import verify
from tests.factories.house import NOW
from tests.fakes.web import FakeWeb
from tests.unit.verification.issuing import Issuer as Signer
from tests.unit.verification.issuing import badge, issuer, signed

EVIDENCE = "/evidence/0"
EVERYBODY = Choice(Audience.RECRUITERS)
LATER = NOW + timedelta(days=1)


@dataclass
class Desk:
    """A database with what a learner's room does to it. Every badge is signed by one issuer."""

    session: Session
    signer: Signer

    def learner(self, name: str, *, confirmed: bool = False) -> Learner:
        email = f"{name.lower()}@example.org"
        account = accounts.register(self.session, email=email, password=None, name=name, role=Role.LEARNER, now=NOW)
        account.email_confirmed_at = NOW if confirmed else None
        return accounts.learner_of(self.session, account.id)

    def raw(self, *, to: str | None = None, **changes: Any) -> bytes:
        """A signed badge, issued to this address or to nobody that it names."""
        document = badge(self.signer, **changes)
        subject = document["credentialSubject"]
        if to is None:
            del subject["identifier"]
        else:
            subject["identifier"][0]["identityHash"] = to
        return json.dumps(signed(document, self.signer)).encode()

    def hold(self, learner: Learner, raw: bytes | None = None, *, change: Any = lambda report: report) -> Credential:
        """Import; `change` makes another report of the one that was found."""
        raw = raw or self.raw()
        report = change(verify(raw, fetcher=FakeWeb(), now=NOW))
        return publishing.store(self.session, learner, Imported(raw, "application/json", Source.FILE), report, now=NOW)

    def show(self, credential: Credential, choice: Choice = EVERYBODY, *pieces: str, now: datetime = NOW) -> None:
        publishing.publish(self.session, credential, dict.fromkeys(pieces or (CREDENTIAL,), choice), now=now)

    def organisation(self, name: str, state: OrganisationState = OrganisationState.APPROVED) -> str:
        found = Organisation(name=name, state=state, created_at=NOW)
        self.session.add(found)
        self.session.flush()
        return found.id

    def notes(self) -> list[bool]:
        """Whether each change narrowed, in their order; the notes are gone then."""
        rows = self.session.query(OutboxRow).order_by(OutboxRow.id).all()
        for row in rows:
            self.session.delete(row)
        self.session.flush()
        return [row.narrowing for row in rows]

    def audiences(self, credential: Credential) -> dict[str, str]:
        self.session.expire(credential)
        return {p.piece: str(p.audience) for p in credential.publications}


@pytest.fixture
def desk(settings) -> Iterator[Desk]:
    database = Database(settings.database_url)
    prepare(database)
    with database.writing() as session:
        yield Desk(session, issuer())
    database.close()


def failed(report: Report, outcome: Outcome = Outcome.FAILED) -> Report:
    """The same report with one more check, that did not pass."""
    return replace(report, checks=(*report.checks, CheckResult("status", outcome, "REVOKED", "It was revoked.")))


# Importing


def test_an_import_is_private_and_tells_the_index_nothing(desk):
    credential = desk.hold(desk.learner("Ana"))
    assert desk.audiences(credential) == {}
    assert credential.decided_at is None, "it waits in the tray"
    assert desk.notes() == []


def test_the_same_bytes_twice_are_refused_and_for_somebody_else_taken(desk):
    ana, ben, raw = desk.learner("Ana"), desk.learner("Ben"), desk.raw()
    desk.hold(ana, raw)
    with pytest.raises(DuplicateError, match="Sourdough"):
        desk.hold(ana, raw)
    assert desk.hold(ben, raw).learner_id == ben.id


def test_what_is_no_credential_is_not_kept(desk):
    ana = desk.learner("Ana")
    with pytest.raises(InvalidError):
        desk.hold(ana, b'{"a": 1}')
    with pytest.raises(InvalidError, match="several credentials"):
        desk.hold(ana, change=lambda report: replace(report, format="presentation"))
    assert desk.session.query(Credential).count() == 0


def test_keeping_it_private_takes_it_out_of_the_tray_and_shows_nobody(desk):
    credential = desk.hold(desk.learner("Ana"))
    publishing.keep_private(desk.session, credential, now=NOW)
    publishing.keep_private(desk.session, credential, now=LATER)
    assert (credential.decided_at, desk.audiences(credential), desk.notes()) == (NOW, {}, [])


# Publishing and narrowing


def test_publishing_counts_the_version_up_and_leaves_one_note(desk):
    ana = desk.learner("Ana")
    credential, before = desk.hold(ana), ana.version
    desk.show(credential, EVERYBODY, CREDENTIAL, EVIDENCE)
    desk.session.refresh(ana)
    assert (ana.version, desk.notes()) == (before + 1, [False])
    assert desk.audiences(credential) == {CREDENTIAL: "recruiters", EVIDENCE: "recruiters"}
    assert credential.decided_at == NOW


@pytest.mark.parametrize(
    ("before", "after", "narrows"),
    [
        ("", "", False),
        ("", "all", False),
        ("", "a", False),
        ("all", "all", False),
        ("all", "a", True),
        ("all", "", True),
        ("a", "a", False),
        ("a", "ab", False),
        ("a", "b", True),
        ("a", "all", False),
        ("a", "", True),
        ("ab", "a", True),
        ("ab", "ba", False),
    ],
)
def test_a_change_narrows_when_anybody_may_see_less_than_before(desk, before, after, narrows):
    ids = {name: desk.organisation(name) for name in "ab"}

    def choice(names: str) -> Choice:
        if names == "all":
            return EVERYBODY
        return Choice(Audience.ORGANISATIONS, tuple(ids[name] for name in names)) if names else NOBODY

    credential = desk.hold(desk.learner("Ana"))
    desk.show(credential, choice(before))
    desk.notes()
    desk.show(credential, choice(after))
    assert desk.notes() == [narrows]


def test_one_piece_that_narrows_makes_the_change_a_narrowing_one(desk):
    credential = desk.hold(desk.learner("Ana"))
    desk.show(credential, EVERYBODY, EVIDENCE)
    desk.notes()
    publishing.publish(desk.session, credential, {EVIDENCE: NOBODY, CREDENTIAL: EVERYBODY}, now=NOW)
    assert desk.notes() == [True]
    assert desk.audiences(credential) == {CREDENTIAL: "recruiters"}


def test_pieces_that_are_not_named_stay_as_they_are(desk):
    credential = desk.hold(desk.learner("Ana"))
    desk.show(credential, EVERYBODY, CREDENTIAL, EVIDENCE)
    desk.show(credential, NOBODY, EVIDENCE)
    assert desk.audiences(credential) == {CREDENTIAL: "recruiters"}


def test_the_same_choice_again_keeps_the_day_since_when(desk):
    credential = desk.hold(desk.learner("Ana"))
    desk.show(credential)
    desk.show(credential, now=LATER)
    (shown,) = desk.session.query(Publication)
    assert shown.published_at == NOW
    desk.show(credential, Choice(Audience.ORGANISATIONS, (desk.organisation("Acme"),)), now=LATER)
    assert shown.published_at == LATER


def test_withdrawing_hides_every_piece_and_can_be_repeated(desk):
    credential = desk.hold(desk.learner("Ana"))
    desk.show(credential, EVERYBODY, CREDENTIAL, EVIDENCE)
    desk.notes()
    publishing.withdraw(desk.session, credential, now=NOW)
    assert (desk.audiences(credential), desk.notes()) == ({}, [True])
    publishing.withdraw(desk.session, credential, now=NOW)
    assert desk.notes() == [False]


def test_removing_erases_reports_and_publications_and_narrows(desk):
    credential = desk.hold(desk.learner("Ana"))
    desk.show(credential)
    desk.notes()
    publishing.remove(desk.session, credential, now=NOW)
    assert desk.notes() == [True]
    assert [desk.session.query(table).count() for table in (Credential, Publication, StoredReport)] == [0, 0, 0]
    assert desk.session.query(Issuer).count() == 1, "who issues is not the learner's to erase"


# What cannot be shown


def test_a_piece_that_is_not_there_is_refused(desk):
    credential = desk.hold(desk.learner("Ana"))
    with pytest.raises(InvalidError, match="not part of this credential"):
        desk.show(credential, EVERYBODY, "/evidence/7")


@pytest.mark.parametrize("state", [None, OrganisationState.WAITING])
def test_an_organisation_that_is_not_there_or_waits_is_refused(desk, state):
    named = (desk.organisation("Acme"), desk.organisation("Bolt", state) if state else "0" * 32)
    credential = desk.hold(desk.learner("Ana"))
    with pytest.raises(InvalidError) as refused:
        desk.show(credential, Choice(Audience.ORGANISATIONS, named))
    assert refused.value.field == "organisations"
    with pytest.raises(InvalidError, match="at least one"):
        desk.show(credential, Choice(Audience.ORGANISATIONS))


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.UNKNOWN])
def test_only_what_passed_every_check_is_shown(desk, outcome):
    credential = desk.hold(desk.learner("Ana"), change=lambda report: failed(report, outcome))
    with pytest.raises(RefusedError, match="passed every check"):
        desk.show(credential)


def test_a_credential_of_a_blocked_issuer_is_not_shown_and_one_of_a_suspended_waits_for_its_return(desk):
    credential = desk.hold(desk.learner("Ana"))
    credential.issuer.standing = Standing.BLOCKED
    with pytest.raises(RefusedError, match="blocked this issuer"):
        desk.show(credential)
    credential.issuer.standing = Standing.SUSPENDED
    desk.show(credential)


def test_what_may_not_be_shown_any_more_can_still_be_withdrawn(desk):
    credential = desk.hold(desk.learner("Ana"))
    desk.show(credential)
    publishing.apply_report(desk.session, credential, failed(publishing.latest_report(desk.session, credential)), now=NOW)
    credential.issuer.standing = Standing.BLOCKED
    publishing.withdraw(desk.session, credential, now=NOW)
    assert desk.audiences(credential) == {}


# Whose it is


def test_one_that_was_issued_to_another_address_is_not_shown(desk):
    credential = desk.hold(desk.learner("Ana", confirmed=True), desk.raw(to="eve@example.org"))
    with pytest.raises(RefusedError, match="another e-mail address"):
        desk.show(credential)


def test_confirming_the_address_makes_it_the_learners_own_and_tells_the_index(desk):
    ana = desk.learner("Ana")
    credential = desk.hold(ana, desk.raw(to="ana@example.org"))
    assert credential.holder != Outcome.PASSED.value
    ana.account.email_confirmed_at = NOW
    publishing.recognise_holder(desk.session, ana, now=NOW)
    assert (credential.holder, desk.notes()) == (Outcome.PASSED.value, [False])


def test_of_two_who_prove_nothing_the_first_to_publish_has_it_until_they_withdraw(desk):
    raw = desk.raw()
    first, second = desk.hold(desk.learner("Ana"), raw), desk.hold(desk.learner("Ben"), raw)
    desk.show(first)
    with pytest.raises(RefusedError, match="Somebody else has published this very credential"):
        desk.show(second)
    publishing.withdraw(desk.session, first, now=NOW)
    desk.show(second)


def test_another_signature_over_the_same_credential_is_the_same_credential(desk):
    first = desk.hold(desk.learner("Ana"), desk.raw())
    second = desk.hold(desk.learner("Ben"), desk.raw(name="Sourdough, second print"))
    assert first.identity == second.identity != ""
    desk.show(first)
    with pytest.raises(RefusedError):
        desk.show(second)


def test_a_proven_holder_is_let_through_whoever_published_first(desk):
    """The issuer has signed it twice under one id: naming nobody, which Ben shows, and naming Ana."""
    desk.show(desk.hold(desk.learner("Ben"), desk.raw()))
    named = desk.hold(desk.learner("Ana", confirmed=True), desk.raw(to="ana@example.org"))
    assert named.holder == Outcome.PASSED.value
    desk.show(named)


def test_a_credential_without_an_id_is_like_no_other(desk):
    raw = desk.raw(id=None)
    first, second = desk.hold(desk.learner("Ana"), raw), desk.hold(desk.learner("Ben"), raw)
    assert first.identity == second.identity == ""
    desk.show(first)
    desk.show(second)


def test_the_id_counts_together_with_its_issuer(desk):
    first = desk.hold(desk.learner("Ana"))
    desk.signer = issuer()
    second = desk.hold(desk.learner("Ben"))
    assert first.identity != second.identity
    desk.show(first)
    desk.show(second)


def test_somebody_elses_credential_is_not_there(desk):
    credential = desk.hold(desk.learner("Ana"))
    with pytest.raises(NotFoundError):
        publishing.credential_of(desk.session, desk.learner("Ben"), credential.id)


# Looking again


def test_a_report_says_whether_it_may_change_what_is_findable(desk):
    credential = desk.hold(desk.learner("Ana"))
    report = publishing.latest_report(desk.session, credential)
    assert not publishing.apply_report(desk.session, credential, replace(report, checked_at=LATER), now=LATER)
    assert credential.checked_at == LATER
    assert publishing.apply_report(desk.session, credential, failed(report), now=LATER)
    assert (credential.verdict, credential.code) == ("failed", "REVOKED")
    assert credential.verified_at == LATER, "when it was verified last"


def test_a_look_that_could_not_read_keeps_the_claims_of_an_earlier_one(desk):
    credential = desk.hold(desk.learner("Ana"))
    report = replace(failed(publishing.latest_report(desk.session, credential), Outcome.UNKNOWN), claims=None)
    publishing.apply_report(desk.session, credential, report, now=LATER)
    assert (credential.verdict, credential.title) == ("unknown", "Sourdough")
    assert credential.claims is not None


def test_only_the_latest_reports_are_kept(desk):
    credential = desk.hold(desk.learner("Ana"))
    report = publishing.latest_report(desk.session, credential)
    for days in range(1, REPORTS_KEPT + 6):
        publishing.apply_report(desk.session, credential, replace(report, checked_at=NOW + timedelta(days=days)), now=NOW)
    assert desk.session.query(StoredReport).count() == REPORTS_KEPT
    assert publishing.latest_report(desk.session, credential).checked_at == NOW + timedelta(days=REPORTS_KEPT + 5)
