"""docs/frameworks.md says what the readers do: every name of an association that counts stands in it, and the limits are those in force."""

from __future__ import annotations

import pytest

from app.commands.framework import LARGEST_FETCHED
from app.domain import associations
from app.domain.framework_files import LARGEST, case, ctdl, skos
from tests.support.environment import CHECKOUT

PAGE = " ".join((CHECKOUT / "docs/frameworks.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("name", [*case.KINDS, *ctdl.FORWARD, *ctdl.BACKWARD, *skos.FORWARD, *skos.BACKWARD])
def test_every_association_that_counts_is_in_the_table(name: str) -> None:
    own_of_esco = {"relatedEssentialSkill", "relatedOptionalSkill"}
    assert f"`{name.lower()}`" in PAGE.lower() or name in own_of_esco


def test_the_limits_are_those_in_force() -> None:
    assert f"{LARGEST // 2**20} MB for files" in PAGE
    assert f"from the web {LARGEST_FETCHED // 2**20} MB" in PAGE
    assert associations.LONGEST_WAY == 8
    assert associations.MOST_EQUIVALENTS == 100
    assert "(eight, and a hundred competencies at most)" in PAGE
