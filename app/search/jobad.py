"""Competencies named in a job description, each with the places that name it: chips to start a search from.

Labels are matched as whole words in any grammatical form, longer ones before shorter ones within them ("design database scheme" is
not also "database"). A label of one short word ("C", "R", "Go") or of one capitalised word ("Access") counts only when it is written
just so, a name that is no everyday word ("Python") also otherwise as an item of a list; an alternative label of one word
("scheduling") only in its own form. Those of them that are everyday words as well need a context besides (`ad_context`), and so do
names without their maker ("Excel"). Nothing is guessed beyond that: what stands in the text is found, and people add the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.search.ad_context import SHORT, Context, is_everyday
from app.search.ad_text import AdText, Span
from app.search.typeahead import Entry
from app.search.words import Token, stem_of, tokens

_MADE = re.compile(r"(?:Microsoft(?: Office)?|MS|Apache|Adobe|Google|Amazon|IBM|SAP) ([A-Z]\w+)")
_KNOWLEDGE = re.compile(r"(\w{3,})kenntnissen?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A competency that a text names, and all places (characters) where it does. `number` is that of the label which names it
    first: 0 for its own, from 1 for the alternative ones."""

    entry: Entry
    number: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    entry: Entry
    number: int
    text: str
    stems: tuple[str, ...]
    is_short: bool = False
    """The label without its maker: "Excel" for "Microsoft Office Excel"."""

    def stands_at(self, found: list[Token], place: int, text: str) -> bool:
        ahead = found[place : place + len(self.stems)]
        if tuple(token.stem for token in ahead) != self.stems:
            return False
        written = text[ahead[0].start : ahead[-1].end]
        if self._is_name and self.is_doubtful:
            return written == self.text
        return not (self._is_name or self._is_other_word) or written.casefold() == self.text.casefold()

    def counts(self, span: Span, context: Context) -> bool:
        """Whether the words at `span`, in which the label stands, mean it."""
        if self._is_name and not self.is_doubtful:
            return self.is_written_at(span, context.text) or context.is_plain_item(span)
        return not self.is_doubtful or context.tells(span, is_name=self._is_name)

    def is_written_at(self, span: Span, text: str) -> bool:
        """Whether the words at `span` are beyond doubt: a name in its own letters, small and large, or no doubtful word."""
        return not self.is_doubtful and (not self._is_name or text[slice(*span)] == self.text)

    @property
    def is_doubtful(self) -> bool:
        """Whether the word alone does not tell that the competency is meant."""
        return self.is_short or self._is_other_word or (self._is_name and (len(self.text) <= SHORT or is_everyday(self.text)))

    @property
    def _is_name(self) -> bool:
        return self.text.isalpha() and (len(self.text) <= SHORT or self.text[0].isupper())

    @property
    def _is_other_word(self) -> bool:
        """An alternative label of one word, in small letters."""
        return self.number > 0 and self.text.isalpha() and not self._is_name


class JobAdReader:
    """All labels of some frameworks, ready to be recognised in texts.

    Of equal labels a preferred one counts before an alternative one, and the first entry's before a later one's.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_first: dict[str, list[_Label]] = {}
        seen: set[tuple[str, ...]] = set()
        labels = list(_preferred_first(list(entries)))
        short = [(entry, number, made[1]) for entry, number, text in labels if (made := _MADE.fullmatch(text))]
        for (entry, number, text), is_short in ((each, of is short) for of in (labels, short) for each in of):
            stems = tuple(token.stem for token in tokens(text))
            if stems and stems not in seen:
                seen.add(stems)
                self._by_first.setdefault(stems[0], []).append(_Label(entry, number, text, stems, is_short))
        for beginning in self._by_first.values():
            beginning.sort(key=lambda label: -len(label.stems))

    def read(self, ad: AdText) -> list[Named]:
        """The competencies that the text names, in the order in which they first stand there, each once."""
        places = list(self._places(ad.text))
        context = Context(ad, [span for label, span in places if label.is_written_at(span, ad.text)])
        first: dict[str, _Label] = {}
        spans: dict[str, list[Span]] = {}
        for label, span in places:
            if not label.counts(span, context):
                continue
            first.setdefault(label.entry.key, label)
            spans.setdefault(label.entry.key, []).append(span)
        return [Named(label.entry, label.number, tuple(spans[key])) for key, label in first.items()]

    def _places(self, text: str) -> Iterator[tuple[_Label, Span]]:
        found = list(tokens(text))
        place = 0
        while place < len(found):
            label = self._label_at(found, place, text)
            if label is None and (known := _known_in(found[place], text)):
                found[place] = known
                label = self._label_at(found, place, text)
            if label is not None:
                yield label, (found[place].start, found[place + len(label.stems) - 1].end)
            place += len(label.stems) if label else 1


    def _label_at(self, found: list[Token], place: int, text: str) -> _Label | None:
        return next((one for one in self._by_first.get(found[place].stem, ()) if one.stands_at(found, place, text)), None)


def _known_in(token: Token, text: str) -> Token | None:
    """What "Deutschkenntnisse" is knowledge of: German writes both as one word. None for another word."""
    compound = _KNOWLEDGE.fullmatch(text, token.start, token.end)
    return Token(stem_of(compound[1]), token.start, compound.end(1)) if compound else None


def _preferred_first(entries: list[Entry]) -> Iterator[tuple[Entry, int, str]]:
    yield from ((entry, 0, entry.label) for entry in entries)
    yield from ((entry, number, text) for entry in entries for number, text in enumerate(entry.alt_labels, start=1))
