"""Scenes that stand where a photograph would: things only, no people. Flat shapes, a light, a little grain."""

from __future__ import annotations

import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from demo.outside.drawing.canvas import INK, PALETTES, Colour, mixed, paper, png, write

WIDTH, HEIGHT = 1000, 680
Draw = ImageDraw.ImageDraw


def draw_scene(name: str, *, seed: int, caption: str) -> bytes:
    """The scene called `name` as PNG, lit from one side, with its caption as a photographer would note it."""
    rng = random.Random(seed)
    image, draw = paper(WIDTH, HEIGHT, (226, 222, 214))
    SCENES[name](draw, rng)
    image = _lit(image, rng)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, HEIGHT - 40, WIDTH, HEIGHT), fill=(250, 250, 248))
    write(draw, (16, HEIGHT - 30), caption, 16, (90, 96, 104))
    return png(image)


def _lit(image: Image.Image, rng: random.Random) -> Image.Image:
    """A soft light from a corner and the grain of an evening picture."""
    light = Image.new("L", (WIDTH // 8, HEIGHT // 8), 205)
    x, y = rng.choice((10, 110)), 4
    ImageDraw.Draw(light).ellipse((x - 60, y - 40, x + 60, y + 75), fill=255)
    light = light.filter(ImageFilter.GaussianBlur(16)).resize((WIDTH, HEIGHT))
    return ImageChops.multiply(image, Image.merge("RGB", (light, light, light)))


def _room(draw: Draw, wall: Colour, floor: Colour, horizon: int = 430) -> None:
    draw.rectangle((0, 0, WIDTH, horizon), fill=wall)
    draw.rectangle((0, horizon, WIDTH, HEIGHT), fill=floor)
    draw.line((0, horizon, WIDTH, horizon), fill=mixed(wall, INK, 0.3), width=5)


def _rack(draw: Draw, rng: random.Random) -> None:
    _room(draw, (198, 205, 210), (122, 128, 134), 560)
    draw.rectangle((300, 40, 700, 600), fill=(46, 51, 58), outline=(25, 28, 32), width=8)
    colours = PALETTES[rng.randrange(len(PALETTES))]
    for unit in range(13):
        y = 62 + unit * 40
        draw.rectangle((320, y, 680, y + 30), fill=(70, 77, 86), outline=(30, 34, 40))
        for port in range(16):
            x = 334 + port * 17
            draw.rectangle((x, y + 9, x + 11, y + 21), fill=(18, 20, 24))
            if rng.random() < 0.45 and unit % 3:
                lamp: Colour = (120, 210, 120) if rng.random() < 0.9 else (230, 170, 60)
                draw.rectangle((x, y + 5, x + 4, y + 8), fill=lamp)
            if rng.random() < 0.2:
                end = (x + rng.randint(-30, 30), y + rng.choice((40, 80)) + 14)
                draw.line((x + 5, y + 15, x + 5, y + 26, *end), fill=rng.choice(colours), width=4)
    draw.line((690, 120, 820, 200, 820, 560), fill=colours[0], width=10, joint="curve")


def _workbench(draw: Draw, rng: random.Random) -> None:
    _room(draw, (214, 208, 196), (150, 118, 84), 380)
    for n in range(7):
        x = 90 + n * 130
        draw.rectangle((x, 90, x + 14, 230), fill=(120, 84, 56))
        draw.rectangle((x - 8, 60, x + 22, 100), fill=rng.choice(((150, 156, 162), (180, 60, 50), (50, 90, 120))))
    draw.rectangle((40, 380, 960, 420), fill=(186, 150, 108), outline=(110, 84, 56), width=4)
    colours = PALETTES[rng.randrange(len(PALETTES))]
    draw.rounded_rectangle((330, 250, 650, 380), 10, fill=(36, 92, 66), outline=(20, 50, 40), width=4)
    for _ in range(26):
        x, y = rng.randint(350, 610), rng.randint(268, 350)
        part: Colour = rng.choice(((30, 30, 34), (190, 190, 190), colours[2]))
        draw.rectangle((x, y, x + rng.choice((10, 24, 34)), y + rng.choice((8, 14))), fill=part)
    draw.line((650, 320, 760, 300, 800, 380), fill=(180, 50, 40), width=6, joint="curve")
    draw.polygon(((120, 380), (250, 380), (215, 300), (150, 300)), fill=colours[0])
    draw.line((840, 380, 900, 250), fill=(70, 70, 76), width=12)


def _classroom(draw: Draw, rng: random.Random) -> None:
    _room(draw, (228, 224, 208), (178, 150, 118), 420)
    draw.rectangle((180, 60, 820, 330), fill=(44, 78, 68), outline=(130, 96, 64), width=14)
    chalk: Colour = (226, 232, 226)
    draw.line([(220 + n * 18, 280 - rng.randint(0, 30) - n * 5) for n in range(14)], fill=chalk, width=4)
    draw.line((220, 290, 500, 290), fill=chalk, width=3)
    for n in range(5):
        draw.line((540, 110 + n * 38, 540 + rng.randint(90, 230), 110 + n * 38), fill=chalk, width=4)
    for n in range(4):
        x = 70 + n * 235
        draw.polygon(((x, 500), (x + 170, 500), (x + 190, 540), (x - 20, 540)), fill=(204, 168, 120), outline=(120, 90, 60))
        draw.rectangle((x + 40, 480, x + 100, 502), fill=rng.choice(PALETTES)[1])
        draw.line((x, 540, x, 630), fill=(100, 80, 60), width=8)
        draw.line((x + 170, 540, x + 170, 630), fill=(100, 80, 60), width=8)


def _engine(draw: Draw, rng: random.Random) -> None:
    _room(draw, (150, 170, 190), (96, 98, 100), 500)
    draw.polygon(((0, 500), (230, 330), (420, 500)), fill=(112, 132, 110))
    draw.rectangle((180, 240, 860, 520), fill=(176, 38, 34), outline=(90, 20, 20), width=5)
    draw.polygon(((860, 300), (950, 360), (950, 520), (860, 520)), fill=(190, 46, 40))
    draw.polygon(((866, 316), (934, 366), (934, 420), (866, 420)), fill=(190, 220, 230))
    draw.rectangle((180, 400, 950, 424), fill=(240, 220, 90))
    for n in range(4):
        draw.rectangle((205 + n * 150, 260, 335 + n * 150, 388), fill=(204, 204, 206), outline=(120, 120, 124), width=4)
    draw.rectangle((200, 200, 780, 222), fill=(200, 200, 204))
    for n in range(15):
        draw.rectangle((214 + n * 38, 200, 222 + n * 38, 222), fill=(120, 120, 126))
    for x in (290, 720, 880):
        draw.ellipse((x - 52, 470, x + 52, 574), fill=(30, 30, 32))
        draw.ellipse((x - 22, 500, x + 22, 544), fill=(170, 170, 174))
    draw.ellipse((876, 262, 920, 300), fill=(70, 130, 220))
    for n in range(rng.randint(3, 5)):
        draw.ellipse((40 + n * 44, 560, 92 + n * 44, 600), outline=(210, 190, 60), width=9)


def _wall(draw: Draw, rng: random.Random) -> None:
    _room(draw, (224, 224, 226), (150, 140, 128), 610)
    draw.rectangle((90, 50, 910, 560), fill=(250, 250, 250), outline=(150, 150, 154), width=8)
    for n, head in enumerate(("to do", "doing", "waiting", "done")):
        write(draw, (120 + n * 200, 70), head, 24, (80, 84, 90))
        draw.line((300 + n * 200, 64, 300 + n * 200, 546), fill=(214, 214, 218), width=3)
        for row in range(rng.randint(1, 5)):
            _note(draw, rng, 116 + n * 200 + rng.randint(0, 40), 112 + row * 84)


def _note(draw: Draw, rng: random.Random, x: int, y: int) -> None:
    colour: Colour = rng.choice(((250, 226, 120), (250, 190, 170), (180, 220, 240), (196, 232, 180)))
    tilt = rng.randint(-5, 5)
    draw.polygon(((x, y + tilt), (x + 104, y), (x + 108, y + 70), (x + 3, y + 72)), fill=colour)
    for line in range(3):
        draw.line((x + 12, y + 18 + line * 17, x + rng.randint(50, 96), y + 18 + line * 17), fill=(90, 90, 90), width=3)


def _whiteboard(draw: Draw, rng: random.Random) -> None:
    _room(draw, (206, 220, 222), (170, 180, 182), 600)
    draw.rectangle((120, 60, 880, 540), fill=(252, 252, 252), outline=(140, 150, 156), width=10)
    write(draw, (150, 84), "tonight", 30, (40, 80, 130))
    for row in range(7):
        y = 140 + row * 54
        draw.line((150, y + 40, 850, y + 40), fill=(214, 220, 224), width=2)
        write(draw, (156, y + 6), f"bed {row + 1}", 22, (60, 60, 66))
        draw.line((280, y + 20, 280 + rng.randint(120, 330), y + 20), fill=(70, 90, 140), width=5)
        mark: Colour = rng.choice(((90, 170, 110), (90, 170, 110), (220, 160, 60)))
        draw.ellipse((790, y + 4, 820, y + 34), fill=mark)


def _hall(draw: Draw, rng: random.Random) -> None:
    _room(draw, (232, 222, 200), (166, 132, 96), 400)
    for n in range(4):
        x = 80 + n * 230
        draw.rectangle((x, 70, x + 130, 290), fill=(190, 214, 226), outline=(140, 110, 80), width=8)
        draw.line((x + 65, 70, x + 65, 290), fill=(140, 110, 80), width=6)
    for n in range(9):
        x = 20 + n * 110
        draw.polygon(((x, 20), (x + 60, 20), (x + 30, 66)), fill=rng.choice(PALETTES)[rng.randint(0, 2)])
    for n in range(3):
        x = 70 + n * 310
        draw.polygon(((x, 460), (x + 230, 460), (x + 260, 510), (x - 30, 510)), fill=(236, 232, 222), outline=(140, 120, 96))
        for _ in range(4):
            left = x + rng.randint(0, 180)
            draw.rounded_rectangle((left, 428, left + 40, 462), 6, fill=rng.choice(PALETTES)[0])
        draw.line((x, 510, x, 610), fill=(110, 90, 70), width=9)
        draw.line((x + 230, 510, x + 230, 610), fill=(110, 90, 70), width=9)


SCENES: dict[str, Callable[[Draw, random.Random], None]] = {
    "rack": _rack,
    "workbench": _workbench,
    "classroom": _classroom,
    "engine": _engine,
    "wall": _wall,
    "whiteboard": _whiteboard,
    "hall": _hall,
}
