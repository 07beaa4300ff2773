"""Expansion and canonicalisation, held against independent implementations: PyLD always, Oxigraph where it is installed."""

from __future__ import annotations

import importlib
import itertools
import json
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from indexer.verification.errors import CheckFailedError
from indexer.verification.jsonld.canon import canonize
from indexer.verification.jsonld.contexts import ContextStore, ContextUnavailableError, Revision, pinned
from indexer.verification.jsonld.expand import expand
from indexer.verification.jsonld.expansion import BadDocumentError, Expansion
from indexer.verification.jsonld.jcs import canonical_json
from indexer.verification.jsonld.rdf import Quad, to_quads
from indexer.verification.jsonld.terms import BadContextError
from tests.conformance.cases import read_manifest
from tests.support import environment

EMPTY = ContextStore({})


def ours(document: Any, store: ContextStore = EMPTY) -> str:
    return canonize(to_quads(expand(document, store=store).nodes)).text


def theirs(document: Any, store: ContextStore = EMPTY) -> str:
    """The same by PyLD, with a fresh cache and without a base address."""

    def load(url: str, options: Any = None) -> dict[str, Any]:
        content = {"@context": store.get(url).context}
        return {"contextUrl": None, "documentUrl": url, "document": content, "contentType": "application/ld+json"}

    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load, "base": ""}
    text: str = jsonld.normalize(document, options)
    return text


def context(**terms: Any) -> dict[str, Any]:
    return {"@version": 1.1, "ex": "https://ex.example/", "xsd": "http://www.w3.org/2001/XMLSchema#", **terms}


FEATURES: Mapping[str, Any] = {
    "plain": {"@context": context(name="ex:name"), "@id": "urn:a", "name": ["b", "a", 1, True, 2.5, 1e30, None]},
    "types": {"@context": context(day={"@id": "ex:day", "@type": "xsd:date"}, Kind="ex:Kind"), "@type": "Kind", "day": "2026-01-01"},
    "identifiers": {"@context": context(to={"@id": "ex:to", "@type": "@id"}), "to": ["urn:b", {"@id": "urn:c", "ex:x": 1}]},
    "vocabulary": {"@context": context(**{"@vocab": "https://v.example/#"}), "anything": {"else": "goes"}, "@type": "Word"},
    "vocabulary of values": {"@context": context(how={"@id": "ex:how", "@type": "@vocab"}, good="ex:good"), "how": ["good", "ex:bad"]},
    "base": {"@context": context(**{"@base": "https://base.example/a/"}, to={"@id": "ex:to", "@type": "@id"}), "@id": "b", "to": "../c#d"},
    "lists": {"@context": context(all={"@id": "ex:all", "@container": "@list"}), "all": [1, ["a", "b"], {"@id": "urn:x"}, []]},
    "empty list": {"@context": context(all={"@id": "ex:all", "@container": "@list"}), "all": []},
    "sets": {"@context": context(some={"@id": "ex:some", "@container": "@set"}), "some": {"@set": ["a", "a", "b"]}},
    "languages": {"@context": context(say={"@id": "ex:say", "@container": "@language"}), "say": {"en": "hi", "de": ["hallo", "tag"]}},
    "default language": {
        "@context": context(**{"@language": "EN"}, say="ex:say", code={"@id": "ex:code", "@language": None}),
        "say": "hi",
        "code": "x",
    },
    "index": {"@context": context(by={"@id": "ex:by", "@container": "@index"}), "by": {"a": {"ex:x": 1}, "b": [{"ex:x": 2}]}},
    "index property": {
        "@context": context(by={"@id": "ex:by", "@container": "@index", "@index": "ex:key"}),
        "by": {"a": {"@id": "urn:1"}, "b": {"@id": "urn:2"}},
    },
    "id map": {"@context": context(by={"@id": "ex:by", "@container": "@id"}), "by": {"urn:1": {"ex:x": 1}, "urn:2": {"ex:x": 2}}},
    "type map": {"@context": context(by={"@id": "ex:by", "@container": "@type"}), "by": {"ex:A": {"ex:x": 1}, "ex:B": "urn:b"}},
    "graphs": {"@context": context(said={"@id": "ex:said", "@container": "@graph"}), "said": [{"ex:x": 1}, {"@id": "urn:y", "ex:x": 2}]},
    "graph map": {"@context": context(said={"@id": "ex:said", "@container": ["@graph", "@id"]}), "said": {"urn:g": {"ex:x": 1}}},
    "graph index": {"@context": context(said={"@id": "ex:said", "@container": ["@graph", "@index"]}), "said": {"a": {"ex:x": 1}}},
    "named graph": {"@context": context(), "@id": "urn:g", "@graph": [{"@id": "urn:a", "ex:x": {"@id": "_:b"}}, {"@id": "_:b", "ex:y": 1}]},
    "reverse": {"@context": context(of={"@reverse": "ex:parent"}), "@id": "urn:a", "of": [{"@id": "urn:b"}, {"ex:x": 1}]},
    "reverse map": {"@context": context(), "@id": "urn:a", "@reverse": {"ex:parent": {"@id": "urn:b", "ex:x": 1}}},
    "nest": {"@context": context(box="@nest", name={"@id": "ex:name", "@nest": "box"}), "box": {"name": "a"}, "ex:x": 1},
    "json": {"@context": context(data={"@id": "ex:data", "@type": "@json"}), "data": {"b": [1.5, None, "é"], "a": True}},
    "included": {"@context": context(), "@id": "urn:a", "ex:x": 1, "@included": [{"@id": "urn:b", "ex:x": 2}]},
    "aliases": {"@context": context(id="@id", type="@type", value="@value"), "id": "urn:a", "type": "ex:T", "ex:x": {"value": "v"}},
    "scoped by property": {"@context": context(p={"@id": "ex:p", "@context": {"q": "ex:q"}}), "p": {"q": 1, "ex:r": {"q": 2}}},
    "scoped by type": {
        "@context": context(T={"@id": "ex:T", "@context": {"q": "ex:q", "r": {"@id": "ex:r", "@type": "@id"}}}, n="ex:n"),
        "@type": "T",
        "q": 1,
        "r": {"@id": "urn:z", "n": 1},
    },
    "propagated": {"@context": context(T={"@id": "ex:T", "@context": {"@propagate": True, "q": "ex:q"}}), "@type": "T", "ex:p": {"q": 1}},
    "not propagated": {"@context": [context(n="ex:n"), {"@propagate": False, "m": "ex:m"}], "m": {"n": 1}},
    "protected": {"@context": [context(n={"@id": "ex:n", "@protected": True}), {"n": {"@id": "ex:n"}}], "n": 1},
    "protected in scope": {
        "@context": context(n={"@id": "ex:n", "@protected": True}, p={"@id": "ex:p", "@context": {"n": "ex:other"}}),
        "p": {"n": 1},
    },
    "null context": {"@context": [context(n="ex:n"), None, {"m": "https://ex.example/m"}], "m": 1},
    "two contexts": {"@context": [context(n="ex:n"), {"n": "ex:other"}], "n": 1},
    "local context": {"@context": context(n="ex:n"), "ex:p": {"@context": {"n": "ex:other"}, "n": 1}},
    "escapes": {"@context": context(), "ex:p": ["tab\there", 'quote"', "back\\slash", "line\nfeed\r", "\u00e9\U0001f600"]},
    "numbers": {"@context": context(), "ex:p": [0, -0.0, 1e-7, 123456789012345, 1.1, -2.5e-20, 5.0, 100000000000000000000.0]},
    "typed numbers": {
        "@context": context(f={"@id": "ex:f", "@type": "xsd:float"}, d={"@id": "ex:d", "@type": "xsd:double"}),
        "f": 3,
        "d": 3,
    },
    "alike": {"@context": context(), "ex:p": [{"ex:q": {"ex:r": 1}}, {"ex:q": {"ex:r": 1}}, {"ex:q": {"@id": "_:x"}}, {"@id": "_:x"}]},
}


@pytest.mark.parametrize("name", FEATURES)
def test_each_feature_means_what_it_means_elsewhere(name: str) -> None:
    assert ours(FEATURES[name]) == theirs(FEATURES[name])
    assert ours(FEATURES[name])


BAD: Mapping[str, Any] = {
    "protected term": {"@context": [context(n={"@id": "ex:n", "@protected": True}), {"n": "ex:other"}], "n": 1},
    "protected set": {"@context": [context(**{"@protected": True}, n="ex:n"), {"n": "ex:other"}], "n": 1},
    "nullified": {"@context": [context(n={"@id": "ex:n", "@protected": True}), None], "n": 1},
    "keyword": {"@context": context(**{"@id": "ex:n"}), "n": 1},
    "circle": {"@context": {"a": "b:x", "b": "a:x"}, "a": 1},
    "container": {"@context": context(n={"@id": "ex:n", "@container": "@magic"}), "n": 1},
    "version": {"@context": {"@version": 1.2}, "ex:n": 1},
    "value and others": {"@context": context(), "ex:n": {"@value": 1, "ex:m": 2}},
    "type and language": {"@context": context(), "ex:n": {"@value": "a", "@type": "xsd:date", "@language": "en"}},
    "two types of a value": {"@context": context(), "ex:n": {"@value": "a", "@type": ["xsd:date", "xsd:time"]}},
    "identifier": {"@context": context(), "@id": 7, "ex:n": 1},
    "language": {"@context": context(), "ex:n": {"@value": 7, "@language": "en"}},
    "list and others": {"@context": context(), "ex:n": {"@list": [1], "ex:m": 2}},
    "alias of context": {"@context": context(c="@context"), "ex:n": 1},
    "relative vocabulary": {"@context": {"@vocab": 7}, "n": 1},
}


@pytest.mark.parametrize("name", BAD)
def test_what_breaks_the_rules_is_refused_here_and_elsewhere(name: str) -> None:
    with pytest.raises((BadContextError, BadDocumentError)):
        ours(BAD[name])
    with pytest.raises(jsonld.JsonLdError):
        theirs(BAD[name])


def lost(document: Any) -> list[tuple[str, str]]:
    return [(item.word, item.pointer) for item in expand(document, store=EMPTY).lost]


def test_lost_words_are_named_with_their_places() -> None:
    document = {
        "@context": context(n="ex:n", to={"@id": "ex:to", "@type": "@id"}, gone=None),
        "@id": "relative",
        "@type": ["Unknown", "ex:Known"],
        "n": {"nickname": "x", "to": ["urn:ok", "not/absolute", "with space:x"]},
        "gone": 1,
        "also~odd/word": 1,
    }
    assert lost(document) == [
        ("relative", "/@id"),
        ("Unknown", "/@type"),
        ("nickname", "/n/nickname"),
        ("not/absolute", "/n/to/1"),
        ("with space:x", "/n/to/2"),
        ("gone", "/gone"),
        ("also~odd/word", "/also~0odd~1word"),
    ]


@pytest.mark.parametrize("iri", ["urn:a> <urn:b> <urn:c", "urn:a>", 'urn:a"', "urn:a\n.", "urn:a\\u003e", "urn: a"])
def test_an_identifier_cannot_forge_a_statement(iri: str) -> None:
    found = expand({"@context": context(), "@id": iri, "ex:x": 1}, store=EMPTY)
    assert found.lost
    assert all(iri not in part for quad in to_quads(found.nodes) for part in quad)


def test_nodes_know_their_places() -> None:
    found = expand({"@context": context(p="ex:p"), "p": [{"ex:x": 1}, {"p": {"ex:x": 2}}]}, store=EMPTY)
    first, second = found.nodes[0]["https://ex.example/p"]
    assert found.pointer_of(first) == "/p/0"
    assert found.pointer_of(second["https://ex.example/p"][0]) == "/p/1/p"


def test_an_unknown_context_is_never_fetched() -> None:
    with pytest.raises(ContextUnavailableError):
        expand({"@context": "https://unknown.example/", "a": 1}, store=pinned())


def store_of(text: str) -> ContextStore:
    url = "https://c.example/"
    return ContextStore({url: (Revision.of(url, text.encode()),)})


def test_a_context_with_another_text_is_another_context() -> None:
    document = {"@context": "https://c.example/", "n": "v"}
    texts = [json.dumps({"@context": {"n": f"https://ex.example/{word}"}}) for word in ("one", "two")]
    for text in (*texts, *texts):
        assert ours(document, store_of(text)) == theirs(document, store_of(text))


def test_a_scoped_context_of_a_context_that_is_gone_is_not_confused_with_another() -> None:
    seen = set()
    for number in range(200):  # the memory of earlier texts is used again, their meanings must not be
        text = json.dumps({"@context": {"T": {"@id": "urn:T", "@context": {"n": f"https://ex.example/{number}"}}}})
        seen.add(ours({"@context": "https://c.example/", "@type": "T", "n": 1}, store_of(text)))
    assert len(seen) == 200


@pytest.mark.parametrize(
    "document",
    [
        {"@context": [context(**{f"t{i}": "ex:t" for i in range(2_000)}), *({"n": "ex:n"},) * 5_000], "n": 1},
        {"@context": context(**{f"t{i}": "ex:t" for i in range(2_000)}), "ex:p": [{"@context": {"n": "ex:n"}, "n": 1}] * 5_000},
    ],
    ids=["in a row", "in many places"],
)
def test_contexts_without_end_are_refused(document: Any) -> None:
    document = json.loads(json.dumps(document))
    before = time.process_time()
    with pytest.raises(BadContextError, match="too many"):
        expand(document, store=EMPTY)
    assert time.process_time() - before < 5


# -- canonicalisation against others


def by_pyld(quads: set[Quad]) -> str:
    text = "".join(f"{s} {p} {o} {g} .\n" if g else f"{s} {p} {o} .\n" for s, p, o, g in quads)
    options = {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"}
    found: str = jsonld.normalize(text, options)
    return found


def by_oxigraph(quads: set[Quad], algorithm: str = "RDFC_1_0_SHA_256") -> str:
    oxigraph: Any = importlib.import_module("pyoxigraph")
    text = "".join(f"{s} {p} {o} {g} .\n" if g else f"{s} {p} {o} .\n" for s, p, o, g in quads)
    dataset = oxigraph.Dataset(oxigraph.parse(input=text, format=oxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(getattr(oxigraph.CanonicalizationAlgorithm, algorithm))
    lines = (f"{quad.subject} {quad.predicate} {quad.object} {_graph(quad)}.\n" for quad in dataset)
    return "".join(sorted(lines))


def _graph(quad: Any) -> str:
    name = str(quad.graph_name)
    return "" if name == "DEFAULT" else f"{name} "


OTHERS: Mapping[str, Callable[[set[Quad]], str]] = {
    "PyLD": by_pyld,
    **({"Oxigraph": by_oxigraph} if find_spec("pyoxigraph") else {}),
}
NODES = st.sampled_from(["_:a", "_:b", "_:c", "_:d", "_:e", "<urn:n>"])
QUADS = st.tuples(NODES, st.sampled_from(["<urn:p>", "<urn:q>"]), NODES | st.just('"text"'), st.sampled_from(["", "", "<urn:g>", "_:a"]))


def _are_agreed(name: str, quads: set[Quad]) -> bool:
    """Say whether an implementation reads such a graph as the reference does (both were looked into, neither case is in credentials).

    PyLD hashes the statement of a node about itself twice. Oxigraph counts a neighbour once that is reached by one statement in two
    graphs; the reference implementation and PyLD count it twice.
    """
    if name == "PyLD":
        return not any(len(parts) != len(set(parts)) for s, _, o, g in quads if (parts := [x for x in (s, o, g) if x[:1] == "_"]))
    return len({quad[:3] for quad in quads}) == len(quads)


@given(quads=st.sets(QUADS, max_size=9))
def test_graphs_of_every_shape_are_written_as_elsewhere(quads: set[Quad]) -> None:
    for name, other in OTHERS.items():
        if _are_agreed(name, quads):
            assert canonize(quads).text == other(quads), name


@given(quads=st.sets(QUADS, max_size=9), names=st.permutations(["_:a", "_:b", "_:c", "_:d", "_:e"]))
def test_names_of_blank_nodes_do_not_matter(quads: set[Quad], names: list[str]) -> None:
    renamed = dict(zip(["_:a", "_:b", "_:c", "_:d", "_:e"], names, strict=True))
    other = {(renamed.get(s, s), p, renamed.get(o, o), renamed.get(g, g)) for s, p, o, g in quads}
    for algorithm in ("sha256", "sha384"):
        assert canonize(quads, algorithm=algorithm).lines == canonize(other, algorithm=algorithm).lines


@pytest.mark.parametrize("size", [7, 8, 9, 12])
def test_a_graph_in_which_everybody_knows_everybody_is_refused_at_once(size: int) -> None:
    clique = {(f"_:b{a}", "<urn:p>", f"_:b{b}", "") for a, b in itertools.permutations(range(size), 2)}
    before = time.process_time()
    with pytest.raises(CheckFailedError, match="POISON"):
        canonize(clique)
    assert time.process_time() - before < 1


@pytest.mark.vectors
def test_the_credentials_of_the_field_are_read_as_elsewhere() -> None:
    compared = 0
    for question, _ in read_manifest(Path(environment.vectors()) / "manifest.json"):
        document, store = _document(question.raw), question.contexts()
        found = _expansion(document, store)
        if found is not None and not found.lost:
            jsonld._resolved_context_cache.clear()  # its cache goes by address, and cases map one address to several texts
            assert canonize(to_quads(found.nodes)).text == theirs(document, store), question.id
            compared += 1
    assert compared > 150


def _document(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _expansion(document: Any, store: ContextStore) -> Expansion | None:
    if not isinstance(document, dict) or "@context" not in document:
        return None
    try:
        return expand(document, store=store)
    except (BadContextError, BadDocumentError, ContextUnavailableError):
        return None


# -- JCS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "x"]}, '{"a":[true,null,"x"],"b":1}'),
        ([1e21, 1e20, 1e-6, 1e-7, 0.1], "[1e+21,100000000000000000000,0.000001,1e-7,0.1]"),
        ([-0.0, 5.0, 1.5e300, 123456789.123], "[0,5,1.5e+300,123456789.123]"),
        ({"\U0001f600": 1, "\ufb33": 2}, '{"\U0001f600":1,"\ufb33":2}'),
        ('"\\\b\f\n\r\t\u0001\u007f/é', '"\\"\\\\\\b\\f\\n\\r\\t\\u0001\u007f/é"'),
    ],
)
def test_one_value_has_one_text(value: Any, text: str) -> None:
    assert canonical_json(value) == text.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**60, "\ud800", {"\udfff": 1}])
def test_what_cannot_be_said_the_same_everywhere_is_refused(value: Any) -> None:
    with pytest.raises(CheckFailedError):
        canonical_json(value)
