"""Import, review, publish, withdraw: what a learner does with a credential.

Each verb runs inside the caller's `writing()` block, so the change and its note to the indexer are kept together or not at all.
Verification takes time and network; it happens before the block, and its `Report` is handed in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.domain import issuers, outbox
from app.domain.accounts import proven_identifiers
from app.domain.appearing import earlier_for
from app.domain.errors import DuplicateError, InvalidError, NotFoundError, RefusedError
from app.domain.models import (
    Audience,
    Credential,
    Learner,
    Organisation,
    OrganisationState,
    Publication,
    Source,
    Standing,
    StoredReport,
)
from app.domain.plain import one_line
from app.domain.published import Published
from app.domain.visibility import CREDENTIAL
from indexer.verification.claims import Claims
from indexer.verification.codec import report_from_json, report_to_json
from indexer.verification.recipient import check_recipient
from indexer.verification.report import Outcome, Report, Verdict

REPORTS_KEPT = 20


@dataclass(frozen=True, slots=True)
class Imported:
    """Where the bytes came from. `filename` and `source_url` are kept to remind the learner, and shown to nobody else."""

    raw: bytes
    media_type: str
    source: Source
    filename: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who may see one piece. `organisations` are ids, and count only with `Audience.ORGANISATIONS`."""

    audience: Audience
    organisations: tuple[str, ...] = ()


NOBODY = Choice(Audience.NOBODY)


def store(session: Session, learner: Learner, imported: Imported, report: Report, *, now: datetime) -> Credential:
    """Keep an import in the learner's review tray, private. A report that could not read anything is no credential.

    Raises `DuplicateError` when the learner has these bytes already, `InvalidError` when they are no credential.
    """
    if report.verdict is Verdict.UNREADABLE:
        failed = next(c for c in report.checks if c.outcome is Outcome.FAILED)
        raise InvalidError(failed.message, next_step=failed.next_step or "")
    if report.format == "presentation":
        raise InvalidError("This holds several credentials in one wrapping.", next_step="Import each of them by itself.")
    digest = hashlib.sha256(imported.raw).hexdigest()
    same = select(Credential).where(Credential.learner_id == learner.id, Credential.sha256 == digest)
    if existing := session.scalars(same).first():
        raise DuplicateError(f"You have this credential already: {existing.title}.", next_step="Nothing was changed.")
    credential = Credential(
        learner_id=learner.id,
        learner=learner,
        original=imported.raw,
        sha256=digest,
        media_type=imported.media_type,
        filename=file_name(imported.filename),
        source=imported.source,
        source_url=one_line(imported.source_url, limit=2000),
        imported_at=now,
        verdict=report.verdict.value,
        checked_at=report.checked_at,
    )
    session.add(credential)
    apply_report(session, credential, report, now=now)
    return credential


def file_name(text: str) -> str:
    """The last part of a file's name as it was sent, fit to be offered for a download again."""
    return one_line(re.split(r"[/\\]", text)[-1], limit=300)


def apply_report(session: Session, credential: Credential, report: Report, *, now: datetime) -> bool:
    """Take a new report over into the credential; returns whether that may change what is findable.

    Claims come from a report that could read them; a later look that could not keeps the earlier ones.
    """
    before = _facts(credential)
    credential.verdict, credential.checked_at, credential.recheck_at = report.verdict.value, report.checked_at, report.recheck_at
    credential.code = next((c.code for c in report.checks if c.outcome in (Outcome.FAILED, Outcome.UNKNOWN)), "")
    credential.format = report.format
    if report.verdict is Verdict.VERIFIED:
        credential.verified_at = report.checked_at
    if report.claims is not None:
        _take_claims(session, credential, report.claims, now=now)
        credential.witnesses = _count_witnesses(report)
    credential.holder = _holder(credential)
    session.flush()
    body = report_to_json(report)
    session.add(StoredReport(credential_id=credential.id, checked_at=report.checked_at, verdict=report.verdict.value, body=body))
    session.flush()
    _forget_old_reports(session, credential)
    return before != _facts(credential)


def _facts(credential: Credential) -> tuple[object, ...]:
    return (credential.verdict, credential.claims, credential.holder, credential.witnesses, credential.issuer_id)


def _take_claims(session: Session, credential: Credential, claims: Claims, *, now: datetime) -> None:
    achievement = claims.achievement
    credential.claims = claims
    credential.title = one_line(claims.name or (achievement.name if achievement else ""), limit=500) or "Untitled credential"
    credential.identity = identity_of(claims)
    credential.issuer = issuers.meet(session, claims, proven=credential.verdict == "verified", now=now)
    credential.issuer_id = credential.issuer.id


def identity_of(claims: Claims) -> str:
    """What names a credential (OB 3.0 §equality): its issuer and its id; without an id nothing does, and the result is empty."""
    if claims.credential_id is None:
        return ""
    return hashlib.sha256(f"{claims.issuer.id}\n{claims.credential_id}".encode()).hexdigest()


def _count_witnesses(report: Report) -> int:
    """Good endorsements by somebody who is neither the issuer nor the subject of the credential."""
    assert report.claims is not None
    own = {report.claims.issuer.id, report.claims.subject_id}
    good = (e for e in report.endorsements if e.verdict is Verdict.VERIFIED and e.claims is not None)
    return len({e.claims.issuer.id for e in good if e.claims is not None} - own)


def _holder(credential: Credential) -> str:
    if credential.claims is None:
        return Outcome.NOT_APPLICABLE.value
    proven = proven_identifiers(credential.learner.account)
    return check_recipient(credential.claims, proven).outcome.value


def _forget_old_reports(session: Session, credential: Credential) -> None:
    mine = StoredReport.credential_id == credential.id
    kept = select(StoredReport.id).where(mine).order_by(StoredReport.checked_at.desc(), StoredReport.id).limit(REPORTS_KEPT)
    ids = list(session.scalars(kept))
    if len(ids) == REPORTS_KEPT:
        session.execute(delete(StoredReport).where(mine, StoredReport.id.not_in(ids)))


def latest_report(session: Session, credential: Credential | Published) -> Report:
    """The newest report on a credential; every stored credential has one."""
    mine = select(StoredReport.body).where(StoredReport.credential_id == credential.id)
    body = session.scalars(mine.order_by(StoredReport.checked_at.desc(), StoredReport.id).limit(1)).one()
    return report_from_json(body)


def recognise_holder(session: Session, learner: Learner, *, now: datetime) -> None:
    """Compare every credential with the learner's identifiers again: an address has been confirmed."""
    for credential in session.scalars(select(Credential).where(Credential.learner_id == learner.id)):
        credential.holder = _holder(credential)
    session.flush()
    outbox.touch(session, learner.id, now=now)


def publish(
    session: Session, credential: Credential, choices: Mapping[str, Choice], *, now: datetime
) -> None:
    """Show pieces to audiences: `choices` maps a piece (empty = the credential) to who may see it; others stay as they are.

    Raises `RefusedError` when the credential may not be shown at all, `InvalidError` for a piece or organisation that is not there.
    """
    showing = any(c.audience is not Audience.NOBODY for c in choices.values())
    if showing:
        _refuse_unshowable(session, credential)
    pieces = pieces_of(credential)
    current = {p.piece: p for p in credential.publications}
    narrowing = False
    for piece, choice in choices.items():
        if piece not in pieces:
            raise InvalidError("That piece is not part of this credential.", next_step="Open the credential again and choose there.")
        narrowing |= _set_audience(session, credential, current.get(piece), piece, choice, now=now)
    credential.decided_at = credential.decided_at or now
    session.flush()
    outbox.touch(session, credential.learner_id, now=now, narrowing=narrowing)


def withdraw(session: Session, credential: Credential, *, now: datetime) -> None:
    """Hide every piece, from the next request on."""
    publish(session, credential, {p.piece: NOBODY for p in credential.publications} or {CREDENTIAL: NOBODY}, now=now)


def keep_private(session: Session, credential: Credential, *, now: datetime) -> None:
    """Take an import out of the review tray without showing it to anybody."""
    credential.decided_at = credential.decided_at or now


def remove(session: Session, credential: Credential, *, now: datetime) -> None:
    """Erase a credential with its reports, publications and copies of evidence."""
    learner_id = credential.learner_id
    session.delete(credential)
    session.flush()
    outbox.touch(session, learner_id, now=now, narrowing=True)


def pieces_of(credential: Credential) -> tuple[str, ...]:
    """The pieces that can be published one by one: the credential and each of its evidences."""
    if credential.claims is None:
        return (CREDENTIAL,)
    return (CREDENTIAL, *(e.pointer for e in credential.claims.evidence))


def _refuse_unshowable(session: Session, credential: Credential) -> None:
    issuer = credential.issuer
    if issuer is not None and issuer.standing == Standing.BLOCKED:
        raise RefusedError("The admins have blocked this issuer, so its credentials cannot be published here.")
    if credential.holder == Outcome.FAILED.value:
        raise RefusedError(
            "This credential was issued to another e-mail address than yours.",
            next_step="Confirm your address, or sign in with the address it was issued to.",
        )
    if credential.verdict != Verdict.VERIFIED.value or credential.claims is None:
        raise RefusedError(
            "Only credentials that passed every check can be published.",
            next_step="Open its checks to see which one did not pass and what you can do.",
        )
    if _published_by_another(session, credential):
        raise RefusedError(
            "Somebody else has published this very credential.",
            next_step="If it is yours, write to the admins of this site; they will look into it.",
        )


def _published_by_another(session: Session, credential: Credential) -> bool:
    """A credential whose holder is not proven belongs to whoever published it first; a proven holder is always let through."""
    if not credential.identity or credential.holder == Outcome.PASSED.value:
        return False
    # Two who publish in the same instant wait for each other here, so the second sees what the first did.
    same = select(Credential.id).where(Credential.identity == credential.identity).order_by(Credential.id)
    session.scalars(same.with_for_update()).all()
    others = (
        select(Publication.id)
        .join(Credential)
        .where(Credential.identity == credential.identity, Credential.learner_id != credential.learner_id)
    )
    return session.scalars(others.limit(1)).first() is not None


def _set_audience(
    session: Session, credential: Credential, current: Publication | None, piece: str, choice: Choice, *, now: datetime
) -> bool:
    """Write one choice down; returns whether anybody may now see less than before."""
    if choice.audience is Audience.NOBODY:
        if current is None:
            return False
        credential.publications.remove(current)
        return True
    organisations = _named(session, choice) if choice.audience is Audience.ORGANISATIONS else []
    if current is None:
        credential.publications.append(
            Publication(piece=piece, audience=choice.audience, organisations=organisations, published_at=now, earlier={})
        )
        return False
    seen_before, named = {o.id for o in current.organisations}, {o.id for o in organisations}
    if current.audience == choice.audience and seen_before == named:
        return False  # as before, also the day since when
    narrower = choice.audience is Audience.ORGANISATIONS and (
        current.audience == Audience.RECRUITERS or not seen_before <= named
    )
    current.earlier = earlier_for(current, choice.audience, named)
    current.audience, current.organisations, current.published_at = choice.audience, organisations, now
    return narrower


def _named(session: Session, choice: Choice) -> list[Organisation]:
    found = list(session.scalars(select(Organisation).where(Organisation.id.in_(choice.organisations))))
    if not found:
        raise InvalidError("Choose at least one organisation, or 'All approved recruiters'.", field="organisations")
    if len(found) != len(set(choice.organisations)) or any(o.state == OrganisationState.WAITING for o in found):
        raise InvalidError("One of the organisations is not on this site any more.", next_step="Choose again.", field="organisations")
    return found


def credential_of(session: Session, learner: Learner, credential_id: str) -> Credential:
    """A learner's own credential. Raises `NotFoundError` for everything else, without telling why."""
    credential = session.get(Credential, credential_id)
    if credential is None or credential.learner_id != learner.id:
        raise NotFoundError("There is no such credential in your collection.", next_step="It may have been removed.")
    return credential


def credentials_of(session: Session, learner: Learner) -> Sequence[Credential]:
    """All credentials of a learner, the newest import first."""
    mine = select(Credential).where(Credential.learner_id == learner.id).order_by(Credential.imported_at.desc(), Credential.id)
    return session.scalars(mine).all()
