"""Competencies while somebody types: what begins like that first, and a typo is forgiven.

In this order: the label itself, labels that begin with the text, labels with words that begin with the words typed (in any order), labels
with words at most one slip away from those, labels that resemble the text as a whole. Within each, preferred labels come before
alternative ones, and shorter before longer. The work is linear in the number of labels: a few milliseconds for all of ESCO.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from app.search.words import plain_words

SLIP_FROM = 3
"""Words shorter than this must begin as typed: one slip away from "c" is everything."""
LONGEST_PREFIX = 24
RESEMBLES = 75
"""Least similarity, of 100, of a label that only resembles the text as a whole (a blank too many, words run together)."""
EXACT, BEGINS, WORDS, SLIP, LIKE = range(5)


@dataclass(frozen=True, slots=True)
class Entry:
    """A competency as it can be typed."""

    key: str
    label: str
    alt_labels: tuple[str, ...] = ()
    framework: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A competency offered, and the label by which it was found."""

    key: str
    label: str
    matched_label: str
    framework: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One label of one entry. `text` is its words, each with a blank before it."""

    entry: Entry
    label: str
    text: str

    @property
    def place(self) -> tuple[bool, int, str, str]:
        """Order among equals."""
        return self.label != self.entry.label, len(self.label), self.label, self.entry.key


class Typeahead:
    """All labels of some frameworks, ready to be searched. Immutable; make a new one when a framework was loaded."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._rows = [
            _Row(entry, label, _spaced(plain_words(label)))
            for entry in entries
            for label in dict.fromkeys((entry.label, *entry.alt_labels))
        ]
        self._texts = [row.text for row in self._rows]
        self._with_word: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self._texts):
            for word in dict.fromkeys(text.split()):
                self._with_word[word].append(number)
        self._prefixes = _prefixes(self._with_word)

    def suggest(self, text: str, limit: int = 10) -> list[Suggestion]:
        """The `limit` best competencies for what was typed so far, each once; none for text without a letter or digit."""
        words = plain_words(text)
        if not words or limit < 1:
            return []
        found: dict[str, Suggestion] = {}
        for row in self._falling(words):
            entry = row.entry
            found.setdefault(entry.key, Suggestion(entry.key, entry.label, row.label, entry.framework))
            if len(found) >= limit:
                break
        return list(found.values())

    def _falling(self, words: Sequence[str]) -> Iterator[_Row]:
        """Rows, the best first. Later kinds are only worked out when the earlier ones are used up."""
        kinds = self._beginning(words)
        for kind in (EXACT, BEGINS, WORDS):
            yield from sorted(kinds[kind], key=lambda row: row.place)
        yield from sorted((self._rows[n] for n in self._with_a_slip(words)), key=lambda row: row.place)
        matches = process.extract(_spaced(words), self._texts, scorer=fuzz.ratio, score_cutoff=RESEMBLES, limit=50)
        yield from (self._rows[number] for _, _, number in matches)

    def _beginning(self, words: Sequence[str]) -> dict[int, list[_Row]]:
        typed = _spaced(words)
        starts = [f" {word}" for word in words]
        kinds: dict[int, list[_Row]] = {EXACT: [], BEGINS: [], WORDS: []}
        for row in self._rows:
            if row.text.startswith(typed):
                kinds[EXACT if row.text == typed else BEGINS].append(row)
            elif all(start in row.text for start in starts):
                kinds[WORDS].append(row)
        return kinds

    def _with_a_slip(self, words: Sequence[str]) -> set[int]:
        """Labels in which every word typed begins a word, give or take one slip of the fingers each."""
        rows = [{row for meant in self._meant(word) for row in self._with_word[meant]} for word in words]
        return set.intersection(*rows)

    def _meant(self, typed: str) -> set[str]:
        """The words that may be meant: a letter missing, added, wrong, or two changed places, at any distance from the end."""
        if len(typed) < SLIP_FROM:
            return set(self._prefixes[len(typed)].get(typed, ()))
        meant: set[str] = set()
        for length in range(len(typed) - 1, len(typed) + 2):
            known = self._prefixes[min(length, LONGEST_PREFIX)]
            for prefix, _, _ in process.extract(typed, known.keys(), scorer=OSA.distance, score_cutoff=1, limit=None):
                meant |= known[prefix]
        return meant


def _spaced(words: Iterable[str]) -> str:
    return "".join(f" {word}" for word in words)


def _prefixes(words: Iterable[str]) -> list[dict[str, set[str]]]:
    """For each length, the beginnings of that length and the words that have them; a shorter word stands under its own length too."""
    known: list[dict[str, set[str]]] = [defaultdict(set) for _ in range(LONGEST_PREFIX + 2)]
    for word in words:
        for length in range(1, min(len(word), LONGEST_PREFIX) + 1):
            known[length][word[:length]].add(word)
    return known
