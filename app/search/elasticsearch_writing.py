"""Writing to Elasticsearch: documents under external versions, in bulk, into the index in use and into one being built.

Two aliases stand for the two indices. NAME is the one that is searched; NAME-next exists only during a rebuild. Writes go to aliases with
``require_alias``, so a swap or the end of a rebuild between two requests can neither lose a write nor make an index by accident.

The server's version is twice ours, and one more for a removal: so a removal beats a write of the same version. ``external_gte`` lets the
same version be written again (a repair). A deleted document's version is remembered for ``index.gc_deletes``, an hour.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.search.elasticsearch_client import NotThere, Server
from app.search.fields import digest_of, view_fields, word_fields
from app.search.interface import SearchDocument, WriteFailure

CHUNK = 200
"""Documents in one bulk request."""
BUSY = (429, 502, 503, 504)
"""The server had no room for one of the documents: to be tried again."""
WAITS_S = (0.1, 0.5, 2.0)
"""Pauses before the documents that met a busy server are sent again."""
FIELD = re.compile(r"field \[([\w.]+)\]")
OLDER = 409
GONE = 404


@dataclass(frozen=True, slots=True)
class Operation:
    """One line or two of a bulk request: store this document, or delete it when there is none."""

    learner_id: str
    version: int
    document: dict[str, Any] | None = None


def stored(document: SearchDocument) -> Operation:
    """The operation that stores a document. Without views it is a tombstone: its version and nothing else."""
    fields: dict[str, Any] = {"learner_id": document.learner_id, "version": document.version}
    if document.views:
        fields["digest"] = digest_of(document)
        fields["headline"] = {"labels": sorted(document.headline_labels), **word_fields(document.headline)}
        fields["views"] = [{**view_fields(view), **word_fields(view.text)} for view in document.views]
    else:
        fields["tombstone"] = True
    return Operation(document.learner_id, 2 * document.version, fields)


def deleted(learner_id: str, version: int) -> Operation:
    return Operation(learner_id, 2 * version + 1)


@dataclass(frozen=True, slots=True)
class Target:
    """Where operations go: an alias for storing, and for deleting the index's own name if it may be gone by then.

    A delete with an external version makes a missing index, and ``require_alias`` does not keep it from that (tried on 9.4). Under the
    name of a build that is litter, which the next rebuild clears away; under the name of an alias it would block the alias.
    """

    alias: str
    index: str

    def lines(self, operation: Operation) -> str:
        if operation.document is None:
            return json.dumps({"delete": self._head(operation, self.index)}) + "\n"
        head = {"index": self._head(operation, self.alias) | {"require_alias": True}}
        return json.dumps(head) + "\n" + json.dumps(operation.document, ensure_ascii=False) + "\n"

    def _head(self, operation: Operation, index: str) -> dict[str, Any]:
        return {"_index": index, "_id": operation.learner_id, "version": operation.version, "version_type": "external_gte"}


@dataclass(frozen=True, slots=True)
class Failed:
    """An operation that the server did not carry out."""

    operation: Operation
    status: int
    cause: str


class Writer:
    """Bulk writes with retries of what a busy server turned away. `sleep` takes seconds."""

    def __init__(self, server: Server, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._server = server
        self._sleep = sleep

    def write(self, operations: Sequence[Operation], *, visible: bool) -> list[WriteFailure]:
        """Carry out the operations in the index in use and, if there is one, in the index being built."""
        target, following = Target(self._server.name, self._server.name), self._following()
        wait = visible and len(operations) <= CHUNK
        failed: list[Failed] = []
        for start in range(0, len(operations), CHUNK):
            chunk = operations[start : start + CHUNK]
            # The one being built first: should it come into use between the two, the second request reaches it.
            if following:
                failed += [f for f in self.send(following, chunk) if f.status != GONE]
            failed += self.send(target, chunk, wait=wait)
        if visible and not wait:
            self._server.call("POST", f"/{self._server.name}/_refresh")
        return [WriteFailure(learner_id, cause) for learner_id, cause in _causes(failed).items()]

    def _following(self) -> Target | None:
        alias = next_name(self._server)
        try:
            return Target(alias, next(iter(self._server.call("GET", f"/_alias/{alias}"))))
        except NotThere:
            return None

    def send(self, target: Target, operations: Sequence[Operation], *, wait: bool = False) -> list[Failed]:
        """One bulk request, and again for those whose turn did not come. An older version is no failure: the newer one stays."""
        failed = self._send_once(target, operations, wait=wait)
        for pause in WAITS_S:
            busy = [f.operation for f in failed if f.status in BUSY]
            if not busy:
                break
            self._sleep(pause)
            failed = [f for f in failed if f.status not in BUSY] + self._send_once(target, busy, wait=wait)
        return failed

    def _send_once(self, target: Target, operations: Sequence[Operation], *, wait: bool) -> list[Failed]:
        body = "".join(map(target.lines, operations))
        refresh = "wait_for" if wait else "false"
        answer = self._server.call("POST", "/_bulk", body, lines=True, refresh=refresh) if body else {"items": []}
        results = (result for item in answer["items"] for result in item.values())
        return [
            Failed(operation, result["status"], _cause(result["error"]))
            for operation, result in zip(operations, results, strict=True)
            if "error" in result and result["status"] != OLDER
        ]


def _cause(error: dict[str, Any]) -> str:
    """The server's name for the reason, and the field. Its sentence quotes what people wrote, and causes end up in logs."""
    field = FIELD.search(error.get("reason", ""))
    return f"{error['type']} in {field[1]}" if field else str(error["type"])


def _causes(failed: Iterable[Failed]) -> dict[str, str]:
    return {f.operation.learner_id: f.cause for f in failed}


def next_name(server: Server) -> str:
    """The alias of the index being built."""
    return f"{server.name}-next"
