"""The people of a result page, loaded from the database and judged again, with the reasons why each was found.

The engine says who; everything that is shown, and whether it may be shown at all, comes from here. Reasons are worked out by
`ranking.explain` on the documents that the database would give the index now, so they cannot name what has been withdrawn.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from itertools import islice
from types import MappingProxyType

from sqlalchemy.orm import Session

from app.domain import remembered
from app.domain.alignments import named
from app.domain.associations import HOP_SENTENCES, HOP_WORDS, Expansion
from app.domain.models import Competency
from app.evidence.shown import ShownCredential, shown
from app.recruiters.describing import asked_beside
from app.recruiters.found import FoundPerson, Higher, Reason, ShownHop
from app.recruiters.higher import higher
from app.recruiters.judging import judged_by
from app.recruiters.prose import excerpt
from app.search.documents import Rules, alignments_of, views_for
from app.search.dossiers import Dossier, Dossiers
from app.search.facets import active, passes
from app.search.interface import CompetencyQuery, Hit, Requirement, SearchView
from app.search.matching import How, is_visible, match, next_change
from app.search.ranking import Explanation, RequirementMatch, explain
from app.search.words import mark, occurs_any, parse_words
from app.services import Services
from indexer.verification.claims import Claims

OF_THE_PAGE = frozenset(
    {"now", "selections", "excluded_learners", "after", "offset", "size", "facet_size", "facets"}
)
"""What of a query changes nothing about a person who is found, or is told apart in another form."""
BROWSED = 3
"""Credentials listed of a person when no competency was asked for."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What all hits of one page share. `asked` are the competencies of the search by key, `expansions` what else they are found by,
    `titles` those of the frameworks by key.

    Pages with the same `key` show the same of a person as long as nothing about the person changes.
    """

    query: CompetencyQuery
    rules: Rules
    asked: Mapping[str, Competency]
    expansions: Mapping[str, Expansion]
    titles: Mapping[str, str]
    key: Hashable
    read: dict[str, Claims] = field(default_factory=dict)
    """Claims that are at hand, by the credential's id."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One hit with everything loaded: `views` are those that the viewer sees now."""

    dossier: Dossier
    views: tuple[SearchView, ...]
    headline: str
    explanation: Explanation
    higher: tuple[RequirementMatch | None, ...]
    """For each requirement of the explanation: the view that says a higher level."""
    selected: tuple[SearchView, ...]
    """Views of M (those that meet any requirement, or all) that pass every selection, the newest first; none where nobody needs them."""
    page: _Page

    def shown(self, credential_id: str) -> ShownCredential:
        """A credential with a visible view, as the viewer sees it. Raises `_MovedOnError` when they no longer may."""
        page = self.page
        held, known = self.dossier.held.get(credential_id), self.dossier.known
        if held is None:
            raise _MovedOnError
        claims = page.read.get(credential_id)
        found = shown(held, page.query.labels, known, rules=page.rules, now=page.query.now, claims=claims)
        if found is None:
            raise _MovedOnError
        return found


class _MovedOnError(Exception):
    """The learner has changed something since the search began: who was found by it is not shown."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A person as a page showed them, None when it did not; the same again until the first of their credentials ends."""

    person: FoundPerson | None
    made: datetime
    until: datetime | None

    def holds(self, now: datetime) -> bool:
        return self.made <= now and (self.until is None or now < self.until)


def found_people(
    services: Services,
    session: Session,
    hits: Sequence[Hit],
    query: CompetencyQuery,
    competencies: Mapping[str, Competency],
    expansions: Mapping[str, Expansion] = MappingProxyType({}),
) -> tuple[FoundPerson, ...]:
    """The hits as people, in their order, without those whom the database would not show for this query now."""
    known = remembered.of(session)
    titles = {key: title for key, _, title in known.generation}
    page = _Page(query, services.rules, competencies, expansions, titles, (known, *_asked_of_people(query)))
    # A session of their own, begun after the engine's answer: they are shown as they are now, not as they were when the request came in.
    with services.database.reading() as current:
        dossiers = services.dossiers.of(current, [hit.learner_id for hit in hits], rules=services.rules, now=query.now)
        _tell_anew(services.dossiers, current, page, [dossier for dossier in dossiers.values() if _kept(page, dossier) is None])
    told = (_kept(page, dossiers[hit.learner_id]) for hit in hits if hit.learner_id in dossiers)
    return tuple(each.person for each in told if each and each.person)


def _asked_of_people(query: CompetencyQuery) -> Iterator[Hashable]:
    """Everything that a query says of a person by themselves: who looks and what for, but neither their place nor the hour."""
    yield query.now.date()
    yield tuple(sorted(query.selections.items()))
    yield from (getattr(query, each.name) for each in fields(query) if each.name not in OF_THE_PAGE)


def _kept(page: _Page, dossier: Dossier) -> _Told | None:
    """What was told of the person for such a search, if it still holds."""
    kept = dossier.told.get(page.key)
    return kept if isinstance(kept, _Told) and kept.holds(page.query.now) else None


def _tell_anew(kept: Dossiers, session: Session, page: _Page, dossiers: Sequence[Dossier]) -> None:
    """Explain everybody by their documents; open what the explanations lead to, all at once; tell."""
    cases = [_case(page, dossier) for dossier in dossiers]
    found = {id(case): _to_show(case) for case in cases if _still_found(case)}
    opened = kept.open(session, ((case.dossier, found[id(case)]) for case in cases if id(case) in found))
    page.read.update(opened)
    now = page.query.now
    for case in cases:
        person = _person_if_there(case) if id(case) in found else None
        case.dossier.tell(page.key, _Told(person, now, next_change(case.dossier.document.views, now)))


def _to_show(case: _Case) -> set[str]:
    """The credentials that may be shown of the person."""
    matched = {found.view.credential_id for found in case.explanation.requirements if found.view}
    above = {other.view.credential_id for other in case.higher if other and other.view}
    return matched | above | {view.credential_id for view, _ in _views_besides(case, matched)} | set(_ids_of_others(case, matched))


def _person_if_there(case: _Case) -> FoundPerson | None:
    try:
        return _person(case)
    except _MovedOnError:
        return None


def _case(page: _Page, dossier: Dossier) -> _Case:
    query, document = page.query, dossier.document
    views = tuple(v for v in views_for(document, query.labels, query.now) if is_visible(v, query))
    headline = dossier.learner.headline if document.headline_labels & query.labels else ""
    explanation = explain(query, views, headline=headline)
    above = tuple(higher(found, views) for found in explanation.requirements)
    return _Case(dossier, views, headline, explanation, above, _selected_views(query, views), page)


def _still_found(case: _Case) -> bool:
    """Whether the person answers the query by what the database holds: the index may be a moment behind."""
    unmet = any(found.view is None for found in case.explanation.requirements if not found.is_nice)
    refused = any(match(requirement, view) for requirement in case.page.query.must_not for view in case.views)
    wordless = bool(parse_words(case.page.query.words)) and case.explanation.words is None
    return bool(case.views) and not unmet and not refused and not wordless and _is_selected(case)


def _is_selected(case: _Case) -> bool:
    """Whether the facets let the person in. Without a selection even somebody is found who meets no nice-to-have."""
    return not active(case.page.query.selections) or bool(case.selected)


def _selected_views(query: CompetencyQuery, views: Sequence[SearchView]) -> tuple[SearchView, ...]:
    asked, chosen = (*query.must, *query.nice), active(query.selections)
    if asked and not chosen:  # what is shown goes by the requirements alone
        return ()
    passing = [v for v in views if passes(v, chosen, query.now) and (not asked or any(match(r, v) for r in asked))]
    return tuple(sorted(passing, key=lambda view: (view.issued, view.credential_id), reverse=True))


def _person(case: _Case) -> FoundPerson:
    words = parse_words(case.page.query.words)
    both = zip(case.explanation.requirements, case.higher, strict=True)
    reasons = tuple(replace(_reason(case, found), higher=_higher(case, other)) for found, other in both)
    return FoundPerson(
        learner_id=case.dossier.learner.id,
        name=case.dossier.learner.shown_name,
        headline=tuple(mark(case.headline, words)) if case.headline else (),
        place=case.dossier.learner.place,
        reasons=reasons,
        others=(*_besides(case, reasons), *_others(case, reasons)),
        score=case.explanation.score,
        word_points=case.explanation.words.points if case.explanation.words else None,
        credentials=len(case.views),
    )


def _reason(case: _Case, found: RequirementMatch) -> Reason:
    competency = case.page.asked.get(_key(found.requirement))
    label = competency.label if competency else ""
    conditions = asked_beside(found.requirement)
    if found.view is None:
        return Reason(label, found.is_nice, conditions=conditions)
    credential = case.shown(found.view.credential_id)
    judged = judged_by(credential.claims, found)
    spoken = _spoken_of(credential, found) or competency
    return Reason(
        label=label,
        is_nice=found.is_nice,
        credential=credential,
        how=found.how,
        hop=_hop(case, found, credential),
        step=judged.step,
        criterion=judged.criterion,
        conditions=conditions,
        parts=found.parts,
        result=judged.result,
        further=found.others,
        excerpt=excerpt(credential, case.page.query.words, spoken),
    )


def _higher(case: _Case, other: RequirementMatch | None) -> Higher | None:
    if other is None or other.view is None:
        return None
    credential = case.shown(other.view.credential_id)
    step = judged_by(credential.claims, other).step
    return Higher(step, credential) if step else None


def _hop(case: _Case, found: RequirementMatch, credential: ShownCredential) -> ShownHop | None:
    """The other competency by which the requirement is met; None when it is the one that was asked for, or none at all."""
    asked, held = _key(found.requirement), found.held
    if held is None or held.key == asked:
        return None
    shown_as = next(each for each in credential.competencies if each.key == held.key)
    hop = case.page.expansions[asked].hop_to(held.key) if asked in case.page.expansions else None
    kind = hop.kind if hop else "exact" if found.how == How.DIRECT else "related"
    said_by = case.page.titles.get(hop.framework_key, "") if hop else ""
    return ShownHop(shown_as.label, shown_as.framework, HOP_WORDS[kind], HOP_SENTENCES[kind], said_by)


def _spoken_of(credential: ShownCredential, found: RequirementMatch) -> Competency | None:
    """The competency that the credential itself names."""
    spoken = (named(credential.known, alignment) for alignment in alignments_of(credential.claims)) if found.held else ()
    return next((each for each in spoken if each and found.held and each.key == found.held.key), None)


def _key(requirement: Requirement) -> str:
    return requirement.competencies[0] if requirement.competencies else ""


def _besides(case: _Case, reasons: Sequence[Reason]) -> Iterator[Reason]:
    """What let the person in, or put them here, where that is none of the credentials that answer best."""
    return (_beside(case, view, why) for view, why in _views_besides(case, _listed(reasons)))


def _listed(reasons: Sequence[Reason]) -> set[str]:
    return {reason.credential.row.id for reason in reasons if reason.credential}


def _views_besides(case: _Case, listed: Set[str]) -> Iterator[tuple[SearchView, str]]:
    query = case.page.query
    if not (query.must or query.nice):
        return
    chosen = case.selected
    if chosen and listed.isdisjoint(view.credential_id for view in chosen):
        yield chosen[0], "within your filters"
    newest = max(case.views, key=lambda view: (view.issued, view.credential_id))
    if query.sort == "newest" and newest.credential_id not in {*listed, *(view.credential_id for view in chosen[:1])}:
        yield newest, "issued last"


def _beside(case: _Case, view: SearchView, why: str) -> Reason:
    asked = [(r, False) for r in case.page.query.must] + [(r, True) for r in case.page.query.nice]
    for requirement, is_nice in asked:
        if found := match(requirement, view):
            met = RequirementMatch(requirement, is_nice, view, found.how, found.held, found.criterion)
            return replace(_reason(case, met), why=why)
    return replace(_other(case, case.shown(view.credential_id)), why=why)


def _others(case: _Case, reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Credentials worth listing that answer no requirement: those in which the words stand, or the newest ones when browsing."""
    fresh = (_other(case, case.shown(key)) for key in _ids_of_others(case, _listed(reasons)))
    if case.explanation.words is not None:
        fresh = (other for other in fresh if any(marked for _, marked in other.fragments))
    return tuple(islice(fresh, 1 if reasons else BROWSED))


def _ids_of_others(case: _Case, listed: Set[str]) -> list[str]:
    """In the order of their worth; with words as many as there are, since only reading them tells whether there is something to mark."""
    query, words = case.page.query, case.explanation.words
    is_asked = bool(query.must or query.nice)
    wanted = [words.view] if words and words.view else []
    if not is_asked:
        wanted += case.selected
    if words is not None:
        asked = parse_words(query.words)
        wanted = [view for view in wanted if occurs_any(view.text, asked)]
    others = [*dict.fromkeys(view.credential_id for view in wanted if view.credential_id not in listed)]
    return others if words is not None else others[:BROWSED]


def _other(case: _Case, credential: ShownCredential) -> Reason:
    return Reason(label="", credential=credential, excerpt=excerpt(credential, case.page.query.words, None))
