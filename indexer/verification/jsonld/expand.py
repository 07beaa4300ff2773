"""JSON-LD expansion in safe mode (JSON-LD-API section 5.1): every word becomes an IRI, or is reported as lost.

A word that no context defines is left out of what is signed, so anybody may change it: `Expansion.lost` names each with its
place. Besides the standard's expanded form the result knows where each node stood (`pointer_of`), and which words got their
meaning from a context that the credential brought along (`own_words`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.verification.jsonld.context import Processor, initial_context
from indexer.verification.jsonld.contexts import ContextStore
from indexer.verification.jsonld.expansion import BadDocumentError, Expansion, Lost, Node, Path, pointer
from indexer.verification.jsonld.terms import KEYWORDS, UNSET, ActiveContext, Term, is_absolute
from indexer.verification.jsonld.words import Words, listed

_DETOURS = frozenset({"@graph", "@included", "@nest", "@reverse"})


def expand(document: Any, *, store: ContextStore) -> Expansion:
    """Expand `document` with the contexts of `store`.

    Raises `BadContextError`, `ContextUnavailableError` and `BadDocumentError`; lost words are in the result, not raised.
    """
    return _Expander(Processor(store)).run(document)


class _Expander(Words):
    """The walk over a document, section 5.1.2; its step numbers stand beside the code."""

    def run(self, document: Any) -> Expansion:
        found = self._expand(initial_context(), None, document, ())
        if isinstance(found, dict) and set(found) == {"@graph"}:
            found = found["@graph"]
        self._out.nodes = [] if found is None else found if isinstance(found, list) else [found]
        return self._out

    def _expand(
        self, active: ActiveContext, name: str | None, element: Any, path: Path, *, from_map: bool = False
    ) -> Any:
        if element is None:  # 1
            return None
        if isinstance(element, list):  # 5
            return self._array(active, name, element, path, from_map=from_map)
        term = active.terms.get(name) if name is not None else None  # 3
        if not isinstance(element, dict):  # 4
            if name is None or name == "@graph":
                self._lose(str(element), path, "a bare value means nothing here")
                return None
            if term is not None and term.context is not UNSET:
                active = self._scoped(active, term)
            return self._value(active, name, element, path)
        active = self._node_context(active, term, element, from_map=from_map)  # 7 to 9
        return self._object(active, name, element, path)

    def _array(
        self, active: ActiveContext, name: str | None, element: list[Any], path: Path, *, from_map: bool
    ) -> list[Any]:
        term = active.terms.get(name) if name is not None else None
        is_list = term is not None and "@list" in term.container
        result: list[Any] = []
        for index, item in enumerate(element):
            found = self._expand(active, name, item, (index, path), from_map=from_map)
            if is_list and isinstance(found, list):
                found = {"@list": found}
            if isinstance(found, list):
                result.extend(found)
            elif found is not None:
                result.append(found)
        return result

    def _scoped(self, active: ActiveContext, term: Term) -> ActiveContext:
        return self._processor.process(active, term.context, pinned=term.pinned, override=True)

    def _node_context(
        self, active: ActiveContext, term: Term | None, element: dict[str, Any], *, from_map: bool
    ) -> ActiveContext:
        if active.previous is not None and not from_map:  # 7: type-scoped contexts end with their node
            meanings = {active.expand_iri(key, vocab=True) for key in element}
            if "@value" not in meanings and meanings != {"@id"}:
                active = active.previous
        if term is not None and term.context is not UNSET:  # 8
            active = self._scoped(active, term)
        if "@context" in element:  # 9
            active = self._processor.process(active, element["@context"])
        return active

    def _object(self, active: ActiveContext, name: str | None, element: dict[str, Any], path: Path) -> Any:
        outer = active  # 10: the type-scoped context
        type_keys = sorted(key for key in element if active.expand_iri(key, vocab=True) == "@type")
        for key in type_keys:  # 11
            for word in sorted(word for word in listed(element[key]) if isinstance(word, str)):
                term = outer.terms.get(word)
                if term is not None and term.context is not UNSET:
                    active = self._processor.process(active, term.context, pinned=term.pinned, propagate=False)
        result: Node = {}
        self._out.places[id(result)] = path
        is_json = self._input_type(active, element, type_keys) == "@json"  # 12
        self._members(active, outer, name, element, result, path, is_json=is_json)  # 13, 14
        return self._finish(name, result, path, is_json=is_json)

    def _input_type(self, active: ActiveContext, element: dict[str, Any], type_keys: list[str]) -> str | None:
        if not type_keys:
            return None
        words = [word for word in listed(element[type_keys[0]]) if isinstance(word, str)]
        return active.expand_iri(words[-1], vocab=True) if words else None

    def _members(
        self,
        active: ActiveContext,
        outer: ActiveContext,
        name: str | None,
        element: dict[str, Any],
        result: Node,
        path: Path,
        *,
        is_json: bool,
    ) -> None:
        nests: list[str] = []
        for key, value in element.items():
            if key == "@context":
                continue
            iri = active.expand_iri(key, vocab=True)
            if iri is None or (iri not in KEYWORDS and not is_absolute(iri)):  # 13.3
                self._lose(key, (key, path), "no context says what this word means")
            elif iri in KEYWORDS:
                if iri in _DETOURS:
                    self._out.detours.append(Lost(key[:200], pointer((key, path)), f"{iri} is used"))
                if iri == "@nest":
                    nests.append(key)
                else:
                    self._keyword(active, outer, name, iri, key, value, result, path, is_json=is_json)
            else:
                self._note_own(active, key, (key, path), iri)
                self._property(active, key, iri, value, result, (key, path))
        for key in nests:  # 14
            self._nested(active, outer, name, element[key], result, (key, path), is_json=is_json)

    def _nested(
        self,
        active: ActiveContext,
        outer: ActiveContext,
        name: str | None,
        value: Any,
        result: Node,
        path: Path,
        *,
        is_json: bool,
    ) -> None:
        for item in listed(value):
            if not isinstance(item, dict) or any(active.expand_iri(k, vocab=True) == "@value" for k in item):
                raise BadDocumentError("a nested member must be an object without a value", path)
            self._members(active, outer, name, item, result, path, is_json=is_json)

    def _keyword(
        self,
        active: ActiveContext,
        outer: ActiveContext,
        name: str | None,
        keyword: str,
        key: str,
        value: Any,
        result: Node,
        path: Path,
        *,
        is_json: bool,
    ) -> None:
        here = (key, path)
        if name == "@reverse":
            raise BadDocumentError("a keyword cannot stand in a reverse map", here)
        if keyword in result and keyword not in ("@included", "@type"):
            raise BadDocumentError(f"{keyword} is given twice", here)
        if keyword == "@type":
            result.setdefault("@type", []).extend(self._types(outer, value, here))
        elif keyword == "@value":
            result["@value"] = self._literal(value, here, is_json=is_json)
        elif keyword in ("@graph", "@included"):
            found = listed(self._expand(active, keyword if keyword == "@graph" else None, value, here))
            result.setdefault(keyword, []).extend(item for item in found if item is not None)
        elif keyword == "@reverse":
            self._reverse_map(active, value, result, here)
        elif keyword in ("@list", "@set"):
            self._collection(active, name, keyword, value, result, here)
        else:
            self._simple_keyword(active, keyword, value, result, here)

    def _collection(
        self, active: ActiveContext, name: str | None, keyword: str, value: Any, result: Node, path: Path
    ) -> None:
        if keyword == "@list" and name in (None, "@graph"):
            self._lose("@list", path, "a list means nothing here")
            return
        found = self._expand(active, name, value, path)
        result[keyword] = [item for item in listed(found) if item is not None]

    def _reverse_map(self, active: ActiveContext, value: Any, result: Node, path: Path) -> None:
        if not isinstance(value, dict):
            raise BadDocumentError("@reverse must be an object", path)
        found = self._expand(active, "@reverse", value, path) or {}
        for iri, items in found.pop("@reverse", {}).items():
            result.setdefault(iri, []).extend(items)
        for iri, items in found.items():
            for item in items:
                self._add_reverse(result, iri, item, path)

    def _property(
        self, active: ActiveContext, key: str, iri: str, value: Any, result: Node, path: Path
    ) -> None:
        term = active.terms.get(key)
        container = term.container if term is not None else frozenset()
        found: Any
        if term is not None and term.type == "@json":
            found = {"@value": value, "@type": "@json"}
        elif isinstance(value, dict) and "@language" in container:
            found = list(self._language_map(active, term, value, path))
        elif isinstance(value, dict) and container & {"@index", "@type", "@id"}:
            assert term is not None
            found = list(self._index_map(active, key, term, value, path))
        else:
            found = self._expand(active, key, value, path)
        if found is None:
            return
        if "@list" in container and not (isinstance(found, dict) and "@list" in found):
            found = {"@list": listed(found)}
        items = listed(found)
        if "@graph" in container and not container & {"@id", "@index"}:
            items = [self._graph(item, path) for item in items]
        if term is not None and term.reverse:
            for item in items:
                self._add_reverse(result, iri, item, path)
        else:
            result.setdefault(iri, []).extend(items)

    def _index_map(
        self, active: ActiveContext, key: str, term: Term, value: dict[str, Any], path: Path
    ) -> Iterator[Any]:
        for index, member in value.items():
            inner = active
            if term.container & {"@id", "@type"} and inner.previous is not None:
                inner = inner.previous
            typed = active.terms.get(index) if "@type" in term.container else None
            if typed is not None and typed.context is not UNSET:
                inner = self._processor.process(inner, typed.context, pinned=typed.pinned, propagate=False)
            found = self._expand(inner, key, listed(member), (index, path), from_map=True)
            for item in listed(found):
                yield self._indexed(active, term, index, item, path)

    def _indexed(self, active: ActiveContext, term: Term, index: str, item: Any, path: Path) -> Any:
        if "@graph" in term.container and not (isinstance(item, dict) and "@graph" in item):
            item = self._graph(item, path)
        none = active.expand_iri(index, vocab=True) == "@none"
        if none or not isinstance(item, dict):
            return item
        if "@id" in term.container:
            item.setdefault("@id", self._identifier(active, index, path))
        elif "@type" in term.container:
            iri = active.expand_iri(index, document=True, vocab=True)
            item["@type"] = [iri, *item.get("@type", [])]
        elif term.index is not None and term.index != "@index":
            iri = active.expand_iri(term.index, vocab=True)
            assert iri is not None
            item.setdefault(iri, []).insert(0, self._value(active, term.index, index, path))
        return item
