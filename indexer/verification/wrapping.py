"""Several credentials in one file: wallets hand out presentations, APIs lists. Each credential inside can be kept by itself."""

from __future__ import annotations

from datetime import datetime

from indexer.verification.case import Case, Recorder
from indexer.verification.errors import VerificationError
from indexer.verification.formats.detect import read
from indexer.verification.interface import Fetched, FetchError
from indexer.verification.jsonld.contexts import pinned
from indexer.verification.verify import judge_inner


class _Closed:
    """A `Fetcher` for work that must not look at the outside."""

    def fetch(self, url: str, *, limit: int, accept: str = "*/*") -> Fetched:
        raise FetchError(url, "nothing is fetched while a wrapping is taken off")


def credentials_in(raw: bytes, *, now: datetime) -> tuple[bytes, ...]:
    """The credentials in a wrapping of several, each in bytes that `verify` judges alike; `raw` alone when it is no such wrapping.

    The wrapping's own signature, of who presented it, is lost with it: it says nothing of the credentials.
    """
    case = Case(raw, Recorder(_Closed()), now, pinned(), judge_inner)
    try:
        read(case)
    except VerificationError:
        return (raw,)
    return tuple(case.parsed) if case.format == "presentation" else (raw,)
