"""The shape of a job description: its sentences, lines, headings, and the items of its lists."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

Span = tuple[int, int]
"""Begin and end in characters."""
LAST = 1_000_000
"""No text is so long."""
LINES_AROUND = 40
_SENTENCE_END = re.compile(r"[.!?;](?=\s)|\n")
BULLET = re.compile(r"\s*(?:[-*•·–▪▸►●○◦‣■□✓✔✅☑➤➜→★]\ufe0f?|\d+[.)])\s+")
_BETWEEN = re.compile(r"[,;:/|()\[\]•·]|\s[&+–-]\s|\b(?:and|or|und|oder|et|ou|y|o|e)\b", re.IGNORECASE)
LONGEST_HEADING = 60
LEADS = re.compile(
    r"\b(?:with|of|using|use|know|like|as|e\.g\.|strong|good|solid|excellent|above all|especially|including|incl\.|also|mit|avec|con|met"
    r"|com|med)\s*$",
    re.IGNORECASE,
)
"""Words between which and the end of a list's item a name stands."""
LONGEST_NAME = 40
LONGEST_PHRASE = 60
LONG_LINE = 60
"""Characters of a line that may have been broken within a sentence."""
_SHAPED = re.compile(r"\.?\w*(?:[A-Z0-9]\w*[A-Z]|[A-Z]\w*[0-9]|[a-z]\w*[A-Z0-9]|[A-Za-z][+#]|[A-Z]/[A-Z]|\.(?:js|net|io)\b)[\w+#]*")


def is_shaped(word: str) -> bool:
    """Whether a word is written as only names are: "AWS", "k8s", "C++", "TypeScript", "CI/CD"."""
    return len(word) <= LONGEST_NAME and _SHAPED.fullmatch(word) is not None


class AdText:
    """A text whose sentences and lists are looked at again and again. Nothing of it is kept beyond this object."""

    def __init__(self, text: str) -> None:
        self.text = text
        ends = [(m.start() + (m.group() != "\n"), m.end()) for m in _SENTENCE_END.finditer(text) if not _is_mere_break(text, m.start())]
        self._lasts, self._firsts = [last for last, _ in ends], [first for _, first in ends]
        self._items: dict[Span, list[Span]] = {}

    def sentence_at(self, start: int, end: int) -> Span:
        """The sentence or line in which `start` to `end` stands, without space or bullet around it."""
        before, after = bisect_right(self._firsts, start), bisect_left(self._lasts, end)
        first = self._firsts[before - 1] if before else 0
        last = self._lasts[after] if after < len(self._lasts) else len(self.text)
        if bullet := BULLET.match(self.text, first, start):
            first = bullet.end()
        inner = self.text[first:last]
        return first + len(inner) - len(inner.lstrip()), last - (len(inner) - len(inner.rstrip()))

    def sentences(self) -> Iterator[Span]:
        """All sentences and lines, as in `sentence_at`, that hold anything."""
        for first, last in zip((0, *self._firsts), (*self._lasts, len(self.text)), strict=True):
            bullet = BULLET.match(self.text, first, last)
            sentence = self.sentence_at(bullet.end() if bullet else first, last)
            if sentence[0] < sentence[1]:
                yield sentence

    def items_at(self, start: int, end: int) -> list[Span]:
        """What stands between commas, strokes, brackets, "and", "or" in that sentence, without space and full stop around it."""
        sentence = self.sentence_at(start, end)
        if sentence not in self._items:
            self._items[sentence] = list(self._items_in(*sentence))
        return self._items[sentence]

    def _items_in(self, first: int, last: int) -> Iterator[Span]:
        begin = first
        for between in [*_BETWEEN.finditer(self.text, first, last), None]:
            end = between.start() if between else last
            inner = self.text[begin:end].rstrip(" .!?\n")
            yield begin + len(inner) - len(inner.lstrip()), begin + len(inner)
            begin = between.end() if between else last


def _is_mere_break(text: str, place: int) -> bool:
    """Whether a sentence goes on in the next line, as in texts that were broken at a width."""
    if text[place] != "\n" or not text[place + 1 : place + 2].islower() or text[place - 1 : place] in (".", ":", ";", "!", "?"):
        return False
    return place - line_at(text, place)[0] >= LONG_LINE


def item_at(items: Sequence[Span], place: int) -> int:
    """The number of the item in which `place` is; -1 when it is between two."""
    number = bisect_right(items, (place, LAST)) - 1
    return number if number >= 0 and place < items[number][1] else -1


def holding(items: Sequence[Span], places: Sequence[int]) -> set[Span]:
    """Those of `items` in which one of `places`, which are sorted, is."""
    return {item for item in items if bisect_left(places, item[0]) < bisect_left(places, item[1])}


def line_at(text: str, place: int) -> Span:
    """Begin and end of the line in which `place` is."""
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end


def bullets_around(text: str, place: int) -> list[Span]:
    """Lines of the list in which `place` stands, those near it, without their bullets; empty when it stands in none."""
    first, last = line_at(text, place)
    if not BULLET.match(text, first, last):
        return []
    for _ in range(LINES_AROUND):
        if not first or not BULLET.match(text, line_at(text, first - 1)[0], first - 1):
            break
        first = line_at(text, first - 1)[0]
    lines: list[Span] = []
    while len(lines) < 2 * LINES_AROUND and (bullet := BULLET.match(text, first)):
        last = line_at(text, bullet.end())[1]
        lines.append((bullet.end(), last))
        first = last + 1
    return lines


def is_heading(text: str, place: int) -> bool:
    """Whether the line at `place` is short and marked as a heading, or begins a paragraph and is no sentence."""
    first, last = line_at(text, place)
    line = text[first:last]
    bare = line.strip()
    if not bare or len(bare) > LONGEST_HEADING or BULLET.match(line):
        return False
    begins = first == 0 or not text[slice(*line_at(text, first - 1))].strip()
    return bare.startswith("#") or bare.endswith(":") or (begins and not bare.endswith((".", ",", ";", "!", "?")))
