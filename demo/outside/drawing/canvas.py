"""What all drawings share: paper, fonts, colours, and text that stays inside its box."""

from __future__ import annotations

import io
import textwrap
from functools import cache

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
INK: Colour = (34, 40, 49)
FAINT: Colour = (125, 133, 144)
RULE: Colour = (222, 226, 231)
PAPER: Colour = (252, 252, 250)
PALETTES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((31, 97, 141), (127, 179, 213), (214, 137, 16)),
    ((30, 111, 92), (130, 196, 172), (196, 84, 58)),
    ((88, 71, 140), (176, 164, 212), (210, 150, 30)),
    ((143, 60, 66), (220, 160, 160), (60, 110, 130)),
    ((70, 88, 98), (160, 178, 188), (190, 95, 40)),
)


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font that comes with Pillow: the same on every machine."""
    return ImageFont.load_default(size)


def paper(width: int, height: int, colour: Colour = PAPER) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (width, height), colour)
    return image, ImageDraw.Draw(image)


def write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, fill: Colour = INK, anchor: str = "la") -> None:
    draw.text(at, text, font=font(size), fill=fill, anchor=anchor)


def write_block(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, letters: int, fill: Colour = INK) -> float:
    """Write wrapped lines; returns where the next line would stand."""
    x, y = at
    for line in textwrap.wrap(text, letters):
        write(draw, (x, y), line, size, fill)
        y += size * 1.35
    return y


def png(image: Image.Image) -> bytes:
    """The picture as PNG; few colours are kept as a palette, which makes a third of the bytes."""
    out = io.BytesIO()
    image.quantize(128, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    """A colour between two: `share` of the second."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )
