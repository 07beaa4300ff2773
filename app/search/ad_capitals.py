"""Whether the capital of a word tells that it is a name of a tool or skill where it stands: "We use Kubernetes", not "We are in Leeds".

Inside a sentence only names have one; those of places, people, employers and occupations are told by the words around them. At the
beginning of a sentence or line everything has one: a name is what no label knows as an ordinary word and what stands beside
another name ("Docker and Kubernetes", "Kubernetes on AWS") or before a word like "experience". Said of languages in which capitals
say something at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.search.ad_text import AdText, Span, is_heading, is_shaped

AROUND = 120
"""Characters before a name in which the words that tell a place are looked for."""
_OTHERS = r"(?:the |our )?(?:[A-Z][\w.&-]*(?: [A-Z][\w.&-]*)*(?:,? and |,? or |, |/))*$"
_NO_PLACE = "".join(rf"(?<!{word} )" for word in ("nowledge", "xperience", "ommand", "nderstanding", "se"))
_AT = re.compile(rf"\b(?:at|near|join|joining|outside|around|{_NO_PLACE}of) {_OTHERS}")
_IN = re.compile(rf"\b(?:in|from|to|between) {_OTHERS}")
_SEAT = re.compile(r"([A-Z]\w+), $")
_PLACE = re.compile(
    r"\b(?:teams?|offices?|based|located|location|live|lives|living|city|region|headquarters?|firms?|compan(?:y|ies)|sites?|shops?|hotels?|hospitals?"
    r"|remote(?:ly)?|on-?site|hybrid|relocat\w+|travel\w*|commut\w+|plants?|branch(?:es)?|stations?|we are)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:report(?:s|ing)? to|(?:led|founded|managed) by)\b|\b(?:contact|ask|call|email|dr|prof|mrs?|ms|st)\.? $", re.IGNORECASE
)
_KNOWS = re.compile(r" (?:experience|knowledge|skills?|certifi\w+|administration|know-how|expertise|is a (?:plus|must)|would be)\b")
_BESIDE = re.compile(r"(?:,| ?/| ?&| and| or|,? as well as| on) ?")
_LAST_OF_OTHERS = (
    "academy administrator agency analyst apprentice architect area assistant association authority bachelor bank board"
    " center centre chef clinic college company consultant coordinator council county degree department designer developer"
    " director division engineer engineers foundation group head holding hospital hotel institute intern lead leader ltd"
    " manager master museum network nurse office officer operator organisation owner partner product programme region"
    " representative school scientist services society specialist squad street studio supervisor team technician technologies"
    " trainer trust university ward"
)
_OF_OTHERS = frozenset(_LAST_OF_OTHERS.split())
_ADJECTIVES = frozenset(("american", "asian", "british", "european", "irish", "scottish", "welsh"))
_TITLES = frozenset(("dr", "prof", "professor", "mr", "mrs", "ms", "st", "sir"))


def ordinary_words(labels: Iterable[str]) -> frozenset[str]:
    """The words that stand in labels in small letters: their capital in a text says nothing."""
    return frozenset(word for label in labels for word in re.findall(r"[\w-]+", label) if word.islower())


class Capitals:
    """A text, its words with capitals, and what of it is known. `ordinary` as of `ordinary_words`."""

    def __init__(self, ad: AdText, names: Iterable[Span], known: Sequence[Span], ordinary: frozenset[str]) -> None:
        self._ad, self._text, self._ordinary = ad, ad.text, ordinary
        self._beside = {*(start for start, _ in known), *(span[0] for span in names if not self._is_ordinary(span))}

    def tell(self, span: Span) -> bool:
        """Whether the word, or the words, at `span` are a name by their capital."""
        first = self._ad.sentence_at(*span)[0]
        if self._is_ordinary(span) or self._is_of_others(span) or self._is_heading(span[0]):
            return False
        if span[0] > first and self._text[first : span[0]].strip("“\"'( "):
            return True
        return self._is_beside_a_name(span[1]) or _KNOWS.match(self._text, span[1]) is not None

    def is_of_place_or_person(self, span: Span) -> bool:
        """Whether the words before it tell of people, employers or places: "You report to Mary Byrne", "our office in Leeds"."""
        first, last = self._ad.sentence_at(*span)
        before = self._text[max(first, span[0] - AROUND) : span[0]]
        if _PERSON.search(before) or _AT.search(before) or ((seat := _SEAT.search(before)) and seat[1].casefold() in _OF_OTHERS):
            return True
        return _IN.search(before) is not None and _PLACE.search(self._text, first, last) is not None

    def may_be_name(self, words: str) -> bool:
        """Whether one of `words` is neither ordinary nor an occupation."""
        return any(self._is_rare(word) and word.casefold() not in _OF_OTHERS for word in words.split())

    def _is_rare(self, word: str) -> bool:
        return is_shaped(word) or word.casefold() not in self._ordinary

    def _is_ordinary(self, span: Span) -> bool:
        """Whether all its words are known in small letters, from labels: "Security", "Design"."""
        return not any(map(self._is_rare, self._text[slice(*span)].split()))

    def _is_of_others(self, span: Span) -> bool:
        """Whether it is an occupation, an employer or part of one, or says where something is from."""
        words = self._text[slice(*span)].casefold().split()
        return words[-1].rstrip(".") in _OF_OTHERS or words[0] in _ADJECTIVES or words[0].rstrip(".") in _TITLES

    def _is_heading(self, place: int) -> bool:
        """Whether its line is a heading; what is pasted as a single line has none."""
        return "\n" in self._text.strip() and is_heading(self._text, place)

    def _is_beside_a_name(self, end: int) -> bool:
        beside = _BESIDE.match(self._text, end)
        return beside is not None and beside.end() in self._beside
