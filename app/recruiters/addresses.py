"""The address of a search, as links and redirects need it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from urllib.parse import quote_plus

from flask import request, url_for

from app.recruiters.choosing import readable_ids
from app.recruiters.grammar import FILTER, SearchForm, to_pairs

_ID = re.compile(r"[0-9a-zA-Z]+(?:-[0-9a-zA-Z]+)*")

CHOICE = "compare"
"""The name of a person who is chosen to be compared, beside a search in its address."""


def search_url(form: SearchForm, *, at: str = "", chosen: Iterable[str] = (), **extra: str) -> str:
    """The address of a search. `chosen` are the ids of people to compare and `extra` other names that are no part of the search itself,
    `at` is a place on its page by its id."""
    address = address_of("recruiters.search", pairs_beside(form, chosen), **extra)
    return f"{address}#{_quoted(at)}" if at else address


def selecting(url: Callable[..., str], form: SearchForm, facet: str) -> Callable[[str], str]:
    """Value -> the address of the search with this value of a facet selected as well, for values that are not: a facet has many.

    `url` makes the address of a search, as `search_url` does.
    """
    gap = max(form.selections.get(facet, ()), key=len, default="") + "-"  # longer than all, so that it is none of them nor their beginning
    name = f"{_quoted(FILTER + facet)}="  # no text that somebody typed can look like it: its "=" would be quoted
    before, after = re.split(f"(?<=[?&]){re.escape(name + _quoted(gap))}", url(form.toggled(facet, gap), at=f"facet-{facet}"))
    return lambda value: f"{before}{name}{_quoted(value)}{after}"


def chosen_here() -> list[str]:
    """The ids of those whom this request's address names as chosen."""
    return readable_ids(request.args.getlist(CHOICE))


def pairs_beside(form: SearchForm, chosen: Iterable[str]) -> list[tuple[str, str]]:
    """A search with those who are chosen beside it, as the pairs of an address."""
    return [*to_pairs(form), *((CHOICE, each) for each in chosen)]


def address_of(endpoint: str, pairs: Iterable[tuple[str, str]], **extra: str) -> str:
    """A page's address with a search in it, as `url_for` would make it: a page of results has more than a hundred."""
    query = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in (*pairs, *extra.items()))
    bare = _bare(endpoint, request.script_root)
    return f"{bare}?{query}" if query else bare


def address_for(endpoint: str, **ids: str) -> str:
    """`url_for` for pages of people and credentials by their ids: a page of results has a hundred of those, too."""
    if not all(_ID.fullmatch(each) for each in ids.values()):
        return url_for(endpoint, **ids)  # type: ignore[arg-type]  # names of a route never are those of its options
    address = _with_gaps(endpoint, tuple(ids), request.script_root)
    for name, each in ids.items():
        address = address.replace(f"-{name}-", each)
    return address


@lru_cache(maxsize=100)
def _with_gaps(endpoint: str, names: tuple[str, ...], _root: str) -> str:
    return url_for(endpoint, **{name: f"-{name}-" for name in names})  # type: ignore[arg-type]  # as above


@lru_cache(maxsize=100)
def _bare(endpoint: str, _root: str) -> str:
    """The address without a search; `_root` is what it depends on beside the endpoint."""
    return url_for(endpoint)


@lru_cache(maxsize=2000)
def _quoted(text: str) -> str:
    return quote_plus(text, safe="!$'()*,/:;?@")  # what werkzeug leaves as it is
