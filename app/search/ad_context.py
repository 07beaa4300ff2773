"""Whether a word that is a name and an everyday word as well is meant as a name where it stands in a job description.

"Chef" configures servers, and bakes; "R" is a language, and half of "R&D". Such a word counts as an item of a list in which
something stands that is known beyond doubt ("Python, R and SQL"), after words that ask for knowledge ("experience with Chef") and
after a maker's name ("MS Access"). A capital counts inside a sentence only: at the beginning of a line, in a heading or next to
another capitalised word everything has one. One letter counts in a list only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from app.search.ad_text import LEADS, AdText, Span, bullets_around, holding, is_heading, is_shaped, item_at

SHORT = 2
LEAST_ITEMS = 3
_EVERYDAY_WORDS = (
    "absorb access ada apex assembly basic bash blender bootstrap canvas chef chips clean confluence cops curl dart dylan eclipse edge"
    " elastic ember euphoria excel exchange flask flow go groovy hack harvest helm ict ionic kettle less lotus mercury mocha node notion"
    " numbers oracle outlook paint pages pascal play pos postman pow puppet quartz rails react rest ruby rudder rust salt scratch sage sem"
    " shell sketch slack soap spark spring squirrel subversion swift teams trojan turing unity velocity vision visual word"
)
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
_ASKS = re.compile(
    r"(?:\b(?:experience|experienced|knowledge|skills?|skilled|proficien\w+|familiar\w*|expert\w*|fluen\w+|competen\w+|versed|training)"
    r"\s+(?:in|with|of)|\b(?:using|use|know|master|program in|programming in|tools? like|such as))\s+$",
    re.IGNORECASE,
)
_MAKER = re.compile(r"\b(?:microsoft|ms|apache|oracle|google|amazon|aws|adobe|ibm|sap|red hat|progress)\s$", re.IGNORECASE)
_GLUED = "&-–'’_@"


def is_everyday(name: str) -> bool:
    """Whether a name of a tool or skill is an everyday word as well."""
    return name.casefold() in _EVERYDAY


class Context:
    """A text, and the places in it where a name stands beyond doubt: it is known, or written as only names are."""

    def __init__(self, ad: AdText, sure: Sequence[Span]) -> None:
        self._ad, self.text = ad, ad.text
        shaped = (match.start() for match in re.finditer(r"\S+", ad.text) if is_shaped(match.group().strip("(),.;:")))
        self._sure = sorted({*(start for start, _ in sure), *shaped})
        self._sure_items: dict[Span, set[Span]] = {}

    def tells(self, span: Span, *, is_name: bool) -> bool:
        """Whether the doubtful word at `span` is meant. `is_name`: its label has a capital, so small letters have been ruled out."""
        start, end = span
        if self._is_glued(start, end):
            return False
        if self._is_listed(start, end):
            return True
        if end - start == 1:
            return False
        before = self.text[max(start - 40, 0) : start]
        if _ASKS.search(before) or _MAKER.search(before):
            return not self._stands_before_a_capital(end)
        if not self.text[start].isupper():
            return False
        return self._is_capital_in_a_sentence(start, end) if is_name else self._begins_nothing(start)

    def is_plain_item(self, span: Span) -> bool:
        """Whether nothing else stands in its item of a list of three or more: "python, sql, bash"."""
        items = self._ad.items_at(*span)
        return len(items) >= LEAST_ITEMS and items[item_at(items, span[0])] == span

    def _is_glued(self, start: int, end: int) -> bool:
        return self.text[start - 1 : start] in tuple(_GLUED) or self.text[end : end + 1] in tuple(_GLUED)

    def _is_listed(self, start: int, end: int) -> bool:
        """Whether it is an item of a list, in a line or of lines, and another item is known beyond doubt."""
        lists = (self._ad.items_at(start, end), bullets_around(self.text, start))
        return any(self._is_item(start, end, items) and self._has_another(items, start) for items in lists)

    def _is_item(self, start: int, end: int, items: Sequence[Span]) -> bool:
        number = item_at(items, start)
        if number < 0 or self.text[end : items[number][1]].strip(" ."):
            return False
        before = self.text[items[number][0] : start]
        return not before.strip() or bool(LEADS.search(before))

    def _has_another(self, items: Sequence[Span], start: int) -> bool:
        sure = self._sure_in(items)
        return len(sure) > (items[item_at(items, start)] in sure)

    def _sure_in(self, items: Sequence[Span]) -> set[Span]:
        """The items of a list that hold a sure name, remembered by where the list begins and ends."""
        ends = (items[0][0], items[-1][1])
        if ends not in self._sure_items:
            self._sure_items[ends] = holding(items, self._sure)
        return self._sure_items[ends]

    def _is_capital_in_a_sentence(self, start: int, end: int) -> bool:
        alone = not self._stands_before_a_capital(end) and not self._stands_after_a_capital(start)
        return alone and self._begins_nothing(start) and self.text[start:end].casefold() not in self._small_words

    def _begins_nothing(self, start: int) -> bool:
        return self._ad.sentence_at(start, start + 1)[0] != start and not is_heading(self.text, start)

    def _stands_before_a_capital(self, end: int) -> bool:
        return bool(re.match(r" [A-Z]", self.text[end : end + 2]))

    def _stands_after_a_capital(self, start: int) -> bool:
        return bool(re.search(r"\b[A-Z][\w.]*\s$", self.text[max(start - 40, 0) : start]))

    @cached_property
    def _small_words(self) -> frozenset[str]:
        """Words that this very text writes in small letters, too: here they are everyday words."""
        return frozenset(re.findall(r"\b[a-z]+\b", self.text))
