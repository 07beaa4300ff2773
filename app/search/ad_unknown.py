"""What a job description names or asks for, and no framework here knows: "Airflow", "Kubernetes", "wound care".

Things that it asks for are found by where they stand (`ad_asked`), names anywhere: a name is a word that is written like one ("AWS",
"k8s"), or has a capital and is an item of a list, stands after words that ask for knowledge, alone behind a bullet, or where only a
name has one (`ad_capitals`); a word in small letters only in a list of which the better part is known. Words with capitals that follow
one another are one name. In a language that gives every noun a capital, a list must hold something known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from app.search.ad_asked import asked_places
from app.search.ad_capitals import Capitals
from app.search.ad_sections import Part, Sections
from app.search.ad_text import BULLET, LAST, LEADS, LONGEST_NAME, AdText, Span, holding, is_heading, is_shaped, item_at, line_at
from app.search.ad_worth import is_not_needed

MOST_WORDS_OF_NAME = 3
LEAST_WORDS_OF_REST = 2
_LINKS = frozenset(("in", "on", "at", "for", "from", "of", "to", "as", "is", "are", "auf", "für", "ist", "sind"))
ASKED_WITHIN = 60
"""Characters before a name in which words that ask for knowledge are looked for."""
_WORD = r"[A-Z][\w+#]+(?:\.(?:js|net|io)\b)?"
_NAME = re.compile(
    rf"(?<![\w&'’@.-])(?:[A-Z]{{2,4}}/[A-Z]{{2,4}}|{_WORD}|\.[A-Z]\w+|[a-z]\w*[A-Z0-9][\w+#]*)"
    r"(?:[ .-](?=[A-Z0-9])[\w+#]+){0,3}(?![\w&@:])"
)
_NAME_AND_STROKE = re.compile(r"(?:^|[\s(,])(?:[A-Z][\w+#.-]*/)+$")
_SMALL = re.compile(r"[a-z][a-z0-9.-]+[a-z0-9]")
_ASKS = re.compile(
    r"\b(?:(?:experience|knowledge|skills?|proficien\w+|familiar\w*|expert\w*|fluen\w+|training)\s+(?:in|with|of)"
    r"|using|use|know|such as|tools like)\s*$",
    re.IGNORECASE,
)
_USED_ON = re.compile(r" (?:on|in|for|with|to|auf|mit|für|als|as) ")
_COMPANY = frozenset(("ag", "gmbh", "inc", "llc", "ltd", "plc"))
_NEVER_ALONE = (
    "a1 a2 am b1 b2 ba bsc c1 c2 ceo cfo cto cv dr eea eu eur ffm fte gbp hq hr ii iii it kpi kpis ma mr ms msc ok phd pm qa rd uk us"
    " usa usd monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays"
    " january february march april may june july august september october november december the and or we you our your strong good"
    " solid excellent experience knowledge requirements skills bonus use know build but more also etc others similar both then so data"
    " better no run operate maintain deploy install write can do are"
)
_NEVER = frozenset(_NEVER_ALONE.split())


class _Names:
    """A text, the places in it that are known, and those that are written like names."""

    def __init__(self, ad: AdText, sections: Sections, known: Sequence[Span], ordinary: frozenset[str], *, by_capital: bool) -> None:
        self._ad, self._text, self._by_capital = ad, ad.text, by_capital
        self._known = sorted(known)
        spans = (_without_lead(match) for match in _NAME.finditer(ad.text) if _begins_a_name(ad.text, match.start()))
        self._names = [span for span in spans if _may_be_one(ad.text[slice(*span)])]
        self._ends = {span[1]: span for span in self._names}
        self._sure: dict[Span, set[Span]] = {}
        self._sure_places = sorted({*(start for start, _ in known), *(span[0] for span in self._names if self._is_shaped(span))})
        self._capitals = Capitals(ad, self._names, known, ordinary)
        self._sections = sections

    def unknown(self) -> Iterator[Span]:
        """In the order of the text; none overlaps another."""
        names = [span for span in _apart([*self._with_capitals(), *self._small_ones()]) if not self._is_offered(span)]
        asked = asked_places(self._ad, self._sections)
        things = [thing for span in asked if (thing := self._without_known(span)) and not _overlaps(self._known, thing)]
        whole = [span for span in things if self._is_whole(span, names)]
        names = [span for span in names if not _overlaps(whole, span)]
        yield from sorted([*names, *(span for span in things if not _overlaps(names, span))])

    def _without_known(self, span: Span) -> Span | None:
        """A thing behind the known name that it begins with, "negotiate licence agreements"; None for no more than a word."""
        place = bisect_left(self._known, (span[0], LAST))
        first, last = self._known[place - 1] if place else (0, 0)
        if not (first <= span[0] < last):
            return span
        rest = self._text[last : span[1]].split()
        if len(rest) < LEAST_WORDS_OF_REST or not rest[0].isalpha() or rest[0] in _LINKS:
            return None
        return self._text.index(rest[0], last), span[1]

    def _is_whole(self, span: Span, names: Sequence[Span]) -> bool:
        """Whether a thing is a name with its noun, "VAT returns", and not a sentence on it, "Kubernetes on AWS"."""
        within = names[bisect_left(names, (span[0], 0)) : bisect_left(names, (span[1], 0))]
        words = self._text[slice(*span)].split()
        return len(within) == 1 and 1 < len(words) <= MOST_WORDS_OF_NAME and not _LINKS.intersection(words)

    def _is_offered(self, span: Span) -> bool:
        return self._sections.line_at(span[0]).part is Part.OFFERS

    def _with_capitals(self) -> Iterator[Span]:
        for span in self._names:
            if self._is_known(span) or _is_shouted(self._text, span[0]):
                continue
            if self._is_shaped(span) or self._is_named(span):
                yield span

    def _small_ones(self) -> Iterator[Span]:
        """Items of one word in small letters, in lists of which half, and two at least, are known or written like names."""
        lists = {self._ad.sentence_at(*span): span for span in (*self._known, *self._names)}
        for items in (self._ad.items_at(*span) for span in lists.values()):
            sure = {*self._sure_in(items), *(item for item in items if self._ends.get(item[1]) == item)}
            if len(sure) >= 2 and 2 * len(sure) >= len(items):
                yield from (item for item in items if item not in sure and self._is_small(item))

    def _is_small(self, item: Span) -> bool:
        return _SMALL.fullmatch(self._text, *item) is not None and self._text[slice(*item)] not in _NEVER

    def _is_known(self, span: Span) -> bool:
        """Whether something in it is known, and the rest of it is no name: "Python Developer", and not "with Tailwind CSS"."""
        place = bisect_left(self._known, (span[1], 0))
        if not place or self._known[place - 1][1] <= span[0]:
            return False
        first, last = self._known[place - 1]
        if last == span[1] and self._ad.sentence_at(*span)[0] == span[0]:
            return True  # "Orchestrate SQL" begins a line: the capital of its first word says nothing
        rest = f"{self._text[span[0] : max(first, span[0])]} {self._text[last : span[1]]}"
        return not self._capitals.may_be_name(rest)

    def _is_shaped(self, span: Span) -> bool:
        """Whether a word of it is written as only names are."""
        words = self._text[slice(*span)].split()
        return any(is_shaped(word) for word in words if word.casefold() not in _NEVER)

    def _is_named(self, span: Span) -> bool:
        before = self._text[max(span[0] - ASKED_WITHIN, 0) : span[0]]
        if self._by_capital and (_ASKS.search(before) or self._is_a_bullet(span)):
            return True
        if self._capitals.is_of_place_or_person(span):
            return False
        if self._by_capital and self._capitals.tell(span):
            return True
        items = self._ad.items_at(*span)
        own = item_at(items, span[0])
        if len(items) < 2 or own < 0 or not self._is_item(span, items, own) or self._is_in_a_title(span):
            return False
        return self._is_beside_sure(span, items) or (self._by_capital and self._are_names(items, own))

    def _is_beside_sure(self, span: Span, items: Sequence[Span]) -> bool:
        """Whether something else in the list is known, or written as only names are."""
        first = bisect_left(self._sure_places, items[0][0])
        last = bisect_left(self._sure_places, items[-1][1])
        return last - first > any(span[0] <= place < span[1] for place in self._sure_places[first:last])

    def _sure_in(self, items: Sequence[Span]) -> set[Span]:
        """The items that are known, or end with a name that is written as only names are."""
        ends = (items[0][0], items[-1][1])
        if ends not in self._sure:
            shaped = (item for item in items if item[1] in self._ends and self._is_shaped(self._ends[item[1]]))
            self._sure[ends] = {*holding(items, [start for start, _ in self._known]), *shaped}
        return self._sure[ends]

    def _are_names(self, items: Sequence[Span], own: int) -> bool:
        """Whether another item is a name, behind a bullet, after "with", or two are: more than a mere "Harbour Hotel, Berlin"."""
        near = items[max(own - 3, 0) : own + 4]
        named = [item for item in near if item != items[own] and item[1] in self._ends]
        led = any(LEADS.search(self._text[first : self._ends[last][0]]) for first, last in near if last in self._ends)
        return len(named) >= 2 or (bool(named) and (led or self._is_bulleted(items[own][0])))

    def _is_in_a_title(self, span: Span) -> bool:
        """Whether its line is a heading like "Nurse - Emergency Department (ED)", and neither a list nor the end of a sentence."""
        line = self._text[slice(*line_at(self._text, span[0]))]
        return is_heading(self._text, span[0]) and "," not in line and not any(map(LEADS.search, _heads(line)))

    def _is_bulleted(self, place: int) -> bool:
        first, last = line_at(self._text, place)
        return BULLET.match(self._text, first, last) is not None

    def _is_a_bullet(self, span: Span) -> bool:
        """Whether nothing but the name stands behind a bullet."""
        first, last = line_at(self._text, span[0])
        bullet = BULLET.match(self._text, first, last)
        return bullet is not None and self._text[bullet.end() : last].strip(" .,;") == self._text[slice(*span)]

    def _is_item(self, span: Span, items: Sequence[Span], own: int) -> bool:
        """Whether the item is the name, ends with it after a word like "with", or says where it is used: "Docker and Kubernetes on AWS"."""
        item = items[own]
        before = self._text[item[0] : span[0]]
        if span[1] == item[1]:
            return not before.strip() or bool(LEADS.search(before))
        return own > 0 and not before.strip() and _USED_ON.match(self._text, span[1], item[1]) is not None


def _apart(spans: Iterable[Span]) -> list[Span]:
    """In order, without those that begin within an earlier one."""
    found: list[Span] = []
    for span in sorted(set(spans)):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


def _overlaps(sorted_spans: Sequence[Span], span: Span) -> bool:
    """Whether one of `sorted_spans`, which do not overlap each other, has a part of `span`."""
    place = bisect_left(sorted_spans, (span[1], 0))
    return place > 0 and sorted_spans[place - 1][1] > span[0]


def _heads(line: str) -> Iterator[str]:
    """The line up to each of its words with a capital."""
    return (line[: match.start()] for match in re.finditer(r"\b[A-Z]", line))


def unknown_places(
    ad: AdText, sections: Sections, known: Sequence[Span], *, ordinary: frozenset[str] = frozenset(), by_capital: bool = True
) -> list[Span]:
    """Where what is not known stands, in the order of the text, each once, without those at the places `known`, which do not overlap,
    and without what the text does not need.

    `ordinary` are the ordinary words of the labels that are known; `by_capital`: whether the capital of a word says anything in the
    text's language.
    """
    found: dict[str, Span] = {}
    for span in _Names(ad, sections, known, ordinary, by_capital=by_capital).unknown():
        if not is_not_needed(ad, span):
            found.setdefault(" ".join(ad.text[slice(*span)].casefold().split()), span)
    return list(found.values())


def _begins_a_name(text: str, place: int) -> bool:
    """Whether what stands before is no address: after a stroke only behind another name, "GraphQL/Apollo"."""
    return text[place - 1 : place] != "/" or _NAME_AND_STROKE.search(text, max(place - LONGEST_NAME, 0), place) is not None


def _without_lead(match: re.Match[str]) -> Span:
    """The name without words like "Strong" that only have the capital of a sentence's beginning."""
    start, name = match.start(), match.group()
    while " " in name and name.split()[0].casefold() in _NEVER and not name.split()[0].isupper():
        start, name = start + name.index(" ") + 1, name[name.index(" ") + 1 :]
    return start, match.end()


def _may_be_one(name: str) -> bool:
    words = {word.casefold() for word in name.split() if not word.isdigit()}
    return 2 <= len(name) <= LONGEST_NAME and not words <= _NEVER and not words & _COMPANY


def _is_shouted(text: str, place: int) -> bool:
    """Whether the line has no small letters and is no list: its capitals say nothing then."""
    first, last = line_at(text, place)
    line = text[first:last]
    return line.upper() == line and "," not in line and (len(line.split()) > 2 or is_heading(text, place))
