"""One credential while it is judged: what was given, what has been read so far, and the notes taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.x509 import Certificate

from indexer.verification.checks import TITLES
from indexer.verification.claims import Claims
from indexer.verification.errors import CheckUnknownError, VerificationError
from indexer.verification.interface import Fetched, Fetcher, FetchError
from indexer.verification.jsonld.contexts import ContextStore
from indexer.verification.jsonld.expansion import Expansion
from indexer.verification.keys.interface import ASSERTION, PublicKey
from indexer.verification.proofs.canonical import Canonicalizer
from indexer.verification.report import FetchedDocument, Note, Outcome, Report

DEPTH_LIMIT = 2
"""How deep credentials inside credentials are judged: an endorsement of an endorsement, not further."""

RELIANCE_LIMIT = 4
"""How far credentials may rely on credentials: a list of status that has a status, whose list has one, and so on, may go round."""


class Recorder:
    """A `Fetcher` that remembers what it got, so that a verdict can be replayed, and asks for each address once."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._answers: dict[str, Fetched | FetchError] = {}
        self.documents: dict[str, FetchedDocument] = {}

    def fetch(self, url: str, *, limit: int, accept: str = "*/*") -> Fetched:
        """Like `Fetcher.fetch`; the same address is asked once for one verification, also when it did not answer."""
        if url not in self._answers:
            self._answers[url] = self._ask(url, limit=limit, accept=accept)
        found = self._answers[url]
        if isinstance(found, FetchError):
            raise found
        return found

    def _ask(self, url: str, *, limit: int, accept: str) -> Fetched | FetchError:
        try:
            found = self._fetcher.fetch(url, limit=limit, accept=accept)
        except FetchError as error:
            return error
        digest = hashlib.sha256(found.body).hexdigest()
        self.documents[url] = FetchedDocument(url, digest, found.fetched_at)
        return found


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check (or one part of it) found, before the loop gives it its name and words."""

    outcome: Outcome = Outcome.PASSED
    code: str = "OK"
    detail: str | None = None
    pointer: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    retry_at: datetime | None = None
    message: str | None = None


ABSENT = Finding(Outcome.NOT_APPLICABLE, "NOT_APPLICABLE")
"""The credential does not use what this check looks at."""


def finding_of(error: VerificationError, pointer: str | None = None) -> Finding:
    """Turn a raised error into the finding that it is."""
    unknown = isinstance(error, CheckUnknownError)
    return Finding(
        Outcome.UNKNOWN if unknown else Outcome.FAILED,
        error.code,
        error.detail,
        error.pointer if error.pointer is not None else pointer,
        error.details,
        error.retry_at if isinstance(error, CheckUnknownError) else None,
    )


def not_judged(because: str) -> Finding:
    """Return the finding of a check that lacks its foundation; `because` is the id of the check that did not pass."""
    sentence = f"Not judged, because “{TITLES[because]}” did not pass."
    return Finding(Outcome.NOT_APPLICABLE, "NOT_JUDGED", details={"because": because}, message=sentence)


@dataclass(slots=True)
class Case:
    """The working table of one verification. Checks read what earlier checks wrote; nothing here outlives the report."""

    raw: bytes
    fetcher: Recorder
    now: datetime
    contexts: ContextStore
    judge: Callable[[Case], Report]
    """Judges a further case: a credential that this one carries or relies on."""
    work: Canonicalizer = field(default_factory=Canonicalizer)
    recipients: Sequence[str] = ()
    known_keys: Sequence[PublicKey] = ()
    authorities: Sequence[Certificate] = ()
    """Whose certificates of keys count: those that the caller has chosen."""
    depth: int = 0
    role: str = "credential"
    vouched_by: str | None = None
    """For a part of a record: the issuer of the record, whose signature covers the part, too."""
    relationships: Collection[str] = ASSERTION
    """What a key must be listed under by whoever controls it."""
    format: str = "unknown"
    document: dict[str, Any] = field(default_factory=dict)
    """The credential as signed, as JSON."""
    parsed: Any = None
    """What the format read besides the document: token, disclosures, fetched parts."""
    shown: Any = None
    """The token with its disclosures and key binding, for a credential that is shown in parts and judged like other tokens."""
    wrapping: Any = None
    """The presentation that was taken off, when it is signed itself: see formats/presenting.py."""
    expansion: Expansion | None = None
    proofs: Any = None
    claims: Claims | None = None
    doubted: set[str] = field(default_factory=set)
    """Ids of the checks so far that failed, were left open, or were not judged because of such a one."""
    endorsements: list[Report] = field(default_factory=list)
    nested: list[Report] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    recheck: list[datetime] = field(default_factory=list)

    def note(self, code: str, message: str, pointer: str | None = None) -> None:
        """Write down something that changes no verdict; the same one only once."""
        note = Note(code, message, pointer)
        if note not in self.notes and len(self.notes) < 50:
            self.notes.append(note)

    def inner(self, raw: bytes, *, role: str) -> Case:
        """Return a case for a credential that this one carries or relies on, sharing clock, contexts and fetcher.

        Raises `CheckUnknownError` BUDGET where there is no end of it.
        """
        if self.depth >= RELIANCE_LIMIT:
            raise CheckUnknownError("BUDGET", "Too many credentials rely on one another.")
        shared = (self.fetcher, self.now, self.contexts, self.judge, self.work)
        return Case(raw, *shared, authorities=self.authorities, depth=self.depth + 1, role=role)
