"""Competencies that no framework here has, asked for by their words: ``~Communication`` where the key of a competency stands otherwise.

Rubrics judge many things that they link to no framework. Such a criterion has nothing but its name, and its name is enough to ask for
it and for a level on it; what answers says that it does so by its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from app.domain import frameworks
from app.domain.models import Competency
from app.domain.plain import one_line
from app.search.interface import Requirement
from app.search.words import name_key

SIGN = "~"
LONGEST = 180
"""Characters of what may stand behind the sign: a criterion and the achievement that it belongs to."""


def by_words(words: str) -> str:
    """What stands in place of a key; empty when there is no word in it. A colon would begin a condition."""
    clean = one_line(words.replace(":", " "), limit=LONGEST)
    return SIGN + clean if name_key(clean) else ""


def is_by_words(key: str) -> bool:
    """Whether this is what `by_words` makes."""
    return key.startswith(SIGN) and by_words(key[1:]) == key


def competencies_named(session: Session, keys: Iterable[str]) -> Mapping[str, Competency]:
    """The competencies with these keys, and for what is asked by its words one that has nothing but its name. The rest is left out."""
    wanted = set(keys)
    worded = {key for key in wanted if key.startswith(SIGN)}
    return frameworks.competencies_by_key(session, wanted - worded) | {key: _with_a_name_only(key) for key in worded if is_by_words(key)}


def _with_a_name_only(key: str) -> Competency:
    """In no session, so it is never stored."""
    return Competency(key=key, label=key.removeprefix(SIGN), alt_labels=[], uri="", description="")


def in_words(asked: Requirement, *, text: bool) -> Requirement:
    """The requirement for what is asked by its words: criteria that are called so and, with `text`, credentials without any competency
    whose text names it."""
    words = asked.competencies[0].removeprefix(SIGN)
    return replace(asked, criteria=(words,), phrases=(words,) if text else ())
