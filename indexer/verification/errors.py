"""How a check says that it ended otherwise than well: "wrong" and "could not look" are different types.

Codes are the keys of `reasons.REASONS`; the sentence for a person comes from there. `detail` is one more sentence, saying what was
expected and what was found; `details` are technical facts for whoever wants them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from indexer.verification.interface import FetchError


class VerificationError(Exception):
    """A check did not pass. Raised inside checks, turned into a `CheckResult` by the loop, never seen by a caller of `verify`."""

    def __init__(
        self,
        code: str,
        detail: str | None = None,
        *,
        pointer: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.pointer = pointer
        self.details = dict(details or {})


class CheckFailedError(VerificationError):
    """Something is wrong with the credential."""


class CheckUnknownError(VerificationError):
    """We could not look, or do not know how; `retry_at` when looking again is worth it."""

    def __init__(
        self,
        code: str,
        detail: str | None = None,
        *,
        pointer: str | None = None,
        details: Mapping[str, Any] | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        super().__init__(code, detail, pointer=pointer, details=details)
        self.retry_at = retry_at


def not_reached(code: str, error: FetchError, *, pointer: str | None = None) -> CheckUnknownError:
    """Return "could not look" for a document that was not had; `code` says which, unless the address is one that nobody asks."""
    details = {"url": error.url, "cause": error.cause, "status": error.status}
    found = "ADDRESS_REFUSED" if error.refused else code
    return CheckUnknownError(found, f"{error.url:.200}: {error.cause}.", pointer=pointer, details=details)
