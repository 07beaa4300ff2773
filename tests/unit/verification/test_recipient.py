"""Whose credential is it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from indexer.verification.claims import Claims, Identifier, IssuerProfile
from indexer.verification.recipient import check_recipient
from indexer.verification.report import Outcome


def claims(*identifiers: Identifier, subject: str | None = None) -> Claims:
    return Claims(issuer=IssuerProfile("did:example:issuer"), subject_id=subject, identifiers=identifiers)


def hashed(text: str, *, name: str = "sha256") -> str:
    return f"{name}${hashlib.new(name, text.encode()).hexdigest()}"


@pytest.mark.parametrize(
    "identity",
    [
        Identifier("ada@example.org", "emailAddress"),
        Identifier(" Ada@Example.org ", "email"),
        Identifier(hashed("ada@example.org"), "email", hashed=True),
        Identifier(hashed("ada@example.orgsalt"), "emailAddress", hashed=True, salt="salt"),
        Identifier(hashed("ada@example.orgsalt", name="md5"), "emailAddress", hashed=True, salt="salt"),
        Identifier(hashed("ada@example.org").upper().replace("SHA256", "sha256"), "email", hashed=True),
    ],
)
def test_a_proven_address_matches(identity: Identifier) -> None:
    result = check_recipient(claims(identity), ["other@example.org", "Ada@example.org"])
    assert result.outcome is Outcome.PASSED


def test_a_proven_did_matches_the_subject() -> None:
    assert check_recipient(claims(subject="did:example:ada"), ["did:example:ada"]).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "identity",
    [Identifier("bob@example.org", "emailAddress"), Identifier(hashed("bob@example.org"), "email", hashed=True, salt="x")],
)
def test_an_address_of_somebody_else_fails(identity: Identifier) -> None:
    result = check_recipient(claims(identity, subject="did:example:bob"), ["ada@example.org"])
    assert (result.outcome, result.code) == (Outcome.FAILED, "RECIPIENT_MISMATCH")
    assert identity.value not in result.message


@pytest.mark.parametrize(
    "given",
    [
        claims(subject="did:example:ada"),
        claims(Identifier("12345", "systemId"), subject="did:example:ada"),
        claims(Identifier("sha3$abc", "email", hashed=True)),
    ],
)
def test_what_cannot_be_compared_leaves_the_question_open(given: Claims) -> None:
    result = check_recipient(given, ["ada@example.org"])
    assert (result.outcome, result.code) == (Outcome.UNKNOWN, "HOLDER_NOT_PROVEN")


def test_nobody_named_is_not_applicable() -> None:
    assert check_recipient(claims(), ["ada@example.org"]).outcome is Outcome.NOT_APPLICABLE


def test_an_empty_address_matches_nothing() -> None:
    given: Any = Identifier("", "emailAddress")
    assert check_recipient(claims(given), [""]).outcome is not Outcome.PASSED
