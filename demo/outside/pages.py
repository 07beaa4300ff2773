"""Pages for people on the outside web: issuers, achievements, repositories, competencies."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from demo.issuing.identities import issuer_identity
from demo.outside.drawing.canvas import PALETTES
from demo.outside.repositories import Repository
from demo.world import addresses
from demo.world.content import ROOT
from demo.world.model import Achievement, Competency, Issuer, World


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(ROOT / "outside/templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def accent(slug: str) -> int:
    """The number of a palette that stays with one host."""
    return sum(slug.encode()) % len(PALETTES)


def _render(name: str, slug: str, **values: object) -> str:
    red, green, blue = PALETTES[accent(slug)][0]
    return _environment().get_template(name).render(accent=f"rgb({red} {green} {blue})", **values)


def issuer_page(world: World, issuer: Issuer) -> str:
    mine = [a for a in world.achievements.values() if a.issuer is issuer or a.creator is issuer]
    return _render(
        "issuer.html",
        issuer.slug,
        title=issuer.name,
        above=issuer.kind,
        issuer=issuer,
        identity=issuer_identity(issuer, world.port),
        achievements=mine,
        address=lambda item: addresses.achievement(item, world.port),
    )


def achievement_page(world: World, item: Achievement) -> str:
    assert item.issuer is not None
    return _render(
        "achievement.html",
        item.issuer.slug,
        title=item.name,
        above=item.issuer.name,
        item=item,
        address=addresses.achievement(item, world.port),
        criteria=Markup(MarkdownIt("js-default").render(item.criteria)),  # noqa: S704 - our own files, and js-default lets no HTML through
        site=lambda slug: addresses.site(slug, world.port),
    )


def repository_page(repository: Repository) -> str:
    return _render(
        "repository.html",
        repository.owner,
        title=f"{repository.owner} / {repository.name}",
        above="Forge: shared work in the open",
        repository=repository,
    )


def competency_page(world: World, competency: Competency | None) -> str:
    """The page of one competency of the demo's own framework, or the list of all."""
    own = [c for key, c in world.competencies.items() if key.startswith("everyday:")]
    return _render(
        "competency.html",
        addresses.SKILLS,
        title=competency.name if competency else own[0].framework,
        above="Everyday Competencies (demo framework)",
        competency=competency,
        competencies=own,
        site=lambda slug: addresses.site(slug, world.port),
    )


def list_page(title: str, text: str, links: Iterable[tuple[str, str]]) -> str:
    return _render("list.html", "list", title=title, above="The outside web of the demo", text=text, links=list(links))
