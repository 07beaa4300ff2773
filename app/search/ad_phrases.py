"""Skills in small letters that a job description names and no framework has as such: "technical documentation", "code review".

What a skill is called is learnt from the labels: the words that several of them end with ("management", "analysis", "documentation")
are its heads. A head and a word before it that labels know, too, are a phrase. A single word in small letters is none: any noun
would be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.search.ad_text import LONGEST_NAME, Span

HEAD_OF = 3
"""Different labels that end with a word before it is a head."""
_SMALL_WORD = re.compile(r"(?<![\w.@/&'’-])[a-z][a-z-]+[a-z](?![\w@/&'’]|\.\w)")
_PHRASE = re.compile(rf"{_SMALL_WORD.pattern} {_SMALL_WORD.pattern}")
_SAYS_NOTHING = (
    "able about above after all also and another any are as at automatic automatically be before best better big both broad"
    " build by can care certificate certificates certification certified clean clear close common complete complex concise"
    " current daily deep degree different diverse do does each easy effective ensure every excellent existing experience"
    " expert external fast few first for formal from full further given good great have help high higher in independent"
    " individual innovative internal international into is its job keep key knowledge large latest least like local long main"
    " many modern more most much must my nationwide new nice no not of off on one open or other our own part previous"
    " professional profound proven quick rapid real related relevant reliable required robust same several share short similar"
    " simple small solid some sound special stable strong such sustainable take team teams than that the their them these they"
    " this those three through to tool tools top towards two under up use used useful using various very we well while whole"
    " wide will with within without work working write years you your"
)
_NOTHING = frozenset(_SAYS_NOTHING.split())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of all labels: `ordinary` are those that stand there in small letters, `heads` what skills end with."""

    ordinary: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()

    @classmethod
    def made_of(cls, labels: Iterable[str]) -> Vocabulary:
        texts = [re.findall(r"[\w-]+", label) for label in labels]
        small = {word for words in texts for word in words if word.islower()}
        ends = Counter(end for end, _ in {(words[-1], words[-2]) for words in texts if len(words) > 1 and words[-1].islower()})
        heads = frozenset(word for word, number in ends.items() if number >= HEAD_OF and word not in _NOTHING)
        return cls(frozenset(small), heads)

    def phrases(self, text: str) -> Iterator[Span]:
        """The places of two words that are like the end of a label; they may overlap."""
        for match in re.finditer(rf"(?={_PHRASE.pattern})", text):
            found = _PHRASE.match(text, match.start())
            if found and len(found.group()) <= LONGEST_NAME and self._is_one(*found.group().split(" ")):
                yield found.span()

    def _is_one(self, first: str, second: str) -> bool:
        return second in self.heads and first in self.ordinary and first not in _NOTHING
