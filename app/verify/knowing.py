"""Which registry of the operator's knows the issuer of a credential: asked only when it was shown who that is."""

from __future__ import annotations

from app.domain.issuers import skeleton
from app.domain.trust import Registries, RegistryEntry
from indexer.verification.report import Outcome, Report

NAMED_BY = frozenset({"issuer", "signature", "hosting"})
"""The checks that show who issued it; each must have passed, or not apply."""


def known_issuer(report: Report, registries: Registries) -> RegistryEntry | None:
    """Return the entry of the issuer; None when no registry has it, or when it was not shown that the credential is from it."""
    if report.claims is None or not is_named(report):
        return None
    return registries.find(report.claims.issuer.id)


def imitated(report: Report, registries: Registries) -> RegistryEntry | None:
    """Return the entry of another issuer whose name the eye cannot tell from the one of this credential."""
    name = report.claims.issuer.name if report.claims is not None else None
    if not name or known_issuer(report, registries) is not None:
        return None
    seen = skeleton(name)
    return next((entry for entry in registries.entries.values() if skeleton(entry.name) == seen), None)


def is_named(report: Report) -> bool:
    """Say whether it was shown who issued the credential."""
    outcomes = [check.outcome for check in report.checks if check.check in NAMED_BY]
    return Outcome.PASSED in outcomes and not {Outcome.FAILED, Outcome.UNKNOWN} & set(outcomes)
