"""Garbage is looked for after a page has been handed over, not while somebody waits for it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any
from weakref import ref

import pytest
from flask import Flask

from app import portal


class Loop:
    """Something that only a search for garbage can free."""

    def __init__(self) -> None:
        self.itself: Any = self


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(portal, "MANY_NEW", 1)
    threshold = gc.get_threshold()
    flask_app = Flask("served")
    portal.settle(flask_app)
    yield flask_app
    gc.set_threshold(*threshold)
    gc.unfreeze()


def test_what_a_page_leaves_behind_is_freed_once_it_was_handed_over(served: Flask) -> None:
    left: list[ref[Loop]] = []

    @served.get("/")
    def page() -> str:
        left.append(ref(Loop()))
        return "page"

    answer = served.test_client().get("/")
    assert answer.text == "page"
    assert left[0]() is not None, "nobody waited for it"
    answer.close()
    assert left[0]() is None


def test_what_is_old_is_looked_through_now_and_then(served: Flask) -> None:
    old = Loop()
    gc.collect(1)  # from here on it is among what is old
    left = ref(old)
    del old
    made: list[list[int]] = []
    for _ in range(portal.OLD_AFTER + 1):
        made += [[] for _ in range(1000)]
        portal.tidy()
    assert left() is None
