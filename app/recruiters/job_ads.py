"""A pasted job description becomes proposals: competencies, each with the words that it came from, to be chosen before a search runs.

The text is posted, read in memory and forgotten: it stands in no address, log line, session or table.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.database import Database
from app.domain.errors import InvalidError
from app.domain.models import Competency, Framework
from app.recruiters.grammar import SearchForm
from app.search.jobad import JobAdReader, Named, is_wish, sentence_at
from app.search.typeahead import Entry

LONGEST_TEXT = 20_000
"""Characters; an advertisement has two to six thousand."""
MOST_CHOSEN = 12
"""Proposals that are chosen beforehand; a search for more finds nobody."""
WIDTH = 200
"""Characters of the advertisement that stand beside a proposal."""
Fragments = tuple[tuple[str, bool], ...]
_made: WeakKeyDictionary[Database, tuple[object, JobAdReader]] = WeakKeyDictionary()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A competency that the text names. `to` is the list it is proposed for, empty when it is only offered; `words` show where."""

    key: str
    label: str
    framework: str
    to: str
    words: Fragments
    times: int


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in a text; `had` counts the competencies that the search holds already, which are not proposed again."""

    proposals: tuple[Proposal, ...]
    had: int


def read_job_ad(database: Database, session: Session, text: str, form: SearchForm) -> Read:
    """The competencies that `text` names and `form` does not ask for. Raises `InvalidError` for no text, or too much of it."""
    _refuse_unreadable(text)
    named = _reader(database, session).read(text)
    there = {chip.key for _, chip in form.chips}
    fresh = [each for each in named if each.entry.key not in there]
    return Read(tuple(_proposals(text, fresh)), len(named) - len(fresh))


def _refuse_unreadable(text: str) -> None:
    if not text.strip():
        raise InvalidError("Expected the text of a job description, and found nothing.", next_step="Paste it into the box.")
    if len(text) > LONGEST_TEXT:
        raise InvalidError(
            f"A job description may have {LONGEST_TEXT:,} characters, and this one has {len(text):,}.",
            next_step="Keep the part that says what somebody should be able to do.",
        )


def _proposals(text: str, named: Sequence[Named]) -> list[Proposal]:
    """In the order of the text. Those named most often are chosen beforehand when there are too many to choose them all."""
    often = sorted(range(len(named)), key=lambda place: (-named[place].times, place))[:MOST_CHOSEN]
    return [_proposal(text, each, chosen=place in often) for place, each in enumerate(named)]


def _proposal(text: str, named: Named, *, chosen: bool) -> Proposal:
    to = ("nice" if is_wish(text, named) else "must") if chosen else ""
    return Proposal(named.entry.key, named.entry.label, named.entry.framework, to, _words(text, named), named.times)


def _words(text: str, named: Named) -> Fragments:
    """The sentence that names it, cut around the name when it is long, with the name marked."""
    first, last = sentence_at(text, named.start, named.end)
    room = max(WIDTH - (named.end - named.start), 0) // 2
    begin, end = max(first, named.start - room), min(last, named.end + room)
    before = ("… " if begin > first else "") + text[begin : named.start]
    after = text[named.end : end] + (" …" if end < last else "")
    return tuple(piece for piece in ((before, False), (text[named.start : named.end], True), (after, False)) if piece[0])


def _reader(database: Database, session: Session) -> JobAdReader:
    """All labels in force, read again when a framework was loaded."""
    stamp = tuple(session.execute(select(func.count(Framework.key), func.max(Framework.loaded_at))).one())
    with _lock:
        made = _made.get(database)
        if made is None or made[0] != stamp:
            made = _made[database] = (stamp, JobAdReader(_entries(session)))
        return made[1]


def _entries(session: Session) -> list[Entry]:
    columns = (Competency.key, Competency.label, Competency.alt_labels, Framework.title)
    in_force = select(*columns).join(Framework).where(Competency.retired.is_(False)).order_by(Framework.title, Competency.key)
    return [Entry(key, label, tuple(alternatives), title) for key, label, alternatives, title in session.execute(in_force)]
