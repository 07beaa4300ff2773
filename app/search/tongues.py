"""In which language a text is, by the small words that every sentence of it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from app.search.words import plain_words

_SMALL_WORDS = {
    "cs": "a na se je že pro s do ve k jsou nebo od jako",
    "da": "og at det er for med af til ikke vi du din vores som",
    "de": "und der die das mit sie wir fur ist eine einen den dem zu von im oder auch bei ihre unser unsere als sind",
    "en": "the and of to with you your our we are for is will have in on or who",
    "es": "y el la los las una con para que por del su nuestra nuestro en de o como",
    "fi": "ja on sen ei tai joka ovat olet meilla sinulla seka etta kanssa",
    "fr": "et le la les des une vous nous pour avec est dans du sur votre nos en de ou au",
    "it": "e il la di che per con una del della sono nel nella gli le dei o nostro",
    "nl": "en het een van de met je wij voor zijn op te ons bij jij onze of ben",
    "pl": "i w z na do sie oraz jest dla ze od lub jako nasz",
    "pt": "e os as de que para com uma em do da nao ou dos nossa por",
    "sv": "och att det ar for med av till inte vi du din som pa i",
}
_LANGUAGES_OF = {
    word: frozenset(code for code, words in _SMALL_WORDS.items() if word in plain_words(words))
    for words in _SMALL_WORDS.values()
    for word in plain_words(words)
}
LEAST = 4
"""Small words from which on a text tells its language."""
SHARE = 0.08
"""Least share of a text's words; in running text it is a quarter and more."""


def language_of(text: str) -> str:
    """The language of `text` as a code of ISO 639; empty when its words do not tell, as in a mere list of names."""
    words = plain_words(text)
    found = Counter(code for word in words for code in _LANGUAGES_OF.get(word, ()))
    (best, most), (_, next_most) = [*found.most_common(2), ("", 0), ("", 0)][:2]
    return best if most >= max(LEAST, SHARE * len(words)) and most > next_most else ""


def is_small(word: str) -> bool:
    """Whether this is one of the small words of any language, as `plain_words` writes them."""
    return word in _LANGUAGES_OF


def languages_of(texts: Iterable[str]) -> frozenset[str]:
    """The languages that any of these is in."""
    return frozenset(filter(None, map(language_of, texts)))
