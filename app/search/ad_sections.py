"""The parts of a job description: which heading each line stands under, and whether the part asks for something or offers it.

A heading reaches as far as its block: to the next heading, or to an empty line that is not the one right below it and does not
only part the items of a list. One marked with "#" reaches to the next heading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from app.search.ad_text import BULLET, LONGEST_HEADING, Span

LONGEST_TITLE_THAT_ASKS = 4
"""Words of a first line that is a heading like "What you bring"; a longer one is the title."""


class Part(Enum):
    """What a part of the text is there for."""

    ASKS = auto()
    OFFERS = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty, and what stands over it. `own` is the label at its own beginning ("Skills: ..."), where it has one."""

    span: Span
    heading: str = ""
    own: Span | None = None
    part: Part = Part.OTHER
    is_heading: bool = False
    is_bullet: bool = False


_ASKS = re.compile(
    r"\b(?:requirements?|required|requires?|needed|needs?|profile|you (?:bring|have|offer|know|can|do|need|are)|you(?:['’]ll| will)"
    r"|bring|skills?"
    r"|skilled|competenc\w+|abilities|qualifications?|qualified|tasks?|dut(?:y|ies)|responsib\w+|experience|knowledge|stack|tools?"
    r"|technolog\w+"
    r"|your (?:job|role|work|day|mission|background)|the (?:job|role|work|position)|day[- ]to[- ]day|must[- ]haves?|musts?"
    r"|essentials?|desirables?"
    r"|desired|nice[- ]to[- ]haves?|good to have|bonus|pluses|plus|preferred|software|we (?:expect|seek|ask)|about you|candidate"
    r"|criteria|welcome"
    r"|certificat\w+|education|training|languages?|licen[cs]es?|aufgaben|profil|anforderungen|kenntnisse|qualifikation\w*"
    r"|mitbring\w*|bringst"
    r"|erwarten|suchen)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:we (?:offer|give|provide|are)|our offer|you (?:get|receive)|for you|in return|look forward to|benefits?|perks?|rewards?"
    r"|package|why (?:us|join|work|we)"
    r"|about (?:us|the (?:company|team))|who we are|our (?:company|story|mission|values|culture|team|promise|clients?)|salary|pay|wages?"
    r"|compensation"
    r"|remuneration|location|hours|apply|contact|equal opportunit\w+|diversity|bieten|über uns|wir sind|kontakt|bewerb\w*|gehalt)\b",
    re.IGNORECASE,
)
_ASKS_ALL_THE_SAME = re.compile(r"\b(?:looking for|expect|you (?:bring|offer))\b", re.IGNORECASE)
_BARE = re.compile(
    r"(?:(?:what|who|why|how)\b.*|about (?:us|you|the \w+)|we (?:offer|expect)|nice[- ]to[- ]haves?|must[- ]haves?"
    r"|bonus(?: points)?|you (?:bring|have|offer)"
    r"|(?:(?:your|our|the|key|main|job|minimum|preferred|basic|essential|desirable|additional|technical"
    r"|professional) )?(?:requirements|responsibilities"
    r"|duties|tasks|role|job|profile|skills|qualifications|benefits|offer|perks|team|company|experience|knowledge|desirable"
    r"|essential|required|preferred"
    r"|education|languages|contact|location|salary)(?: and \w+)?)",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\S (?:is|are|would|helps?) ", re.IGNORECASE)
_QUESTION = re.compile(r"(?:what|who|why|how|where)\b", re.IGNORECASE)
_OWN = re.compile(r"[ \t]*(?:[-*•·–][ \t]+)?([A-Z](?:[\w /&'’-]|\.(?!\s)){1,40}):[ \t]+(?=\S)")


def part_of(heading: str) -> Part:
    """What stands under such a heading. "What we are looking for" asks, though it says "we are"."""
    if _OFFERS.search(heading) and not _ASKS_ALL_THE_SAME.search(heading):
        return Part.OFFERS
    return Part.ASKS if _ASKS.search(heading) or _ASKS_ALL_THE_SAME.search(heading) else Part.OTHER


class Sections:
    """The lines of a text with their headings."""

    def __init__(self, text: str) -> None:
        self.lines = tuple(_lines(text))
        self._starts = [line.span[0] for line in self.lines]

    def line_at(self, place: int) -> Line:
        """The line in which `place` is, or the one before it."""
        number = bisect_right(self._starts, place) - 1
        return self.lines[number] if number >= 0 else Line((0, 0))


def _lines(text: str) -> Iterator[Line]:
    heading, part, is_fixed, gap, was_item, was_bullet, under = "", Part.OTHER, False, False, False, False, 0
    spans = _spans(text)
    for number, span in enumerate(spans):
        line = text[slice(*span)]
        bare = line.strip()
        if not bare:
            gap = True
            continue
        is_bullet = BULLET.match(line) is not None
        is_item = is_bullet or _is_short(bare)
        if not is_bullet and _is_heading(text, spans, number):
            heading, is_fixed, under, is_item = bare.strip(" \t#:*"), bare.startswith("#"), 0, False
            part = part_of(heading) if number or is_fixed or bare.endswith(":") else _part_of_title(heading)
            yield Line(span, heading, None, part, is_heading=True)
        else:
            if under and not is_fixed and (was_bullet and not is_bullet and line[0].isupper() if not gap else not (is_item and was_item)):
                heading, part = "", Part.OTHER
            own = _OWN.match(line)
            label = (span[0] + own.start(1), span[0] + own.end(1)) if own else None
            own_part = part_of(own[1]) if own else Part.OTHER
            yield Line(span, heading, label, part if own_part is Part.OTHER else own_part, is_bullet=is_bullet)
            under += 1
        gap, was_item, was_bullet = False, is_item, is_bullet


def _spans(text: str) -> list[Span]:
    spans, first = [], 0
    for line in text.split("\n"):
        spans.append((first, first + len(line)))
        first += len(line) + 1
    return spans


def _is_short(bare: str) -> bool:
    return len(bare) <= LONGEST_HEADING and not bare.endswith((".", ",", ";", "!", "?"))


def _part_of_title(title: str) -> Part:
    """The first line names the work most often: "Contact centre agent" offers nothing."""
    part = part_of(title)
    return Part.OTHER if part is Part.OFFERS or len(title.split()) > LONGEST_TITLE_THAT_ASKS else part


def _is_heading(text: str, spans: Sequence[Span], number: int) -> bool:
    """Whether a line that is no bullet stands over others."""
    bare = text[slice(*spans[number])].strip()
    if bare.startswith("#") or (len(bare) <= LONGEST_HEADING and bare.endswith(":")):
        return True
    if not _is_short(bare) or (_SAYS.search(bare) and not _QUESTION.match(bare)):
        return False
    if _BARE.fullmatch(bare.strip("*_ ")):
        return True
    if number + 1 == len(spans):
        return False
    below = text[slice(*spans[number + 1])]
    if BULLET.match(below):
        return "," not in bare
    begins = number == 0 or not text[slice(*spans[number - 1])].strip()
    return begins and "," not in bare and (number == 0 or bool(below.strip()))
