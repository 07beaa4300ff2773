"""What the admins' pages read: the work list, issuers with their counts, the log in words. They know no request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.domain import moderation
from app.domain.models import Account, ApiToken, AuditEntry, Credential, Issuer, Organisation, OrganisationState, Publication, Standing
from app.domain.moderation import Change
from app.domain.trust import Registries, RegistryEntry
from app.domain.undoing import latest_of_subjects
from app.domain.visibility import CREDENTIAL
from app.pages import plural

PAGE = 25
EFFECTS = {
    Change.LEAVE: "will leave search",
    Change.RETURN: "will return to the search",
    Change.NONE: "stay as findable as they are",
}


@dataclass(frozen=True, slots=True)
class Met:
    """An issuer with what its credentials amount to here. `imitates` is the issuer whose name its own can be mistaken for."""

    issuer: Issuer
    credentials: int
    published: int
    learners: int
    imitates: Issuer | None
    registered: RegistryEntry | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of something: its rows, its number, and how many pages there are."""

    rows: Sequence[Met] | Sequence[Entry]
    number: int
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit log, with names for people and things that are still here.

    `undoing`: what taking it back would do, a sentence; empty when it cannot be taken back.
    """

    entry: AuditEntry
    actor: str
    subject: str
    undoing: str


def waiting_organisations(session: Session) -> Sequence[Organisation]:
    waiting = select(Organisation).where(Organisation.state == OrganisationState.WAITING)
    return session.scalars(waiting.order_by(Organisation.created_at)).all()


def organisations(session: Session) -> list[tuple[Organisation, int]]:
    """Every organisation with the number of its recruiters, those that wait first."""
    members = select(func.count(Account.id)).where(Account.organisation_id == Organisation.id).scalar_subquery()
    first = case((Organisation.state == OrganisationState.WAITING, 0), else_=1)
    return [(o, int(n)) for o, n in session.execute(select(Organisation, members).order_by(first, Organisation.name))]


def issuers_to_look_at(session: Session, registries: Registries, *, limit: int = 8) -> list[Met]:
    """Unreviewed issuers that need a decision: imitations first, then those in no registry on which several people rely.

    Somebody who issues to one person only, as a learner does who speaks for themselves, needs nobody's decision.
    """
    unreviewed = _counted().where(Issuer.standing == Standing.UNREVIEWED)
    imitations_first = case((Issuer.resembles_id.is_not(None), 0), else_=1)
    rows = session.execute(unreviewed.order_by(imitations_first, _published().desc(), Issuer.name).limit(200))
    found = [_met(session, row, registries) for row in rows]
    return [met for met in found if met.imitates or (met.registered is None and met.learners > 1)][:limit]


def issuers(session: Session, registries: Registries, *, standing: str, words: str, page: int, everybody: bool = False) -> Page:
    """One page of the issuers met, narrowed by standing (``imitation`` is one, too) and by words of name, identifier or domain.

    Without `everybody`, words or a standing, those who speak for one person only are left out (`_speaks_for_one`).
    """
    kept = _kept(standing, words)
    if not (everybody or standing or words.strip()):
        kept.append(~_speaks_for_one())
    total = session.scalar(select(func.count(Issuer.id)).where(*kept)) or 0
    count = max(1, -(-total // PAGE))
    number = min(max(page, 1), count)
    ordered = _counted().where(*kept).order_by(_published().desc(), Issuer.name, Issuer.id)
    rows = session.execute(ordered.offset((number - 1) * PAGE).limit(PAGE))
    return Page([_met(session, row, registries) for row in rows], number, count, total)


def count_speaking_for_one(session: Session) -> int:
    return session.scalar(select(func.count(Issuer.id)).where(_speaks_for_one())) or 0


def _speaks_for_one() -> ColumnElement[bool]:
    """Issuers that no domain vouches for, whose credentials belong to one person, and about whom nothing is to be decided.

    Mostly learners who assert something themselves, each with a key of their own: there are as many as people.
    """
    return and_(Issuer.domain == "", Issuer.standing == Standing.UNREVIEWED, Issuer.resembles_id.is_(None), _people() <= 1)


def issuer(session: Session, found: Issuer, registries: Registries) -> Met:
    return _met(session, session.execute(_counted().where(Issuer.id == found.id)).one(), registries)


def achievements_of(session: Session, found: Issuer, *, limit: int = 30) -> list[tuple[str, int]]:
    """What the issuer's credentials are called, the most frequent first."""
    titles = select(Credential.title, func.count()).where(Credential.issuer_id == found.id).group_by(Credential.title)
    rows = session.execute(titles.order_by(func.count().desc(), Credential.title).limit(limit))
    return [(title, int(count)) for title, count in rows]


def _kept(standing: str, words: str) -> list[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = []
    if standing == "imitation":
        kept.append(Issuer.resembles_id.is_not(None))
    elif standing:
        kept.append(Issuer.standing == standing)
    if words.strip():
        places = (Issuer.name, Issuer.identifier, Issuer.domain)
        kept.append(or_(*(place.icontains(words.strip(), autoescape=True) for place in places)))
    return kept


def _counted() -> Select[Issuer, int, int, int]:
    """An issuer with its credentials, those published and the people who hold them, in the order in which `_met` reads them."""
    held = select(func.count(Credential.id)).where(Credential.issuer_id == Issuer.id).scalar_subquery()
    return select(Issuer, held, _published(), _people())


def _people() -> ScalarSelect[int]:
    return select(func.count(Credential.learner_id.distinct())).where(Credential.issuer_id == Issuer.id).scalar_subquery()


def _published() -> ScalarSelect[int]:
    shown = select(func.count(Credential.id)).join(Publication).where(Publication.piece == CREDENTIAL)
    return shown.where(Credential.issuer_id == Issuer.id).scalar_subquery()


def _met(session: Session, row: Row[Issuer, int, int, int], registries: Registries) -> Met:
    found, held, published, people = row
    imitates = session.get(Issuer, found.resembles_id) if found.resembles_id else None
    return Met(found, int(held), int(published), int(people), imitates, registries.find(found.identifier))


def log(session: Session, *, verb: str, page: int) -> Page:
    """One page of the audit log, the latest first; `verb` keeps entries about ``issuer``, ``organisation``, ``token`` or ``index``."""
    kept = AuditEntry.subject_type == verb if verb else AuditEntry.id.is_not(None)
    total = session.scalar(select(func.count(AuditEntry.id)).where(kept)) or 0
    count = max(1, -(-total // PAGE))
    number = min(max(page, 1), count)
    latest = select(AuditEntry).where(kept).order_by(AuditEntry.id.desc()).offset((number - 1) * PAGE).limit(PAGE)
    entries = session.scalars(latest).all()
    last = latest_of_subjects(session, list(entries))
    return Page([_entry(session, entry, undoable=entry.id in last) for entry in entries], number, count, total)


def _entry(session: Session, entry: AuditEntry, *, undoable: bool) -> Entry:
    actor = session.get(Account, entry.actor_id) if entry.actor_id else None
    by = actor.name if actor else "command line" if entry.actor_id is None else "an account that is gone"
    subject = _subject(session, entry)
    name = subject.name if subject else _other_name(session, entry)
    return Entry(entry, by, name, _undoing(session, entry, subject) if undoable and subject else "")


def _subject(session: Session, entry: AuditEntry) -> Issuer | Organisation | None:
    if entry.subject_type == "issuer":
        return session.get(Issuer, entry.subject_id)
    return session.get(Organisation, entry.subject_id) if entry.subject_type == "organisation" else None


def _other_name(session: Session, entry: AuditEntry) -> str:
    """What to call what can be neither suspended nor admitted, or is gone."""
    if entry.subject_type == "token":
        token = session.get(ApiToken, entry.subject_id)
        return token.name if token else "A token that is gone"
    if entry.subject_type == "account":
        account = session.get(Account, entry.subject_id)
        return account.name if account else "An account that is gone"
    return "The search index" if entry.subject_type == "index" else entry.subject_id


def _undoing(session: Session, entry: AuditEntry, subject: Issuer | Organisation) -> str:
    """The effect of taking a decision back, as it would be now."""
    before = entry.details["before"]
    if isinstance(subject, Organisation):
        members = session.scalar(select(func.count(Account.id)).where(Account.organisation_id == subject.id)) or 0
        search = "can search again" if before == OrganisationState.APPROVED else "can search no longer"
        return f"Back to {before}: {plural(members, 'recruiter')} {search}."
    effect = moderation.effect_on_search(session, subject, Standing(before))
    concerned = f"{plural(effect.credentials, 'credential')} of {plural(effect.learners, 'person', 'people')}"
    return f"Back to {before}: {concerned} {EFFECTS[effect.change]}."


def engine_in_words(status: Mapping[str, str | int]) -> list[tuple[str, str]]:
    """What a search engine says of itself, for people: name and value, in the order in which they are worth knowing."""
    found = {name: str(value) for name, value in status.items()}
    size, expected = int(status.get("bytes", 0)), found.get("format expected", "")
    as_expected = found.get("format") == expected
    rows = [
        ("Engine", {"embedded": "embedded (SQLite)", "elasticsearch": "Elasticsearch"}.get(found["engine"], found["engine"])),
        ("Server", found.get("server", "")),
        ("Health", found.get("health", "")),
        ("People in the index", f"{int(status.get('learners', 0)):,}"),
        ("Size on disk", f"{size / 1_048_576:,.1f} MB"),
        ("Format", f"{expected}, as expected" if as_expected else f"{found.get('format')}, expected {expected}: rebuild the index"),
        ("Rebuild", "" if found.get("rebuild") == "none" else found.get("rebuild", "")),
    ]
    return [(name, value) for name, value in rows if value]
