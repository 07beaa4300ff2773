"""Competencies named in a job description, each with the words that name it: chips to start a search from.

Labels are matched as whole words in any grammatical form, longer ones before shorter ones within them ("design database scheme" is not
also "database"). A label of one short word ("C", "R", "Go") or of one capitalised word ("Access") counts only when it is written just so,
since those are everyday words as well. Nothing is guessed beyond that: what stands in the text is found, and people add the rest.

`is_wish` tells a "nice to have" from a "must" by the sentence that a name stands in, or by the heading over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.search.typeahead import Entry
from app.search.words import Token, tokens

SHORT = 2
_WISH = re.compile(
    r"\b(nice[- ]to[- ]haves?|good to have|(a|is|are) (big |huge |real |definite )?plus(es)?|bonus|preferred|preferably|desirable|desired"
    r"|ideally|advantage(ous)?|optional|not (strictly )?(required|needed|essential))\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n")
_BULLET = re.compile(r"\s*(?:[-*•·–]|\d+[.)])\s")
LONGEST_HEADING = 60


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
    """All labels of some frameworks, ready to be recognised in texts.

    Of equal labels a preferred one counts before an alternative one, and the first entry's before a later one's.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_first: dict[str, list[_Label]] = {}
        seen: set[tuple[str, ...]] = set()
        for entry, text in _preferred_first(list(entries)):
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


def _preferred_first(entries: list[Entry]) -> Iterator[tuple[Entry, str]]:
    yield from ((entry, entry.label) for entry in entries)
    yield from ((entry, text) for entry in entries for text in entry.alt_labels)


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Begin and end (characters) of the sentence or line in which `start` to `end` stands, without space or bullet around it."""
    first = max((m.end() for m in _SENTENCE_END.finditer(text, 0, start)), default=0)
    after = _SENTENCE_END.search(text, end)
    last = after.start() + (after.group() != "\n") if after else len(text)
    if bullet := _BULLET.match(text, first, start):
        first = bullet.end()
    inner = text[first:last]
    return first + len(inner) - len(inner.lstrip()), last - (len(inner) - len(inner.rstrip()))


def is_wish(text: str, named: Named) -> bool:
    """Whether the text says of this competency that it is welcome rather than needed."""
    first, last = sentence_at(text, named.start, named.end)
    return bool(_WISH.search(text, first, last) or _WISH.search(_heading_over(text, first)))


def _heading_over(text: str, place: int) -> str:
    """The heading of the paragraph or list that `place` stands in; empty when there is none."""
    lines = text[:place].split("\n")[:-1]
    for number in range(len(lines) - 1, -1, -1):
        if _is_heading(lines[number], begins=number == 0 or not lines[number - 1].strip()):
            return lines[number]
    return ""


def _is_heading(line: str, *, begins: bool) -> bool:
    """A short line that is marked as a heading, or that begins a paragraph and is no sentence."""
    bare = line.strip()
    if not bare or len(bare) > LONGEST_HEADING or _BULLET.match(line):
        return False
    return bare.startswith("#") or bare.endswith(":") or (begins and not bare.endswith((".", ",", ";", "!", "?")))
