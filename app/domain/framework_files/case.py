"""1EdTech CASE: a CFPackage, the whole of one framework as `GET .../CFPackages/{id}` answers it (CASE 1.0 and 1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.errors import InvalidError
from app.domain.framework_files.interface import FrameworkFile, text_of, texts_of
from app.domain.frameworks import LoadedCompetency, LoadedFramework


def recognises(file: FrameworkFile) -> bool:
    return isinstance(file.content, dict) and "CFDocument" in file.content


def read(file: FrameworkFile) -> LoadedFramework:
    document, items = file.content["CFDocument"], file.content.get("CFItems")
    if not isinstance(document, dict) or not isinstance(items, list):
        raise InvalidError(f"{file.name}: expected a CFPackage with a CFDocument and a list CFItems.")
    return LoadedFramework(
        uri=_uri(document, file.name),
        title=text_of(document, "title") or "Untitled framework",
        publisher=text_of(document, "publisher", "creator"),
        version=text_of(document, "version"),
        attribution=_licence(document),
        competencies=[_competency(item, file.name) for item in items if isinstance(item, dict)],
    )


def _competency(item: Mapping[str, Any], name: str) -> LoadedCompetency:
    """`fullStatement` is the one text that every CFItem has; the shorter ones are better names when they are there."""
    statement = text_of(item, "fullStatement")
    label = text_of(item, "abbreviatedStatement", "alternativeLabel") or statement
    others = (text_of(item, "alternativeLabel"), *texts_of(item, "conceptKeywords"))
    return LoadedCompetency(
        uri=_uri(item, name),
        label=label,
        alt_labels=tuple(dict.fromkeys(other for other in others if other and other != label)),
        description="" if statement == label and len(label) <= 500 else statement,
        code=text_of(item, "humanCodingScheme"),
    )


def _uri(item: Mapping[str, Any], name: str) -> str:
    if not (uri := text_of(item, "uri")):
        raise InvalidError(f"{name}: {text_of(item, 'identifier') or 'an item'} has no uri, and nothing could be aligned to it.")
    return uri


def _licence(document: Mapping[str, Any]) -> str:
    licence = document.get("licenseURI")
    named = text_of(licence, "uri", "title") if isinstance(licence, dict) else text_of(document, "licenseURI")
    return f"Licence: {named}" if named else ""
