"""Every template compiles, is used, and every page has a title; every template that a view names exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import meta, nodes

from app.portal import create_app
from app.services import open_services
from config.settings import Settings
from tests.support.environment import CHECKOUT

TEMPLATES = CHECKOUT / "app/templates"
EVERY = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
PAGES = [name for name in EVERY if "{% extends" in (TEMPLATES / name).read_text(encoding="utf-8")]


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    services = open_services(settings)
    yield create_app(services=services)
    services.database.close()


def parsed(app: Flask, name: str) -> nodes.Template:
    return app.jinja_env.parse((TEMPLATES / name).read_text(encoding="utf-8"), name, name)


def named_by_code() -> set[str]:
    """Texts that end like a template, wherever Python names one."""
    files = [path for path in (CHECKOUT / "app").rglob("*.py") if "migrations" not in path.parts]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    texts = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and re.fullmatch(r"[\w/]+\.html", text)}


def test_there_are_templates():
    assert len(EVERY) > 20


@pytest.mark.parametrize("name", EVERY)
def test_it_compiles(app, name):
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_title_of_its_own(app, name):
    if name.endswith("/layout.html"):
        return  # between base and the pages of a room, which have the titles
    blocks = {block.name: block for block in parsed(app, name).find_all(nodes.Block)}
    assert "title" in blocks, "what a screen reader says first, and what stands in the tab"
    assert blocks["title"].body, "an empty title"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_style_or_script_of_its_own(name):
    """The content security policy refuses both, silently for whoever wrote them."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert re.findall(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\ssrc=)""", text) == []


@pytest.mark.parametrize("name", EVERY)
def test_every_form_that_changes_something_carries_the_token(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    forms = re.findall(r"<form\b[^>]*method=.post.*?</form>", text, flags=re.DOTALL | re.IGNORECASE)
    tokens = ("ui.csrf()", "csrf()", "csrf_token", "hidden_tag()")
    assert [form[:120] for form in forms if not any(token in form for token in tokens)] == []


def test_every_template_that_is_named_exists(app):
    named = named_by_code() | {n for name in EVERY for n in meta.find_referenced_templates(parsed(app, name)) if n}
    assert named - set(EVERY) == set()


def test_every_template_is_used(app):
    named = named_by_code() | {n for name in EVERY for n in meta.find_referenced_templates(parsed(app, name)) if n}
    assert set(EVERY) - named == set()
