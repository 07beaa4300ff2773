"""The use-case "search people", free of Flask: a form goes in, what a page or the API shows comes out.

Order of the work: understand the form, ask the engine, then load what it found from the database and judge every hit again. A hit
that the database would not show now is dropped. Whatever in the form cannot be understood becomes a sentence; nobody is shown when
leaving it out would find more people than were asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain import frameworks, moderation, outbox
from app.domain.models import Competency
from app.recruiters.facets import FacetGroup, facet_groups
from app.recruiters.grammar import LAST_PAGE, LIST_WORDS, LISTS, Chip, Notice, Parsed, SearchForm, clashing
from app.recruiters.hits import FoundPerson, found_people
from app.recruiters.loosening import Loosening, loosenings
from app.search.interface import FACETS, MAX_REQUIREMENTS, MAX_WORDS, CompetencyQuery, Requirement, SearchPage
from app.search.words import parse_words
from app.services import Services
from app.viewers import Viewer

PAGE_SIZE = 20
FACET_SIZE = 50
WITHIN_SIZE = 2000
"""Values of a facet that are looked through when somebody searches within it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search shows. `form` is what was searched for, with the page that exists."""

    form: SearchForm
    competencies: Mapping[str, Competency]
    notices: tuple[Notice, ...] = ()
    total: int = 0
    people: tuple[FoundPerson, ...] = ()
    facets: tuple[FacetGroup, ...] = ()
    loosenings: tuple[Loosening, ...] = ()
    stopped: bool = False

    @property
    def answerable(self) -> SearchForm:
        """The search without the parts that cannot be answered."""
        return answerable(self.form, self.competencies)

    @property
    def pages(self) -> int:
        return min(-(-self.total // PAGE_SIZE), LAST_PAGE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that one search works with."""

    services: Services
    session: Session
    viewer: Viewer
    form: SearchForm
    competencies: Mapping[str, Competency]
    now: datetime
    within: Mapping[str, str] = field(default_factory=dict)


def find(
    services: Services, session: Session, viewer: Viewer, parsed: Parsed, *, within: Mapping[str, str] | None = None
) -> Found:
    """Search. `within` narrows the values that are listed of a facet (facet -> text), not the people."""
    form = parsed.form
    known = frameworks.competencies_by_key(session, _keys(form))
    notices = (*parsed.notices, *_unknown(form, known), *_clashes(form, known))
    if any(notice.stops for notice in notices):
        return Found(form, known, notices, stopped=True)
    asked = Asked(services, session, viewer, form, known, services.clock(), within or {})
    return _found(asked, notices)


def _found(asked: Asked, notices: tuple[Notice, ...]) -> Found:
    query = build_query(asked, asked.form)
    page = asked.services.engine.search(query)
    form = asked.form
    if not page.hits and page.total and form.page > 1:
        form, page, query = _last_page(asked, page.total)
        notices = (*notices, Notice(_past_the_end(asked.form.page, form.page)))
    people = found_people(asked.services, page.hits, query, asked.competencies)
    groups = facet_groups(asked.session, page, form, rules=asked.services.rules, within=asked.within)
    notices = (*notices, *(n for group in groups for n in group.notices))
    total = max(page.total - (len(page.hits) - len(people)), 0)
    loose = loosenings(form, lambda other: _count(asked, other), asked.competencies, groups) if not page.total else ()
    return Found(form, asked.competencies, notices, total, people, groups, loose)


def build_query(asked: Asked, form: SearchForm) -> CompetencyQuery:
    """The form as a query of this viewer: what they may not see is excluded here, before anything is counted."""
    return CompetencyQuery(
        labels=asked.viewer.labels,
        now=asked.now,
        must=_requirements(form.must),
        nice=_requirements(form.nice),
        must_not=_requirements(form.must_not),
        words=form.words,
        selections=form.selections,
        excluded_learners=outbox.pending_withdrawals(asked.session),
        hidden_issuers=moderation.hidden_issuers(asked.session),
        sort=form.sort,
        offset=(form.page - 1) * PAGE_SIZE,
        size=PAGE_SIZE,
        facet_size=WITHIN_SIZE if asked.within else FACET_SIZE,
        facets=FACETS,
    )


def _requirements(chips: Iterable[Chip]) -> tuple[Requirement, ...]:
    return tuple(Requirement((c.key,), min_level=c.min_level, min_backing=c.min_backing) for c in chips)


def _last_page(asked: Asked, total: int) -> tuple[SearchForm, SearchPage, CompetencyQuery]:
    form = asked.form.on_page(min(-(-total // PAGE_SIZE), LAST_PAGE))
    query = build_query(asked, form)
    return form, asked.services.engine.search(query), query


def _past_the_end(wanted: int, last: int) -> str:
    pages = "one page" if last == 1 else f"{last} pages"
    return f"Page {wanted} was asked for, and there is only {pages} of people. This is the last page."


def _count(asked: Asked, form: SearchForm) -> int:
    """How many people a changed search would find."""
    query = build_query(asked, form)
    return asked.services.engine.search(replace(query, nice=(), size=1, offset=0, facets=())).total


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
        form = form if facet in FACETS else form.without_facet(facet)
    words = " ".join(form.words.split()[:MAX_WORDS])
    return form.with_words(words if parse_words(words) else "")


def people_showing(services: Services, session: Session, viewer: Viewer, keys: Sequence[str]) -> Mapping[str, int]:
    """How many people show each of these competencies to the viewer."""
    if not keys or not viewer.labels:
        return {}
    asked = Asked(services, session, viewer, SearchForm(), {}, services.clock())
    query = replace(
        build_query(asked, asked.form),
        selections={"competency": tuple(keys)},  # selected values are counted whatever their place among the others
        size=1,
        facet_size=1,
        facets=("competency",),
    )
    return {v.value: v.count for v in services.engine.search(query).facets.get("competency", ()) if v.value in keys}
