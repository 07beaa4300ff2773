"""Dates as the standards write them, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indexer.verification.errors import CheckFailedError
from indexer.verification.instants import numeric_date, read_instant, read_loose


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-06-01T08:00:00Z", datetime(2025, 6, 1, 8, tzinfo=UTC)),
        ("2025-06-01T08:00:00.5Z", datetime(2025, 6, 1, 8, 0, 0, 500_000, tzinfo=UTC)),
        ("2025-06-01T08:00:00.123456789Z", datetime(2025, 6, 1, 8, 0, 0, 123_456, tzinfo=UTC)),
        ("2025-06-01T08:00:00+14:00", datetime(2025, 5, 31, 18, tzinfo=UTC)),
        ("2025-06-01T08:00:00-05:30", datetime(2025, 6, 1, 13, 30, tzinfo=UTC)),
        ("2025-12-31T24:00:00Z", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2024-02-29T00:00:00-00:00", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_a_date_is_one_moment(text: str, moment: datetime) -> None:
    assert read_instant(text, pointer="", zone_required=True) == moment


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-01", "2025-06-01T08:00Z", "2025-06-01T08:00:00", "2025-06-01 08:00:00Z", "2025-06-01T08:00:00.Z",
        "2025-06-01t08:00:00Z", "2025-06-01T08:00:00z", "2025-06-01T08:00:00+0100", "2025-06-01T08:00:00+14:01",
        "2025-06-01T08:00:00+01:60", "2025-06-01T08:00:60Z", "2025-06-01T24:00:01Z", "2025-02-29T08:00:00Z",
        "2025-13-01T08:00:00Z", "12025-06-01T08:00:00Z", "\u0662025-06-01T08:00:00Z", " 2025-06-01T08:00:00Z", "9999-12-31T24:00:00Z",
        1748764800, None, ["2025-06-01T08:00:00Z"],
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: object) -> None:
    with pytest.raises(CheckFailedError, match="BAD_DATETIME"):
        read_instant(text, pointer="", zone_required=True)


@pytest.mark.parametrize("value", [True, "1748764800", None, 1e300, float("inf"), [1]])
def test_seconds_must_be_a_number_within_the_calendar(value: object) -> None:
    assert numeric_date(value) is None


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-06-01T08:00:00.5Z", datetime(2025, 6, 1, 8, 0, 0, 500_000, tzinfo=UTC)),
        ("2025-06-01T08:00:00,5Z", datetime(2025, 6, 1, 8, 0, 0, 500_000, tzinfo=UTC)),
        ("2025-06-01T08:00Z", datetime(2025, 6, 1, 8, tzinfo=UTC)),
        ("2025-06-01T08:00:00+0130", datetime(2025, 6, 1, 6, 30, tzinfo=UTC)),
        ("2025-06-01T08:00:00-01", datetime(2025, 6, 1, 9, tzinfo=UTC)),
        ("2025-06-01", datetime(2025, 6, 1, tzinfo=UTC)),
        ("2025-06-01+02:00", datetime(2025, 5, 31, 22, tzinfo=UTC)),
        (1748764800, datetime(2025, 6, 1, 8, tzinfo=UTC)),
        ("1748764800", datetime(2025, 6, 1, 8, tzinfo=UTC)),
        ("1748764800.5", datetime(2025, 6, 1, 8, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_the_old_badges_have_more_ways_to_write_a_date(value: object, moment: datetime) -> None:
    assert read_loose(value, pointer="") == moment


@pytest.mark.parametrize(
    "value", ["2025-06", "20250601T080000Z", "2025-06-01T08Z", "2025-06-01T08:00:00+15:00", "174876480", True, 1e300, "soon", None]
)
def test_what_is_no_date_of_theirs_is_refused(value: object) -> None:
    with pytest.raises(CheckFailedError, match="BAD_DATETIME"):
        read_loose(value, pointer="")
