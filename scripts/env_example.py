"""Write config/.env.example from the settings' own table: `python -m scripts.env_example`.

A test compares the file with `text()`, so the two cannot drift apart.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from config.settings import VARIABLES, Variable

TARGET = Path(__file__).resolve().parents[1] / "config" / ".env.example"
HEADING = """\
# Every setting of Evident, with its default. Copy what differs into your environment, or into the .env file that
# docker-compose.yml reads. A wrong value and a misspelt name are refused at start, with the name and what was expected.
"""


def text() -> str:
    """The whole file: a heading, then one paragraph a variable, commented out at its default."""
    return "\n".join([HEADING, *map(_paragraph, VARIABLES)])


def _paragraph(variable: Variable) -> str:
    meaning = textwrap.wrap(variable.meaning, width=108, break_long_words=False, break_on_hyphens=False)
    return "".join(f"# {line}\n" for line in meaning) + f"#{variable.name}={variable.default}\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
