"""The address of a search, as links and redirects need it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote_plus

from flask import request, url_for

from app.recruiters.grammar import SearchForm, to_pairs


def search_url(form: SearchForm, *, at: str = "", **extra: str) -> str:
    """The address of a search; `extra` are names that are no part of the search itself, `at` is a place on its page by its id."""
    address = address_of("recruiters.search", to_pairs(form), **extra)
    return f"{address}#{_quoted(at)}" if at else address


def address_of(endpoint: str, pairs: Iterable[tuple[str, str]], **extra: str) -> str:
    """A page's address with a search in it, as `url_for` would make it: a page of results has more than a hundred."""
    query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in (*pairs, *extra.items()))
    bare = _bare(endpoint, request.script_root)
    return f"{bare}?{query}" if query else bare


@lru_cache(maxsize=100)
def _bare(endpoint: str, _root: str) -> str:
    """The address without a search; `_root` is what it depends on beside the endpoint."""
    return url_for(endpoint)


@lru_cache(maxsize=2000)
def _quoted(text: str) -> str:
    return quote_plus(text, safe="!$'()*,/:;?@")  # what werkzeug leaves as it is
