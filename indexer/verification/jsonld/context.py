"""JSON-LD 1.1 context processing (JSON-LD-API sections 4 and 5): local contexts become term tables.

Processing is where the time of expansion goes, so an active context that was built from pinned texts alone is kept for the whole
process, keyed by the hashes of those texts. Whatever an inline context had a part in lives only as long as one `Processor`: the
terms of one credential can never be seen by another.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from indexer.verification.jsonld.contexts import ContextStore
from indexer.verification.jsonld.definitions import Definitions, create_term, direction, expect, lower
from indexer.verification.jsonld.terms import ActiveContext, BadContextError, is_absolute

_CONTEXT_KEYS = frozenset(["@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"])
_CHAIN_LIMIT = 32
_SHARED_LIMIT = 512
# Terms copied while contexts of one document are built; each context copies the table before it.
_COPY_LIMIT = 1_000_000

_INITIAL = ActiveContext()
_INITIAL.shared = True
# The second part keeps the object alive whose identity stands in the key.
_SHARED: dict[tuple[int, Any, bool, bool], tuple[ActiveContext, Any]] = {}


def initial_context() -> ActiveContext:
    """The empty context that every document starts from: no base, because a relative IRI means nothing in a signature."""
    return _INITIAL


class Processor:
    """Processes contexts for one document, with one choice of context texts. `used` collects the URLs that were asked for."""

    def __init__(self, store: ContextStore) -> None:
        self._store = store
        self._own: dict[tuple[int, Any, bool, bool], tuple[ActiveContext, Any]] = {}
        self._copied = 0
        self.used: dict[str, str] = {}

    def process(
        self,
        active: ActiveContext,
        local: Any,
        *,
        pinned: bool = False,
        override: bool = False,
        propagate: bool = True,
        chain: tuple[str, ...] = (),
    ) -> ActiveContext:
        """Return `active` extended by `local` (section 4.1.2). `pinned` says that `local` stands inside a pinned text.

        Raises `BadContextError` and `ContextUnavailableError`.
        """
        if isinstance(local, dict) and "@propagate" in local:
            propagate = expect(local["@propagate"], bool, "@propagate must be true or false")
        result = active
        for item in local if isinstance(local, list) else [local]:
            result = self._step(result, active, item, pinned=pinned, override=override, propagate=propagate, chain=chain)
        return result

    def _step(
        self,
        result: ActiveContext,
        active: ActiveContext,
        item: Any,
        *,
        pinned: bool,
        override: bool,
        propagate: bool,
        chain: tuple[str, ...],
    ) -> ActiveContext:
        """Extend `result` by one item of a context list, or take what was built of the same parts before."""
        if isinstance(item, dict) and "@context" in item:  # a whole context document pasted in: the field's readers unwrap it
            item = item["@context"]
        key, shared = self._key(result, item, pinned=pinned)
        full = (result.serial, key, override, propagate)
        cache = _SHARED if shared else self._own
        if key is not None and (found := cache.get(full)) is not None:
            return found[0]
        self._copied += len(result.terms) + 10
        if self._copied > _COPY_LIMIT:
            raise BadContextError("there are too many contexts")
        built = self._build(result, active, item, pinned=pinned, override=override, propagate=propagate, chain=chain)
        built.shared = shared
        if key is not None:
            if shared and len(_SHARED) >= _SHARED_LIMIT:
                _SHARED.clear()
            cache[full] = (built, item)
        return built

    def _key(self, result: ActiveContext, item: Any, *, pinned: bool) -> tuple[Any, bool]:
        """Return what names `item`, and whether the outcome may outlive this document."""
        if isinstance(item, str):
            revision = self._store.get(item)
            self.used[item] = revision.sha256
            # A pinned text that points to further texts depends on the choice of those: kept for this document only.
            return revision.sha256, result.shared and not _points_elsewhere(revision.context)
        if isinstance(item, dict):
            return id(item), pinned and result.shared and not _points_elsewhere(item)
        return None, False

    def _build(
        self,
        result: ActiveContext,
        active: ActiveContext,
        item: Any,
        *,
        pinned: bool,
        override: bool,
        propagate: bool,
        chain: tuple[str, ...],
    ) -> ActiveContext:
        if item is None:
            return _nullified(result, override=override, propagate=propagate)
        if isinstance(item, str):
            return self._remote(result, item, override=override, propagate=propagate, chain=chain)
        if not isinstance(item, dict):
            raise BadContextError("a context must be an address, an object or null")
        built = result.copy()
        if not propagate and built.previous is None:
            built.previous = active
        self._define(built, self._imported(item), pinned=pinned, override=override, remote=bool(chain))
        return built

    def _remote(
        self, result: ActiveContext, url: str, *, override: bool, propagate: bool, chain: tuple[str, ...]
    ) -> ActiveContext:
        if len(chain) > _CHAIN_LIMIT or url in chain:
            raise BadContextError("contexts point to each other in a circle")
        revision = self._store.get(url)
        return self.process(
            result, revision.context, pinned=True, override=override, propagate=propagate, chain=(*chain, url)
        ).copy()

    def _imported(self, item: dict[str, Any]) -> dict[str, Any]:
        """Merge what `@import` names under the importing context (section 4.1.2, step 5.6)."""
        if "@import" not in item:
            return item
        url = expect(item["@import"], str, "@import must be an address")
        context = self._store.get(url).context
        if not isinstance(context, dict) or "@import" in context:
            raise BadContextError("an imported context must be one object without an import of its own")
        self.used[url] = self._store.get(url).sha256
        return {**context, **item}

    def _define(
        self, built: ActiveContext, local: dict[str, Any], *, pinned: bool, override: bool, remote: bool
    ) -> None:
        if local.get("@version", 1.1) != 1.1:
            raise BadContextError("@version must be 1.1")
        if "@base" in local and not remote:
            built.base = _base(built, local["@base"])
        if "@vocab" in local:
            built.vocab = _vocab(built, local["@vocab"])
            built.vocab_pinned = pinned
        if "@language" in local:
            built.language = lower(local["@language"], "@language must be a string or null")
        if "@direction" in local:
            built.direction = direction(local["@direction"])
        protected = expect(local.get("@protected", False), bool, "@protected must be true or false")
        work = Definitions(local, pinned, protected, override)
        for term in local:
            if term not in _CONTEXT_KEYS:
                create_term(built, term, work)


def _points_elsewhere(context: Any) -> bool:
    """Say whether a context names another one by address, at any depth that processing looks at eagerly."""
    if isinstance(context, str):
        return True
    if isinstance(context, list):
        return any(_points_elsewhere(item) for item in context)
    return isinstance(context, dict) and "@import" in context


def _nullified(result: ActiveContext, *, override: bool, propagate: bool) -> ActiveContext:
    if not override and any(term.protected for term in result.terms.values()):
        raise BadContextError("a context tries to erase protected terms")
    built = ActiveContext()
    if not propagate:
        built.previous = result
    return built


def _base(built: ActiveContext, value: Any) -> str | None:
    if value is None:
        return None
    text: str = expect(value, str, "@base must be an address or null")
    if is_absolute(text):
        return text
    if built.base is None:
        raise BadContextError("@base is a relative address")
    return urljoin(built.base, text)


def _vocab(built: ActiveContext, value: Any) -> str | None:
    if value is None:
        return None
    text = expect(value, str, "@vocab must be an address or null")
    found = built.expand_iri(text, document=True, vocab=True)
    if found is None or not (is_absolute(found) or found.startswith("_:")):
        raise BadContextError("@vocab is a relative address")
    return found
