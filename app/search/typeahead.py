"""Competencies while somebody types: what begins like that first, and a typo is forgiven.

In this order: the label itself, labels that begin with the text, labels with words that begin with the words typed (in any order), labels
that are the text but for one slip, labels with words at most one slip away from those typed, labels that resemble the text as a whole.
Within each, preferred labels come before alternative ones, and shorter before longer.

Words that begin as typed lie side by side in a sorted list, and a slip is undone by trying each of the few hundred words that it may
have been made of. As a whole the text is compared with every label, but only when the kinds before gave too little; and a text that is
a label, or is one but for a slip, is no reason to guess further.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from app.search.words import plain_words

SLIP_FROM = 3
"""Words shorter than this must begin as typed: one slip away from "c" is everything."""
LONGEST_WORD = 24
"""Letters in which a slip is looked for."""
MOST_LETTERS = 100
"""The commonest letters of all labels, which may have been meant. An alphabet has fewer; Chinese has thousands, not typed by letters."""
MOST_WORDS = 40
"""Words of a text that are looked at."""
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
    """A competency offered, and the label by which it was found."""

    key: str
    label: str
    matched_label: str
    framework: str


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
        self._words = sorted(with_word)
        self._with_word = [with_word[word] for word in self._words]
        self._beginnings = {word[:length] for word in self._words for length in range(1, min(len(word), LONGEST_WORD + 1) + 1)}
        letters = Counter(letter for word in self._words for letter in word)
        self._letters = [letter for letter, _ in letters.most_common(MOST_LETTERS)]

    def suggest(self, text: str, limit: int = 10) -> list[Suggestion]:
        """The `limit` best competencies for what was typed so far, each once; none for text without a letter or digit."""
        words = plain_words(text)[:MOST_WORDS]
        if not words or limit < 1:
            return []
        found: dict[str, Suggestion] = {}
        for number in self._falling(words):
            entry, label = self._rows[number].entry, self._rows[number].label
            found.setdefault(entry.key, Suggestion(entry.key, entry.label, label, entry.framework))
            if len(found) >= limit:
                break
        return list(found.values())

    def _falling(self, words: Sequence[str]) -> Iterator[int]:
        """Numbers of rows, the best first. Later kinds are only worked out when the earlier ones are used up.

        Whoever typed a whole label made no slip; whoever is one slip away from one means it. No guess beyond that helps them.
        """
        typed = _spaced(words)
        with_words = sorted(set.intersection(*(self._beginning(word) for word in words)))
        begin = [number for number in with_words if self._texts[number].startswith(typed)]
        exact = [number for number in begin if self._texts[number] == typed]
        yield from (*exact, *begin, *with_words)
        if exact:
            return
        near = sorted(self._near(typed))
        yield from near
        yield from sorted(set.intersection(*(self._with_a_slip(word) for word in words)))
        if not near:
            matches = process.extract(typed, self._texts, scorer=fuzz.ratio, score_cutoff=RESEMBLES, limit=50)
            yield from (number for _, _, number in matches)

    def _near(self, typed: str) -> Iterator[int]:
        """Rows whose whole label is the text but for one slip."""
        if len(typed) > SLIP_FROM:
            yield from (number for _, _, number in process.extract(typed, self._texts, scorer=OSA.distance, score_cutoff=1, limit=None))

    def _beginning(self, typed: str) -> set[int]:
        """Rows with a word that begins like this."""
        rows: set[int] = set()
        for place in range(bisect_left(self._words, typed), len(self._words)):
            if not self._words[place].startswith(typed):
                break
            rows.update(self._with_word[place])
        return rows

    def _with_a_slip(self, typed: str) -> set[int]:
        """Rows with a word that begins like this but for one slip of the fingers."""
        if len(typed) < SLIP_FROM:
            return self._beginning(typed)
        meant = self._beginnings.intersection(_meant(typed[:LONGEST_WORD], self._letters))
        return self._beginning(typed).union(*map(self._beginning, meant))


def _spaced(words: Iterable[str]) -> str:
    return "".join(f" {word}" for word in words)


def _meant(typed: str, letters: Sequence[str]) -> Iterator[str]:
    """What may have been meant: with a letter less, a letter more, another letter, or two letters the other way round."""
    for place in range(len(typed) + 1):
        before, after = typed[:place], typed[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in letters:
            yield before + letter + after
            yield before + letter + after[1:]
