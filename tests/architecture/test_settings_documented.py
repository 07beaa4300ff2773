"""Every setting is explained to operators, and nothing is explained that does not exist."""

from __future__ import annotations

import re

import pytest

from config.settings import KNOWN_ELSEWHERE, KNOWN_PREFIXES, VARIABLES, Variable
from scripts.env_example import TARGET
from scripts.env_example import text as example
from tests.support.checkout import name, text, tracked
from tests.support.environment import CHECKOUT

OPERATORS = CHECKOUT / "docs" / "operators.md"
CONTRIBUTING = CHECKOUT / "CONTRIBUTING.md"
NAMES = {variable.name for variable in VARIABLES}


def names_in(content: str) -> set[str]:
    """The variables of ours that a text names; a prefix such as ``EVIDENT_TEST_...`` is not one."""
    return set(re.findall(r"\bEVIDENT_[A-Z_]*[A-Z]\b(?!_)", content))


def test_the_example_file_is_what_the_settings_say() -> None:
    assert TARGET.read_text(encoding="utf-8") == example(), "write it again: python -m scripts.env_example"


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda v: v.name)
def test_a_setting_has_a_meaning_that_is_a_sentence(variable: Variable) -> None:
    assert len(variable.meaning) > 15
    assert variable.meaning[0].isupper() or variable.meaning[0] == "`"


def test_operators_find_every_setting() -> None:
    assert NAMES - names_in(OPERATORS.read_text(encoding="utf-8")) == set()


def test_contributors_find_every_variable_of_the_tests_and_of_the_demo() -> None:
    used = {word for path in tracked("tests/support", "scripts", ".ci", "demo", "bench") for word in names_in(text(path) or "")}
    own = {word for word in used if word in KNOWN_ELSEWHERE or word.startswith(KNOWN_PREFIXES)}
    assert own - names_in(CONTRIBUTING.read_text(encoding="utf-8")) == set()


def test_no_text_names_a_setting_that_does_not_exist() -> None:
    unknown = {
        (name(path), word)
        for path in tracked("*.md", "*.yml", "Dockerfile", "config")
        for word in names_in(text(path) or "")
        if word not in NAMES | KNOWN_ELSEWHERE and not word.startswith((*KNOWN_PREFIXES, "EVIDENT_IMAGE_", "EVIDENT_LISTEN"))
    }
    assert unknown == set()
