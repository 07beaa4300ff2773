"""Text files of evidence, from the layouts in content/texts."""

from __future__ import annotations

from functools import cache

from demo.outside.facts import words_for
from demo.world.content import ROOT
from demo.world.model import Award, Evidence


def write_text(award: Award, evidence: Evidence) -> str:
    """The text of one evidence; its layout is named by its piece."""
    assert evidence.piece is not None
    return layout(evidence.piece.layout).format_map(words_for(award, evidence))


@cache
def layout(name: str) -> str:
    return (ROOT / "content/texts" / f"{name}.txt").read_text(encoding="utf-8")
