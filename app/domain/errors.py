"""What a person can do wrong, or what stands in the way: each with a sentence that says what to do next.

Services raise these; `app/errors.py` alone knows which HTTP status each becomes.
"""

from __future__ import annotations


class DomainError(Exception):
    """`message` says what was expected and what was found, `next_step` what to do; `field` names the form field it belongs to."""

    def __init__(self, message: str, *, next_step: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.field = field


class NotFoundError(DomainError):
    """There is no such thing, or not for this viewer: the two are never told apart."""


class RefusedError(DomainError):
    """The request is understood and not allowed now."""


class InvalidError(DomainError):
    """A value is not what is expected."""


class DuplicateError(DomainError):
    """It is there already."""
