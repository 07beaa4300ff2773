"""Competencies while somebody types: what begins like that first, and a typo is forgiven.

In this order: the label itself, labels that begin with the text, that it abbreviates ("js") or that abbreviate it, labels with words
that begin with the words typed (in any order), labels that are the text but for one slip, labels with words at most one slip away
from those typed, labels that resemble the text as a whole. Within each, preferred labels come before alternative ones, and shorter
before longer; `Suggestion.kind` lets others put first what is equally good and known to be shown.

Words that begin as typed lie side by side in a sorted list, and a slip is undone by trying each of the few hundred words that it may
have been made of. As a whole the text is compared with every label, but only when the kinds before gave too little; and a text that is
a label, or is one but for a slip, is no reason to guess further. In a short word a slip is undone only when a whole word comes out
of it: "k8s" is one letter away from the beginning of "Kaspersky", and not meant by it. In one of three letters only their order is put
right: "slq" is "sql", but "aws" is neither "awk" nor "as".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from app.search.words import plain_words

SLIP_FROM = 4
"""Words shorter than this must begin as typed: one slip away from "c" is everything, and from "aws" a word that means something else."""
SWAPPED_FROM = 3
"""Words of so many letters may have two of them the other way round."""
BEGINNING_FROM = 5
"""Words shorter than this that hold a slip must be whole."""
ABBREVIATION = range(2, 6)
"""Letters of a text that may be an abbreviation."""
SPELT_OUT = 3
"""Words of a text that may be an abbreviation in full: two letters stand for too much."""
LONGEST_WORD = 24
"""Letters in which a slip is looked for."""
MOST_LETTERS = 100
"""The commonest letters of all labels, which may have been meant. An alphabet has fewer; Chinese has thousands, not typed by letters."""
MOST_WORDS = 40
"""Words of a text that are looked at."""
AS_TYPED = 3
"""Kinds, the first, of labels that have the words as they were typed."""
MEANT = 4
"""Kinds, the first, of labels that are surely meant. What comes after them only resembles the text."""
RESEMBLES = 75
"""Least similarity, of 100, of a label that only resembles the text as a whole (a blank too many, words run together)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A competency as it can be typed."""

    key: str
    label: str
    alt_labels: tuple[str, ...] = ()
    framework: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A competency offered, and the label by which it was found. `kind` is the place of the way in which it was found, the best 0:
    those of one kind are equally good names."""

    key: str
    label: str
    matched_label: str
    framework: str
    kind: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """One label of one entry."""

    entry: Entry
    label: str

    @property
    def place(self) -> tuple[bool, int, str, str]:
        """Order among equals."""
        return self.label != self.entry.label, len(self.label), self.label, self.entry.key


class Typeahead:
    """All labels of some frameworks, ready to be searched. Immutable; make a new one when a framework was loaded."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        rows = [_Row(entry, label) for entry in entries for label in dict.fromkeys((entry.label, *entry.alt_labels))]
        # A row's number is its place among equals: sorting numbers is all the sorting that a search needs.
        self._rows = sorted(rows, key=lambda row: row.place)
        self._texts = [_spaced(plain_words(row.label)) for row in self._rows]
        with_word: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self._texts):
            for word in dict.fromkeys(text.split()):
                with_word[word].append(number)
        self._abbreviated: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(self._rows):
            self._abbreviated[_initials(row.label)].append(number)
        self._words = sorted(with_word)
        self._with_word = [with_word[word] for word in self._words]
        self._beginnings = {word[:length] for word in self._words for length in range(1, min(len(word), LONGEST_WORD + 1) + 1)}
        letters = Counter(letter for word in self._words for letter in word)
        self._letters = [letter for letter, _ in letters.most_common(MOST_LETTERS)]

    def suggest(self, text: str, limit: int = 10, *, equals: int = 0, slips: bool = True) -> list[Suggestion]:
        """The `limit` best competencies for what was typed so far, each once; none for text without a letter or digit.

        With `equals`, up to so many in all, when those beyond the limit are as good as the last within it. Without `slips` only labels
        that have the words as they were typed.
        """
        words = plain_words(text)[:MOST_WORDS]
        if not words or limit < 1:
            return []
        found: dict[str, Suggestion] = {}
        for kind, number in self._falling(words, slips=slips):
            if len(found) >= max(limit, equals) or (len(found) >= limit and kind > next(reversed(found.values())).kind):
                break
            entry, label = self._rows[number].entry, self._rows[number].label
            found.setdefault(entry.key, Suggestion(entry.key, entry.label, label, entry.framework, kind))
        return list(found.values())

    def _falling(self, words: Sequence[str], *, slips: bool) -> Iterator[tuple[int, int]]:
        """Kinds and numbers of rows, the best first. Later kinds are only worked out when the earlier ones are used up."""
        for kind, rows in enumerate(self._kinds(words) if slips else islice(self._kinds(words), AS_TYPED)):
            yield from ((kind, number) for number in rows)

    def _kinds(self, words: Sequence[str]) -> Iterator[Iterable[int]]:
        """Rows kind by kind. Whoever typed a whole label made no slip; whoever is one slip away from one means it. No guess beyond
        that helps them."""
        typed = _spaced(words)
        with_words = sorted(set.intersection(*(self._beginning(word) for word in words)))
        begin = [number for number in with_words if self._texts[number].startswith(typed)]
        exact = [number for number in begin if self._texts[number] == typed]
        yield exact
        yield [*begin, *self._abbreviations(words), *self._abbreviating(words)]
        yield with_words
        if exact:
            return
        near = sorted(self._near(typed))
        yield near
        yield sorted(set.intersection(*(self._with_a_slip(word) for word in words)))
        if not near and len(typed) > SLIP_FROM:
            matches = process.extract(typed, self._texts, scorer=fuzz.ratio, score_cutoff=RESEMBLES, limit=50)
            yield [number for _, _, number in matches]

    def _abbreviations(self, words: Sequence[str]) -> list[int]:
        return self._abbreviated.get(words[0], []) if len(words) == 1 and len(words[0]) in ABBREVIATION else []

    def _abbreviating(self, words: Sequence[str]) -> list[int]:
        """Rows whose whole label is made of the first letters typed: "SQL" for "structured query language"."""
        letters = "".join(word[0] for word in words) if SPELT_OUT <= len(words) < ABBREVIATION.stop else ""
        return [number for place in self._places_of([letters]) for number in self._with_word[place] if self._texts[number] == f" {letters}"]

    def _near(self, typed: str) -> Iterator[int]:
        """Rows whose whole label is the text but for one slip."""
        if len(typed) > SLIP_FROM:  # more than so, by the blank in front
            yield from (number for _, _, number in process.extract(typed, self._texts, scorer=OSA.distance, score_cutoff=1, limit=None))

    def _beginning(self, typed: str) -> set[int]:
        """Rows with a word that begins like this."""
        rows: set[int] = set()
        for place in range(bisect_left(self._words, typed), len(self._words)):
            if not self._words[place].startswith(typed):
                break
            rows.update(self._with_word[place])
        return rows

    def _places_of(self, words: Iterable[str]) -> Iterator[int]:
        """Places in the sorted list of those of `words` that are in it."""
        for word in set(words):
            place = bisect_left(self._words, word)
            if place < len(self._words) and self._words[place] == word:
                yield place

    def _with_a_slip(self, typed: str) -> set[int]:
        """Rows with a word that begins like this but for one slip of the fingers; in a short word, that is this."""
        if len(typed) < SLIP_FROM:
            swapped = _swapped(typed) if len(typed) >= SWAPPED_FROM else ()
            return self._beginning(typed).union(*(self._with_word[place] for place in self._places_of(swapped)))
        if len(typed) < BEGINNING_FROM:
            return self._beginning(typed).union(*(self._with_word[p] for p in self._places_of(_meant(typed, self._letters))))
        meant = self._beginnings.intersection(_meant(typed[:LONGEST_WORD], self._letters))
        return self._beginning(typed).union(*map(self._beginning, meant))


def _initials(label: str) -> str:
    """What people shorten a label to: "js" for JavaScript, "ml" for machine learning; empty for a word without capitals inside."""
    return "".join(re.findall(r"[A-Z](?=[a-z])|(?<![^\W_])[a-z]", label)).casefold()


def _spaced(words: Iterable[str]) -> str:
    return "".join(f" {word}" for word in words)


def _swapped(typed: str) -> Iterator[str]:
    """With two letters the other way round."""
    return (typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :] for place in range(len(typed) - 1))


def _meant(typed: str, letters: Sequence[str]) -> Iterator[str]:
    """What may have been meant: with a letter less, a letter more, another letter, or two letters the other way round."""
    for place in range(len(typed) + 1):
        before, after = typed[:place], typed[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in letters:
            yield before + letter + after
            yield before + letter + after[1:]
