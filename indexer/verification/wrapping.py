"""Several credentials in one file: wallets hand out presentations, APIs lists, schools records. Each credential inside can be kept by
itself, and found by what it says."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from indexer.verification.case import Case, Recorder
from indexer.verification.errors import VerificationError
from indexer.verification.formats.detect import read
from indexer.verification.formats.records import inside
from indexer.verification.interface import Fetched, FetchError
from indexer.verification.jsonld.contexts import pinned
from indexer.verification.verify import judge_inner

_RECORDS = ("clr2-di", "clr2-jwt")


class _Closed:
    """A `Fetcher` for work that must not look at the outside."""

    def fetch(self, url: str, *, limit: int, accept: str = "*/*") -> Fetched:
        raise FetchError(url, "nothing is fetched while a wrapping is taken off")


def credentials_in(raw: bytes, *, now: datetime) -> tuple[bytes, ...]:
    """The credentials in a wrapping of several, each in bytes that `verify` judges alike; `raw` alone when it is no such wrapping.

    The wrapping's own signature, of who presented it, is lost with it: it says nothing of the credentials. A learner record is a
    credential itself, and comes first; those inside that are signed by themselves follow.
    """
    case = Case(raw, Recorder(_Closed()), now, pinned(), judge_inner)
    try:
        read(case)
    except VerificationError:
        return (raw,)
    if case.format == "presentation":
        return tuple(case.parsed)
    if case.format in _RECORDS:
        return (raw, *(_bytes(item) for item in inside(case.document) if _is_signed(item)))
    return (raw,)


def _is_signed(item: Any) -> bool:
    return isinstance(item, str) or "proof" in item or "EnvelopedVerifiableCredential" in str(item.get("type"))


def _bytes(item: Any) -> bytes:
    return item.encode() if isinstance(item, str) else json.dumps(item).encode()
