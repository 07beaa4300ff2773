"""A pasted job description becomes an address of what was read in it; of the text it holds only names that are not known here.

    said=KEY.need.3.2    a competency, what the text says of it (`Worth`), which of its labels named it (0 its own), and how often
    said=KEY.need.0.1.fluent.Mentor    after it, where there are any: the text's word for a level, and how it writes the label
    said=none            a text was read, and names no competency
    why=KEY.words.a plus    by which words the text says so, or "heading" for those it stands under
    other=Airflow        what the text asks for, and no framework here has
    more=3               how much more of that there is than is listed
    language=de          the text is in a language in which no competency here has a name

Beside them stands the search that they are added to. The text is posted, read in memory and forgotten: it stands in no address, log
line, session or table, and only in the one answer that shows what was read of it (docs/adr/0018).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import frameworks
from app.domain.database import Database
from app.domain.errors import InvalidError
from app.domain.models import Competency, Framework
from app.domain.plain import one_line
from app.recruiters.grammar import Pairs
from app.recruiters.languages import NAMES, names_are_in
from app.search.ad_capitals import ordinary_words
from app.search.ad_levels import level_said
from app.search.ad_sections import Sections
from app.search.ad_text import LONGEST_PHRASE, AdText, Span
from app.search.ad_unknown import unknown_places
from app.search.ad_worth import LONGEST_WORDS, Worth, worth_of
from app.search.jobad import JobAdReader, Named
from app.search.tongues import language_of
from app.search.typeahead import Entry

PARTS = ("said", "why", "other", "more", "language")
"""Names in the address."""
LEFT = "left"
"""In the address of a search that came from a text: how many of about how many things that it asks for are no part of it, "16.19"."""
LONGEST_TEXT = 20_000
"""Characters; an advertisement has two to six thousand."""
MOST_NAMED = 30
"""Competencies that are read from one text, those named first: a search for more says nothing."""
MOST_OTHERS = 40
"""What is not known and listed: each is counted, and stands in the address."""
LONGEST_WRITTEN = 80
"""Characters of a label as the text writes it."""
CAPITALS_FOR_NOUNS = frozenset({"de"})
_SAID = re.compile(
    r"(?P<key>[a-z2-7]{12})\.(?P<worth>[a-z]{3,5})\.(?P<number>\d{1,3})\.(?P<times>\d{1,3})"
    r"(?:\.(?P<level>[^.]{0,24})\.(?P<written>.{0,80}))?"
)
_WHY = re.compile(r"(?P<key>[a-z2-7]{12})\.(?P<where>words|heading)\.(?P<words>.{1,40})")
_made: WeakKeyDictionary[Database, _Known] = WeakKeyDictionary()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Mention:
    """A competency that a text names; `number` is that of the label by which it does. `level` are the text's words for a level;
    `written` is how it writes the label, empty when just so. `why` are the words that say its worth, or its `heading`."""

    key: str
    worth: Worth
    number: int = 0
    times: int = 1
    level: str = ""
    written: str = ""
    why: str = ""
    heading: str = ""

    def __str__(self) -> str:
        more = f".{self.level}.{self.written}" if self.level or self.written else ""
        return f"{self.key}.{self.worth}.{self.number}.{self.times}{more}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a text. `more` counts what is not known beyond `others`; `language` is empty unless competencies have no names
    in it."""

    mentions: tuple[Mention, ...] = ()
    others: tuple[str, ...] = ()
    language: str = ""
    more: int = 0

    @property
    def things(self) -> int:
        """How many things the text asks for, roughly: what was read as one may be two."""
        return sum(mention.worth is not Worth.NOT for mention in self.mentions) + len(self.others) + self.more

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Its part of the address; `parse_reading` gives back an equal one."""
        said = [("said", str(mention)) for mention in self.mentions] or [("said", "none")]
        why = [("why", f"{m.key}.{'heading' if m.heading else 'words'}.{m.heading or m.why}") for m in self.mentions if m.heading or m.why]
        beside = [("more", str(self.more))] * bool(self.more) + [("language", self.language)] * bool(self.language)
        return [*said, *why, *(("other", name) for name in self.others), *beside]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text as it stands there; `kind` is "known", "unknown" (listed as not recognised), or "" for what is not used."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """All labels in force in one generation of the frameworks, and the languages that they are in."""

    generation: str
    reader: JobAdReader
    ordinary: frozenset[str]
    languages: tuple[str, ...]


def read_job_ad(database: Database, session: Session, text: str) -> tuple[Reading, tuple[Piece, ...]]:
    """What `text` names, and the text in pieces that say what was used. Raises `InvalidError` for no text, or too much of it."""
    _refuse_unreadable(text)
    known = _known(database, session)
    ad, sections, language = AdText(text), Sections(text), language_of(text)
    named = known.reader.read(ad)
    spans = [span for each in named for span in each.spans]
    by_capital = language not in CAPITALS_FOR_NOUNS
    unknown = unknown_places(ad, sections, spans, ordinary=known.ordinary, by_capital=by_capital)
    others = unknown[:MOST_OTHERS]
    mentions = tuple(_mentioned(ad, sections, each) for each in named[:MOST_NAMED])
    used = [(span, "known") for each in named[:MOST_NAMED] for span in each.spans] + [(span, "unknown") for span in others]
    names = tuple(one_line(text[slice(*span)].replace('"', ""), limit=LONGEST_PHRASE) for span in others)
    foreign = "" if language in known.languages or not known.languages else language
    more = len(unknown) - len(others) + len(named) - len(mentions)
    return Reading(mentions, tuple(dict.fromkeys(filter(None, names))), foreign, min(more, 999)), tuple(_pieces(text, used))


def _mentioned(ad: AdText, sections: Sections, named: Named) -> Mention:
    written = " ".join(ad.text[slice(*named.spans[0])].split())[:LONGEST_WRITTEN]
    label = (named.entry.label, *named.entry.alt_labels)[named.number]
    level = level_said(ad, named.spans)
    said = worth_of(ad, sections, named)
    words = one_line(said.words.replace('"', ""), limit=LONGEST_WORDS)
    why, heading = ("", words) if said.is_heading else (words, "")
    times, written = min(len(named.spans), 999), "" if written == label else written
    return Mention(named.entry.key, said.worth, named.number, times, level, written, why, heading)


def _pieces(text: str, used: Iterable[tuple[Span, str]]) -> Iterator[Piece]:
    last = 0
    for (first, end), kind in sorted(used):
        if first >= last:
            yield Piece(text[last:first])
            yield Piece(text[first:end], kind)
            last = end
    yield Piece(text[last:])


def parse_reading(pairs: Pairs) -> Reading | None:
    """What an address holds of a text; None when none was read. What cannot be understood of it is left out."""
    given = list(pairs)
    if not any(name == "said" for name, _ in given):
        return None
    matches = (_SAID.fullmatch(value) for name, value in given if name == "said")
    why = {m["key"]: m for name, value in given if name == "why" and (m := _WHY.fullmatch(value))}
    mentions = {m["key"]: _mention(m, why.get(m["key"])) for m in matches if m and m["worth"] in list(Worth)}
    others = (one_line(value.replace('"', ""), limit=LONGEST_PHRASE) for name, value in given if name == "other")
    language = next((value for name, value in given if name == "language" and value in NAMES), "")
    more = next((int(value) for name, value in given if name == "more" and re.fullmatch("[0-9]{1,3}", value)), 0)
    return Reading(tuple(mentions.values())[:MOST_NAMED], tuple(dict.fromkeys(filter(None, others)))[:MOST_OTHERS], language, more)


def _mention(match: re.Match[str], why: re.Match[str] | None) -> Mention:
    level, written = (one_line((match[name] or "").replace('"', ""), limit=LONGEST_WRITTEN) for name in ("level", "written"))
    words = one_line(why["words"].replace('"', ""), limit=LONGEST_WORDS) if why else ""
    said, heading = ("", words) if why and why["where"] == "heading" else (words, "")
    return Mention(match["key"], Worth(match["worth"]), int(match["number"]), int(match["times"]), level, written, said, heading)


def parse_left(text: str) -> tuple[int, int] | None:
    """What stands in an address as `LEFT`, when it is most of the things; else None."""
    found = re.fullmatch(r"([0-9]{1,3})\.([0-9]{1,3})", text)
    left, things = (int(found[1]), int(found[2])) if found else (0, 0)
    return (left, things) if 2 * left > things >= left else None


def _refuse_unreadable(text: str) -> None:
    if not text.strip():
        raise InvalidError("Expected the text of a job description, and found nothing.", next_step="Paste it into the box.")
    if len(text) > LONGEST_TEXT:
        raise InvalidError(
            f"A job description may have {LONGEST_TEXT:,} characters, and this one has {len(text):,}.",
            next_step="Keep the part that says what somebody should be able to do.",
        )


def _known(database: Database, session: Session) -> _Known:
    """Read again when a framework was loaded, or one was taken out of use."""
    generation = frameworks.generation(session)
    with _lock:
        made = _made.get(database)
        if made is None or made.generation != generation:
            entries = _entries(session)
            ordinary = ordinary_words(label for each in entries for label in (each.label, *each.alt_labels))
            made = _made[database] = _Known(generation, JobAdReader(entries), ordinary, names_are_in(database, session))
        return made


def _entries(session: Session) -> list[Entry]:
    columns = (Competency.key, Competency.label, Competency.alt_labels, Framework.title)
    in_force = select(*columns).join(Framework).where(Competency.retired.is_(False)).order_by(Framework.title, Competency.key)
    return [Entry(key, label, tuple(alternatives), title) for key, label, alternatives, title in session.execute(in_force)]
