"""Competencies named in a job description, each with the words that name it: chips to start a search from.

Labels are matched as whole words in any grammatical form, longer ones before shorter ones within them ("design database scheme" is not
also "database"). A label of one short word ("C", "R", "Go") or of one capitalised word ("Access") counts only when it is written just so,
since those are everyday words as well. Nothing is guessed beyond that: what stands in the text is found, and people add the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.search.typeahead import Entry
from app.search.words import Token, tokens

SHORT = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A competency that a text names, by the label and at the place (characters) where it does first, and how often."""

    entry: Entry
    label: str
    start: int
    end: int
    times: int = 1


@dataclass(frozen=True, slots=True)
class _Label:
    entry: Entry
    text: str
    stems: tuple[str, ...]

    def stands_at(self, found: list[Token], place: int, text: str) -> bool:
        ahead = found[place : place + len(self.stems)]
        if tuple(token.stem for token in ahead) != self.stems:
            return False
        return not self._must_be_written_so or text[ahead[0].start : ahead[-1].end] == self.text

    @property
    def _must_be_written_so(self) -> bool:
        plain = self.text.isalpha()
        return plain and (len(self.text) <= SHORT or self.text[0].isupper())


class JobAdReader:
    """All labels of some frameworks, ready to be recognised in texts. Of equal labels the first entry's counts."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_first: dict[str, list[_Label]] = {}
        seen: set[tuple[str, ...]] = set()
        for entry in entries:
            for text in (entry.label, *entry.alt_labels):
                stems = tuple(token.stem for token in tokens(text))
                if stems and stems not in seen:
                    seen.add(stems)
                    self._by_first.setdefault(stems[0], []).append(_Label(entry, text, stems))
        for labels in self._by_first.values():
            labels.sort(key=lambda label: -len(label.stems))

    def read(self, text: str) -> list[Named]:
        """The competencies that `text` names, in the order in which they first stand there, each once."""
        named: dict[str, Named] = {}
        for label, start, end in self._places(text):
            first = named.get(label.entry.key)
            if first is None:
                named[label.entry.key] = Named(label.entry, text[start:end], start, end)
            else:
                named[label.entry.key] = Named(first.entry, first.label, first.start, first.end, first.times + 1)
        return list(named.values())

    def _places(self, text: str) -> Iterator[tuple[_Label, int, int]]:
        found = list(tokens(text))
        place = 0
        while place < len(found):
            candidates = self._by_first.get(found[place].stem, ())
            label = next((one for one in candidates if one.stands_at(found, place, text)), None)
            if label is not None:
                last = found[place + len(label.stems) - 1]
                yield label, found[place].start, last.end
            place += len(label.stems) if label else 1
