"""The door of the library: `verify(raw, *, fetcher, now)` judges any credential and never raises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography.x509 import Certificate

from indexer.verification.case import Case, Recorder
from indexer.verification.formats import FORMATS
from indexer.verification.formats.detect import read
from indexer.verification.interface import Fetcher
from indexer.verification.jsonld.contexts import ContextStore, pinned
from indexer.verification.judging import judge
from indexer.verification.keys.interface import PublicKey
from indexer.verification.report import Report


def verify(
    raw: bytes,
    *,
    fetcher: Fetcher,
    now: datetime,
    recipients: Sequence[str] = (),
    contexts: ContextStore | None = None,
    known_keys: Sequence[PublicKey] = (),
    authorities: Sequence[Certificate] = (),
) -> Report:
    """Judge the credential in `raw`: JSON, a token, a picture with a badge inside, or several in one wrapping.

    `fetcher` answers every question to the outside, `now` (aware) is the clock. `recipients` are identifiers that somebody has
    proven; without any, the question of the holder is not asked. `contexts` replaces the pinned vocabularies, `known_keys` are
    keys that the caller knows to be the issuer's, `authorities` are whose certificates of issuers count. The report's claims are
    what the credential says; they are worth as much as its verdict.
    """
    case = Case(raw, Recorder(fetcher), now, contexts or pinned(), judge_inner)
    case.recipients, case.known_keys, case.authorities = tuple(recipients), tuple(known_keys), tuple(authorities)
    return judge_inner(case)


def judge_inner(case: Case) -> Report:
    """Judge a prepared case: the credential itself, or one that another carries or relies on."""
    return judge(case, read, {name: found.checks for name, found in FORMATS.items()})
