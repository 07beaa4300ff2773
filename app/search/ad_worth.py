"""What a job description says of a competency that it names: that it is needed, welcome, one of several, or not needed.

Looked at are the words of the clause in which it stands, and the heading over it. What is said of it first in this order counts when
it is named several times: needed, named only, one of several, welcome; "not needed" counts when nothing else is said anywhere.
"""

from __future__ import annotations

import re
from enum import StrEnum

from app.search.ad_text import AdText, Span, heading_over, is_heading
from app.search.jobad import Named


class Worth(StrEnum):
    """From the firmest to the loosest."""

    NEED = "need"
    NAMED = "named"
    ONE_OF = "oneof"
    WISH = "wish"
    NOT = "not"


_WISH = re.compile(
    r"\b(nice[- ]to[- ]haves?|good to have|(a|is|are) (big |huge |real |definite )?plus(es)?|bonus|preferred|preferably|desirable|desired"
    r"|ideally|advantage(ous)?|optional|not (strictly|absolutely) (required|needed|necessary)|not essential|would help|welcome)\b",
    re.IGNORECASE,
)
_NEED = re.compile(
    r"\b(must|must[- ]haves?|required|requires?|requirements?|essentials?|need(ed|s)?|mandatory|necessary|minimum|at least|you (have|bring)"
    r"|what you (bring|need)|you will need|your profile|qualifications|strong|excellent|solid|proven|expert(ise)?)\b",
    re.IGNORECASE,
)
_VERBS = r"(need|require|expect|use|know|have to|ask|look)"
_NOT_BEFORE = re.compile(
    rf"\b(no need|no (\w+ ){{0,2}}(knowledge|experience|skills?|background)|(do|does|did|will|would|should) ?(not|n['’]t) (\w+ )?{_VERBS}"
    rf"|don['’]t (\w+ )?{_VERBS}|doesn['’]t {_VERBS}|need not|needn['’]t|rather than|instead of)\b(?! to be (an? )?(expert|guru|master))",
    re.IGNORECASE,
)
_NO = re.compile(r"\bno\s+$", re.IGNORECASE)
_NOT_AFTER = re.compile(
    r"^[^.;]*?\b(?:(?:is|are|not|be) (?:not|n['’]t)|isn['’]t|aren['’]t|not|no longer)"
    r" ?(?:required|needed|necessary|expected|a must|used|part of)\b|^\s+(?:(?:is|are) unnecessary|neither)\b",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\b(?:or|e\.g\.|such as|for example|like)(?=[\s,])", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"\s[–—-]\s|,?\s+\b(?:but|however|whereas|while|although|though)\b|,\s+(?=(?:and\s+)?(?:we|you|it|they|\w+ (?:is|are))\b)",
    re.IGNORECASE,
)


MOST_PLACES = 20
"""Places of one competency that are looked at."""


def worth_of(ad: AdText, named: Named) -> Worth:
    """What the text says of this competency, all places where it stands taken together."""
    order = list(Worth)
    return min((_said_at(ad, span) for span in named.spans[:MOST_PLACES]), key=order.index)


def _said_at(ad: AdText, span: Span) -> Worth:
    text = ad.text
    first, last = _clause_at(ad, *span)
    clause, before, after = text[first:last], text[first : span[0]], text[span[1] : last]
    if not _WISH.search(clause) and (_NOT_BEFORE.search(before) or _NO.search(before) or _NOT_AFTER.search(after)):
        return Worth.NOT
    heading = "" if is_heading(text, span[0]) else heading_over(text, first)
    if _WISH.search(clause) or _WISH.search(heading):
        return Worth.WISH
    if _ONE_OF.search(clause):
        return Worth.ONE_OF
    return Worth.NEED if _NEED.search(clause) or _NEED.search(heading) else Worth.NAMED


def _clause_at(ad: AdText, start: int, end: int) -> tuple[int, int]:
    """The part of the sentence in which `start` to `end` stands: "no need for SQL, but Python is a must" has two."""
    first, last = ad.sentence_at(start, end)
    for cut in _CLAUSE_END.finditer(ad.text, first, last):
        if cut.end() <= start:
            first = cut.end()
        elif cut.start() >= end:
            return first, cut.start()
    return first, last
