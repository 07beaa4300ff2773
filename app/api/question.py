"""The JSON query model of POST /api/v1/search: from the bytes of a body to a `Question`, or to everything that is wrong with them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import partial
from typing import Any

from app.api.cursor import LONGEST as LONGEST_CURSOR
from app.api.reading import Fault, Reader, json_object
from app.search.facets import HIGHEST_LEVEL
from app.search.interface import EVERY_FACET, MAX_REQUIREMENTS, MAX_WORDS, Requirement
from app.search.ranking import HIGHEST_RUNG
from app.search.words import parse_words

MEMBERS = ("must", "nice", "must_not", "words", "selections", "hops", "sort", "size", "page", "after", "facets")
CONDITIONS = ("competency", "min_level", "min_backing", "issued_since", "evidence", "evidence_opens")
EVIDENCE = ("any", "text", "image", "pdf", "link")
SORTS = ("best", "newest")
USUAL_SIZE = 20
LARGEST_SIZE = 100
FARTHEST = 5_000
"""People reached by page numbers; what lies behind is reached by cursors, which cost the engine no more on the thousandth page."""
LONGEST_WORDS = 2_000
LONGEST_VALUE = 200
MAX_SELECTED = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with every value in its bounds; whether the competencies are known here is not looked at yet."""

    must: tuple[Requirement, ...] = ()
    nice: tuple[Requirement, ...] = ()
    must_not: tuple[Requirement, ...] = ()
    words: str = ""
    selections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hops: bool = True
    sort: str = SORTS[0]
    size: int = USUAL_SIZE
    page: int = 1
    after: str = ""
    facets: tuple[str, ...] = EVERY_FACET

    @property
    def requirements(self) -> list[tuple[str, Requirement]]:
        """Every requirement with its place in the body."""
        lists: Mapping[str, Sequence[Requirement]] = {"must": self.must, "nice": self.nice, "must_not": self.must_not}
        return [(f"/{name}/{number}", r) for name, held in lists.items() for number, r in enumerate(held)]

    @property
    def mark(self) -> str:
        """The same for two requests of one search, whatever page, size and facets they want: what its cursors are good for."""
        lists = [[astuple(r) for r in each] for each in (self.must, self.nice, self.must_not)]
        whole = [lists, self.words, sorted(self.selections.items()), self.hops, self.sort]
        return hashlib.blake2b(json.dumps(whole, default=str).encode(), digest_size=6).hexdigest()


def read_question(raw: bytes) -> Question:
    """Read a body. Raises `FaultsError`, an `InvalidError`, naming everything that is wrong."""
    reader = Reader()
    given = reader.members(json_object(raw), "", MEMBERS)
    question = Question(
        must=_requirements(reader, given, "must"),
        nice=_requirements(reader, given, "nice"),
        must_not=_requirements(reader, given, "must_not"),
        words=_words(reader, given["words"]) if "words" in given else "",
        selections=_selections(reader, given["selections"]) if "selections" in given else {},
        hops=reader.flag(given.get("hops", True), "/hops"),
        sort=reader.choice(given.get("sort", SORTS[0]), "/sort", SORTS) or SORTS[0],
        size=reader.whole(given.get("size", USUAL_SIZE), "/size", 1, LARGEST_SIZE) or USUAL_SIZE,
        page=reader.whole(given.get("page", 1), "/page", 1, FARTHEST) or 1,
        after=reader.text(given["after"], "/after", longest=LONGEST_CURSOR) if "after" in given else "",
        facets=_facets(reader, given["facets"]) if "facets" in given else EVERY_FACET,
    )
    if (asked := len(question.requirements)) > MAX_REQUIREMENTS:
        reader.fault("", f"at most {MAX_REQUIREMENTS} requirements, all three kinds together", asked, "Keep those that matter most.")
    _one_way_of_paging(reader, question)
    _refuse_contradictions(reader, question)
    reader.done()
    return question


def _requirements(reader: Reader, given: Mapping[str, Any], name: str) -> tuple[Requirement, ...]:
    items = reader.items(given.get(name, []), f"/{name}", most=MAX_REQUIREMENTS, of="requirements")
    return tuple(_requirement(reader, item, f"/{name}/{number}") for number, item in enumerate(items))


def _requirement(reader: Reader, value: Any, at: str) -> Requirement:
    given = reader.members(value, at, CONDITIONS)
    if "competency" not in given and isinstance(value, dict):
        reader.fault(at, "a member competency", value, "Look keys up at /api/v1/competencies?q=.")
    read: Mapping[str, Callable[[Any, str], Any]] = {
        "competency": partial(reader.text, longest=LONGEST_VALUE),
        "min_level": partial(reader.whole, low=1, high=HIGHEST_LEVEL),
        "min_backing": partial(reader.whole, low=1, high=HIGHEST_RUNG),
        "issued_since": reader.day,
        "evidence": partial(reader.choice, known=EVIDENCE),
        "evidence_opens": reader.flag,
    }
    found = {name: read[name](given[name], f"{at}/{name}") for name in given}
    return Requirement((found.pop("competency", ""),), **found)


def _words(reader: Reader, value: Any) -> str:
    text = reader.text(value, "/words", longest=LONGEST_WORDS)
    stems = len(parse_words(text).stems)
    if text and stems == 0:
        reader.fault("/words", "words to look for", text, "Write at least one letter or digit.")
    if stems > MAX_WORDS:
        reader.fault("/words", f"at most {MAX_WORDS} words", stems, "Keep the words that matter most.")
    return " ".join(text.split())


def _selections(reader: Reader, value: Any) -> dict[str, tuple[str, ...]]:
    given = reader.members(value, "/selections", EVERY_FACET)
    found = {facet: _values(reader, values, f"/selections/{facet}") for facet, values in given.items()}
    if sum(map(len, found.values())) > MAX_SELECTED:
        reader.fault("/selections", f"at most {MAX_SELECTED} values in all", value)
    return found


def _values(reader: Reader, value: Any, at: str) -> tuple[str, ...]:
    items = reader.items(value, at, most=MAX_SELECTED, of="texts")
    if value == []:  # it would ask nothing, and find more people than somebody meant who narrows by an empty list
        reader.fault(at, "at least one value", value, "Leave the facet out when it must not narrow anything.")
    return tuple(dict.fromkeys(reader.text(item, f"{at}/{number}", longest=LONGEST_VALUE) for number, item in enumerate(items)))


def _facets(reader: Reader, value: Any) -> tuple[str, ...]:
    items = reader.items(value, "/facets", most=len(EVERY_FACET), of="facets")
    chosen = (reader.choice(item, f"/facets/{number}", EVERY_FACET) for number, item in enumerate(items))
    return tuple(dict.fromkeys(filter(None, chosen)))


def _one_way_of_paging(reader: Reader, question: Question) -> None:
    if question.after and question.page > 1:
        reader.fault("/page", "either after or page", question.page, "Leave page out: after says where to go on.")
    if question.page * question.size > FARTHEST:
        step = "Follow `next`: put it into `after` of the same search."
        reader.fault("/page", f"a page within the first {FARTHEST:,} people", question.page, step)


def _refuse_contradictions(reader: Reader, question: Question) -> None:
    for number, refused in enumerate(question.must_not):
        if any(_implies(wanted, refused) for wanted in question.must):
            expected, found = "a requirement that no must-have includes", "one that a must-have asks for"
            reader.faults.append(Fault(f"/must_not/{number}", expected, found, "Nobody can meet both: take one of them off."))


def _implies(wanted: Requirement, refused: Requirement) -> bool:
    """Whether every credential that meets `wanted` meets `refused`: it has the same conditions or harder ones, all of them."""
    return (
        wanted.competencies == refused.competencies
        and (wanted.min_level or 0) >= (refused.min_level or 0)
        and (wanted.min_backing or 0) >= (refused.min_backing or 0)
        and (refused.issued_since is None or (wanted.issued_since is not None and wanted.issued_since >= refused.issued_since))
        and (refused.evidence in (None, wanted.evidence) or (refused.evidence == "any" and _shows_any(wanted)))
        and wanted.evidence_opens >= refused.evidence_opens
    )


def _shows_any(wanted: Requirement) -> bool:
    return wanted.evidence is not None or wanted.evidence_opens
