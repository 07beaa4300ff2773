"""Extensions of Open Badges 2.0: objects of type Extension whose context names the JSON Schema that they must fit.

The words of an extension may be written as whole IRIs; they are brought back to the names of its context before the schema is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.verification.case import Case
from indexer.verification.errors import CheckFailedError, VerificationError
from indexer.verification.formats.legacy import CONTEXTS
from indexer.verification.formats.schemas import SCHEMA_LIMIT, problems_of
from indexer.verification.formats.structure import listed
from indexer.verification.intake import read_json
from indexer.verification.interface import FetchError

EXTENSION_LIMIT = 5
_OBI = "https://w3id.org/openbadges#"
_BASE = {"obi": _OBI, "extensions": "https://w3id.org/openbadges/extensions#"}


def check_extensions(document: dict[str, Any], case: Case, *, pointer: str) -> None:
    """Hold the extensions of one document against their schemas. Raises `CheckFailedError` EXTENSION_SCHEMA.

    What cannot be fetched is a note: an extension adds words to a badge, and the badge stands without them.
    """
    for name, extension in list(_extensions(document))[:EXTENSION_LIMIT]:
        for context in _contexts([*listed(document.get("@context")), *listed(extension.get("@context"))], case):
            for schema_url in _schemas(context, extension):
                _check(extension, context, schema_url, case, f"{pointer}/{name}")


def _extensions(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in document.items():
        if isinstance(value, dict) and "Extension" in listed(value.get("type")):
            yield name, value


def _contexts(names: list[Any], case: Case) -> Iterator[dict[str, Any]]:
    """Fetch the vocabularies in which an extension stands: its own, and those of the document around it."""
    for url in names:
        if not isinstance(url, str) or url in CONTEXTS:
            continue
        try:
            document = read_json(case.fetcher.fetch(url, limit=SCHEMA_LIMIT).body)
        except (FetchError, CheckFailedError):
            case.note("EXTENSION_UNCHECKED", f"The words of an extension could not be looked up at {url:.200}.")
            continue
        if isinstance(document, dict):
            yield document


def _schemas(context: dict[str, Any], extension: dict[str, Any]) -> Iterator[str]:
    terms = _terms(context)
    wanted = {_full(word, terms) for word in listed(extension.get("type")) if isinstance(word, str)}
    holders = [context, *(part for part in listed(context.get("@context")) if isinstance(part, dict))]
    for holder in holders:
        for rule in listed(holder.get("obi:validation", holder.get("validation"))):
            kinds = listed(_either(rule, "validatesType"))
            url = _either(rule, "validationSchema")
            if isinstance(url, str) and any(isinstance(kind, str) and _full(kind, terms) in wanted for kind in kinds):
                yield url


def _either(rule: Any, name: str) -> Any:
    return rule.get(f"obi:{name}", rule.get(name)) if isinstance(rule, dict) else None


def _terms(context: dict[str, Any]) -> dict[str, str]:
    """Return the words of a context with what they stand for, as far as it is written in it."""
    found = dict(_BASE)
    for part in listed(context.get("@context")):
        for word, definition in part.items() if isinstance(part, dict) else ():
            iri = definition.get("@id") if isinstance(definition, dict) else definition
            if isinstance(iri, str) and not word.startswith("@"):
                found[word] = iri
    return found


def _full(word: str, terms: dict[str, str]) -> str:
    for _ in range(5):
        prefix, colon, suffix = word.partition(":")
        if word in terms and terms[word] != word:
            word = terms[word]
        elif colon and not suffix.startswith("//") and prefix in terms:
            word = terms[prefix] + suffix
        else:
            break
    return word


def _check(extension: dict[str, Any], context: dict[str, Any], url: str, case: Case, pointer: str) -> None:
    try:
        schema = read_json(case.fetcher.fetch(url, limit=SCHEMA_LIMIT).body)
        problems = problems_of(_compact(extension, _terms(context)), schema, case)
    except (FetchError, VerificationError):
        case.note("EXTENSION_UNCHECKED", f"The schema of an extension could not be applied: {url:.200}.", pointer)
        return
    if problems:
        raise CheckFailedError(
            "EXTENSION_SCHEMA", problems[0]["problem"], pointer=pointer + problems[0]["pointer"], details={"schema": url}
        )


def _compact(extension: dict[str, Any], terms: dict[str, str]) -> dict[str, Any]:
    names = {_full(word, terms): word for word in terms}
    return {names.get(_full(key, terms), key): value for key, value in extension.items()}
