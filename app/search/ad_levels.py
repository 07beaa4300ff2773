"""How well a job description wants something known, as it says so: "fluent", "B2", "five years". Words for levels are those of the text
and no issuer's, so they become no least level; whoever searches is told of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.search.ad_text import AdText, Span, item_at

MOST_PLACES = 20
"""Places of one competency that are looked at."""
LONGEST = 24
_LEVEL = re.compile(
    r"\b(?:fluent(?:ly)?|native|mother tongue|proficient|advanced|intermediate|beginners?|basic|conversational|expert(?:[- ]level)?"
    r"|[ABC][12](?:\+|/[ABC][12])?|flie(?:ß|ss)end|verhandlungssicher|Muttersprache|Grundkenntnisse|fortgeschritten\w*)(?!\w)",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"\b(?:\d{1,2}\+?|one|two|three|four|five|six|seven|eight|ten)(?: or more)? years?\b|\b\d{1,2}\+? Jahren?\b", re.IGNORECASE
)


def level_said(ad: AdText, spans: Iterable[Span]) -> str:
    """The words for a level beside the first of `spans` that has any, at most `LONGEST` characters; empty when none has."""
    places = [span for span, _ in zip(spans, range(MOST_PLACES), strict=False)]
    return next((level for span in places if (level := _beside(ad, span))), "")[:LONGEST]


def _beside(ad: AdText, span: Span) -> str:
    """In the item of the list in which it stands, in the next one when that is nothing else, or years anywhere before it."""
    items = ad.items_at(*span)
    own = item_at(items, span[0])
    if own < 0:
        return ""
    first, last = items[own]
    found = _LEVEL.search(ad.text, first, span[0]) or _LEVEL.search(ad.text, span[1], last)
    if found is None and own + 1 < len(items):
        found = _LEVEL.fullmatch(ad.text, *items[own + 1])
    found = found or _YEARS.search(ad.text, items[0][0], span[0])
    return " ".join(found.group().split()) if found else ""
