"""Drawings that explain: a diagram of steps, a map, the screens of an application, a badge."""

from __future__ import annotations

import itertools
import math
import random
import textwrap

from PIL import ImageDraw

from demo.outside.drawing.canvas import FAINT, INK, PALETTES, RULE, Colour, mixed, paper, png, write, write_block

Box = tuple[float, float, float, float]
WHITE: Colour = (255, 255, 255)
SECOND_WAYS = {
    "How the data flow": "if anything on the way fails: reject with a reason, keep yesterday, tell somebody",
    "Schema of the database": "no last without a first: the constraint that keeps wrong data out",
    "Network plan": "second path, in service within seconds",
    "Target architecture": "the second zone is built from the same code",
    "Threat model": "what must never be reachable directly",
}


def draw_diagram(title: str, steps: tuple[str, ...], *, seed: int) -> bytes:
    """Boxes and arrows in two rows, with a second way drawn below."""
    image, draw = paper(960, 520)
    colours = PALETTES[seed % len(PALETTES)]
    write_block(draw, (50, 34), title, 28, 60)
    boxes = [_place(n, len(steps)) for n in range(len(steps))]
    for first, second in itertools.pairwise(boxes):
        _arrow(draw, first, second, colours[0])
    below = ((boxes[0][0] + 60, 330), (boxes[0][0] + 60, 410), (boxes[-1][2] - 60, 410), (boxes[-1][2] - 60, 330))
    draw.line(below, fill=FAINT, width=2)
    write(draw, (480, 420), SECOND_WAYS.get(title, ""), 16, FAINT, "ma")
    for number, (box, step) in enumerate(zip(boxes, steps, strict=True)):
        draw.rounded_rectangle(box, 12, fill=mixed(colours[1], WHITE, 0.6), outline=colours[0], width=2)
        write(draw, ((box[0] + box[2]) / 2, 270), step, 17 if len(step) < 15 else 14, INK, "mm")
        write(draw, ((box[0] + box[2]) / 2, 300), str(number + 1), 14, colours[0], "mm")
    return png(image)


def _place(number: int, count: int) -> Box:
    step = 860 / count
    return (50 + step * number, 230, 50 + step * number + step - 34, 330)


def _arrow(draw: ImageDraw.ImageDraw, first: Box, second: Box, colour: Colour) -> None:
    y, tip = 280, second[0] - 3
    draw.line((first[2], y, tip - 8, y), fill=colour, width=3)
    draw.polygon(((tip, y), (tip - 12, y - 7), (tip - 12, y + 7)), fill=colour)


def draw_map(title: str, labels: tuple[str, ...], *, seed: int) -> bytes:
    """Fields, a river, a road and some marked places, with scale and north. It shows no real country."""
    rng = random.Random(seed)
    image, draw = paper(960, 700, (238, 243, 232))
    _fields(draw, rng)
    river = [(x, 380 + 130 * math.sin(x / 170 + seed % 7) + rng.uniform(-12, 12)) for x in range(-20, 1000, 30)]
    draw.line(river, fill=(150, 190, 215), width=22, joint="curve")
    road = [(x, 250 + 90 * math.cos(x / 240 + seed % 5)) for x in range(-20, 1000, 40)]
    draw.line(road, fill=(250, 250, 250), width=10, joint="curve")
    draw.line(road, fill=(190, 185, 175), width=2, joint="curve")
    for label in labels:
        x, y, size = rng.uniform(90, 850), rng.uniform(130, 590), rng.choice((9, 13, 18))
        draw.ellipse((x - size, y - size, x + size, y + size), fill=(196, 84, 58), outline=WHITE, width=2)
        write(draw, (x + size + 5, y), label, 18, INK, "lm")
    draw.rectangle((0, 0, 960, 76), fill=(252, 252, 250))
    write(draw, (36, 24), title, 28)
    _scale(draw)
    return png(image)


def _fields(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    greens: tuple[Colour, ...] = ((222, 233, 205), (232, 228, 200), (210, 226, 200), (240, 236, 214), (226, 220, 198))
    for row in range(6):
        for column in range(8):
            x, y = column * 125 + rng.uniform(-24, 12), 60 + row * 115 + rng.uniform(-20, 14)
            shape = [(x + rng.uniform(0, 16), y), (x + 118, y + rng.uniform(0, 18)), (x + 112, y + 106), (x + 4, y + 100)]
            draw.polygon(shape, fill=rng.choice(greens), outline=(205, 212, 190))


def _scale(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((700, 640, 940, 684), fill=(252, 252, 250))
    draw.line((716, 668, 836, 668), fill=INK, width=3)
    write(draw, (716, 648), "1 km   simplified", 14)
    draw.polygon(((910, 646), (902, 676), (918, 676)), fill=INK)


def draw_screens(title: str, labels: tuple[str, ...], *, seed: int) -> bytes:
    """Three screens of a telephone: a list, a form, a confirmation."""
    image, draw = paper(960, 700, (233, 236, 240))
    colours = PALETTES[seed % len(PALETTES)]
    write_block(draw, (50, 26), title, 26, 62)
    for number, draw_one in enumerate((_list_screen, _form_screen, _done_screen)):
        left = 70 + number * 290
        draw.rounded_rectangle((left, 100, left + 240, 650), 26, fill=INK)
        draw.rounded_rectangle((left + 8, 112, left + 232, 638), 18, fill=WHITE)
        draw.rectangle((left + 8, 130, left + 232, 176), fill=colours[0])
        draw_one(draw, left + 24, labels, colours)
    return png(image)


def _list_screen(draw: ImageDraw.ImageDraw, x: float, labels: tuple[str, ...], colours: tuple[Colour, Colour, Colour]) -> None:
    write(draw, (x, 143), "Choose", 18, WHITE)
    for n, label in enumerate(labels[:6]):
        y = 196 + n * 66
        draw.rounded_rectangle((x, y, x + 192, y + 52), 8, outline=RULE, width=2)
        write(draw, (x + 12, y + 15), label, 17)
        write(draw, (x + 176, y + 14), ">", 17, colours[0])


def _form_screen(draw: ImageDraw.ImageDraw, x: float, labels: tuple[str, ...], colours: tuple[Colour, Colour, Colour]) -> None:
    write(draw, (x, 143), labels[0], 18, WHITE)
    for n, label in enumerate(("Your name", "When?", "How many?", "A note (optional)")):
        y = 192 + n * 84
        write(draw, (x, y), label, 15, INK)
        draw.rounded_rectangle((x, y + 22, x + 192, y + 60), 6, outline=FAINT, width=2)
    draw.rounded_rectangle((x, 556, x + 192, 606), 8, fill=colours[0])
    write(draw, (x + 96, 581), "Send", 18, WHITE, "mm")


def _done_screen(draw: ImageDraw.ImageDraw, x: float, labels: tuple[str, ...], colours: tuple[Colour, Colour, Colour]) -> None:
    write(draw, (x, 143), "Done", 18, WHITE)
    draw.ellipse((x + 56, 220, x + 136, 300), outline=colours[0], width=5)
    draw.line((x + 76, 262, x + 90, 278, x + 118, 244), fill=colours[0], width=6)
    after = write_block(draw, (x + 6, 330), f"{labels[0]} is noted. You get a message when it is ready.", 16, 22)
    write_block(draw, (x + 6, after + 20), "Changed your mind? You can undo this until tomorrow.", 14, 26, FAINT)


def draw_badge(name: str, initials: str, *, seed: int) -> bytes:
    """A round badge with the issuer's initials."""
    image, draw = paper(400, 400, WHITE)
    colours = PALETTES[seed % len(PALETTES)]
    points = [(200 + r * math.cos(a), 200 + r * math.sin(a)) for a, r in _star(24)]
    draw.polygon(points, fill=colours[0])
    draw.ellipse((56, 56, 344, 344), fill=WHITE)
    draw.ellipse((68, 68, 332, 332), outline=colours[1], width=3)
    write(draw, (200, 150), initials, 62, colours[0], "mm")
    for number, line in enumerate(textwrap.wrap(name, 20)[:4]):
        write(draw, (200, 205 + number * 26), line, 20, INK, "ma")
    return png(image)


def _star(teeth: int) -> list[tuple[float, float]]:
    return [(math.pi * n / teeth, 190 if n % 2 else 174) for n in range(teeth * 2)]
