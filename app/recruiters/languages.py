"""Languages by their code in ISO 639, in English; and in which of them competencies have their names here."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import remembered
from app.domain.database import Database
from app.domain.models import Competency, Framework
from app.search.tongues import language_of

NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "mk": "Macedonian", "ms": "Malay", "mt": "Maltese", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian (Nynorsk)", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian",
    "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


READ = 200
"""Competencies of a framework that are read to tell its language."""
_languages: WeakKeyDictionary[Database, tuple[remembered.Generation, tuple[str, ...]]] = WeakKeyDictionary()
_lock = threading.Lock()


def language_name(code: str) -> str:
    """A code that is not here is shown in capitals."""
    return NAMES.get(code, code.upper())


def names_are_in(database: Database, session: Session) -> tuple[str, ...]:
    """The languages, as codes, in which the loaded frameworks speak; those whose words do not tell are left out."""
    stamp = remembered.generation(session)
    with _lock:
        kept = _languages.get(database)
        if kept is None or kept[0] != stamp:
            codes = {code for key in session.scalars(select(Framework.key)) if (code := _language(session, key))}
            kept = _languages[database] = (stamp, tuple(sorted(codes, key=language_name)))
        return kept[1]


def _language(session: Session, framework_key: str) -> str:
    columns = (Competency.label, Competency.description)
    some = select(*columns).where(Competency.framework_key == framework_key).order_by(Competency.key).limit(READ)
    return language_of("\n".join(f"{label}\n{description}" for label, description in session.execute(some)))
