"""Retries of single documents, against an imitation of the bulk door that turns some away."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from app.search.elasticsearch_client import NotThere, Server
from app.search.elasticsearch_writing import Operation, Target, Writer, deleted, stored
from app.search.interface import HeldCompetency, SearchDocument, SearchView, WriteFailure
from app.search.templates import load

PEOPLE = Target("people", "people")


class FakeServer(Server):
    """Answers bulk requests with prepared statuses, one list a request; there is no index being built."""

    def __init__(self, *statuses: list[int]) -> None:
        super().__init__("http://127.0.0.1:9/people")
        self.statuses = list(statuses)
        self.sent: list[list[str]] = []

    def call(self, method: str, path: str, body: object = None, *, lines: bool = False, **params: object) -> Any:
        if path != "/_bulk":
            raise NotThere(path)
        heads = [next(iter(json.loads(line).items())) for line in str(body).splitlines() if '"_index"' in line]
        self.sent.append([head["_id"] for _, head in heads])
        answers = zip(heads, self.statuses.pop(0), strict=True)
        error = {"type": "es_rejected_execution_exception", "reason": "queue full"}
        return {"items": [{verb: {"status": s} | ({"error": error} if s >= 400 else {})} for (verb, _), s in answers]}


def operations(*names: str) -> list[Operation]:
    return [Operation(name, 2, {"learner_id": name}) for name in names]


def test_only_what_was_turned_away_is_sent_again_and_after_a_pause() -> None:
    server, pauses = FakeServer([201, 429, 409], [201]), list[float]()
    assert Writer(server, sleep=pauses.append).write(operations("a", "b", "c"), visible=False) == []
    assert server.sent == [["a", "b", "c"], ["b"]]
    assert pauses == [0.1]


def test_what_is_refused_is_reported_also_when_others_are_tried_again() -> None:
    server = FakeServer([400, 429], [200])
    failures = Writer(server, sleep=lambda s: None).write(operations("a", "b"), visible=False)
    assert failures == [WriteFailure("a", "es_rejected_execution_exception")]


def test_a_server_that_stays_busy_is_given_up_after_three_pauses() -> None:
    server, pauses = FakeServer([429], [429], [503], [429]), list[float]()
    failures = Writer(server, sleep=pauses.append).write(operations("a"), visible=False)
    assert [failure.learner_id for failure in failures] == ["a"]
    assert len(pauses) == 3


NOBODY = SearchDocument("ana", 7, "", frozenset(), ())


@pytest.mark.parametrize(("operation", "version"), [(deleted("ana", 7), 15), (stored(NOBODY), 14)])
def test_a_removal_beats_a_write_of_the_same_version(operation: Operation, version: int) -> None:
    head = next(iter(json.loads(PEOPLE.lines(operation).splitlines()[0]).values()))
    assert (head["version"], head["version_type"]) == (version, "external_gte")


def test_a_tombstone_holds_nothing_but_id_and_version() -> None:
    assert stored(SearchDocument("ana", 7, "Nurse", frozenset({"all"}), ())).document == {
        "learner_id": "ana",
        "version": 7,
        "tombstone": True,
    }


def test_stored_fields_are_those_of_the_mapping() -> None:
    held, labels = (HeldCompetency("py", "esco", 2),), frozenset({"all"})
    view = SearchView("c", labels, "i", 5, "Badge", held, date(2026, 1, 1), None, frozenset(), "x x")
    document = stored(SearchDocument("ana", 7, "Nurse", frozenset({"all"}), (view,))).document
    properties = load("index")["mappings"]["properties"]
    assert document is not None
    assert set(document) | {"tombstone"} == set(properties)
    assert set(document["views"][0]) == set(properties["views"]["properties"])
    assert set(document["headline"]) == set(properties["headline"]["properties"])


def test_versions_of_deleted_documents_are_kept_for_an_hour() -> None:
    """The server's own default is a minute: a write that was late by more would bring a removed learner back."""
    assert load("index")["settings"]["gc_deletes"] == "1h"
