"""People with credentials of every sort for the tests of the search page."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient

from app.domain import accounts
from tests.factories.house import House

WITHOUT_RESULT: dict[str, Any] = {"result": None}


def award(
    house: House,
    who: str,
    *skills: str,
    subject: dict[str, Any] | None = None,
    place: str = "",
    to: tuple[str, ...] = (),
    **changes: Any,
) -> None:
    """A learner called `who` who shows one credential about these skills, `to` all recruiters or some organisations.

    `subject` and `changes` replace members of what is signed; None removes one.
    """
    whole = json.loads(house.signed(*skills))["credentialSubject"] | (subject or {})
    del whole["identifier"]
    kept = {member: value for member, value in whole.items() if value is not None}
    raw = house.signed(**{"id": f"urn:example:{who}", "credentialSubject": kept} | changes)
    account = house.learner(f"{who.lower()}@example.org", name=who)
    if place:
        live_in(house, account.id, place)
    house.publish(house.hold(account, raw), *to)


def live_in(house: House, account_id: str, place: str) -> None:
    """Set where a learner says they live, before they publish anything."""
    with house.services.database.writing() as session:
        accounts.learner_of(session, account_id).place = place


def people(client: FlaskClient, **search: Any) -> list[str]:
    """The names that a search shows, in their order."""
    page = client.get("/search", query_string=search).text
    return re.findall(r'<h3 id="p-\w+"><a [^>]*>([^<]+)</a>', page)


def read(client: FlaskClient, **search: Any) -> str:
    """The words of a search's page."""
    return plain(client.get("/search", query_string=search).text)


def plain(page: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def searched(page: str, link: str) -> dict[str, list[str]]:
    """What the link with these words searches for."""
    found = re.search(rf'<a href="/search\?([^"]*)">{re.escape(link)}', page)
    assert found, f"a link “{link}”"
    return parse_qs(urlsplit("?" + unescape(found[1])).query)


def facet(client: FlaskClient, name: str, **search: Any) -> dict[str, int]:
    """Label -> count of one facet on the page."""
    page = client.get("/search", query_string={"sort": "newest", **search}).text
    part = page.partition(f'aria-labelledby="facet-{name}"')[2].partition("</section>")[0]
    label, count = r"<span>(?:<span class=\"visually-hidden\">Take off: </span>)?([^<]+)</span>", r"<span class=\"count\">.*?</span>(\d+)<"
    found = re.findall(f"{label} {count}", part)
    return {unescape(label): int(count) for label, count in found}
