"""Competencies that are only mentioned: an association leads to them, and no loaded framework has them.

A crosswalk from ESCO to a framework that nobody loaded is enough to find people by both, if a credential that names the other side is
taken to show a competency. So each end of an association is kept as one: retired, so that it is offered to nobody; under the name that
the file gives it; held by whoever mentions it, until a framework is loaded that has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.domain.associations import LoadedAssociation
from app.domain.identifiers import key_of
from app.domain.models import Association, Competency

AT_ONCE = 500


def renew(session: Session, framework_key: str, said: Iterable[LoadedAssociation]) -> None:
    """Bring what a framework or crosswalk mentions in line with the associations that it has now, which are stored already."""
    ends = _ends(said)
    missing = ends.keys() - _known(session, ends)
    for key in sorted(missing):
        uri, title = ends[key]
        row = Competency(key=key, framework_key=framework_key, uri=uri, label=(title or uri)[:500], retired=True, mentioned=True)
        session.add(row)
    session.flush()
    mentioned = select(Association.origin_key).union(select(Association.target_key))
    own = delete(Competency).where(Competency.framework_key == framework_key, Competency.mentioned, Competency.key.not_in(mentioned))
    session.execute(own.execution_options(synchronize_session=False))


def adopted(session: Session, keys: Iterable[str]) -> Iterator[Competency]:
    """Those of these competencies that were only mentioned so far: a framework that is being loaded has them now."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), AT_ONCE):
        some = Competency.key.in_(wanted[start : start + AT_ONCE])
        yield from session.scalars(select(Competency).where(some, Competency.mentioned))


def hand_over(session: Session, framework_key: str) -> None:
    """Give what a crosswalk held, before it is gone, to somebody else who mentions it."""
    for row in session.scalars(select(Competency).where(Competency.framework_key == framework_key, Competency.mentioned)).all():
        at = or_(Association.origin_key == row.key, Association.target_key == row.key)
        row.framework_key = session.scalars(select(Association.framework_key).where(at).order_by(Association.framework_key)).first() or ""
    session.flush()


def _ends(said: Iterable[LoadedAssociation]) -> dict[str, tuple[str, str]]:
    """Key -> address and name of everything that an association leads from or to; a name counts before none."""
    ends: dict[str, tuple[str, str]] = {}
    for association in said:
        for uri, title in ((association.origin, association.origin_title), (association.target, association.target_title)):
            key = key_of(uri)
            if key not in ends or (title and not ends[key][1]):
                ends[key] = uri, title
    return ends


def _known(session: Session, keys: Iterable[str]) -> set[str]:
    wanted = sorted(keys)
    known: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        known.update(session.scalars(select(Competency.key).where(Competency.key.in_(wanted[start : start + AT_ONCE]))))
    return known
