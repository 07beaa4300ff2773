"""Dates as the credential standards write them, read by explicit rules: what Python's own reader accepts is far more."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from indexer.verification.errors import CheckFailedError

_STAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
# ISO 8601, which Open Badges 1 and 2 ask for, lets seconds, the time of day and the colon of a zone be left out.
_LOOSE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)
_SECONDS = re.compile(r"[0-9]{10}(?:\.[0-9]{1,6})?")
SKEW = timedelta(seconds=300)
"""How far clocks may differ: a credential dated up to five minutes ahead is taken as issued."""


def read_instant(text: object, *, pointer: str, zone_required: bool) -> datetime:
    """Return an XML Schema dateTime (with `zone_required`, a dateTimeStamp) in UTC; one without zone is read as UTC.

    ``24:00:00`` is the next midnight, as XML Schema says; a leap second, and a small t or z, are none of its dates.
    Raises `CheckFailedError` BAD_DATETIME.
    """
    parts = _parts(text, _STAMP, pointer)
    if zone_required and parts[7] is None:
        raise CheckFailedError("BAD_DATETIME", f"{text!r} does not say its time zone.", pointer=pointer)
    return _assemble(text, parts, pointer)


def read_loose(value: object, *, pointer: str) -> datetime:
    """Return a date as Open Badges 1 and 2 write it, in UTC: one of the forms of ISO 8601, or seconds since 1970 (version 1).

    Raises `CheckFailedError` BAD_DATETIME.
    """
    seconds = float(value) if isinstance(value, str) and _SECONDS.fullmatch(value) else value
    if (moment := numeric_date(seconds)) is not None:
        return moment
    return _assemble(value, _parts(value, _LOOSE, pointer), pointer)


def _parts(text: object, pattern: re.Pattern[str], pointer: str) -> list[str | None]:
    found = pattern.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise CheckFailedError("BAD_DATETIME", f"Found {text!r:.60}, expected e.g. 2026-03-01T12:00:00Z.", pointer=pointer)
    return list(found.groups())


def has_zone(text: str) -> bool:
    """Say whether a date names its time zone."""
    return text[-1:] == "Z" or re.search(r"[+-]\d\d:\d\d$", text) is not None


def _assemble(text: object, parts: list[str | None], pointer: str) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in parts[:6])
    fraction = int(((parts[6] or "") + "000000")[:6])
    midnight = (hour, minute, second, fraction) == (24, 0, 0, 0)
    try:
        moment = datetime(year, month, day, 0 if midnight else hour, minute, second, fraction, _zone(parts[7]))
        return (moment + timedelta(days=midnight)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise CheckFailedError("BAD_DATETIME", f"{text!r} is no date of the calendar.", pointer=pointer) from error


def _zone(text: str | None) -> timezone:
    if text is None or text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if hours * 60 + minutes > 14 * 60 or minutes > 59:
        raise ValueError("a time zone is at most 14 hours away")
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def in_words(moment: datetime) -> str:
    """Return the day as people write it: 3 May 2026."""
    return f"{moment.day} {moment:%B %Y}"


def numeric_date(value: Any) -> datetime | None:
    """Read seconds since 1970 (RFC 7519 section 2), or None when there are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
