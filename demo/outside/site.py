"""Answer requests to the outside web. `Outside.answer(host, path)` is all of it: no files, no state but a cache of answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from demo.issuing.identities import did_document, profile_document
from demo.issuing.sign import JWT, sign_award
from demo.issuing.status import revoked_indexes, write_status_list
from demo.outside import pages, repositories
from demo.outside.drawing.charts import draw_chart
from demo.outside.drawing.plans import draw_badge, draw_diagram, draw_map, draw_screens
from demo.outside.drawing.scenes import draw_scene
from demo.outside.facts import day_of, series_of
from demo.outside.pdf import write_report
from demo.outside.texts import write_text
from demo.world import addresses
from demo.world.model import Achievement, Award, Evidence, Issuer, World


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: bytes


def page(text: str, status: int = 200) -> Answer:
    return Answer(status, "text/html; charset=utf-8", text.encode())


def document(value: dict[str, Any], kind: str = "application/json") -> Answer:
    return Answer(200, kind, json.dumps(value, ensure_ascii=False, indent=2).encode())


NOT_FOUND = page(pages.list_page("Nothing here", "There is no such page on the outside web of the demo.", []), 404)
GONE = page(pages.list_page("This site is closed", "The academy closed two years ago. Nobody answers here any more.", []), 503)


class Outside:
    """The whole outside web of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._awards = {a.id: a for a in world.awards}
        self._answer = lru_cache(maxsize=512)(self._look_up)

    def answer(self, host: str, path: str) -> Answer:
        """The answer to a GET. `host` is the Host header; `path` begins with a slash and carries no query."""
        return self._answer(host.lower().partition(":")[0].removesuffix(".localhost"), path)

    def _look_up(self, slug: str, path: str) -> Answer:
        found = self._world.pages.get(f"{addresses.site(slug, self._world.port)}{path}")
        if found is not None:
            return _evidence(*found)
        issuer = self._world.issuers.get(slug)
        if issuer is not None:
            return GONE if issuer.gone else self._of_issuer(issuer, path)
        if slug == addresses.SKILLS:
            return self._competency(path)
        return self._index() if path == "/" and slug in ("localhost", "127.0.0.1") else NOT_FOUND

    def _of_issuer(self, issuer: Issuer, path: str) -> Answer:
        port = self._world.port
        whole: dict[str, Callable[[], Answer]] = {
            "/": lambda: page(pages.issuer_page(self._world, issuer)),
            "/.well-known/did.json": lambda: document(did_document(issuer, port), "application/did+json"),
            "/profile": lambda: document(profile_document(issuer, port)),
            "/status/1": lambda: self._status(issuer),
        }
        shown_for = {"/.well-known/did.json": "did:web", "/profile": "https"}
        if path in whole and shown_for.get(path, issuer.identity) == issuer.identity:
            return whole[path]()
        kind, _, rest = path[1:].partition("/")
        if kind == "achievements":
            return self._achievement(issuer, rest)
        return self._credential(issuer, rest) if kind == "credentials" else NOT_FOUND

    def _status(self, issuer: Issuer) -> Answer:
        if not issuer.status:
            return NOT_FOUND
        revoked = revoked_indexes(self._world.awards, issuer)
        signed = write_status_list(issuer, revoked, port=self._world.port, now=self._world.now)
        return document(signed, "application/vc+ld+json")

    def _achievement(self, issuer: Issuer, rest: str) -> Answer:
        name, _, last = rest.partition("/")
        item = self._world.achievements.get(name)
        if item is None or issuer not in (item.issuer, item.creator):
            return NOT_FOUND
        if last == "badge.png":
            return Answer(200, "image/png", badge_of(item))
        return NOT_FOUND if last else page(pages.achievement_page(self._world, item))

    def _credential(self, issuer: Issuer, name: str) -> Answer:
        award = self._awards.get(name)
        if award is None or award.achievement.issuer is not issuer:
            return NOT_FOUND
        signed = sign_award(award, port=self._world.port)
        return Answer(200, "text/plain; charset=ascii" if signed.media_type == JWT else signed.media_type, signed.raw)

    def _competency(self, path: str) -> Answer:
        if path == "/everyday":
            return page(pages.competency_page(self._world, None))
        found = self._world.competencies.get("everyday:" + path.removeprefix("/everyday/"))
        return page(pages.competency_page(self._world, found)) if found else NOT_FOUND

    def _index(self) -> Answer:
        links = [(i.name, addresses.site(i.slug, self._world.port)) for i in self._world.issuers.values()]
        links.append(("Everyday Competencies", f"{addresses.site(addresses.SKILLS, self._world.port)}/everyday"))
        return page(pages.list_page("The outside web", "Who issues in the demo's world:", links))


def badge_of(item: Achievement) -> bytes:
    """The achievement's image, in the colours of who gives it."""
    assert item.issuer is not None
    words = [word for word in item.issuer.name.replace("'s", "").split() if word[0].isupper()]
    return draw_badge(item.name, "".join(word[0] for word in words[:3]), seed=pages.accent(item.issuer.slug))


def _evidence(award: Award, evidence: Evidence) -> Answer:
    if evidence.kind == "repository":
        name = (evidence.url or "").rsplit("/", 1)[1]
        return page(pages.repository_page(repositories.describe(award, evidence, name=name)))
    if evidence.kind == "text":
        return Answer(200, "text/plain; charset=utf-8", write_text(award, evidence).encode())
    if evidence.kind == "pdf":
        return Answer(200, "application/pdf", write_report(award, evidence))
    return Answer(200, "image/png", _picture(award, evidence))


def _picture(award: Award, evidence: Evidence) -> bytes:
    assert evidence.piece is not None
    seed, labels = evidence.seed, award.topic.labels
    if evidence.kind == "diagram":
        return draw_diagram(evidence.name, evidence.piece.steps[seed % len(evidence.piece.steps)], seed=seed)
    if evidence.kind == "map":
        return draw_map(evidence.name, labels, seed=seed)
    if evidence.kind == "screens":
        return draw_screens(evidence.name, labels, seed=seed)
    if evidence.kind == "scene":
        return draw_scene(evidence.piece.scene, seed=seed, caption=f"{evidence.name}, {day_of(award.issued_at)}")
    return draw_chart(series_of(award), seed=seed, source=f"Source: {award.topic.source}")
