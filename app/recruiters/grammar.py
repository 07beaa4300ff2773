"""The address of a search is the whole search: `SearchForm` <-> query string, both ways, nothing lost.

    must=KEY                                            a competency (or ``~Words``, by its words only); after it, each once, in this order:
      :3  :b5  :y2  :epdf  :o                           this level or higher; backed by this rung or a higher one; issued within so many
                                                        years; with evidence of this kind (text, image, pdf, link) or of `any`; with
                                                        evidence (of that kind) that can be opened
    nice=...  not=...                                   the same for nice-to-have and must-not
    words=...                                           words and "quoted phrases"
    f.issuer=ID  f.year=2026  ...                       selected facet values; several of one facet mean any of them
    hops=off                                            only the competencies themselves and what is exactly the same
    sort=newest  page=2                                 left out when they are `best` and 1

What cannot be understood becomes a `Notice`, a sentence with what was expected, what was found and what to do. A notice *stops* the
search when going on without that part would find more people than were asked for: nobody is shown then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from app.recruiters.by_words import is_by_words
from app.search.facets import HIGHEST_LEVEL
from app.search.interface import EVERY_FACET, MAX_REQUIREMENTS, MAX_WORDS
from app.search.ranking import HIGHEST_RUNG
from app.search.words import parse_words

Pairs = Iterable[tuple[str, str]]

LISTS = ("must", "nice", "not")
LIST_WORDS = {"must": "must have", "nice": "nice to have", "not": "must not have"}
SORTS = ("best", "newest")
FILTER = "f."
LAST_PAGE = 500
LONGEST_WORDS = 2000
MAX_SELECTED = 200
MOST_YEARS = 50
EVIDENCE = ("any", "text", "image", "pdf", "link")
_CHIP = re.compile(
    r"(?P<key>[a-z2-7]{12}|~[^:]+)(?::(?P<level>\d{1,2}))?(?::b(?P<backing>\d))?(?::y(?P<years>\d{1,2}))?(?::e(?P<evidence>[a-z]{1,9}))?"
    r"(?P<opens>:o)?"
)
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Chip:
    """One competency asked for, and the conditions that one credential has to meet together with it.

    `within_years` counts back from the day of the search: a kept address asks for the same tomorrow. `evidence` is one of `EVIDENCE`.
    """

    key: str
    min_level: int | None = None
    min_backing: int | None = None
    within_years: int | None = None
    evidence: str | None = None
    opens: bool = False
    """Whether evidence (of the kind asked, if one is) has to be something that can be opened."""

    def __str__(self) -> str:
        level = f":{self.min_level}" if self.min_level else ""
        backing = f":b{self.min_backing}" if self.min_backing else ""
        years = f":y{self.within_years}" if self.within_years else ""
        evidence = f":e{self.evidence}" if self.evidence else ""
        return self.key + level + backing + years + evidence + (":o" if self.opens else "")

    @property
    def bare(self) -> bool:
        """Whether it asks for nothing but the competency."""
        return self == Chip(self.key)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the address that the person should know; `stops` when nobody may be shown because of it.

    `understood` when it is clear what is asked, and nobody can meet it.
    """

    sentence: str
    stops: bool = False
    understood: bool = False


@dataclass(frozen=True, slots=True)
class SearchForm:
    """Everything that a search asks for. `selections` holds only facets with a value.

    With `hops`, related competencies are found as well, and credentials without any competency by their words.
    """

    must: tuple[Chip, ...] = ()
    nice: tuple[Chip, ...] = ()
    must_not: tuple[Chip, ...] = ()
    words: str = ""
    selections: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    sort: str = "best"
    page: int = 1
    hops: bool = True

    @property
    def asks(self) -> bool:
        """Whether anything narrows the search at all."""
        return bool(self.must or self.nice or self.must_not or self.words or self.selections)

    @property
    def chips(self) -> tuple[tuple[str, Chip], ...]:
        """Every chip with the name of its list, in the order of the page."""
        return tuple((name, chip) for name in LISTS for chip in self.chips_in(name))

    def chips_in(self, name: str) -> tuple[Chip, ...]:
        return {"must": self.must, "nice": self.nice, "not": self.must_not}[name]

    def with_list(self, name: str, chips: Iterable[Chip]) -> SearchForm:
        """The search with another list of this name, from its first page."""
        kept = tuple(dict.fromkeys(chips))
        if name == "must":
            return replace(self, must=kept, page=1)
        return replace(self, nice=kept, page=1) if name == "nice" else replace(self, must_not=kept, page=1)

    def with_chip(self, name: str, chip: Chip) -> SearchForm:
        return self.with_list(name, (*self.chips_in(name), chip))

    def with_key(self, name: str, key: str) -> SearchForm:
        """The search with this competency in a list, unless that list has it already at some level."""
        return self if any(c.key == key for c in self.chips_in(name)) else self.with_chip(name, Chip(key))

    def without_chip(self, name: str, chip: Chip) -> SearchForm:
        return self.with_list(name, (c for c in self.chips_in(name) if c != chip))

    def swapped(self, name: str, old: Chip, new: Chip) -> SearchForm:
        return self.with_list(name, (new if c == old else c for c in self.chips_in(name)))

    def with_words(self, words: str) -> SearchForm:
        return replace(self, words=words, page=1)

    def toggled(self, facet: str, value: str) -> SearchForm:
        """The search with this facet value selected, or no longer selected, from its first page."""
        values = self.selections.get(facet, ())
        now = tuple(v for v in values if v != value) if value in values else (*values, value)
        return replace(self, selections=_without_empty({**self.selections, facet: now}), page=1)

    def without_facet(self, facet: str) -> SearchForm:
        return replace(self, selections=_without_empty({**self.selections, facet: ()}), page=1)

    def with_hops(self, hops: bool) -> SearchForm:
        return replace(self, hops=hops, page=1)

    def on_page(self, page: int) -> SearchForm:
        return replace(self, page=page)

    def sorted_by(self, sort: str) -> SearchForm:
        return replace(self, sort=sort, page=1)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A search as read from an address, and what was wrong with the address."""

    form: SearchForm
    notices: tuple[Notice, ...] = ()


def to_pairs(form: SearchForm) -> list[tuple[str, str]]:
    """The search as name-value pairs of an address: `parse` gives back an equal one."""
    pairs = [(name, str(chip)) for name, chip in form.chips]
    pairs += [("words", form.words)] if form.words else []
    pairs += [(FILTER + facet, value) for facet, values in sorted(form.selections.items()) for value in values]
    pairs += [] if form.hops else [("hops", "off")]
    pairs += [("sort", form.sort)] if form.sort != "best" else []
    return [*pairs, ("page", str(form.page))] if form.page > 1 else pairs


def parse(pairs: Pairs) -> Parsed:
    """Read a search from the pairs of an address. Never fails: what is wrong stands in the notices."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value.strip())
    notices: list[Notice] = []
    chips = {name: _chips(name, given.pop(name, []), notices) for name in LISTS}
    words = _words(given.pop("words", []), notices)
    sort = _sort(given.pop("sort", []), notices)
    page = _page(given.pop("page", []), notices)
    hops = _hops(given.pop("hops", []), notices)
    selections = _selections(given, notices)
    form = SearchForm(chips["must"], chips["nice"], chips["not"], words, selections, sort, page, hops)
    return Parsed(form, (*notices, *_too_many(form)))


def _chips(name: str, values: list[str], notices: list[Notice]) -> tuple[Chip, ...]:
    found: dict[Chip, None] = {}
    for value in filter(None, values):
        chip = _chip(value)
        if chip is None:
            notices.append(_unreadable_chip(name, value))
        else:
            found[chip] = None
    return tuple(found)


def _chip(value: str) -> Chip | None:
    match = _CHIP.fullmatch(value)
    if match is None:
        return None
    level, backing, years = (int(match[name] or 0) for name in ("level", "backing", "years"))
    if match["key"].startswith("~") and not is_by_words(match["key"]):
        return None
    if level > HIGHEST_LEVEL or backing > HIGHEST_RUNG or years > MOST_YEARS or match["evidence"] not in (None, *EVIDENCE):
        return None
    return Chip(match["key"], level or None, backing if backing > 1 else None, years or None, match["evidence"], bool(match["opens"]))


def _unreadable_chip(name: str, value: str) -> Notice:
    """A nice-to-have only orders people, so the search can go on without it; the others decide who is found."""
    stops = name != "nice"
    found = f"One “{LIST_WORDS[name]}” could not be read: expected a competency, and found “{_shown(value)}”."
    then = "Nobody is shown because of it" if stops else "It was left out"
    return Notice(f"{found} {then}; add the competency again by its name.", stops=stops)


def _words(values: list[str], notices: list[Notice]) -> str:
    words = " ".join(" ".join(values).split()).replace("\x00", "")
    count = len(parse_words(words[: LONGEST_WORDS * 2]).stems)
    if count > MAX_WORDS or len(words) > LONGEST_WORDS:
        found = f"{count:,} words" if len(words) <= LONGEST_WORDS else f"{len(words):,} characters"
        notices.append(
            Notice(f"A search takes at most {MAX_WORDS} words, and found {found}. Keep the words that matter most.", stops=True)
        )
    elif words and count == 0:
        notices.append(Notice(f"Expected words to look for, and found “{_shown(words)}”. Write at least one word.", stops=True))
    return words[:LONGEST_WORDS]


def _sort(values: list[str], notices: list[Notice]) -> str:
    value = values[0] if values else "best"
    if value in SORTS:
        return value
    notices.append(Notice(f"People can be sorted by “best” or “newest”, not by “{_shown(value)}”. Best match comes first now."))
    return "best"


def _hops(values: list[str], notices: list[Notice]) -> bool:
    """Anything but `off` finds more people than somebody wanted who wrote it, so it is taken for `off`."""
    value = values[0] if values else "on"
    if value not in ("on", "off"):
        notices.append(Notice(f"“hops” is “on” or “off”, and found “{_shown(value)}”. Only exact competencies are searched now."))
    return value == "on"


def _page(values: list[str], notices: list[Notice]) -> int:
    value = values[0] if values else "1"
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
    if 1 <= number <= LAST_PAGE:
        return number
    if number > LAST_PAGE:
        notices.append(Notice(f"A search shows at most {LAST_PAGE} pages, and page {number} was asked for. Narrow the search instead."))
        return LAST_PAGE
    notices.append(Notice(f"A page is a number from 1, and found “{_shown(value)}”. This is the first page."))
    return 1


def _selections(given: Mapping[str, list[str]], notices: list[Notice]) -> Mapping[str, tuple[str, ...]]:
    """Facets of the address. One that does not exist stays: it matches nobody, and the page offers to take it off."""
    found: dict[str, tuple[str, ...]] = {}
    for name, values in given.items():
        if not name.startswith(FILTER):
            notices.append(Notice(f"The address has a part “{_shown(name)}” that a search does not know; it was left out."))
            continue
        facet = name.removeprefix(FILTER)
        if facet not in EVERY_FACET:
            known = ", ".join(EVERY_FACET)
            notices.append(Notice(f"There is no filter “{_shown(facet)}”, so nobody matches it. Filters are: {known}.", stops=True))
        found[facet] = tuple(dict.fromkeys(v[:200] for v in values if v))
    if sum(map(len, found.values())) > MAX_SELECTED:
        notices.append(Notice(f"A search takes at most {MAX_SELECTED} selected filters. Remove some of them.", stops=True))
    return _without_empty(found)


def _too_many(form: SearchForm) -> list[Notice]:
    count = len(form.chips)
    if count > MAX_REQUIREMENTS:
        sentence = f"A search takes at most {MAX_REQUIREMENTS} competencies, and this one has {count}. Remove some of them."
        return [Notice(sentence, stops=True)]
    return []


def clashing(form: SearchForm) -> tuple[str, ...]:
    """Keys of competencies that nobody can both have and not have: any must-not that a must-have of the same key implies."""
    return tuple(
        dict.fromkeys(
            wanted.key
            for wanted in form.must
            for refused in form.must_not
            if wanted.key == refused.key and _implies(wanted, refused)
        )
    )


def _implies(wanted: Chip, refused: Chip) -> bool:
    """Whether whoever meets `wanted` meets `refused`, too: "SQL but not SQL at level 4" makes sense, the reverse does not."""
    firm = (wanted.min_level or 0) >= (refused.min_level or 0) and (wanted.min_backing or 0) >= (refused.min_backing or 0)
    recent = (wanted.within_years or MOST_YEARS + 1) <= (refused.within_years or MOST_YEARS + 1)
    shows_any = wanted.evidence is not None or wanted.opens
    shown = refused.evidence in (None, wanted.evidence) or (refused.evidence == "any" and shows_any)
    return firm and recent and shown and wanted.opens >= refused.opens


def _without_empty(selections: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return {facet: values for facet, values in selections.items() if values}


def _shown(text: str) -> str:
    """What was found, short enough for a sentence."""
    clean = " ".join("".join(c for c in text if c.isprintable()).split())
    return clean if len(clean) <= 40 else clean[:40] + "…"
