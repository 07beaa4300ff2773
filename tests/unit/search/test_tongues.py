"""In which language a text is."""

from __future__ import annotations

import pytest

from app.search.tongues import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You work with data and write SQL for our teams in the city.", "en"),
        ("Sie arbeiten mit Daten und schreiben SQL für unsere Teams in der Stadt.", "de"),
        ("Vous travaillez avec des données et vous aimez le SQL dans les villes.", "fr"),
        ("Trabajas con los datos y con las bases para que la ciudad sepa de una vez.", "es"),
        ("Je werkt met data en het team van de stad voor een betere bus.", "nl"),
        ("Pracujesz z danymi i w zespole, jest to praca dla ciebie od zaraz na miejscu.", "pl"),
        ("Python, SQL, Docker", ""),
        ("", ""),
        ("data " * 500 + "the and of to", ""),
    ],
)
def test_small_words_tell_a_language(text: str, language: str) -> None:
    assert language_of(text) == language
