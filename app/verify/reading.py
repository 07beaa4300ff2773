"""A credential as a person reads it: results on their rubrics, narratives made safe, hosts and checks named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from app.domain.trust import RegistryEntry, domain_of
from app.evidence import sanitise
from app.evidence.levels import judged
from app.evidence.shown import spaced
from app.search.documents import kind_of_evidence
from app.signing_in import services
from app.verify import saying
from app.verify.knowing import imitated, is_named, known_issuer
from app.verify.where import where
from indexer.verification.checks import CHECKS
from indexer.verification.claims import Claims
from indexer.verification.formats import FORMATS
from indexer.verification.report import CheckResult, Report


def check_title(check: CheckResult) -> str:
    """The name of a check, as its row is headed."""
    if check.check == "target":  # of endorsements only
        return "About the right thing"
    known = _CHECKS.get(check.check)
    return known.title if known else check.check.capitalize()


def check_section(check: CheckResult) -> str:
    """The standard that a check rests on."""
    known = _CHECKS.get(check.check)
    return known.section if known else ""


def title_of(claims: Claims | None) -> str:
    """What the credential is called; empty when it has no name or could not be read."""
    if claims is None:
        return ""
    return claims.name or (claims.achievement.name if claims.achievement else "")


def format_title(report: Report) -> str:
    """The kind of credential in words."""
    return FORMATS[report.format].title if report.format in FORMATS else "Not recognised"


def prose(text: str | None) -> Markup:
    """A narrative as safe HTML, to stand under a third-level heading."""
    return sanitise.markdown(text, below=3)


def pieces(value: object) -> list[tuple[str, object]]:
    """A technical fact that is made of others: its parts with their names, "" in a list; [] for a plain one."""
    if isinstance(value, dict):
        return [(str(name), part) for name, part in value.items()]
    return [("", part) for part in value] if isinstance(value, (list, tuple)) else []


def registry_entry(report: Report) -> RegistryEntry | None:
    """How a registry of this site names the issuer, if one does."""
    return known_issuer(report, services().rules.registries)


def imitated_entry(report: Report) -> RegistryEntry | None:
    """The entry of a registry that has the issuer's name and is somebody else."""
    return imitated(report, services().rules.registries)


def named(claims: Claims) -> list[str]:
    """Whom the credential names, for a person: name and addresses as written; [] when it names nobody, or by codes only."""
    plain = [identity.value for identity in claims.identifiers if not identity.hashed]
    return [name for name in (claims.subject_name, *plain) if name]


def scrambled(claims: Claims) -> bool:
    """Say whether the issuer has written an address of the holder as a fingerprint, which only a comparison tells."""
    return any(identity.hashed for identity in claims.identifiers)


_CHECKS = {check.id: check for check in CHECKS}

FILTERS: dict[str, Callable[..., Any]] = {
    "judged": judged,
    "spaced": spaced,
    "prose": prose,
    "host": sanitise.host_of,
    "domain": domain_of,
    "evidence_kind": kind_of_evidence,
    "check_title": check_title,
    "check_section": check_section,
    "title_of": title_of,
    "format_title": format_title,
    "where": where,
    "registry_entry": registry_entry,
    "is_named": is_named,
    "imitated": imitated_entry,
    "named": named,
    "scrambled": scrambled,
    "headline": saying.headline,
    "plain": saying.plain,
    "qualified": saying.qualified,
    "cautions": saying.cautions,
    "banner": saying.banner,
    "pieces": pieces,
}
