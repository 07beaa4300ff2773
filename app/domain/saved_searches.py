"""Saved searches: keep one under a name, rename it, forget it, and tell who is new since its owner last looked.

Who matched is remembered without naming anybody. A learner who withdraws is gone from every search at once; what stays until the next
look is a mark that this server alone can make, for this search alone, and that leads back to nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import DuplicateError, InvalidError, NotFoundError, RefusedError
from app.domain.models import Account, SavedSearch
from app.domain.plain import one_line

LONGEST_NAME = 100
LONGEST_ADDRESS = 8000
MOST_SAVED = 50
"""Of one account: the list of them runs every one."""
MOST_REMEMBERED = 1000
"""People whose marks are kept; of a search that finds more, those are new to whom something appeared since the last look."""
_MARK = 8


def save(session: Session, account: Account, *, name: str, address: str, now: datetime) -> SavedSearch:
    """Keep a search under a name; nobody has been looked at yet (`look`). Raises `InvalidError`, `DuplicateError` or `RefusedError`."""
    clean = _usable_name(name)
    _refuse_taken(session, account.id, clean)
    if not address or len(address) > LONGEST_ADDRESS:
        raise InvalidError("Expected a search that asks for something, and not for too much.", next_step="Change it, then save it.")
    kept = session.scalar(select(func.count()).select_from(SavedSearch).where(SavedSearch.account_id == account.id))
    if (kept or 0) >= MOST_SAVED:
        raise RefusedError(f"You have saved {MOST_SAVED} searches, which is as many as there can be.", next_step="Delete one first.")
    saved = SavedSearch(account_id=account.id, name=clean, address=address, created_at=now, looked_at=now, seen=b"")
    session.add(saved)
    session.flush()
    return saved


def rename(session: Session, account: Account, search_id: str, *, name: str) -> SavedSearch:
    """Give one's own search another name. Raises like `save`, and `NotFoundError`."""
    saved = own(session, account, search_id)
    clean = _usable_name(name)
    if clean.casefold() != saved.name.casefold():
        _refuse_taken(session, account.id, clean)
    saved.name = clean
    session.flush()
    return saved


def forget(session: Session, account: Account, search_id: str) -> str:
    """Delete one's own search; returns the name that it had. Raises `NotFoundError`."""
    saved = own(session, account, search_id)
    session.delete(saved)
    session.flush()
    return saved.name


def look(saved: SavedSearch, learner_ids: Sequence[str] | None, *, secret: str, now: datetime) -> None:
    """Note that its owner has looked: these people, and nobody else, are known from now on. None: too many to keep marks of.

    `now` is the time until which the index had everything, so that nobody falls between two looks.
    """
    saved.seen = None if learner_ids is None else b"".join(sorted(marks(saved.id, learner_ids, secret).values()))
    saved.looked_at = now


def new_since(saved: SavedSearch, learner_ids: Iterable[str], *, secret: str) -> frozenset[str]:
    """Those of these people who did not match when the owner last looked."""
    if saved.seen is None:
        return frozenset()
    known = {saved.seen[at : at + _MARK] for at in range(0, len(saved.seen), _MARK)}
    return frozenset(person for person, mark in marks(saved.id, learner_ids, secret).items() if mark not in known)


def marks(search_id: str, learner_ids: Iterable[str], secret: str) -> dict[str, bytes]:
    """Learner id -> mark: eight bytes that nobody can make, or read, without the server's secret; different for every search."""
    key = hashlib.blake2b(f"saved search {search_id}".encode(), key=hashlib.sha256(secret.encode()).digest()).digest()
    return {person: hashlib.blake2b(person.encode(), key=key, digest_size=_MARK).digest() for person in learner_ids}


def own(session: Session, account: Account, search_id: str) -> SavedSearch:
    """A saved search of this account. Raises `NotFoundError`, also for somebody else's."""
    saved = session.get(SavedSearch, search_id[:32])
    if saved is None or saved.account_id != account.id:
        raise NotFoundError("You have no such saved search.", next_step="Open the list of your saved searches.")
    return saved


def saved_by(session: Session, account: Account) -> Sequence[SavedSearch]:
    """All searches of an account, by name."""
    return sorted(session.scalars(select(SavedSearch).where(SavedSearch.account_id == account.id)), key=lambda s: s.name.casefold())


def _usable_name(name: str) -> str:
    clean = one_line(name, limit=LONGEST_NAME)
    if not clean:
        raise InvalidError("A saved search needs a name.", next_step="For example what you look for.", field="name")
    return clean


def _refuse_taken(session: Session, account_id: str, name: str) -> None:
    names = session.scalars(select(SavedSearch.name).where(SavedSearch.account_id == account_id))
    if name.casefold() in {each.casefold() for each in names}:
        raise DuplicateError(f"You have a search called “{name}” already.", next_step="Choose another name.", field="name")
