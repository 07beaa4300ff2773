"""Reports and claims as plain JSON data and back. Dates are ISO 8601 in UTC, ending in Z; outcomes are their words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cattrs import Converter

from indexer.verification.claims import Claims
from indexer.verification.report import Report


def report_to_json(report: Report) -> dict[str, Any]:
    """Return `report` as JSON data, with its derived verdict beside the checks for those who only read."""
    data: dict[str, Any] = _CONVERTER.unstructure(report)
    return _with_verdicts(report, data)


def report_from_json(data: Mapping[str, Any]) -> Report:
    """Return the report that `report_to_json` wrote. The verdict is derived again, never read."""
    return _CONVERTER.structure(data, Report)


def claims_to_json(claims: Claims) -> dict[str, Any]:
    """Return `claims` as JSON data."""
    data: dict[str, Any] = _CONVERTER.unstructure(claims)
    return data


def claims_from_json(data: Mapping[str, Any]) -> Claims:
    """Return the claims that `claims_to_json` wrote."""
    return _CONVERTER.structure(data, Claims)


def instant_to_text(value: datetime) -> str:
    """Return an aware datetime as text, e.g. ``2026-03-01T12:00:00Z``."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant_from_text(value: str) -> datetime:
    """Return the aware datetime that `instant_to_text` wrote."""
    return datetime.fromisoformat(value).astimezone(UTC)


def _with_verdicts(report: Report, data: dict[str, Any]) -> dict[str, Any]:
    data["verdict"] = report.verdict.value
    for name in ("endorsements", "nested"):
        inner: tuple[Report, ...] = getattr(report, name)
        for inner_report, inner_data in zip(inner, data[name], strict=True):
            _with_verdicts(inner_report, inner_data)
    return data


def _converter() -> Converter:
    # Extra members (the verdict, members of a later release) are ignored on purpose: old reports stay readable.
    converter = Converter(unstruct_collection_overrides={tuple: list}, forbid_extra_keys=False)
    converter.register_unstructure_hook(datetime, instant_to_text)
    converter.register_structure_hook(datetime, lambda value, _: instant_from_text(value))
    return converter


_CONVERTER = _converter()
