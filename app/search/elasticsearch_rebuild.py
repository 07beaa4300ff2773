"""A whole new index beside the one in use, filled while writes go on, then swapped in one step.

1. Clear away what an earlier rebuild left. 2. Make a new index and let the alias NAME-next point to it: from here on every writer writes
to both. 3. Only now ask for the first document, so whatever was saved before is in what we read, and whatever is saved later comes by
2. An older version never replaces a newer one, so the order between the two does not matter. 4. Bring tombstones over: they keep late
writes out. 5. Swap the aliases and drop the old index, all in one request.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from app.search.elasticsearch_client import NotThere, Refused, Server
from app.search.elasticsearch_writing import CHUNK, GONE, Target, Writer, next_name, stored
from app.search.interface import SearchDocument, SearchError
from app.search.templates import load

TAKEN_OVER = "Another rebuild of the search index was started and took over from this one"
EXISTS = "resource_already_exists_exception"
VERSION: int = load("index")["mappings"]["_meta"]["version"]
"""Changes with the mapping or with what `fields.py` puts into it; an index of another version must be rebuilt."""


def create_first(server: Server) -> None:
    """The index of a new installation. When another process is faster, theirs is as good."""
    try:
        create(server, build_name(server, "first"), server.name)
    except Refused as error:
        if error.kind != EXISTS:
            raise


def create(server: Server, index: str, alias: str) -> None:
    server.call("PUT", f"/{index}", {**load("index"), "aliases": {alias: {}}})


def build_name(server: Server, token: str) -> str:
    return f"{server.name}-build-{token}"


def index_in_use(server: Server) -> str:
    """The index behind the alias. Raises `SearchError` when there is none."""
    try:
        found: dict[str, Any] = server.call("GET", f"/_alias/{server.name}")
    except NotThere as error:
        raise SearchError(f"There is no search index {server.name} yet: run `evident index rebuild`") from error
    return next(iter(found))


def rebuild(server: Server, writer: Writer, documents: Iterable[SearchDocument]) -> int:
    """Build from `documents`, swap, and return how many were written. On any error the old index stays in use."""
    new = build_name(server, uuid.uuid4().hex[:12])
    _clear_litter(server)
    create(server, new, next_name(server))
    with _dropped_on_error(server, new):
        count = _fill(writer, Target(next_name(server), new), documents)
        _bring_tombstones(server, new)
        server.call("POST", f"/{new}/_refresh")
        _swap(server, new)
    return count


def _clear_litter(server: Server) -> None:
    """Builds that are not in use: those that died, and those that a late delete made by accident (see `Target`)."""
    found: dict[str, Any] = server.call("GET", f"/{build_name(server, '*')}/_alias")
    for index, about in found.items():
        if server.name not in about["aliases"]:
            server.call("DELETE", f"/{index}", ignore_unavailable=True)


@contextmanager
def _dropped_on_error(server: Server, index: str) -> Iterator[None]:
    try:
        yield
    except BaseException:
        # Also when interrupted from the keyboard: as long as this index exists, everything is written twice.
        server.call("DELETE", f"/{index}", ignore_unavailable=True)
        raise


def _fill(writer: Writer, target: Target, documents: Iterable[SearchDocument]) -> int:
    count = 0
    remaining = iter(documents)
    while chunk := [stored(document) for document in islice(remaining, CHUNK)]:
        if failed := writer.send(target, chunk):
            if failed[0].status == GONE:
                raise SearchError(TAKEN_OVER)
            raise SearchError(f"The rebuild stopped at {failed[0].operation.learner_id}: {failed[0].cause}")
        count += len(chunk)
    return count


def _bring_tombstones(server: Server, new: str) -> None:
    server.call(
        "POST",
        "/_reindex",
        {
            "conflicts": "proceed",
            "source": {"index": server.name, "query": {"term": {"tombstone": True}}},
            "dest": {"index": new, "version_type": "external"},
        },
    )


def _swap(server: Server, new: str) -> None:
    """One atomic step. It fails when another rebuild cleared this one away meanwhile."""
    actions = [
        {"remove": {"index": new, "alias": next_name(server)}},
        {"add": {"index": new, "alias": server.name}},
        {"remove_index": {"index": index_in_use(server)}},
    ]
    try:
        server.call("POST", "/_aliases", {"actions": actions})
    except NotThere as error:
        raise SearchError(TAKEN_OVER) from error
