"""The use-case "a program searches people": a `Question` goes in, the engine is asked, and what it found is loaded and judged again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.orm import Session

from app.api.cursor import cursor_of, place_of
from app.api.loosening import Nobody, explain_nobody
from app.api.question import Question
from app.api.reading import Fault, FaultsError
from app.domain import moderation, outbox
from app.domain.associations import expansion
from app.domain.models import Competency
from app.recruiters.by_words import competencies_named
from app.recruiters.facets import labels_of
from app.recruiters.found import FoundPerson
from app.recruiters.hits import found_people
from app.recruiters.instead import called_like
from app.recruiters.widening import Reach, widened
from app.search.interface import CompetencyQuery, FacetValue
from app.services import Services
from app.viewers import Viewer

FACET_SIZE = 50
"""Values counted of each facet, the most frequent first."""


@dataclass(frozen=True, slots=True)
class CountedFacet:
    """A facet with its values, each with the name that a person reads (the value itself when it means nothing here any more)."""

    name: str
    values: tuple[tuple[FacetValue, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search finds. `after` goes on behind the last person, None on the last page; `nobody` says why when there is none at all."""

    total: int
    people: tuple[FoundPerson, ...]
    facets: tuple[CountedFacet, ...]
    after: str | None
    nobody: Nobody


def ask(parts: Services, session: Session, viewer: Viewer, question: Question) -> Answer:
    """Search for this viewer. Raises `FaultsError` for a competency that is not known here and a cursor of another search."""
    known = _known(session, question)
    reach = Reach(known, expansion(session, known), question.hops)
    query = _placed(_query(parts, session, viewer, _expanded(question, reach)), question)
    begun = parts.engine.begin(query)

    def count(other: Question) -> int:
        asked = {r.competencies[0] for _, r in other.requirements}
        of_others = reach if asked <= known.keys() else Reach(competencies_named(session, asked), expansion(session, asked), other.hops)
        changed = _query(parts, session, viewer, _expanded(other, replace(of_others, hops=other.hops)))
        return parts.engine.totals([changed])[0]

    hits = begun.hits[: question.size]
    people = found_people(parts, session, hits, query, known, reach.expansions)
    page = begun.page()  # from here on the counts are needed; until here they were worked out meanwhile
    return Answer(
        total=max(page.total - (len(hits) - len(people)), 0),
        people=people,
        facets=tuple(_counted(session, parts, name, page.facets.get(name, ())) for name in question.facets),
        after=cursor_of(hits[-1], question.mark) if len(page.hits) > question.size else None,
        nobody=Nobody() if page.total else explain_nobody(question, known, partial(called_like, parts.database, session), count),
    )


def _known(session: Session, question: Question) -> Mapping[str, Competency]:
    known = competencies_named(session, {r.competencies[0] for _, r in question.requirements})
    step = "Look it up at /api/v1/competencies?q=, or take the requirement off."
    unknown = [
        Fault(f"{at}/competency", "the key of a competency that is known here", f"“{requirement.competencies[0]}”", step)
        for at, requirement in question.requirements
        if requirement.competencies[0] not in known
    ]
    if unknown:  # nice-to-haves as well: whoever asks for something must not learn from silence that nobody has it
        raise FaultsError(unknown)
    return known


def _expanded(question: Question, reach: Reach) -> Question:
    """With what counts as each competency, as on the page: a must-not goes by what is exactly the same."""
    return replace(
        question,
        must=tuple(widened(r, reach) for r in question.must),
        nice=tuple(widened(r, reach) for r in question.nice),
        must_not=tuple(widened(r, reach, refuses=True) for r in question.must_not),
    )


def _query(parts: Services, session: Session, viewer: Viewer, question: Question) -> CompetencyQuery:
    """The question as a query of this viewer. One person more than asked for tells whether there is a next page."""
    return CompetencyQuery(
        labels=viewer.labels,
        now=parts.clock(),
        must=question.must,
        nice=question.nice,
        must_not=question.must_not,
        words=question.words,
        selections=question.selections,
        excluded_learners=outbox.pending_withdrawals(session),
        hidden_issuers=moderation.hidden_issuers(session),
        sort=question.sort,
        offset=(question.page - 1) * question.size,
        size=question.size + 1,
        facet_size=FACET_SIZE,
        facets=question.facets,
    )


def _placed(query: CompetencyQuery, question: Question) -> CompetencyQuery:
    """The query from where the question wants to go on."""
    if not question.after:
        return query
    place = place_of(question.after, question.mark)
    if place is None:
        step = "Send the same search as before with the `next` that came with its answer, or leave `after` out to begin anew."
        raise FaultsError([Fault("/after", "the `next` of an earlier answer to this very search", "another text", step)])
    return replace(query, after=place)


def _counted(session: Session, parts: Services, name: str, values: Iterable[FacetValue]) -> CountedFacet:
    held = tuple(values)
    labels = labels_of(session, name, [v.value for v in held], rules=parts.rules)
    return CountedFacet(name, tuple((value, labels.get(value.value, value.value)) for value in held))
