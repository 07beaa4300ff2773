"""Reading term definitions (JSON-LD-API section 4.2.2): the object of a context becomes rows of the table of terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from indexer.verification.jsonld.terms import (
    KEYWORD_LIKE,
    KEYWORDS,
    UNSET,
    ActiveContext,
    BadContextError,
    Term,
    Unset,
    expand_iri,
    is_absolute,
)

_CHAIN_LIMIT = 64  # of terms that rest on terms; each step is a step deeper in the stack
_CONTAINERS = frozenset(["@list", "@set", "@index", "@language", "@type", "@id", "@graph"])
_DEFINITION_KEYS = frozenset(
    ["@id", "@reverse", "@container", "@context", "@direction", "@index", "@language", "@nest", "@prefix", "@protected", "@type"]
)


@dataclass(slots=True)
class Definitions:
    """One object of terms while it is being read: which are done, and what holds for all of them."""

    local: dict[str, Any]
    pinned: bool
    protected: bool
    override: bool
    done: dict[str, bool] = field(default_factory=dict)
    """The terms that were begun, and whether they are done."""
    open: int = 0

    def finish(self, name: str) -> None:
        """Remember that a term is done."""
        self.done[name] = True
        self.open -= 1

    def definer(self, built: ActiveContext) -> Callable[[str], None]:
        """Return what defines a term of this object first, when another one rests on it."""

        def define(name: str) -> None:
            if name in self.local and not self.done.get(name):
                create_term(built, name, self)

        return define


def create_term(built: ActiveContext, name: str, work: Definitions) -> None:
    """Read one definition of `work.local` into `built` (section 4.2.2)."""
    if name in work.done:
        if not work.done[name]:
            raise BadContextError(f"the term {name!r} is defined by itself")
        return
    if name == "":
        raise BadContextError("a term must not be empty")
    if work.open >= _CHAIN_LIMIT:
        raise BadContextError("too many terms rest on one another")
    work.done[name] = False
    work.open += 1
    value = work.local[name]
    if name == "@type":
        _check_type_keyword(value)
    elif name in KEYWORDS:
        raise BadContextError(f"the keyword {name} cannot be redefined")
    elif KEYWORD_LIKE.fullmatch(name):
        work.finish(name)
        return
    previous = built.terms.pop(name, None)
    definition = _definition(built, name, value, work)
    if previous is not None and previous.protected and not work.override:
        if definition is None or definition != previous:
            raise BadContextError(f"the protected term {name!r} is given another meaning")
        definition = previous
    if definition is not None:
        built.terms[name] = definition
    work.finish(name)


def _check_type_keyword(value: Any) -> None:
    allowed = isinstance(value, dict) and value and set(value) <= {"@container", "@protected"}
    if not allowed or value.get("@container", "@set") not in ("@set", ["@set"]):
        raise BadContextError("the keyword @type cannot be redefined")


def _definition(built: ActiveContext, name: str, value: Any, work: Definitions) -> Term | None:
    """Return the definition, or None for one that the standard says to ignore."""
    simple = isinstance(value, str)
    if value is None or simple:
        value = {"@id": value}
    if not isinstance(value, dict):
        raise BadContextError(f"the definition of {name!r} must be a string, an object or null")
    if unknown := set(value) - _DEFINITION_KEYS:
        raise BadContextError(f"the definition of {name!r} has the unknown member {min(unknown)!r}")
    protected = expect(value.get("@protected", work.protected), bool, "@protected must be true or false")
    kind = _type_mapping(built, name, value, work)
    if "@reverse" in value:
        return _reverse_term(built, name, value, work, kind=kind, protected=protected)
    found = _iri_mapping(built, name, value, work)
    if isinstance(found, Unset):
        return None
    container = _container(name, value)
    if "@type" in container and kind not in (None, "@id", "@vocab"):
        raise BadContextError(f"the type of {name!r} does not suit its container")
    return Term(
        iri=found,
        prefix=_is_prefix(name, value, found, simple=simple),
        type=kind or ("@id" if "@type" in container else None),
        container=container,
        language=lower(value["@language"], "@language must be a string or null")
        if "@language" in value and "@type" not in value
        else UNSET,
        direction=direction(value["@direction"]) if "@direction" in value and "@type" not in value else UNSET,
        context=value.get("@context", UNSET),
        nest=_nest(value),
        index=_index(value, container),
        protected=protected,
        pinned=work.pinned,
    )


def _type_mapping(built: ActiveContext, name: str, value: dict[str, Any], work: Definitions) -> str | None:
    if "@type" not in value:
        return None
    text = expect(value["@type"], str, f"the type of {name!r} must be a string")
    found = expand_iri(built, text, vocab=True, define=work.definer(built))
    if found in ("@id", "@vocab", "@json", "@none") or (found is not None and is_absolute(found)):
        return found
    raise BadContextError(f"the type of {name!r} is not an address")


def _reverse_term(
    built: ActiveContext, name: str, value: dict[str, Any], work: Definitions, *, kind: str | None, protected: bool
) -> Term | None:
    if "@id" in value or "@nest" in value:
        raise BadContextError(f"the reverse term {name!r} has members that exclude each other")
    text = expect(value["@reverse"], str, "@reverse must be a string")
    if KEYWORD_LIKE.fullmatch(text):
        return None
    found = expand_iri(built, text, vocab=True, define=work.definer(built))
    if found is None or not _is_resource(found):
        raise BadContextError(f"the reverse term {name!r} is not an address")
    container = _container(name, value)
    if container - {"@set", "@index"}:
        raise BadContextError(f"the container of the reverse term {name!r} is not allowed")
    return Term(found, reverse=True, type=kind, container=container, protected=protected, pinned=work.pinned)


def _iri_mapping(built: ActiveContext, name: str, value: dict[str, Any], work: Definitions) -> str | Unset | None:
    """Return what the term stands for (section 4.2.2, steps 14 to 18); UNSET when the definition is to be ignored."""
    if "@id" in value and value["@id"] != name:
        return _explicit_iri(built, name, value, work)
    if ":" in name[1:]:
        prefix, _, suffix = name.partition(":")
        work.definer(built)(prefix)
        owner = built.terms.get(prefix)
        return owner.iri + suffix if owner is not None and owner.iri is not None else name
    if "/" in name:
        found = built.vocab + name if built.vocab is not None else name
        if not is_absolute(found):
            raise BadContextError(f"the term {name!r} stands for a relative address")
        return found
    if name == "@type":
        return name
    if built.vocab is None:
        raise BadContextError(f"the term {name!r} stands for nothing")
    return built.vocab + name


def _explicit_iri(built: ActiveContext, name: str, value: dict[str, Any], work: Definitions) -> str | Unset | None:
    text = value["@id"]
    if text is None:
        return None
    expect(text, str, f"the meaning of {name!r} must be a string")
    if text not in KEYWORDS and KEYWORD_LIKE.fullmatch(text):
        return UNSET
    found = expand_iri(built, text, vocab=True, define=work.definer(built))
    if found is None or not (found in KEYWORDS or _is_resource(found)):
        raise BadContextError(f"the term {name!r} stands for a relative address")
    if found == "@context":
        raise BadContextError("@context cannot have another name")
    if ":" in name[1:-1] or "/" in name:
        work.done[name] = True
        if expand_iri(built, name, vocab=True, define=work.definer(built)) != found:
            raise BadContextError(f"the address {name!r} is given another meaning")
    return found


def _is_resource(iri: str) -> bool:
    return iri.startswith("_:") or is_absolute(iri)


def _is_prefix(name: str, value: dict[str, Any], iri: str | None, *, simple: bool) -> bool:
    if "@prefix" in value:
        wanted: bool = expect(value["@prefix"], bool, "@prefix must be true or false")
        if ":" in name or "/" in name or (wanted and iri in KEYWORDS):
            raise BadContextError(f"the term {name!r} cannot be a prefix")
        return wanted
    if not simple or ":" in name or "/" in name or iri is None:
        return False
    return iri.startswith("_:") or iri[-1:] in tuple(":/?#[]@")


def _container(name: str, value: dict[str, Any]) -> frozenset[str]:
    if "@container" not in value:
        return frozenset()
    given = value["@container"]
    items = given if isinstance(given, list) else [given]
    if not all(isinstance(item, str) and item in _CONTAINERS for item in items):
        raise BadContextError(f"the container of {name!r} is unknown")
    found = frozenset(items)
    plain = found - {"@set"}
    allowed = len(plain) <= 1 or (
        "@graph" in plain and len(plain) == 2 and bool(plain & {"@id", "@index"})
    )
    if not allowed or ("@list" in found and len(found) > 1):
        raise BadContextError(f"the containers of {name!r} exclude each other")
    return found


def _nest(value: dict[str, Any]) -> str | None:
    if "@nest" not in value:
        return None
    text: str = expect(value["@nest"], str, "@nest must be a string")
    if text in KEYWORDS and text != "@nest":
        raise BadContextError("@nest cannot be another keyword")
    return text


def _index(value: dict[str, Any], container: frozenset[str]) -> str | None:
    if "@index" not in value:
        return None
    if "@index" not in container:
        raise BadContextError("@index needs an index container")
    text: str = expect(value["@index"], str, "@index must be a string")
    return text


def lower(value: Any, message: str) -> str | None:
    return None if value is None else str(expect(value, str, message)).lower()


def direction(value: Any) -> str | None:
    if value not in (None, "ltr", "rtl"):
        raise BadContextError('@direction must be "ltr", "rtl" or null')
    return None if value is None else str(value)


def expect(value: Any, kind: type, message: str) -> Any:
    if not isinstance(value, kind):
        raise BadContextError(message)
    return value
