"""Baked samples can be read back by the product and by an image library."""

from __future__ import annotations

import io

from PIL import Image

from demo.issuing.bake import bake_png, bake_svg
from demo.outside.drawing.plans import draw_badge
from indexer.verification.unbake import unbake_png, unbake_svg

TEXT = '{"name": "Über <Größe> & ]]> mehr"}'.encode()


def test_a_baked_png_gives_its_credential_back() -> None:
    baked = bake_png(draw_badge("Test", "T", seed=1), TEXT)
    assert unbake_png(baked) == TEXT
    with Image.open(io.BytesIO(baked)) as image:
        image.load()


def test_a_baked_svg_gives_json_and_tokens_back() -> None:
    assert unbake_svg(bake_svg("A & B", TEXT, is_jwt=False)) == TEXT
    assert unbake_svg(bake_svg("A & B", b"aaa.bbb.ccc", is_jwt=True)) == b"aaa.bbb.ccc"
