"""Competency frameworks: load one, find a competency by what a credential points to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain import associations, mentions, remembered
from app.domain.alignments import resolve as resolve  # this and key_of are used from here all over the house
from app.domain.associations import LoadedAssociation
from app.domain.errors import DuplicateError, InvalidError, NotFoundError
from app.domain.identifiers import key_of as key_of
from app.domain.models import Competency, Framework


@dataclass(frozen=True, slots=True)
class LoadedCompetency:
    """One competency as a framework file states it. `until` is the day from which it is no longer in force."""

    uri: str
    label: str
    alt_labels: tuple[str, ...] = ()
    description: str = ""
    code: str = ""
    retired: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LoadedFramework:
    """A whole framework as read from a file, before it is stored; a crosswalk is one that has associations only."""

    uri: str
    title: str
    competencies: Sequence[LoadedCompetency]
    publisher: str = ""
    version: str = ""
    attribution: str = ""
    associations: Sequence[LoadedAssociation] = ()


def load(
    session: Session,
    framework: LoadedFramework,
    *,
    now: datetime,
    progress: Callable[[int], None] = lambda done: None,
    may_shrink: bool = True,
) -> tuple[int, int]:
    """Store a framework: new competencies are added, known ones updated, missing ones retired (kept, so that nothing points nowhere).

    Its associations replace those that it had. Returns how many competencies are in force and how many were retired. Raises
    `DuplicateError` when another framework has one of them, `InvalidError` when it had competencies and now has none, or, without
    `may_shrink`, when more than half of those in force would retire: a part of a framework looks like the whole of a smaller one.
    """
    _one_at_a_time(session)
    row = _row(session, framework, now=now)
    _refuse_taken(session, framework, row.key)
    known = _known(session, framework, row.key)
    if any(not c.mentioned for c in known.values()) and not framework.competencies:
        raise InvalidError(f"{framework.title} has competencies here, and none in what was to be loaded. Nothing was changed.")
    was_in_force = {key for key, c in known.items() if not c.retired}
    in_force: set[str] = set()
    for done, item in enumerate(framework.competencies, start=1):
        stored = _store(session, known, item, row.key, now.date())
        in_force |= set() if stored.retired else {stored.key}
        progress(done)
    gone = was_in_force - in_force
    if not may_shrink and 2 * len(gone) > len(was_in_force):
        raise _shrinks(framework.title, len(gone), len(was_in_force))
    for key in gone:
        known[key].retired = True
    session.flush()
    associations.replace_all(session, row.key, framework.associations)
    mentions.renew(session, row.key, framework.associations)
    return len(in_force), len(gone)


def _one_at_a_time(session: Session) -> None:
    """Two loads of one framework would both add what is new. SQLite lets one writer in anyway; reading goes on."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE frameworks IN SHARE ROW EXCLUSIVE MODE"))


def _shrinks(title: str, gone: int, before: int) -> InvalidError:
    return InvalidError(
        f"{gone} of the {before} competencies that {title} has here are not in what was to be loaded.",
        next_step="Is it only a part? If it is the whole framework by now, load it with --shrink.",
    )


def _row(session: Session, framework: LoadedFramework, *, now: datetime) -> Framework:
    """The framework's own row, also when it was loaded under another form of its address."""
    key = key_of(framework.uri)
    row = session.get(Framework, key) or session.scalars(select(Framework).where(Framework.uri == framework.uri)).first()
    row = row or Framework(key=key, uri=framework.uri, loaded_at=now)
    row.title, row.publisher, row.version = framework.title, framework.publisher, framework.version
    row.attribution, row.loaded_at = framework.attribution, now
    session.add(row)
    session.flush()
    return row


def _refuse_taken(session: Session, framework: LoadedFramework, key: str) -> None:
    """A competency belongs to one framework; two files that both claim it cannot both be right."""
    keys = [key_of(item.uri) for item in framework.competencies]
    for start in range(0, len(keys), 500):
        some = Competency.key.in_(keys[start : start + 500])
        others = select(Competency).where(some, Competency.framework_key != key, Competency.mentioned.is_(False))
        if (taken := session.scalars(others.limit(1)).first()) is not None:
            raise DuplicateError(f'"{taken.label}" ({taken.uri}) belongs to the framework {taken.framework.title} already.')


def _known(session: Session, framework: LoadedFramework, key: str) -> dict[str, Competency]:
    """By key what the framework has already, and what others have only mentioned so far."""
    own = session.scalars(select(Competency).where(Competency.framework_key == key)).all()
    return {c.key: c for c in (*own, *mentions.adopted(session, {key_of(item.uri) for item in framework.competencies}))}


def _store(session: Session, known: dict[str, Competency], item: LoadedCompetency, framework_key: str, today: date) -> Competency:
    """Bring one row up to date. `known` are the framework's rows by key, and gets what is new."""
    key = key_of(item.uri)
    row = known.get(key)
    if row is None:
        row = known[key] = Competency(key=key, framework_key=framework_key)
        session.add(row)
    row.uri, row.label, row.alt_labels, row.description = item.uri, item.label, list(item.alt_labels), item.description
    row.framework_key, row.mentioned = framework_key, False
    row.code, row.retired = item.code, item.retired or (item.until is not None and item.until <= today)
    return row


def retire(session: Session, uri: str, *, now: datetime) -> tuple[str, int]:
    """Take a framework or crosswalk out of use, by any form of its address: what it says of associations goes, its competencies retire.

    Returns its title and how many competencies were retired. Raises `NotFoundError` when none has this address.
    """
    _one_at_a_time(session)
    row = session.get(Framework, key_of(uri)) or session.scalars(select(Framework).where(Framework.uri == uri)).first()
    if row is None:
        raise NotFoundError(f"No framework or crosswalk has the address {uri}.", next_step="`evident framework list` names them all.")
    associations.replace_all(session, row.key, [])
    mentions.renew(session, row.key, [])
    own = session.scalars(select(Competency).where(Competency.framework_key == row.key, Competency.mentioned.is_(False))).all()
    retired = [competency for competency in own if not competency.retired]
    for competency in retired:
        competency.retired = True
    row.loaded_at = now  # what is kept of frameworks in memory is made again
    if not own:
        mentions.hand_over(session, row.key)
        session.delete(row)
    session.flush()
    return row.title, len(retired)


def generation(session: Session) -> str:
    """A mark of all that is loaded: another one after each load, and after taking something out of use."""
    return str(remembered.generation(session))


def titles(session: Session) -> Mapping[str, str]:
    """Key -> title of every framework."""
    return {key: title for key, _, title in remembered.of(session).generation or remembered.generation(session)}


def competencies_by_key(session: Session, keys: Iterable[str]) -> dict[str, Competency]:
    """The competencies with these keys; unknown keys are left out."""
    kept = remembered.of(session).competencies
    wanted = set(keys)
    if new := [key for key in wanted if key not in kept]:
        rows = session.scalars(select(Competency).where(Competency.key.in_(new)))
        kept.update(dict.fromkeys(new) | {c.key: c for c in rows})
    return {key: found for key in wanted if (found := kept[key])}
