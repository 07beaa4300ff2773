"""What a job description says of a competency that it names: that it is needed, welcome, one of several, or not needed, and by which words.

Looked at are the words of the clause in which it stands, and the heading over its line; nothing that another line says. What is said of
it first in this order counts when it is named several times: needed, named only, one of several, welcome; "not needed" counts when
nothing else is said anywhere. A "no" is said of the whole list behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from app.search.ad_sections import Sections
from app.search.ad_text import AdText, Span
from app.search.jobad import Named


class Worth(StrEnum):
    """From the firmest to the loosest."""

    NEED = "need"
    NAMED = "named"
    ONE_OF = "oneof"
    WISH = "wish"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Said:
    """What the text says, and the words that say it: those beside the name, or the heading it stands under."""

    worth: Worth
    words: str = ""
    is_heading: bool = False


_WISH = re.compile(
    r"\b(nice[- ]to[- ]haves?|good to have|(a|is|are) (big |huge |real |definite )?plus(es)?|bonus|preferred|preferably|desirable|desired"
    r"|ideally|advantage(ous)?|optional|not (strictly|absolutely) (required|needed|necessary)|not essential|would (be|help)|welcome"
    r"|von Vorteil|wünschenswert|idealerweise|nicht (zwingend|unbedingt)|(un|serait un) (plus|atout)|souhaitée?s?|appréciée?s?)\b",
    re.IGNORECASE,
)
_NEED = re.compile(
    r"\b(must|must[- ]haves?|required|requires?|requirements?|essentials?|need(ed|s)?|mandatory|necessary|minimum|at least|you (have|bring)"
    r"|what you (bring|need)|you will need|your profile|qualifications|strong|excellent|solid|proven|expert(ise)?"
    r"|(ihr|dein) profil|anforderungen|voraussetzungen|sie bringen|bringst du|erforderlich|zwingend"
    r"|(votre|ton) profil|profil recherché|compétences requises|exigée?s?|requise?s?|indispensables?)\b",
    re.IGNORECASE,
)
_VERBS = r"(need|require|expect|use|know|have to|ask|look)"
_NOT_BEFORE = re.compile(
    rf"\b(no need|no (\w+ ){{0,2}}(knowledge|experience|skills?|background)|(do|does|did|will|would|should) ?(not|n['’]t) (\w+ )?{_VERBS}"
    rf"|don['’]t (\w+ )?{_VERBS}|doesn['’]t {_VERBS}|need not|needn['’]t|rather than|instead of)\b(?! to be (an? )?(expert|guru|master))"
    r"|\bkeine (\w+ )?(kenntnisse|erfahrung(en)?) (mit|in|im)\b(?=[^,;]*$)",
    re.IGNORECASE,
)
_NO = re.compile(r"\b(?:no|neither|nor)\s+", re.IGNORECASE)
_NEEDED = re.compile(r"^[^.;:]*?\b(?:needed|required|necessary|expected|wanted)\b", re.IGNORECASE)
_NO_LIST = re.compile(r"[:;()]|\b(?:is|are|have|need|must|but|we|you)\b", re.IGNORECASE)
_PARTS_LIST = re.compile(r",|/|\b(?:or|and|nor)\b", re.IGNORECASE)
MOST_WORDS_OF_MEMBER = 3
_NOT_AFTER = re.compile(
    r"^(?:[^.;]*?\b)?(?P<no>(?:(?:is|are|not|be) (?:not|n['’]t)|isn['’]t|aren['’]t|not|no longer)"
    r" ?(?:required|needed|necessary|expected|a must|used|part of)\b|(?<=^ )(?:(?:is|are) unnecessary|neither)\b)",
    re.IGNORECASE,
)
_NOT_AFTER_ELSEWHERE = re.compile(
    r"^(?:[^.;:,]*?\b)?(?P<no>(?:ist|sind|wird|werden) (?:nicht|keine?)"
    r" (?:erforderlich|nötig|notwendig|vorausgesetzt|voraussetzung|bedingung)\b"
    r"|(?:n['’]est|ne sont) pas (?:nécessaires?|exigée?s?|requise?s?|obligatoires?|demandée?s?|indispensables?)\b)",
    re.IGNORECASE,
)
"""In German and French. There a comma parts clauses: nothing is said of what stands before one."""
_DENIES = re.compile(r"keine\s+\w*(?:kenntnisse|erfahrung(?:en)?)\b", re.IGNORECASE)
_ONE_OF = re.compile(r"\b(?:or|e\.g\.|such as|for example|like)(?=[\s,])", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"\s[–—-]\s|,?\s+\b(?:but|however|whereas|while|although|though)\b|,\s+(?=(?:and\s+)?(?:we|you|it|they)\b)", re.IGNORECASE
)
_NEXT_SUBJECT = re.compile(r"(?:,\s+(?:and\s+)?|\s+and\s+)(?=[\w+#.]+(?: (?:and|or) [\w+#.]+)? (?:is|are|would|must)\b)", re.IGNORECASE)
_SAYS = re.compile(r"\b(?:is|are|must|needs?|needed|have|know|use|write|required|good|strong|fluent|excellent)\b", re.IGNORECASE)
AROUND = 240
"""Characters before and behind a name that are looked at."""
MOST_PLACES = 20
"""Places of one competency that are looked at."""
LONGEST_WORDS = 40
"""Characters of the words that say it."""


def worth_of(ad: AdText, sections: Sections, named: Named) -> Said:
    """What the text says of this competency, all places where it stands taken together."""
    order = list(Worth)
    return min((_said_at(ad, sections, span) for span in named.spans[:MOST_PLACES]), key=lambda said: order.index(said.worth))


def is_not_needed(ad: AdText, span: Span) -> bool:
    """Whether `span`, or the clause in which it stands, says that it is not needed."""
    itself, on = ad.text[slice(*span)], ad.text[span[0] : _clause_at(ad, *span)[1]]
    return bool(_no_in(ad, span) or _NOT_AFTER.search(itself) or _NOT_AFTER_ELSEWHERE.search(on) or _DENIES.match(itself))


def _said_at(ad: AdText, sections: Sections, span: Span) -> Said:
    if no := _no_in(ad, span):
        return Said(Worth.NOT, no)
    first, last = _clause_at(ad, *span)
    line = sections.line_at(span[0])
    own = ad.text[slice(*line.own)] if line.own and line.own[1] <= span[0] else ""
    over = [] if line.is_heading else [heading for heading in (own, line.heading) if heading]
    if wish := _words(_WISH, ad.text, first, last):
        return Said(Worth.WISH, wish)
    if heading := next(filter(_WISH.search, over), ""):
        return Said(Worth.WISH, _short(heading), is_heading=True)
    if several := _words(_ONE_OF, ad.text, first, last):
        return Said(Worth.ONE_OF, several)
    if heading := next(filter(_NEED.search, over), ""):
        return Said(Worth.NEED, _short(heading), is_heading=True)
    if need := _words(_NEED, ad.text, first, last):
        return Said(Worth.NEED, need)
    return Said(Worth.NAMED, _short(over[0]) if over else "", is_heading=bool(over))


def _no_in(ad: AdText, span: Span) -> str:
    """The words that say that it is not needed; empty when none do."""
    first, last = _clause_at(ad, *span)
    before, after = ad.text[first : span[0]], ad.text[span[1] : last]
    if _WISH.search(ad.text, first, last):
        return ""
    if found := _NOT_BEFORE.search(before):
        return _short(found.group())
    if found := _NOT_AFTER.search(after) or _NOT_AFTER_ELSEWHERE.search(after):
        return _short(found["no"])
    return "no" if _is_in_a_list_after_no(before, after) else ""


def _is_in_a_list_after_no(before: str, after: str) -> bool:
    """ "no SQL", "no SQL, R or Go", "no SQL and Go needed", "neither SQL nor R"."""
    no = next(reversed(list(_NO.finditer(before))), None)
    if no is None:
        return False
    between = before[no.end() :]
    if not between:
        return True
    if _NO_LIST.search(between) or any(len(part.split()) > MOST_WORDS_OF_MEMBER for part in _PARTS_LIST.split(between)):
        return False
    is_listed = _PARTS_LIST.search(between) is not None
    return is_listed and bool(_NEEDED.search(after) or re.search(r"\b(?:or|nor)\b", between + after))


def _words(said: re.Pattern[str], text: str, first: int, last: int) -> str:
    found = said.search(text, first, last)
    return _short(found.group()) if found else ""


def _short(words: str) -> str:
    return " ".join(words.split()).strip(".,;: ")[:LONGEST_WORDS]


def _clause_at(ad: AdText, start: int, end: int) -> Span:
    """The part of the sentence in which `start` to `end` stands: "no need for SQL, but Python is a must" has two."""
    first, last = ad.sentence_at(start, end)
    first, last = max(first, start - AROUND), min(last, end + AROUND)
    cuts = [*_CLAUSE_END.finditer(ad.text, first, last), *_NEXT_SUBJECT.finditer(ad.text, first, last)]
    for cut in sorted(cuts, key=re.Match.start):
        if cut.re is _NEXT_SUBJECT and not _SAYS.search(ad.text, first, cut.start()):
            continue  # "SQL, R and Go are not needed" is one clause
        if cut.end() <= start:
            first = cut.end()
        elif cut.start() >= end:
            return first, cut.start()
    return first, last
