"""The checks that ask what the words mean: known vocabularies, no undefined word, and no word with a private meaning."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from indexer.verification.case import Case, Finding
from indexer.verification.errors import CheckFailedError, CheckUnknownError
from indexer.verification.formats.badges import OB_CONTEXT
from indexer.verification.formats.structure import VC1, VC2, listed
from indexer.verification.jsonld.contexts import ContextStore, ContextUnavailableError, pinned
from indexer.verification.jsonld.expand import BadDocumentError, Expansion, OwnWord, expand
from indexer.verification.jsonld.terms import BadContextError
from indexer.verification.proofs.hashing import without_proof

_CORE_CONTEXTS = (
    VC1,
    VC2,
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://w3id.org/security/data-integrity/v2",
)


def check_contexts(case: Case) -> Finding:
    """Expand the document; fails with BAD_CONTEXT, POISON or SCHEMA, unknown with CONTEXT_UNAVAILABLE."""
    _check_order(case.document)
    document = without_proof(case.document)
    expansion = expanded(document, case.contexts)
    if expansion.lost:
        expansion = _other_revision(document, case) or expansion
    case.expansion = expansion
    return Finding(details={"contexts": dict(expansion.contexts)})


def expanded(document: dict[str, Any], store: ContextStore) -> Expansion:
    """Expand `document`, with the errors of JSON-LD as errors of checks."""
    try:
        return expand(document, store=store)
    except ContextUnavailableError as error:
        raise CheckUnknownError(
            "CONTEXT_UNAVAILABLE", f"The vocabulary is {error.url:.200}.", pointer="/@context", details={"url": error.url}
        ) from error
    except BadContextError as error:
        raise CheckFailedError("BAD_CONTEXT", f"In detail: {error}.", pointer="/@context") from error
    except BadDocumentError as error:
        raise CheckFailedError("SCHEMA", f"In detail: {error}.", pointer=error.pointer) from error


def check_terms(case: Case) -> Finding:
    """Fail with DROPPED_TERMS when a word has no meaning, with CONTEXT_INJECTION when a well-known one has a private meaning."""
    assert case.expansion is not None
    if case.expansion.lost:
        lost = case.expansion.lost
        raise CheckFailedError(
            "DROPPED_TERMS",
            f"The word is “{lost[0].word}”: {lost[0].reason}.",
            pointer=lost[0].pointer,
            details={"words": [{"word": item.word, "pointer": item.pointer, "reason": item.reason} for item in lost]},
        )
    return check_injection(case)


def check_injection(case: Case) -> Finding:
    """Fail with CONTEXT_INJECTION when a well-known word has a private meaning where we read it."""
    assert case.expansion is not None
    for own in case.expansion.own_words:
        if is_injected(own):
            raise CheckFailedError(
                "CONTEXT_INJECTION",
                f"The word is “{own.word}”.",
                pointer="/" + "/".join(str(part) for part in reversed(list(_parts(own.path)))),
                details={"iri": own.iri},
            )
    return Finding()


def is_injected(own: OwnWord) -> bool:
    """Say whether a word of the standards was given a meaning that no standard gives it, at a place that is read."""
    words = core_words()
    path = [part for part in _parts(own.path) if isinstance(part, str)]
    if not all(part in words for part in path[1:]):
        return False
    return own.word in words and own.iri not in words[own.word]


def _parts(path: tuple[Any, ...]) -> Iterator[Any]:
    while path:
        yield path[0]
        path = path[1]


@cache
def core_words() -> dict[str, frozenset[str]]:
    """Return each word of the standards' own contexts with every IRI that one of them gives it."""
    found: dict[str, set[str]] = {}
    store = pinned()
    for url in _CORE_CONTEXTS:
        _collect(store.get(url).context, found, prefixes={})
    return {word: frozenset(iris) for word, iris in found.items()}


def _collect(context: Any, found: dict[str, set[str]], prefixes: dict[str, str]) -> None:
    for part in listed(context):
        if not isinstance(part, dict):
            continue
        prefixes = {**prefixes, **{key: value for key, value in part.items() if isinstance(value, str)}}
        for word, definition in part.items():
            iri = definition.get("@id", word) if isinstance(definition, dict) else definition
            if not word.startswith("@") and isinstance(iri, str):
                found.setdefault(word, set()).add(_full(iri, prefixes))
            if isinstance(definition, dict) and "@context" in definition:
                _collect(definition["@context"], found, prefixes)


def _full(iri: str, prefixes: dict[str, str]) -> str:
    prefix, colon, suffix = iri.partition(":")
    if colon and not suffix.startswith("//") and prefix in prefixes:
        return prefixes[prefix] + suffix
    return prefixes.get(iri, iri) if not colon else iri


def _check_order(document: dict[str, Any]) -> None:
    """The first context fixes what the words of every credential mean; badge contexts come right after it."""
    contexts = listed(document.get("@context"))
    if not contexts or contexts[0] not in (VC1, VC2):
        raise CheckFailedError("BAD_CONTEXT", f"The first vocabulary must be {VC2} or {VC1}.", pointer="/@context/0")
    badge = [index for index, item in enumerate(contexts) if isinstance(item, str) and OB_CONTEXT.fullmatch(item)]
    if badge and any(isinstance(item, dict) for item in contexts[: badge[0]]):
        raise CheckFailedError("BAD_CONTEXT", "A private vocabulary stands before that of Open Badges.", pointer="/@context")


def _other_revision(document: dict[str, Any], case: Case) -> Expansion | None:
    """Try the other texts that a context had over time: the credential was made under one of them."""
    assert case.contexts is not None
    first = expand(document, store=case.contexts)
    for store in case.contexts.others(frozenset(first.contexts)):
        found = expanded(document, store)
        if not found.lost:
            case.contexts = store
            case.note("CONTEXT_REVISION", "The credential was made under an earlier text of its vocabulary.", "/@context")
            return found
    return None
