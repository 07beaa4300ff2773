"""ecdsa-sd-2023."""

from __future__ import annotations

from typing import Any

from indexer.verification.errors import CheckUnknownError
from indexer.verification.jsonld.contexts import ContextStore
from indexer.verification.proofs.interface import Judgement


def check_derived(document: dict[str, Any], judgement: Judgement, store: ContextStore) -> None:
    raise CheckUnknownError("UNSUPPORTED_CRYPTOSUITE")
