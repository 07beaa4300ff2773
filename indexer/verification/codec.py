"""Reports and claims as plain JSON data and back. Dates are ISO 8601 in UTC, ending in Z; outcomes are their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from indexer.verification.claims import Claims
from indexer.verification.report import Report


def report_to_json(report: Report) -> dict[str, Any]:
    """Return `report` as JSON data, with its derived verdict beside the checks for those who only read."""
    data: dict[str, Any] = msgspec.to_builtins(report)
    return _with_verdicts(report, data)


def report_from_json(data: Mapping[str, Any]) -> Report:
    """Return the report that `report_to_json` wrote. The verdict is derived again, never read."""
    return msgspec.convert(data, Report)  # members that are not known (a later release's) are passed over


def claims_to_json(claims: Claims) -> dict[str, Any]:
    """Return `claims` as JSON data."""
    data: dict[str, Any] = msgspec.to_builtins(claims)
    return data


def claims_from_json(data: Mapping[str, Any]) -> Claims:
    """Return the claims that `claims_to_json` wrote. Raises `CodecError` for anything else."""
    return msgspec.convert(data, Claims)


def claims_from_text(text: str) -> Claims:
    """Return the claims from `claims_to_json`'s data written as JSON text. Raises `CodecError` for anything else."""
    return msgspec.json.decode(text, type=Claims)


CodecError = msgspec.ValidationError


def _with_verdicts(report: Report, data: dict[str, Any]) -> dict[str, Any]:
    data["verdict"] = report.verdict.value
    for name in ("endorsements", "nested"):
        inner: tuple[Report, ...] = getattr(report, name)
        for inner_report, inner_data in zip(inner, data[name], strict=True):
            _with_verdicts(inner_report, inner_data)
    return data
