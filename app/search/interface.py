"""The search port: what is asked (`CompetencyQuery`), what is indexed (`SearchDocument`), what comes back (`SearchPage`).

Two engines implement it, Elasticsearch and the embedded one, and must answer alike. The meaning of a search:

- *Visible* are the views whose labels meet the query's labels, that are not expired at `now`, whose issuer is not hidden, and
  whose learner is not excluded. Nothing else exists for a query: not in hits, totals or facet counts.
- M = the visible views that match ANY requirement of `must` or `nice` (all visible views when there is none).
- A requirement's conditions all hold on the SAME view. Every `must` needs a visible view; a learner with a visible view for any
  `must_not` is out; `nice` only ranks. A learner without any visible view is never found.
- `words`: every word and every quoted phrase occurs in one visible view or in the headline. They are data, never syntax; text
  without a single letter or digit finds nothing.
- Selections: one view of M has, for each facet, one of the selected values. A facet without selected values asks nothing.
- Count(facet, value) = learners with one view of M that has the value and passes all selections but the facet's own, among the
  learners who match everything else. It equals the total after selecting the value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol

FACETS: tuple[str, ...] = (
    "competency",
    "framework",
    "issuer",
    "backing",
    "level",
    "kind",
    "year",
    "evidence",
)
"""The facets, in the order in which they are shown. Values are strings: competency and framework keys, issuer ids, rungs "1".."6",
levels "1".."5" or "none", achievement types, years, kinds of evidence (text, image, pdf, link) or "none"."""

MORE_FACETS: tuple[str, ...] = ("scale", "setting", "status", "language", "place")
"""Facets that both engines count as well when a query names them: how large the achievement is (macro, micro, nano), where it was
earned, "valid" or "expiring" (within `EXPIRING_DAYS` of the query's `now`), language and place of the learner's choice. A view without
such a fact has no value."""

EVERY_FACET = FACETS + MORE_FACETS

CRITERION = "criterion"
"""A facet for type-ahead alone, which no address can select: the names of rubric criteria that have only their words (`HeldCriterion`)."""

EXPIRING_DAYS = 90

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything was published."""

MAX_WORDS = 100
"""Words a query may hold, those in phrases included; pages say so before an engine refuses."""
MAX_REQUIREMENTS = 50
"""Requirements a query may hold, all three kinds together."""


class SearchError(Exception):
    """The engine could not answer or write. The message is for the operator; people are told to try again shortly."""


@dataclass(frozen=True, slots=True)
class HeldCompetency:
    """A competency that a credential shows. `level` is the rank on its rubric (1 = lowest), None when no level was given.

    `framework` is a key; of a competency that no loaded framework has, what the credential calls its framework, if anything.
    """

    key: str
    framework: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class HeldCriterion:
    """A criterion of a rubric that names no competency known here, so that its words are all there is to find it by.

    `within` is the name of the achievement whose rubric it is, `level` as in `HeldCompetency`.
    """

    name: str
    level: int | None = None
    within: str = ""


@dataclass(frozen=True, slots=True)
class SearchView:
    """One credential as one audience sees it: the unit of every condition.

    A credential whose evidence is shown to fewer people than itself has several views with the same `credential_id`; each later
    one holds more and carries narrower labels. A viewer who holds labels of two views sees both: counts are of learners, so
    this changes none.
    """

    credential_id: str
    labels: frozenset[str]
    issuer: str
    backing: int
    """The rung of the provenance ladder, 1 (self-asserted) to 6 (authorised): a higher one stands on firmer ground."""
    kind: str
    competencies: tuple[HeldCompetency, ...]
    issued: date
    expires: datetime | None
    evidence: frozenset[str]
    text: str
    """Names, descriptions, criteria, narratives and competency labels that this audience may read, as plain text."""
    scale: str = ""
    setting: str = ""
    language: str = ""
    place: str = ""
    criteria: tuple[HeldCriterion, ...] = ()
    since: datetime = ALWAYS
    """Since when holders of its labels have been able to find it as it is."""
    openable: frozenset[str] = frozenset()
    """The kinds of those pieces of evidence that lead to something: an address, or content inside the credential."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One learner as indexed. A higher `version` replaces a lower one, whenever it arrives; an equal one replaces, too."""

    learner_id: str
    version: int
    headline: str
    headline_labels: frozenset[str]
    """The headline is searched only for viewers holding one of these: the union of the views' labels."""
    views: tuple[SearchView, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """Conditions that hold on one view. `competencies` are a competency's key and its accepted equivalents: any of them.

    With nothing in `competencies`, `related`, `criteria` and `phrases` it matches nothing: an unknown competency never widens a search.
    """

    competencies: tuple[str, ...]
    min_level: int | None = None
    min_backing: int | None = None
    issued_since: date | None = None
    evidence: str | None = None
    """A kind of evidence, or "any"."""
    related: tuple[str, ...] = ()
    """Competencies one hop away (related, broader, narrower): they match too, and rank below the direct ones."""
    criteria: tuple[str, ...] = ()
    """Names that a criterion may have, whole: alone ("Communication") or with its achievement ("Communication (Ward round)"). A view with
    such a criterion at the level asked for matches by its words."""
    phrases: tuple[str, ...] = ()
    """Names of the competency. A view that has no competency at all matches by one of them in its text, and ranks below every
    aligned one; never when a minimum level is asked, since such a view has no level."""
    evidence_opens: bool = False
    """With evidence (of that kind, if one is asked) that can be opened."""


@dataclass(frozen=True, slots=True)
class CompetencyQuery:
    """A whole search. `labels` has no default: a search without visibility cannot be written, and an empty set finds nothing."""

    labels: frozenset[str]
    now: datetime
    must: tuple[Requirement, ...] = ()
    nice: tuple[Requirement, ...] = ()
    must_not: tuple[Requirement, ...] = ()
    words: str = ""
    selections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded_learners: frozenset[str] = frozenset()
    """Learners with a withdrawal that the index has not seen yet."""
    hidden_issuers: frozenset[str] = frozenset()
    """Issuers that are suspended or blocked now."""
    visible_until: datetime | None = None
    """Views that appeared later do not exist for this query; only a `must_not` still sees them."""
    new_since: datetime | None = None
    """Only learners whom the same query with this as its `visible_until` does not find. Its facets are not counted."""
    sort: str = "best"
    """`best` (score, words score, learner id) or `newest` (latest visible issue date, learner id)."""
    after: tuple[int, str] | None = None
    """Continue behind the hit with this `rank` and learner id, whatever was published or withdrawn in between."""
    offset: int = 0
    size: int = 20
    facet_size: int = 50
    facets: tuple[str, ...] = FACETS


@dataclass(frozen=True, slots=True)
class Hit:
    """One learner found. `score` is the sum of the parts in `ranking.py`; why is worked out from the database.

    `rank` is the number that the order falls by: score and words together, or the day of issue.
    """

    learner_id: str
    score: int
    rank: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`facets` holds per facet the values by falling count, then value; a selected value is always there, with count 0 if need be."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetValue, ...]]


@dataclass(frozen=True, slots=True)
class Begun:
    """A search whose hits are there; its facets may still be on their way. `facets` waits for them, and raises `SearchError`.

    What can be done without the counts (loading and showing the people) is done between the two.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Callable[[], Mapping[str, tuple[FacetValue, ...]]]

    def page(self) -> SearchPage:
        return SearchPage(self.hits, self.total, self.facets())


@dataclass(frozen=True, slots=True)
class IndexedVersion:
    """What the index holds of one learner, for comparing with the database.

    `digest` is `fields.digest_of` the document that was written: a different one under the same version is drift as well.
    """

    learner_id: str
    version: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class WriteFailure:
    learner_id: str
    cause: str


class SearchEngine(Protocol):
    """The port. Every method raises `SearchError`, and only that, when the engine is out of reach or refuses."""

    name: str

    def setup(self) -> None:
        """Create the index if it is not there. Harmless when repeated, also from two processes at once."""
        ...

    def search(self, query: CompetencyQuery) -> SearchPage:
        """The whole answer, as of one moment."""
        ...

    def begin(self, query: CompetencyQuery) -> Begun:
        """The same answer in two parts, for whoever has something to do before the facets are counted.

        Each part is as of one moment, but not necessarily the same: a write that becomes visible between them may show in one only.
        """
        ...

    def totals(self, queries: Sequence[CompetencyQuery]) -> list[int]:
        """How many learners each of these finds, whatever their sizes and facets."""
        ...

    def begin_totals(self, queries: Sequence[CompetencyQuery]) -> Callable[[], list[int]]:
        """The same for whoever has something to do meanwhile: what is returned waits for the numbers, and raises `SearchError`."""
        ...

    def write(self, documents: Sequence[SearchDocument], *, visible: bool = True) -> list[WriteFailure]:
        """Store the documents; a stored version that is higher wins. With `visible`, return once searches see them.

        A document without views is stored as a tombstone: it finds nothing and keeps late, older versions out.
        """
        ...

    def remove(self, learners: Mapping[str, int], *, visible: bool = True) -> list[WriteFailure]:
        """Remove learners at the given versions. Writes up to and including that version that arrive later change nothing.

        Nothing is kept but the id and the version, and those only for an hour. Removing twice is harmless.
        """
        ...

    def versions(self) -> Iterator[IndexedVersion]:
        """All learners with at least one view, in the order of their ids: the index's half of `evident index check`."""
        ...

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Build a new index from `documents` beside the old one, then swap; return how many were written.

        Writes that arrive meanwhile go to both, so none is lost. `documents` is first asked for an element once that is so.
        Searches see the old index until the swap. A rebuild that died is cleared away by the next one.
        """
        ...

    def status(self) -> Mapping[str, str | int]:
        """Facts for the operator: documents, size, version of the mapping, health."""
        ...
