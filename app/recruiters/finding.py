"""The use-case "search people", free of Flask: a form goes in, what a page or the API shows comes out.

Order of the work: understand the form, ask the engine, load what it found from the database and judge every hit again, and only then
wait for the counts of the facets, which the engine works out meanwhile. A hit that the database would not show now is dropped. Whatever
in the form cannot be understood becomes a sentence; nobody is shown when leaving it out would find more people than were asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial

from sqlalchemy.orm import Session

from app.domain import moderation, outbox
from app.domain.associations import Expansion, expansion
from app.domain.models import Competency
from app.recruiters.facets import FacetGroup, facet_groups
from app.recruiters.found import FoundPerson
from app.recruiters.grammar import LAST_PAGE, Notice, Parsed, SearchForm, to_pairs
from app.recruiters.hits import found_people
from app.recruiters.instead import instead
from app.recruiters.loosening import Loosening, blocking, loosenings
from app.recruiters.understanding import answerable, understand
from app.recruiters.widening import Reach, requirement
from app.search.interface import EVERY_FACET, Begun, CompetencyQuery
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
    blocking: tuple[str, ...] = ()
    """When nobody is found: the parts that find nobody even alone, in words."""
    stopped: bool = False

    @property
    def answerable(self) -> SearchForm:
        """The search without the parts that cannot be answered."""
        return answerable(self.form, self.competencies)

    @property
    def pages(self) -> int:
        return min(-(-self.total // PAGE_SIZE), LAST_PAGE)


@dataclass(frozen=True)
class Underway:
    """A search that the engine has answered with its hits, while its facets may still be counted.

    `asked` is what was searched with, None when nothing was; `expected` how many people the engine has found. What else has to be counted
    is best begun now, and what else a page needs best worked out between `so_far` and `found`.
    """

    asked: Asked | None
    expected: int
    _tell: Callable[[], Found]
    _count: Callable[[Found], Found]

    @cached_property
    def so_far(self) -> Found:
        """What the search shows without facets. Its people are loaded and judged when this is first asked for."""
        return self._tell()

    def found(self) -> Found:
        """The whole. It waits for the counts."""
        return self._count(self.so_far)


@dataclass(frozen=True)
class Asked:
    """Everything that one search works with. What is hidden from it is looked up once, however much it counts."""

    services: Services
    session: Session
    viewer: Viewer
    form: SearchForm
    competencies: Mapping[str, Competency]
    now: datetime
    within: Mapping[str, str] = field(default_factory=dict)
    expansions: Mapping[str, Expansion] = field(default_factory=dict)

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Learners with a withdrawal that the index has not seen yet."""
        return outbox.pending_withdrawals(self.session)

    @cached_property
    def hidden_issuers(self) -> frozenset[str]:
        return moderation.hidden_issuers(self.session)


def find(
    services: Services,
    session: Session,
    viewer: Viewer,
    parsed: Parsed,
    *,
    within: Mapping[str, str] | None = None,
) -> Found:
    """Search. `within` narrows the values that are listed of a facet (facet -> text), not the people."""
    return begin(services, session, viewer, parsed, within=within).found()


def begin(
    services: Services,
    session: Session,
    viewer: Viewer,
    parsed: Parsed,
    *,
    within: Mapping[str, str] | None = None,
) -> Underway:
    """Search, and return as soon as the engine knows whom it finds. `within` as in `find`."""
    known, notices = understand(session, parsed)
    if any(notice.stops for notice in notices):
        stopped = Found(parsed.form, known, notices, stopped=True)
        return Underway(None, 0, lambda: stopped, lambda found: found)
    asked = replace(ask(services, session, viewer, parsed.form, known), within=within or {})
    return _begun(asked, notices)


def ask(services: Services, session: Session, viewer: Viewer, form: SearchForm, known: Mapping[str, Competency]) -> Asked:
    """A search that can be answered, with what frameworks say of its competencies."""
    expansions = expansion(session, {chip.key for _, chip in form.chips})
    return Asked(services, session, viewer, form, known, services.clock(), expansions=expansions)


def _begun(asked: Asked, notices: tuple[Notice, ...]) -> Underway:
    query = build_query(asked, asked.form)
    answer = asked.services.engine.begin(query)
    form = asked.form
    if not answer.hits and answer.total and form.page > 1:
        form, answer, query = _last_page(asked, answer)
        notices = (*notices, Notice(_past_the_end(asked.form.page, form.page)))
    asked = asked if form is asked.form else replace(asked, form=form)
    return Underway(asked, answer.total, partial(_told, asked, answer, query, notices), partial(_counted, asked, answer))


def _told(asked: Asked, answer: Begun, query: CompetencyQuery, notices: tuple[Notice, ...]) -> Found:
    """The people of the page, without its facets."""
    people = found_people(asked.services, asked.session, answer.hits, query, asked.competencies, asked.expansions)
    total = max(answer.total - (len(answer.hits) - len(people)), 0)
    return Found(asked.form, asked.competencies, notices, total, people)


def _counted(asked: Asked, answer: Begun, so_far: Found) -> Found:
    """The whole, with its facets, once they are counted."""
    page, form = answer.page(), so_far.form
    groups = facet_groups(asked.session, page, form, rules=asked.services.rules, within=asked.within)
    notices = (*so_far.notices, *(n for group in groups for n in group.notices))
    found = replace(so_far, notices=notices, facets=groups)
    if page.total:
        return found
    loosened, never = _nobody(asked, form, groups)
    return replace(found, loosenings=loosened, blocking=never)


def _nobody(asked: Asked, form: SearchForm, groups: Sequence[FacetGroup]) -> tuple[tuple[Loosening, ...], tuple[str, ...]]:
    """What would find somebody, and what never does. The three ask for the same counts in part; each is made once."""
    made: dict[tuple[tuple[str, str], ...], int] = {}

    def counted(changed: SearchForm) -> int:
        address = tuple(to_pairs(changed))
        if address not in made:
            made[address] = count(asked, changed)
        return made[address]

    others = instead(asked.services.database, asked.session, form, counted, asked.competencies)
    found = (*others, *loosenings(form, counted, asked.competencies, groups))
    return found, blocking(form, counted, asked.competencies)


def build_query(asked: Asked, form: SearchForm) -> CompetencyQuery:
    """The form as a query of this viewer: what they may not see is excluded here, before anything is counted."""
    reach, today = Reach(asked.competencies, asked.expansions, form.hops), asked.now.date()
    return CompetencyQuery(
        labels=asked.viewer.labels,
        now=asked.now,
        must=tuple(requirement(chip, reach, today) for chip in form.must),
        nice=tuple(requirement(chip, reach, today) for chip in form.nice),
        must_not=tuple(requirement(chip, reach, today, refuses=True) for chip in form.must_not),
        words=form.words,
        selections=form.selections,
        excluded_learners=asked.withdrawn,
        hidden_issuers=asked.hidden_issuers,
        sort=form.sort,
        offset=(form.page - 1) * PAGE_SIZE,
        size=PAGE_SIZE,
        facet_size=WITHIN_SIZE if asked.within else FACET_SIZE,
        facets=EVERY_FACET,
    )


def _last_page(asked: Asked, answer: Begun) -> tuple[SearchForm, Begun, CompetencyQuery]:
    """The last page in place of one that does not exist. The facets count the same on every page."""
    form = asked.form.on_page(min(-(-answer.total // PAGE_SIZE), LAST_PAGE))
    query = build_query(asked, form)
    return form, replace(asked.services.engine.begin(replace(query, facets=())), facets=answer.facets), query


def _past_the_end(wanted: int, last: int) -> str:
    pages = "one page" if last == 1 else f"{last} pages"
    return f"Page {wanted} was asked for, and there is only {pages} of people. This is the last page."


def count(asked: Asked, form: SearchForm) -> int:
    """How many people a changed search would find."""
    return counts(asked, [form])[0]


def counts(asked: Asked, forms: Sequence[SearchForm]) -> list[int]:
    """How many people each of these would find."""
    return asked.services.engine.totals([build_query(asked, form) for form in forms])


def begin_counts(asked: Asked, forms: Sequence[SearchForm]) -> Callable[[], list[int]]:
    """The same, counted while something else is done: what is returned waits for the numbers."""
    return asked.services.engine.begin_totals([build_query(asked, form) for form in forms])


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
