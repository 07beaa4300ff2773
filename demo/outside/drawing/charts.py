"""Charts: bars, horizontal bars, or a line with points, as fits the labels."""

from __future__ import annotations

import random

from PIL import ImageDraw

from demo.outside.drawing.canvas import FAINT, INK, PALETTES, RULE, Colour, paper, png, write, write_block
from demo.outside.facts import Series

WIDTH, HEIGHT = 960, 600
LEFT, RIGHT, TOP, BASE = 90, 920, 150, 500
TIMES = ("Jan", "Mon", "Week", "W1", "8h", "6h", "7h", "0h", "Q1", "Day", "Sep", "Oct", "Jun", "1998", "2019", "V1", "Apr", "Mar", "Before")


def draw_chart(series: Series, *, seed: int, source: str) -> bytes:
    """One chart as PNG: a line where the labels are moments, bars where they are things."""
    image, draw = paper(WIDTH, HEIGHT)
    colours = PALETTES[seed % len(PALETTES)]
    _frame(draw, series, source)
    if series.labels[0].startswith(TIMES) and len(series.labels) > 3:
        _line(draw, series, colours)
    elif seed % 3 == 0:
        _lying_bars(draw, series, colours)
    else:
        _bars(draw, series, colours, random.Random(seed))
    return png(image)


def _frame(draw: ImageDraw.ImageDraw, series: Series, source: str) -> None:
    after = write_block(draw, (LEFT - 40, 34), series.title, 30, 56)
    write(draw, (LEFT - 40, after + 6), series.measure, 18, FAINT)
    write(draw, (LEFT - 40, HEIGHT - 36), source, 15, FAINT)


def _grid(draw: ImageDraw.ImageDraw, top: int) -> None:
    for step in range(5):
        y = BASE - (BASE - TOP) * step / 4
        draw.line((LEFT, y, RIGHT, y), fill=RULE if step else FAINT, width=1)
        write(draw, (LEFT - 10, y), str(round(top * step / 4)), 15, FAINT, "rm")


def _ceiling(values: tuple[int, ...]) -> int:
    """A round number above the highest value, so that the axis reads well."""
    highest = max(values)
    tens = int("1" + "0" * max(0, len(str(highest)) - 2))
    return next(s * tens for s in (4, 8, 12, 16, 20, 24, 32, 40, 48, 60, 80, 100) if s * tens >= highest)


def _bars(draw: ImageDraw.ImageDraw, series: Series, colours: tuple[Colour, Colour, Colour], rng: random.Random) -> None:
    top = _ceiling(series.values)
    _grid(draw, top)
    step = (RIGHT - LEFT) / len(series.values)
    marked = series.values.index(max(series.values)) if rng.random() < 0.5 else -1
    for n, (label, value) in enumerate(zip(series.labels, series.values, strict=True)):
        x, y = LEFT + step * (n + 0.5), BASE - (BASE - TOP) * value / top
        draw.rectangle((x - step * 0.32, y, x + step * 0.32, BASE), fill=colours[2] if n == marked else colours[0])
        write(draw, (x, y - 8), str(value), 18, INK, "ms")
        write(draw, (x, BASE + 12), label, 17, INK, "ma")


def _lying_bars(draw: ImageDraw.ImageDraw, series: Series, colours: tuple[Colour, Colour, Colour]) -> None:
    step = (BASE + 20 - TOP) / len(series.values)
    start = LEFT + 110
    for n, (label, value) in enumerate(zip(series.labels, series.values, strict=True)):
        y = TOP + step * (n + 0.5)
        end = start + (RIGHT - 60 - start) * value / max(series.values)
        draw.rectangle((start, y - step * 0.3, end, y + step * 0.3), fill=colours[0] if n % 2 == 0 else colours[1])
        write(draw, (start - 12, y), label, 17, INK, "rm")
        write(draw, (end + 8, y), str(value), 17, INK, "lm")


def _line(draw: ImageDraw.ImageDraw, series: Series, colours: tuple[Colour, Colour, Colour]) -> None:
    top = _ceiling(series.values)
    _grid(draw, top)
    step = (RIGHT - LEFT) / len(series.values)
    points = [(LEFT + step * (n + 0.5), BASE - (BASE - TOP) * v / top) for n, v in enumerate(series.values)]
    area = [(points[0][0], BASE), *points, (points[-1][0], BASE)]
    draw.polygon(area, fill=tuple(round(c + (252 - c) * 0.8) for c in colours[1]))
    draw.line(points, fill=colours[0], width=4, joint="curve")
    for (x, y), label, value in zip(points, series.labels, series.values, strict=True):
        draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=colours[0], outline=(255, 255, 255), width=2)
        write(draw, (x, y - 14), str(value), 17, INK, "ms")
        write(draw, (x, BASE + 12), label, 17, INK, "ma")
