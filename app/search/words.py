"""One text analysis for both engines, for marking words on a page, and for explaining a hit.

Engines are given the finished words joined by spaces and told to split at spaces only. So what matches never depends on whose
analyser ran, an index holds no readable prose, and marking can work on the text that the database shows now instead of on what an
engine stored (docs/adr: one text analysis).

A word is a run of letters, digits and their marks in any script, in compatibility form (NFKC), caseless, without accents, and for
plain English letters cut to its stem. ``C++``, ``C#``, ``A+`` and ``.NET`` keep their signs; ``Node.js``, ``front-end`` and ``l'eau``
are two words each that a query wants side by side. Each character of Chinese and Japanese is a word, so a query finds any part of a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

LONGEST_WORD = 64
"""Longer runs are cut: no word of a language, and Elasticsearch would split them at 255."""

TEXTS_REMEMBERED = 2000
"""Texts whose words a process keeps at hand, a few kB each: the same people are looked at again a moment later."""

_stemmer = snowballstemmer.stemmer("porter")
_ENGLISH = re.compile(r"[a-z]{3,}\Z")
# On the text's classes: w letter, digit or mark; j a character that is a word; other signs stand for themselves. A dot begins a word
# only where nothing but space or an opening bracket is before it, so that the full stop of "end.Next" does not make ".next".
_WORD = re.compile(r"j|(?:(?<=[ (])|\A)\.w+(?!w|\.w)|w+(?:\+\+(?!\+)|[+#](?![w+#]))?")
# The same on a text of plain letters itself: most are, and are read several times faster without looking up each sign's class.
_ASCII_WORD = re.compile(
    r"(?<![A-Za-z0-9+#.])\.[A-Za-z0-9]+(?![A-Za-z0-9]|\.[A-Za-z0-9])|[A-Za-z0-9]+(?:\+\+(?!\+)|[+#](?![A-Za-z0-9+#]))?"
)
QUOTES = '"“”„«»＂'
_TYPED = re.compile(f"[{QUOTES}][^{QUOTES}]*[{QUOTES}]|[^\\s{QUOTES}]+")
_QUOTED = re.compile(f"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]")


class _Classes(dict[int, str]):
    """Code point -> its class, one character each so that offsets stay; filled as characters are met."""

    def __missing__(self, point: int) -> str:
        self[point] = found = _class_of(chr(point))
        return found


def _class_of(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)[:1]
    if plain in "+#.(":
        return plain
    if 0x3040 <= ord(plain) <= 0x30FF or 0x3400 <= ord(plain) <= 0x9FFF or 0x20000 <= ord(plain) <= 0x3FFFF:
        return "j"
    return "w" if unicodedata.category(plain)[0] in "LNM" else " "


_CLASSES = _Classes()
# Letters that Unicode does not take apart, as people without them on the keyboard type them.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


class Token(NamedTuple):
    """A word of a text: its stem, and where it stands in the text."""

    stem: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of `text` in order, with their places."""
    for match in _ASCII_WORD.finditer(text) if text.isascii() else _WORD.finditer(text.translate(_CLASSES)):
        if stem := stem_of(text[match.start() : match.end()]):
            yield Token(stem, match.start(), match.end())


def analyse(text: str) -> list[str]:
    """The words of `text` as both engines hold them."""
    if text.isascii():
        return list(map(stem_of, _ASCII_WORD.findall(text)))
    return [token.stem for token in tokens(text)]


@lru_cache(maxsize=TEXTS_REMEMBERED)
def stems_of(text: str) -> tuple[str, ...]:
    """`analyse`, remembered: for texts that are looked into again and again."""
    return tuple(analyse(text))


def name_key(name: str) -> str:
    """A name in the form in which whole names are compared: "Communications!" is "communication"."""
    return " ".join(stems_of(name))


@lru_cache(maxsize=65_536)
def stem_of(word: str) -> str:
    """One word in the form in which it is compared; empty when nothing of it is a letter, digit or sign that counts."""
    plain = _plain(word)
    return str(_stemmer.stemWord(plain)) if _ENGLISH.match(plain) else plain


def plain_words(text: str) -> list[str]:
    """The words of `text` whole, as type-ahead compares them: caseless, without accents, not cut to stems."""
    return [_plain(text[token.start : token.end]) for token in tokens(text)]


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).casefold())
    return "".join(c for c in apart if _counts(c)).translate(_PLAIN)[:LONGEST_WORD]


def _counts(character: str) -> bool:
    """Accents do not (their combining class is 10 or more); vowel signs of Indic and voicing marks of Japanese scripts do."""
    kind = unicodedata.category(character)[0]
    return kind in "LN" or character in "+#." or (kind == "M" and unicodedata.combining(character) < 10)


@dataclass(frozen=True, slots=True)
class Words:
    """What a person typed: words that must occur, and phrases (two words or more) that must occur as they stand."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    @property
    def stems(self) -> tuple[str, ...]:
        """Every different word, also those within phrases, in the order typed."""
        inner = (word for phrase in self.phrases for word in phrase)
        return tuple(dict.fromkeys([*self.words, *inner]))

    @property
    def sequences(self) -> tuple[tuple[str, ...], ...]:
        """Everything that must occur, a single word being a sequence of one."""
        return (*((word,) for word in self.words), *self.phrases)

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def parse_words(text: str) -> Words:
    """What `text`, typed into a search box, asks for. Quotes make phrases; every other sign is just text, never an operator.

    ``AND``, ``*`` or ``title:`` mean nothing here. A quote without a partner is ignored.
    """
    words: list[str] = []
    phrases: list[tuple[str, ...]] = []
    for quoted in _QUOTED.finditer(text):
        _sort_in(analyse(quoted[1]), words, phrases)
    for chunk in _QUOTED.sub(" ", text).split():
        _sort_in(analyse(chunk), words, phrases)
    return Words(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(phrases)))


def typed_parts(text: str) -> list[str]:
    """What was typed, cut into its words and quoted phrases as they stand; signs alone are none."""
    return [part for part in _TYPED.findall(text) if analyse(part)]


def _sort_in(stems: list[str], words: list[str], phrases: list[tuple[str, ...]]) -> None:
    """One word counts alone; several that were written as one ("node.js") or in quotes are a phrase."""
    if len(stems) == 1:
        words.append(stems[0])
    elif stems:
        phrases.append(tuple(stems))


def occurs(sequence: tuple[str, ...], stems: Sequence[str]) -> bool:
    """Whether `sequence` occurs in `stems` without a gap."""
    if sequence[0] not in stems:  # as it is most of the time
        return False
    return any(tuple(stems[i : i + len(sequence)]) == sequence for i in _places(stems, sequence[0]))


def occurs_in(sequence: tuple[str, ...], text: str) -> bool:
    """Whether `sequence` stands in `text`. A text is read only when its letters allow it: most that are looked into hold nothing."""
    return _may_stand(sequence, text) and occurs(sequence, stems_of(text))


def _may_stand(sequence: tuple[str, ...], text: str) -> bool:
    """False when `sequence` cannot stand in `text`, found out without reading its words."""
    return not text.isascii() or all(beginning in _lowered(text) for beginning in _beginnings(sequence))


@lru_cache(maxsize=64)
def _lowered(text: str) -> str:
    return text.lower()


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _beginnings(sequence: tuple[str, ...]) -> tuple[str, ...]:
    """How each word of a text that has one of these stems begins: a stem is its word cut short, at most with another last letter."""
    return tuple(stem[:-1] if stem.isalpha() else stem for stem in sequence)


def occurs_any(text: str, query: Words) -> bool:
    """Whether any word or phrase of `query` stands in `text`."""
    return any(occurs_in(sequence, text) for sequence in query.sequences)


def count_matches(text: str, query: Words) -> int:
    """How often words and phrases of `query` begin in `text`: at least as many as `mark` marks."""
    standing = tuple(sequence for sequence in query.sequences if _may_stand(sequence, text))
    return len(_matches(stems_of(text), standing)) if standing else 0


def mark(text: str, query: Words | str) -> list[tuple[str, bool]]:
    """`text` cut into fragments, each with whether the query matches it. Joined they are `text`; escaping is the template's part."""
    return _fragments(text, 0, len(text), _spans(_reading(text), _asked(query)))


def snippet(text: str, query: Words | str, width: int = 200) -> list[tuple[str, bool]]:
    """The stretch of `text`, about `width` characters, that shows most of the query, marked; an ellipsis stands where it was cut.

    Nothing matched: the beginning of the text.
    """
    read = _reading(text)
    spans = _spans(read, _asked(query))
    start, end = _trimmed(text, *_window(read, spans, len(text), width))
    cut_before, cut_after = bool(text[:start].strip()), bool(text[end:].strip())
    return [("… ", False)] * cut_before + _fragments(text, start, end, spans) + [(" …", False)] * cut_after


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the spaces at its ends."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


def _fragments(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """``text[start:end]`` cut at the spans that lie within it."""
    fragments: list[tuple[str, bool]] = []
    for begin, stop in spans:
        if start <= begin and stop <= end:
            fragments += [(text[start:begin], False)] * (begin > start) + [(text[begin:stop], True)]
            start = stop
    return [*fragments, (text[start:end], False)] if start < end else fragments


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text read once: the stems of its words, and where each word begins and ends."""

    stems: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _reading(text: str) -> _Reading:
    if not text.isascii():
        found = list(tokens(text))
        return _Reading(tuple(t.stem for t in found), tuple(t.start for t in found), tuple(t.end for t in found))
    places = [match.span() for match in _ASCII_WORD.finditer(text)]  # ASCII words always have a stem
    return _Reading(stems_of(text), tuple(start for start, _ in places), tuple(end for _, end in places))


def _asked(query: Words | str) -> Words:
    return parse_words(query) if isinstance(query, str) else query


def _spans(read: _Reading, query: Words) -> list[tuple[int, int]]:
    """Where the query's words and phrases stand in the text, in order; overlapping ones are joined."""
    spans: list[tuple[int, int]] = []
    for start, last in sorted(_matches(read.stems, query.sequences).items()):
        begin, end = read.starts[start], read.ends[last]
        if spans and begin < spans[-1][1]:
            begin, end = spans[-1][0], max(end, spans.pop()[1])
        spans.append((begin, end))
    return spans


def _matches(stems: Sequence[str], sequences: tuple[tuple[str, ...], ...]) -> dict[int, int]:
    """Index of a first word -> index of the last word of the longest sequence that begins there."""
    found: dict[int, int] = {}
    for sequence in sequences:
        length = len(sequence)
        for i in _places(stems, sequence[0]) if sequence[0] in stems else ():
            if tuple(stems[i : i + length]) == sequence:
                found[i] = max(found.get(i, i), i + length - 1)
    return found


def _places(stems: Sequence[str], wanted: str) -> Iterator[int]:
    """Every index at which a word stands."""
    place = -1
    with suppress(ValueError):  # it stands nowhere else
        while True:
            place = stems.index(wanted, place + 1)
            yield place


def _window(read: _Reading, spans: list[tuple[int, int]], length: int, width: int) -> tuple[int, int]:
    """Begin and end of the stretch with most matches, at word boundaries, with a little of what comes before."""
    if length <= width:
        return 0, length
    first = max((s for s, _ in spans), key=lambda s: sum(s <= other < s + width * 3 // 4 for other, _ in spans), default=0)
    start = next((s for s in read.starts if s >= first - width // 4), 0) if first else 0
    end = max((e for e in read.ends if e <= start + width), default=start + width)
    return start, min(length, max(end, start + width // 2))
