"""As many labels as all of ESCO has: its ICT part, which is real, filled up with labels made of the same words."""

from __future__ import annotations

import json
import random
from pathlib import Path

from app.search.typeahead import Entry

REAL = Path(__file__).parents[1] / "demo/data/esco/skills.json"
LABELS = 29_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def real_entries() -> list[Entry]:
    """The 877 skills of ESCO's ICT part with some 4,000 alternative labels."""
    skills = json.loads(REAL.read_text(encoding="utf-8"))
    return [Entry(s["uri"], s["prefLabel"], tuple(s["altLabels"]), "ESCO") for s in skills]


def entries(labels: int = LABELS) -> list[Entry]:
    """The real ones, then made-up ones until there are as many labels as wanted: always the same."""
    found = real_entries()
    count = sum(1 + len(entry.alt_labels) for entry in found)
    names = [name for entry in found for name in (entry.label, *entry.alt_labels) if " " in name]
    dice = random.Random(3)
    while count < labels:
        others = tuple(dict.fromkeys(_made_up(dice, names) for _ in range(dice.randint(0, 2))))
        found.append(Entry(f"https://skills.example/{len(found)}", f"{_made_up(dice, names)} {dice.choice(names)}", others, "Made up"))
        count += 1 + len(others)
    return found


def _made_up(dice: random.Random, names: list[str]) -> str:
    return f"{dice.choice(names).split()[0]} {dice.choice(names).partition(' ')[2]}"


def slip(dice: random.Random, label: str) -> str:
    """A letter missing, added, wrong, or changed places with the next."""
    i = dice.randrange(1, len(label) - 1)
    letter = dice.choice(LETTERS)
    before, after = label[:i], label[i + 1 :]
    return dice.choice((before + after, before + letter + label[i:], before + letter + after, before + after[:1] + label[i] + after[1:]))


def typed(seed: int = 7, *, number: int, slips: bool) -> list[tuple[str, str]]:
    """Key and text of real labels as somebody types them, the same ones with and without a slip."""
    labels = [(e.key, name) for e in real_entries() for name in (e.label, *e.alt_labels) if len(name) > 4]
    dice = random.Random(seed)
    chosen = dice.sample(labels, number)
    return [(key, slip(dice, name) if slips else name) for key, name in chosen]
