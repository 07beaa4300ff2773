"""Expansion for checks: what JSON-LD finds wrong becomes the error of a check. Whatever is expanded came from a stranger, proofs too."""

from __future__ import annotations

from typing import Any

from indexer.verification.errors import CheckFailedError, CheckUnknownError
from indexer.verification.jsonld.contexts import ContextStore, ContextUnavailableError
from indexer.verification.jsonld.expand import expand
from indexer.verification.jsonld.expansion import BadDocumentError, Expansion
from indexer.verification.jsonld.terms import BadContextError


def expanded(document: dict[str, Any], store: ContextStore) -> Expansion:
    """Expand `document`. Raises `CheckFailedError` BAD_CONTEXT or SCHEMA, `CheckUnknownError` CONTEXT_UNAVAILABLE."""
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
