"""The checks that ask what the words mean: known vocabularies, no undefined word, and no word with a private meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from indexer.verification.case import Case, Finding
from indexer.verification.errors import CheckFailedError
from indexer.verification.formats.badges import OB_CONTEXT
from indexer.verification.formats.evidence import matches_multibase, matches_sri
from indexer.verification.formats.nodes import credential_node, members
from indexer.verification.formats.structure import VC1, VC2, listed
from indexer.verification.jsonld.checked import expanded
from indexer.verification.jsonld.contexts import pinned
from indexer.verification.jsonld.expansion import Expansion, OwnWord
from indexer.verification.jsonld.merge import merged
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
    _check_digests(case)
    return Finding(details={"contexts": dict(expansion.contexts)})


def _check_digests(case: Case) -> None:
    """A credential may fix the text of its vocabularies by a fingerprint, which must then be that of a text that we keep (VCDM 2.0
    section 5.3). Other resources are compared when they are looked at."""
    assert case.expansion is not None
    for index, item in enumerate(listed(case.document.get("relatedResource"))):
        url = item.get("id") if isinstance(item, dict) else None
        if not isinstance(url, str) or url not in case.expansion.contexts:
            continue
        for member, matches in (("digestSRI", matches_sri), ("digestMultibase", matches_multibase)):
            text = item.get(member)
            if isinstance(text, str) and not any(matches(known.raw, text) for known in case.contexts.texts(url)):
                place = f"/relatedResource/{index}"
                raise CheckFailedError("RESOURCE_DIGEST", f"The vocabulary {url:.200} has another text.", pointer=place)


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


# What decides about a credential. Each of these words is read from the JSON, too, so the JSON must show all that the signed
# statements say, and at its top.
_DECIDING = (
    "issuer", "credentialSubject", "credentialStatus", "credentialSchema", "refreshService", "evidence",
    "relatedResource", "validFrom", "validUntil", "issuanceDate", "expirationDate",
)


def check_same_for_readers(case: Case) -> None:
    """Fail when the signed statements say more about the credential than a reader of its JSON sees at the top.

    In RDF a statement may stand anywhere: a status could hide in an object further down that has the identifier of the credential,
    or under a whole IRI in place of its word, with the signature untouched. A word without a meaning, which only tokens may have, is
    no such place when the statements have nothing of it at all.
    """
    assert case.expansion is not None
    if case.expansion.detours:
        found = case.expansion.detours[0]
        raise CheckFailedError("HIDDEN_PARTS", f"In detail: {found.reason}.", pointer=found.pointer)
    node = credential_node(merged(case.expansion))
    lost = {item.pointer for item in case.expansion.lost}
    for word in _DECIDING:
        shown = [item for item in listed(case.document.get(word)) if item is not None]
        said = members(node, tuple(core_words().get(word, ())))
        if len(said) != len(shown) and (said or f"/{word}" not in lost):
            raise CheckFailedError("HIDDEN_PARTS", f"The word is “{word}”.", pointer=f"/{word}")


def check_injection(case: Case) -> Finding:
    """Fail with CONTEXT_INJECTION when a well-known word has a private meaning where we read it, or another word has its meaning;
    with HIDDEN_PARTS when JSON and statements differ in what decides."""
    assert case.expansion is not None
    spoken = words_of(frozenset(case.expansion.contexts) & frozenset(_CORE_CONTEXTS))
    for own in case.expansion.own_words:
        if is_injected(own, spoken):
            raise CheckFailedError(
                "CONTEXT_INJECTION",
                f"The word is “{own.word}”.",
                pointer="/" + "/".join(str(part) for part in reversed(list(_parts(own.path)))),
                details={"iri": own.iri},
            )
    check_same_for_readers(case)
    return Finding()


def is_injected(own: OwnWord, spoken: Mapping[str, frozenset[str]]) -> bool:
    """Say whether a word of the standards that the credential uses (`spoken`) was given a meaning that no standard gives it, at a
    place that is read, or whether a meaning of any standard hides behind another word (an alias, or the IRI itself)."""
    words = core_words()
    iris = words.get(own.word, frozenset())
    if own.iri not in iris and own.iri in core_meanings():
        return True
    path = [part for part in _parts(own.path) if isinstance(part, str)]
    return own.word in spoken and own.iri not in iris and all(part in words for part in path[1:])


@cache
def core_meanings() -> frozenset[str]:
    """Return the IRIs of the properties that decide, or are shown and indexed."""
    words = core_words()
    return frozenset(iri for word in (*_DECIDING, *_SHOWN) for iri in words.get(word, ()))


_SHOWN = (
    "achievement", "result", "resultDescription", "rubricCriterionLevel", "requiredLevel", "requiredValue",
    "achievedLevel", "status", "alignment", "targetUrl", "targetName", "targetCode", "targetFramework", "criteria",
    "creator", "achievementType", "identifier", "identityHash", "endorsementComment", "digestSRI", "digestMultibase", "proof",
    "verificationMethod", "proofPurpose",
)


def _parts(path: tuple[Any, ...]) -> Iterator[Any]:
    while path:
        yield path[0]
        path = path[1]


def core_words() -> Mapping[str, frozenset[str]]:
    """Return each word of the standards' own contexts with every IRI that one of them gives it."""
    return words_of(frozenset(_CORE_CONTEXTS))


@cache
def words_of(urls: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """Return each word of some of the standards' own contexts with every IRI that one of them gives it."""
    found: dict[str, set[str]] = {}
    store = pinned()
    for url in urls:
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
    first = expanded(document, case.contexts)
    for store in case.contexts.others(frozenset(first.contexts)):
        found = expanded(document, store)
        if not found.lost:
            case.contexts = store
            case.note("CONTEXT_REVISION", "The credential was made under an earlier text of its vocabulary.", "/@context")
            return found
    return None
