"""The production engine: Elasticsearch 9, also without the modules that a trimmed distribution leaves out.

A search is one request, facets included; one that was begun is two at the same time, its hits and all its counts (decision 17). Two
cases need more: counts that a first answer cannot prove right are asked for again with more values (`elasticsearch_query.is_exact`),
and an offset beyond what the server pages through is walked to at one point in time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

from app.search.elasticsearch_client import NotThere, Server
from app.search.elasticsearch_query import (
    MOST_BUCKETS,
    WINDOW,
    Body,
    counts_body,
    facets_of,
    hits_body,
    hits_of,
    is_exact,
    page_of,
    search_body,
    total_body,
    total_of,
)
from app.search.elasticsearch_rebuild import VERSION, build_name, create_first, index_in_use, rebuild
from app.search.elasticsearch_writing import Writer, deleted, next_name, stored
from app.search.facets import active, ordered
from app.search.interface import (
    Begun,
    CompetencyQuery,
    FacetValue,
    Hit,
    IndexedVersion,
    SearchDocument,
    SearchError,
    SearchPage,
    WriteFailure,
)
from app.search.matching import finds_nothing
from app.search.templates import fill

Facets = Mapping[str, tuple[FacetValue, ...]]
Counted = TypeVar("Counted")
LISTED = 2_000
COUNTING = 8
"""Counts of a process that may be under way beside the work of its own threads; further ones are asked for when they are needed."""
KEEP_ALIVE = "1m"


class ElasticsearchEngine:
    """`SearchEngine` over one Elasticsearch. The path of `url` is the index's name."""

    name = "elasticsearch"

    def __init__(self, url: str) -> None:
        self._server = Server(url)
        self._writer = Writer(self._server)
        self._counting = ThreadPoolExecutor(COUNTING, thread_name_prefix="counting")
        self._is_usable = False

    def setup(self) -> None:
        try:
            index_in_use(self._server)
        except SearchError as error:
            if not isinstance(error.__cause__, NotThere):
                raise
            create_first(self._server)

    def _check_version(self) -> None:
        """Once a process: the index must be of our making, or a search could miss people without a word."""
        if self._is_usable:
            return
        index = index_in_use(self._server)
        found = self._server.call("GET", f"/{index}/_mapping")[index]["mappings"].get("_meta", {}).get("version")
        if found != VERSION:
            raise SearchError(f"The search index has version {found}, expected {VERSION}. Run `evident index rebuild`.")
        self._is_usable = True

    def search(self, query: CompetencyQuery) -> SearchPage:
        if finds_nothing(query):
            return _empty(query)
        self._check_version()
        if query.offset + query.size > WINDOW:
            return self._far_page(query)
        answer = self._ask(search_body(query))
        if not is_exact(answer, query):
            answer = self._ask(search_body(query, buckets=MOST_BUCKETS))
        return page_of(answer, query)

    def begin(self, query: CompetencyQuery) -> Begun:
        if not query.facets or not query.size or finds_nothing(query) or query.offset + query.size > WINDOW:
            page = self.search(query)
            return Begun(page.hits, page.total, lambda: page.facets)
        self._check_version()
        counts = self._counting.submit(self._counts, query)
        answer = self._ask(hits_body(query))
        return Begun(tuple(hits_of(answer, query)), total_of(answer), lambda: _awaited(counts, lambda: self._counts(query)))

    def _counts(self, query: CompetencyQuery) -> Facets:
        """Never from the server's cache of requests: no two searches have the same `now`."""
        answer = self._ask(counts_body(query), request_cache=False)
        if not is_exact(answer, query):
            answer = self._ask(counts_body(query, buckets=MOST_BUCKETS), request_cache=False)
        return facets_of(answer, query)

    def totals(self, queries: Sequence[CompetencyQuery]) -> list[int]:
        """One request for all."""
        asked = [query for query in queries if not finds_nothing(query)]
        if not asked:
            return [0 for _ in queries]
        self._check_version()
        answers = iter(self._server.several([total_body(query) for query in asked]))
        return [0 if finds_nothing(query) else total_of(next(answers)) for query in queries]

    def begin_totals(self, queries: Sequence[CompetencyQuery]) -> Callable[[], list[int]]:
        counts = self._counting.submit(self.totals, queries)
        return lambda: _awaited(counts, lambda: self.totals(queries))

    def _ask(self, body: Body, **params: bool) -> Any:
        return self._server.call("POST", f"/{self._server.name}/_search", body, **params)

    def _far_page(self, query: CompetencyQuery) -> SearchPage:
        """A page behind the window: the total and the facets at once, then the hits by walking there."""
        page = self.search(replace(query, offset=0, size=0))
        if query.offset >= page.total:
            return page
        walked: list[Hit] = []
        for hits in self._walk(replace(query, facets=(), size=min(WINDOW, query.offset + query.size))):
            walked += hits
            if len(walked) >= query.offset + query.size:
                break
        return replace(page, hits=tuple(walked[query.offset : query.offset + query.size]))

    def _walk(self, query: CompetencyQuery) -> Iterator[list[Hit]]:
        """Every hit in stretches of `query.size`, all as of one moment."""
        with self._moment() as moment:
            step = replace(query, offset=0)
            while hits := hits_of(self._server.call("POST", "/_search", search_body(step) | moment), step):
                yield hits
                step = replace(step, after=(hits[-1].rank, hits[-1].learner_id))

    @contextmanager
    def _moment(self) -> Iterator[Body]:
        """A point in time of the index, as the part of a body that asks for it."""
        opened = self._server.call("POST", f"/{self._server.name}/_pit", keep_alive=KEEP_ALIVE)
        try:
            yield {"pit": {"id": opened["id"], "keep_alive": KEEP_ALIVE}}
        finally:
            self._server.call("DELETE", "/_pit", {"id": opened["id"]})

    def write(self, documents: Sequence[SearchDocument], *, visible: bool = True) -> list[WriteFailure]:
        self._check_version()
        return self._writer.write([stored(document) for document in documents], visible=visible)

    def remove(self, learners: Mapping[str, int], *, visible: bool = True) -> list[WriteFailure]:
        self._check_version()
        return self._writer.write([deleted(*learner) for learner in learners.items()], visible=visible)

    def versions(self) -> Iterator[IndexedVersion]:
        self._check_version()
        with self._moment() as moment:
            body = fill("versions", size=LISTED, after=None) | moment
            while hits := self._server.call("POST", "/_search", body)["hits"]["hits"]:
                yield from (IndexedVersion(h["_id"], h["fields"]["version"][0], h["fields"]["digest"][0]) for h in hits)
                body = fill("versions", size=LISTED, after=hits[-1]["sort"]) | moment

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        self.setup()
        count = rebuild(self._server, self._writer, documents)
        self._is_usable = False
        return count

    def status(self) -> Mapping[str, str | int]:
        index = index_in_use(self._server)
        stats = self._server.call("GET", f"/{index}/_stats/docs,store")["_all"]["primaries"]
        mapping = self._server.call("GET", f"/{index}/_mapping")[index]["mappings"]
        learners = self._server.call("POST", f"/{index}/_count", {"query": fill("versions", size=0, after=None)["query"]})
        return {
            "engine": self.name,
            "server": self._server.shown_host,
            "index": index,
            "health": self._server.call("GET", f"/_cluster/health/{index}")["status"],
            "learners": learners["count"],
            "lucene documents": stats["docs"]["count"],
            "bytes": stats["store"]["size_in_bytes"],
            "format": mapping.get("_meta", {}).get("version", "none"),
            "format expected": VERSION,
            "rebuild": "running or interrupted" if self._exists(next_name(self._server)) else "none",
        }

    def _exists(self, alias: str) -> bool:
        try:
            return bool(self._server.call("GET", f"/_alias/{alias}"))
        except NotThere:
            return False

    def destroy(self) -> None:
        """Delete every index of this name: for tests and benchmarks."""
        for index in self._server.call("GET", f"/{build_name(self._server, '*')}/_alias"):
            self._server.call("DELETE", f"/{index}", ignore_unavailable=True)


def _awaited(counts: Future[Counted], count: Callable[[], Counted]) -> Counted:
    """The counts. When all threads are held up by others, nobody waits for them: they are counted here."""
    return count() if counts.cancel() else counts.result()


def _empty(query: CompetencyQuery) -> SearchPage:
    chosen = active(query.selections)
    return SearchPage((), 0, {facet: ordered({}, chosen.get(facet, ()), query.facet_size) for facet in query.facets})
