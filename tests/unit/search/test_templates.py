"""Filling the bodies of search_templates/ with whole values."""

from __future__ import annotations

from importlib.resources import files

import pytest

from app.search.templates import fill, load


def test_a_value_takes_the_whole_place_whatever_it_holds() -> None:
    hostile = '"}}, {"match_all": {}}, "$labels'
    assert fill("best_view", points=hostile)["nested"]["query"] == hostile


def test_a_slot_filled_with_none_takes_its_key_away() -> None:
    assert "search_after" not in fill("versions", size=1, after=None)


def test_a_missing_or_an_unknown_value_is_refused() -> None:
    with pytest.raises(KeyError, match="points"):
        fill("best_view")
    with pytest.raises(KeyError, match=r"versions\.json has no slot for typo"):
        fill("versions", size=1, after=None, typo=1)


def test_filling_changes_nothing_for_the_next_caller() -> None:
    fill("versions", size=1, after=[1])["query"]["bool"] = "changed"
    assert fill("versions", size=1, after=None)["query"]["bool"] != "changed"


def test_every_file_is_json_and_loads() -> None:
    names = [file.name.removesuffix(".json") for file in files("search_templates").iterdir() if file.name.endswith(".json")]
    assert {"index", "ranking", "search"} <= set(names)
    assert all(isinstance(load(name), dict) for name in names)
