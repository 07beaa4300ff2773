"""The status of a credential: every entry, every purpose, each with its own outcome. Not being able to look is never "clear"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from indexer.verification.case import ABSENT, Case, Finding, finding_of
from indexer.verification.errors import CheckFailedError, CheckUnknownError, VerificationError
from indexer.verification.formats.structure import listed
from indexer.verification.status import bitstring, onedtech
from indexer.verification.status.interface import StatusFunction

ENTRY_LIMIT = 10

STATUS_TYPES: Mapping[str, StatusFunction] = {
    "BitstringStatusListEntry": bitstring.check_entry,
    "StatusList2021Entry": bitstring.check_entry,
    "RevocationList2020Status": bitstring.check_2020,
    "1EdTechRevocationList": onedtech.check_entry,
}


def check_status(case: Case) -> Sequence[Finding]:
    """Judge each entry of `credentialStatus`."""
    if "credentialStatus" not in case.document:
        return [ABSENT]
    value = case.document["credentialStatus"]
    entries = listed(value)
    if len(entries) > ENTRY_LIMIT:
        raise CheckFailedError("STATUS_ENTRY", f"At most {ENTRY_LIMIT} entries are looked at.", pointer="/credentialStatus")
    pointers = [f"/credentialStatus/{index}" if isinstance(value, list) else "/credentialStatus" for index in range(len(entries))]
    return [_judge(entry, pointer, case) for entry, pointer in zip(entries, pointers, strict=True)]


def _judge(entry: Any, pointer: str, case: Case) -> Finding:
    try:
        return _function(entry, pointer)(entry, pointer, case)
    except VerificationError as error:
        return finding_of(error, pointer)


def _function(entry: Any, pointer: str) -> StatusFunction:
    if not isinstance(entry, dict):
        raise CheckFailedError("STATUS_ENTRY", "A status must be an object.", pointer=pointer)
    names = [name for name in listed(entry.get("type")) if isinstance(name, str)]
    for name in names:
        if name in STATUS_TYPES:
            return STATUS_TYPES[name]
    raise CheckUnknownError("STATUS_UNSUPPORTED", f"The way is {', '.join(names) or 'not named'}.", pointer=pointer)
