"""What of a search this site can answer: unknown competencies and contradictions become sentences, and can be taken out."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.domain.models import Competency
from app.recruiters.by_words import competencies_named
from app.recruiters.grammar import LIST_WORDS, LISTS, Notice, Parsed, SearchForm, clashing
from app.search.interface import EVERY_FACET, MAX_REQUIREMENTS, MAX_WORDS
from app.search.words import parse_words


def understand(session: Session, parsed: Parsed) -> tuple[Mapping[str, Competency], tuple[Notice, ...]]:
    """The competencies that a search names, by key, and everything that is wrong with it. Nobody may be shown when a notice stops."""
    known = competencies_named(session, _keys(parsed.form))
    return known, (*parsed.notices, *_unknown(parsed.form, known), *_clashes(parsed.form, known))


def _keys(form: SearchForm) -> set[str]:
    return {chip.key for _, chip in form.chips} | {k for k in form.selections.get("competency", ()) if k.isalnum()}


def _unknown(form: SearchForm, known: Mapping[str, Competency]) -> list[Notice]:
    """Competencies that no framework here has. An unknown nice-to-have only cannot rank anybody."""
    return [
        Notice(
            f"One “{LIST_WORDS[name]}” names a competency that is not known here ({chip.key}). "
            + ("It ranks nobody. " if name == "nice" else "Nobody is shown because of it. ")
            + "Take it off, and add the competency again by its name.",
            stops=name != "nice",
        )
        for name, chip in form.chips
        if chip.key not in known
    ]


def _clashes(form: SearchForm, known: Mapping[str, Competency]) -> list[Notice]:
    return [
        Notice(
            f"“{known[key].label}” is both a must-have and a must-not, and nobody can be both. Take one of the two off.",
            stops=True,
            understood=True,
        )
        for key in clashing(form)
        if key in known
    ]


def answerable(form: SearchForm, known: Mapping[str, Competency]) -> SearchForm:
    """The form without what stops it: unknown competencies and filters, the must-not of a clash, chips and words beyond the limit."""
    clash = set(clashing(form))
    room = MAX_REQUIREMENTS
    for name in LISTS:
        kept = [c for c in form.chips_in(name) if c.key in known and not (name == "not" and c.key in clash)][:room]
        form, room = form.with_list(name, kept), room - len(kept)
    for facet in form.selections:
        form = form if facet in EVERY_FACET else form.without_facet(facet)
    words = " ".join(form.words.split()[:MAX_WORDS])
    return form.with_words(words if parse_words(words) else "")
