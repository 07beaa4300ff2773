"""The address of a search, as links and redirects need it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import url_for

from app.recruiters.grammar import SearchForm, to_pairs


def search_url(form: SearchForm, **extra: str) -> str:
    """The address of a search; `extra` are names that are no part of the search itself."""
    return address_of("recruiters.search", to_pairs(form), **extra)


def address_of(endpoint: str, pairs: Iterable[tuple[str, str]], **extra: str) -> str:
    """A page's address with a search in it."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    given: Mapping[str, object] = {**values, **extra}
    return url_for(endpoint, **given)  # type: ignore[arg-type]  # dots in names keep them from being _anchor and the like
