"""The leaves of expansion: identifiers, types, values and texts, and the notes taken on the way (JSON-LD-API sections 5.1 to 5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.verification.jsonld.context import Processor
from indexer.verification.jsonld.expansion import BadDocumentError, Expansion, Lost, Node, OwnWord, Path, pointer
from indexer.verification.jsonld.terms import KEYWORDS, UNSET, ActiveContext, Term, is_absolute

_LOST_LIMIT = 50


class Words:
    """What the expansion of one document needs besides the walk: its contexts, and the result that is being put together."""

    def __init__(self, processor: Processor) -> None:
        self._processor = processor
        self._out = Expansion(contexts=processor.used)

    def _simple_keyword(self, active: ActiveContext, keyword: str, value: Any, result: Node, path: Path) -> None:
        if keyword not in ("@id", "@language", "@direction", "@index"):
            raise BadDocumentError(f"{keyword} cannot stand here", path)
        if not isinstance(value, str):
            raise BadDocumentError(f"{keyword} must be a string", path)
        if keyword == "@id":
            result["@id"] = self._identifier(active, value, path)
        elif keyword == "@direction" and value not in ("ltr", "rtl"):
            raise BadDocumentError("@direction must be ltr or rtl", path)
        else:
            result[keyword] = value.lower() if keyword == "@language" else value

    def _identifier(self, active: ActiveContext, value: str, path: Path) -> str:
        found = active.expand_iri(value, document=True)
        if found is None or not (is_absolute(found) or found.startswith("_:")):
            self._lose(value, path, "an identifier must be an absolute address")
        return value if found is None else found

    def _types(self, outer: ActiveContext, value: Any, path: Path) -> Iterator[str]:
        for word in listed(value):
            if not isinstance(word, str):
                raise BadDocumentError("a type must be a string", path)
            iri = outer.expand_iri(word, document=True, vocab=True)
            if iri is None or not (is_absolute(iri) or iri.startswith("_:") or iri in KEYWORDS):
                self._lose(word, path, "no context says what this type means")
                continue
            self._note_own(outer, word, path, iri)
            yield iri

    def _literal(self, value: Any, path: Path, *, is_json: bool) -> Any:
        if not is_json and isinstance(value, (dict, list)):
            raise BadDocumentError("a value must be a string, number, boolean or null", path)
        return value

    def _add_reverse(self, result: Node, iri: str, item: Any, path: Path) -> None:
        if not isinstance(item, dict) or "@value" in item or "@list" in item:
            raise BadDocumentError("what points backwards must be a node", path)
        result.setdefault("@reverse", {}).setdefault(iri, []).append(item)

    def _graph(self, item: Any, path: Path) -> Node:
        node: Node = {"@graph": [item]}
        self._out.places[id(node)] = path
        return node

    def _language_map(
        self, active: ActiveContext, term: Term | None, value: dict[str, Any], path: Path
    ) -> Iterator[Node]:
        direction = active.direction if term is None or term.direction is UNSET else term.direction
        for language, texts in value.items():
            for text in listed(texts):
                if text is None:
                    continue
                if not isinstance(text, str):
                    raise BadDocumentError("a text in a language must be a string", (language, path))
                item: Node = {"@value": text}
                if language != "@none" and active.expand_iri(language, vocab=True) != "@none":
                    item["@language"] = language.lower()
                if direction is not None:
                    item["@direction"] = direction
                yield item

    def _value(self, active: ActiveContext, name: str, value: Any, path: Path) -> Node:
        term = active.terms.get(name)
        kind = term.type if term is not None else None
        if isinstance(value, str) and kind in ("@id", "@vocab"):
            return self._reference(active, value, path, vocab=kind == "@vocab")
        result: Node = {"@value": value}
        if kind is not None and kind not in ("@id", "@vocab", "@none"):
            result["@type"] = kind
        elif isinstance(value, str):
            language = active.language if term is None or term.language is UNSET else term.language
            direction = active.direction if term is None or term.direction is UNSET else term.direction
            if language is not None:
                result["@language"] = language
            if direction is not None:
                result["@direction"] = direction
        return result

    def _reference(self, active: ActiveContext, value: str, path: Path, *, vocab: bool) -> Node:
        found = active.expand_iri(value, document=True, vocab=vocab)
        if found is None or not (is_absolute(found) or found.startswith("_:")):
            self._lose(value, path, "an identifier must be an absolute address")
        elif vocab:
            self._note_own(active, value, path, found)
        node: Node = {"@id": value if found is None else found}
        self._out.places[id(node)] = path
        return node

    def _finish(self, name: str | None, result: Node, path: Path, *, is_json: bool) -> Any:
        if "@value" in result:
            return self._finish_value(result, path, is_json=is_json)
        if "@list" in result or "@set" in result:
            if len(result) > (2 if "@index" in result else 1):
                raise BadDocumentError("a list or set cannot have other members", path)
            return result.get("@set", result)
        if set(result) == {"@language"}:
            return None
        if name in (None, "@graph") and (not result or "@list" in result or set(result) == {"@id"}):
            if result:
                self._lose(str(result.get("@id", "")), path, "an identifier alone says nothing")
            return None
        return result

    def _finish_value(self, result: Node, path: Path, *, is_json: bool) -> Node | None:
        if set(result) - {"@value", "@type", "@language", "@direction", "@index"}:
            raise BadDocumentError("a value cannot have other members", path)
        types = result.pop("@type", None)
        if types is not None and ("@language" in result or "@direction" in result):
            raise BadDocumentError("a value cannot have a type and a language", path)
        if types is not None:
            if len(types) != 1:
                raise BadDocumentError("a value must have one type", path)
            result["@type"] = types[0]
        if is_json:
            return result
        if result["@value"] is None:
            return None
        if "@language" in result and not isinstance(result["@value"], str):
            raise BadDocumentError("only a string can be in a language", path)
        return result

    def _lose(self, word: str, path: Path, reason: str) -> None:
        if len(self._out.lost) < _LOST_LIMIT:
            self._out.lost.append(Lost(word[:200], pointer(path), reason))

    def _note_own(self, active: ActiveContext, word: str, path: Path, iri: str) -> None:
        """Remember a word that no pinned context explains; those that a pinned `@vocab` explains are never words that we read."""
        term = active.terms.get(word)
        if not term.pinned if term is not None else not (active.vocab_pinned and iri.endswith(word)):
            self._out.own_words.append(OwnWord(word, path, iri))


def listed(value: Any) -> list[Any]:
    """Return an array as it is, and anything else as an array of one."""
    return value if isinstance(value, list) else [value]
