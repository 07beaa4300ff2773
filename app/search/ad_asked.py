"""What a job description asks for, in any trade and whatever the frameworks know: "wound care", "read circuit diagrams".

It asks where it lists things under a heading like "Your tasks", where it speaks of the reader ("You test circuits"), and after words
like "experience with". What it says there is parted at commas, "and" and the like; of each part the words around the thing itself
("good knowledge of ...", "... is a plus") are left off. Praise, pay and places are no such things: nothing is taken from a part that
offers, and nothing from a sentence on "us" but what follows those words. Rather one too many than one that is dropped unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.search.ad_context import SHORT
from app.search.ad_sections import Line, Part, Sections
from app.search.ad_text import LONGEST_PHRASE, AdText, Span

MOST_WORDS = 6
LEAST_ITEMS, MOST_WORDS_OF_ITEM = 3, 4
"""Short items of a list that asks without a heading."""
_WORD = r"[\w.+#&'’/-]+"
_KNOWING = (
    r"(?:knowledge|understanding|grasp|command|mastery|awareness) (?:of|in)|experienced? (?:in|with|of|using)|familiar(?:ity)? with"
    r"|(?:skilled|skills?|trained|training|competent|competence|proficien\w+|confident|qualified|versed|expertise|background|interest(?:ed)?"
    r"|comfortable|fluent|good) (?:in|with|at)|responsible for|in charge of|know how to|used to|help with"
)
_CUE = re.compile(
    rf"\b(?:{_KNOWING}|ability to|able to|(?:tasks|duties|skills|tools|responsibilities) (?:are|include)"
    r"|(?:some(?:one|body)|people|person|who|you) (?:who )?(?:can|must|should)|(?:some(?:one|body)|people) (?:with|who)"
    r"|we (?:expect|require|ask for|need(?! (?:an?|you|some|people|help)\b))|you(?:['’]ll)? need|you to (?:bring|have|know)"
    r"|Kenntnisse in|Erfahrung (?:mit|in)|Umgang mit)\s+",
    re.IGNORECASE,
)
_YOU = re.compile(
    r"\b(?:you|s?he|the (?:successful |ideal |right )?(?:candidate|applicant|person|holder))"
    r"(?:['’]ll| will| can| should| must| may| also)*\s+",
    re.IGNORECASE,
)
_YOU_ARE_TOLD = re.compile(
    r"(?:are|is|were|was|joins?|gets?|receives?|lives?|reports?|finds?|love|like|enjoy|want|starts?|would|do not|don['’]t|won['’]t"
    r"|works? (?:in|at|for|from)|earns?|prefer|wish|choose|belongs?|did|had|ha(?:ve|s) (?:used|worked|been|done))\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"(?:we|our|it|they|this|there|i|if|interested|call|contact|apply|send|hi|hello"
    r"|the (?:salary|team|company|school|job|position|train|office))\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:ideally|preferably|a (?:plus|must|bonus)|an advantage|required|mandatory|essential|desirable|(?:is|are|also) welcome"
    r"|(?:nice|good) to have|would (?:be|help)|pref|req|von Vorteil)\b",
    re.IGNORECASE,
)
_TASKS_WORDS = (
    "administer advise analyse analyze assess assist build calculate care check clean coach collect communicate cook coordinate"
    " deliver deploy design develop document ensure evaluate handle implement inspect install keep lead maintain make manage"
    " measure monitor operate organise organize perform plan prepare process produce program provide read repair review run sell"
    " serve supervise support teach test train translate troubleshoot use weld wire write"
)
_TASKS = frozenset(_TASKS_WORDS.split())
_BETWEEN = re.compile(
    r"[,;:()\[\]•·|]|\s[&+–-]\s|(?<=[a-z])/(?=[a-z])|\b(?:and|or|und|oder|as well as|plus|nor)\b(?:/or\b)?"
    r"|\b(?:with|using|such as|like|including|e\.g\.|mit|via|into)(?=\s)(?! to\b)",
    re.IGNORECASE,
)
_JOINS = re.compile(r"(?:and|or|und|oder)$", re.IGNORECASE)
_MEANS = re.compile(r"(?:with|using|mit|via|into)$", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"batch|hot|cold|wet|dry|low|high|short|long|old|young|early|late|front|back|inner|outer"
    r"|\w{2,}(?:al|ic|ary|ive|ous|less|bound|ile|ned|ten|red)"
)
_LEAD = re.compile(
    rf"(?:(?:{_KNOWING}|(?:work|help|assist|support|deal)(?:ing)? with|tak(?:e|ing) part in|participate in|carry(?:ing)? out|look after"
    r"|(?:know )?your way around|care about|(?:build|operate|run|ensure|maintain|watch|monitor)(?=\s+(?:\S+\s+\S|(?-i:[A-Z])))"
    r"|(?:at least |minimum )?\d+\+?(?:[-–]\d+)? (?:or more )?years?['’]?(?: of)?|years? of|at least"
    r"|(?:you|s?he|they)(?:['’](?:ll|re))?(?: will| can| should| must| also| are)*"
    r"|the|an?|any|our|your|their|its|some|all|both|one|two|three|four|five"
    r"|(?:basic|advanced|first|working|practical|professional)(?= (?:knowledge|experience|understanding|skills?|command))"
    r"|good|great|very|strong|solid|excellent|proven|sound|deep|broad|initial|thorough|in-depth|hands-on|relevant|prior|previous"
    r"|demonstrable|demonstrated|completed|fluent|intermediate|several|ideally|preferably|desirable|also|but|ability|able|must|should|can|will|to|of|in|at|least|more|then|have|has|had|hold|possess|knows?|bring|do|does|doing"
    r"|give|perform|provide|use|be|being|love|need|needed|required|no|not|neither)\s+)+",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\s+(?:that|which|who|whose|where|when|while|so|because|if|is|are|was|would|will|must|should|not|required|needed|necessary"
    r"|preferred|desired|desirable|welcome|essential|mandatory|optional|nice to have|pref|req|during|after|before|under|between"
    r"|through|within|across|without|every|now)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_TWO = re.compile(rf"({_WORD}\s+{_WORD}(?:\s+{_WORD})*?)\s+(?:in|to|for|at|on|from|by|of our|of the)\s.*$", re.DOTALL)
_SKILLS = re.compile(r"(?<=\w)\s+(?:skills?|experience|abilities|know-how)$", re.IGNORECASE)
_NOTHING_WORDS = (
    "a able about also am an and any anything are as ask assist at be been better both bring build but by can car comfortable"
    " comparable confident cv day days deal degree do does each equivalent erfahrung etc even every everything experience"
    " experienced familiar few first fluent for friday fridays from fun good great had has have he help her his how i if in"
    " interested is it its job join kenntnisse know knowledge languages less like lovely manage many maybe me monday mondays more"
    " most much must my need new nice no not of off on once one operate or other others our out over own people perhaps person"
    " plan please prepare proficient requirements responsible role run salary same saturday saturdays she should similar skilled"
    " skills so some somebody someone something such sunday sundays support teamplayer than that the their them then there these"
    " they thing things this those thursday to together too tools training tuesday two under up us use used using very want was we"
    " wednesday well what when where which while who whose why will with work working would write years you your"
)
_NOTHING = frozenset(_NOTHING_WORDS.split())
_NO_THING = re.compile(
    r"@|://|\bwww\.|\.\w+/|\S{41}|[€$£]|\b(?:EUR|USD|GBP)\b|^[\W\d_]*$|\b(?:we|us|our|Dr|Mr|Mrs|Ms|Prof)\b"
    r"|(?<![\w-])(?:years?|months?|days?|weeks?|hours?)(?![\w-])",
    re.IGNORECASE,
)


def asked_places(ad: AdText, sections: Sections) -> list[Span]:
    """Where the things stand that the text speaks of as something to know or do, in the order of the text; none overlaps another."""
    found: list[Span] = []
    for first, last in _askings(ad, sections):
        for span in _things(ad.text, first, last):
            if not found or span[0] >= found[-1][1]:
                found.append(span)
    return found


def _askings(ad: AdText, sections: Sections) -> Iterator[Span]:
    """The stretches of the text that ask."""
    for first, last in ad.sentences():
        line = sections.line_at(first)
        if line.part is Part.OFFERS or line.is_heading:
            continue
        if line.own and first <= line.own[0] < last:
            first = line.own[1] + 1
        start = _asks_from(ad.text, line, first, last)
        if start is not None:
            yield start, last


def _asks_from(text: str, line: Line, first: int, last: int) -> int | None:
    """Where a sentence begins to ask; None when it does not."""
    cue = _CUE.search(text, first, last)
    if _OURS.match(text, first, last):
        return cue.end() if cue else None
    if line.part is Part.ASKS or line.is_bullet:
        return first
    for you in _YOU.finditer(text, first, last):
        if not _YOU_ARE_TOLD.match(text, you.end(), last):
            return min(you.end(), cue.end()) if cue else you.end()
    if cue:
        return cue.end()
    sentence = text[first:last]
    if _WANTED.search(sentence):
        return first
    return first if sentence.split(" ", 1)[0].casefold() in _TASKS or _is_list(sentence) else None


def _is_list(sentence: str) -> bool:
    """Whether a sentence is nothing but a list of short items: "Lesson planning, assessment, parent meetings"."""
    items = [item.strip() for item in sentence.rstrip(".").split(",")]
    short = all(item and len(item.split()) <= MOST_WORDS_OF_ITEM for item in items)
    return short and len(items) >= LEAST_ITEMS and not any(item[0].isupper() for item in items[1:])


def _things(text: str, first: int, last: int) -> Iterator[Span]:
    begin, is_joined = first, False
    for between in [*_BETWEEN.finditer(text, first, last), None]:
        end, sign = (between.start(), between.group()) if between else (last, "")
        if not is_joined and _JOINS.match(sign) and _ATTRIBUTE.fullmatch(text[begin:end].strip().rpartition(" ")[2]):
            is_joined = True  # "hot and cold starters" is one thing
            continue
        thing = _thing(text, begin, end)
        if thing and not (_MEANS.match(sign) and " " not in text[slice(*thing)]):  # "deploy with Docker" asks for Docker
            yield thing
        begin, is_joined = between.end() if between else last, False


def _thing(text: str, first: int, last: int) -> Span | None:
    """What is left of a part without the words around the thing; None when nothing is."""
    if text[first - 1 : first] == "/" and "." in text[max(first - LONGEST_PHRASE, 0) : first].rpartition(" ")[2]:
        return None  # the rest of an address
    part = text[first:last]
    start = len(part) - len(part.lstrip(" \t\n\"“”'‘*_–-"))
    if lead := _LEAD.match(part, start):
        start = lead.end()
    rest = _REST.sub("", f" {part[start:]}")[1:]
    if shorter := _AFTER_TWO.match(rest):
        rest = shorter[1]
    rest = _SKILLS.sub("", " ".join(rest.split(" ")[:MOST_WORDS]))[:LONGEST_PHRASE].rstrip(" \t\n.,!?\"“”'’*_–-")
    words = rest.casefold().split()
    if len(rest) <= SHORT or all(word in _NOTHING for word in words) or _NO_THING.search(rest):
        return None
    return first + start, first + start + len(rest)
