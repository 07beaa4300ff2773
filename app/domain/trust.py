"""ISSUER TRUST: what stands behind a credential, computed, never claimed.

Two questions are kept apart. *May it be found?* (`judge`) is a yes or no with its reason. *What backs it?* (`backing`) is one of six
rungs. No free text of a credential (issuer name, image, description) enters either: only keys, identifiers, the registries that the
operator chose, and what the admins decided.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.domain.models import Credential, Issuer, IssuerKind, Standing
from app.domain.published import Published, PublishedIssuer
from indexer.verification.claims import Claims


class Backing(IntEnum):
    """The provenance ladder; a higher rung stands on firmer ground."""

    SELF_ASSERTED = 1
    WITNESSED = 2
    COMMUNITY = 3
    UNKNOWN_ISSUER = 4
    KNOWN_ISSUER = 5
    AUTHORISED = 6


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """A known issuer as one registry names it. The caveat of every such list holds: it says who they are, not how good they are."""

    identifier: str
    name: str
    kind: IssuerKind
    registry: str


@dataclass(frozen=True, slots=True)
class Registries:
    """The lists of known issuers that the operator chose, in order of authority."""

    entries: dict[str, RegistryEntry] = field(default_factory=dict)

    def find(self, identifier: str) -> RegistryEntry | None:
        return self.entries.get(identifier)


class RegistryError(Exception):
    """A registry file is not of the documented form; the message names the file and what was expected."""


def load_registries(paths: Sequence[Path]) -> Registries:
    """Read registry files ``{"name", "issuers": [{"id", "name", "kind"}]}``; of several entries for one issuer the first counts."""
    entries: dict[str, RegistryEntry] = {}
    for path in paths:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            for item in data["issuers"]:
                kind = IssuerKind(item.get("kind", "institution"))
                entries.setdefault(item["id"], RegistryEntry(item["id"], item["name"], kind, data["name"]))
        except (ValueError, KeyError, TypeError) as error:
            expected = '{"name": "...", "issuers": [{"id": "...", "name": "...", "kind": "institution", "employer" or "community"}]}'
            raise RegistryError(f"{path.name}: expected {expected}, found something else ({error})") from error
    return Registries(entries)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a credential may be found now, and why not. `reason` is a stable word, `sentence` is for its learner."""

    findable: bool
    reason: str = ""
    sentence: str = ""


FINDABLE = Judgement(findable=True)


def judge(credential: Credential | Published, *, now: datetime, grace: timedelta) -> Judgement:
    """May this credential be shown to anybody but its learner at `now`?

    A report that could not look (`unknown`) does not take away an earlier verified one until `grace` has passed since.
    """
    issuer = credential.issuer
    if issuer is not None and issuer.standing in (Standing.SUSPENDED, Standing.BLOCKED):
        return Judgement(False, f"issuer_{issuer.standing}", "An admin has taken this issuer out of the search.")
    if issuer is not None and issuer.resembles_id is not None and issuer.standing == Standing.UNREVIEWED:
        return Judgement(False, "issuer_lookalike", "Its issuer's name can be mistaken for another issuer's; an admin looks at it first.")
    if credential.holder == "failed":
        return Judgement(False, "not_yours", "It was issued to somebody whose e-mail address is not one of yours.")
    if credential.verdict == "verified":
        return FINDABLE
    kept = credential.verified_at is not None and credential.verified_at + grace > now
    if credential.verdict == "unknown" and kept:
        return FINDABLE
    if credential.verdict == "unknown":
        return Judgement(False, "not_checked", "It could not be checked. It becomes findable as soon as the check succeeds.")
    return Judgement(False, "not_verified", "A check failed, so recruiters are not shown it.")


def backing(credential: Credential | Published, claims: Claims, registries: Registries) -> Backing:
    """The rung on which the credential stands.

    self-asserted   the issuer and the subject are the same; witnessed when somebody else has endorsed it with a good signature
    community       the issuer is listed as a community, or the credential is a testimonial (EndorsementCredential) about the learner
    known issuer    a registry or an admin knows the issuer; authorised when the achievement is the issuer's own
    """
    if claims.subject_id is not None and claims.subject_id == claims.issuer.id:
        return Backing.WITNESSED if credential.witnesses else Backing.SELF_ASSERTED
    known = known_as(credential.issuer, registries)
    if known is IssuerKind.COMMUNITY or _is_testimonial(claims):
        return Backing.COMMUNITY
    if known is None:
        return Backing.UNKNOWN_ISSUER
    return Backing.AUTHORISED if _owns_achievement(claims) else Backing.KNOWN_ISSUER


def known_as(issuer: Issuer | PublishedIssuer | None, registries: Registries) -> IssuerKind | None:
    """As what the issuer is known: by an admin's approval first, then by a registry; None when nobody knows it."""
    if issuer is None:
        return None
    if issuer.standing == Standing.APPROVED:
        return IssuerKind(issuer.kind)
    entry = registries.find(issuer.identifier)
    return entry.kind if entry else None


def _is_testimonial(claims: Claims) -> bool:
    return claims.achievement is None and "EndorsementCredential" in claims.types


def _owns_achievement(claims: Claims) -> bool:
    """The achievement's creator is the issuer; without a creator, the achievement's address lies on the issuer's own domain."""
    achievement = claims.achievement
    if achievement is None:
        return False
    if achievement.creator_id is not None:
        return achievement.creator_id == claims.issuer.id
    own = domain_of(claims.issuer.id)
    return own != "" and achievement.id is not None and domain_of(achievement.id) == own


def domain_of(identifier: str) -> str:
    """The domain (with a port, if any) that an identifier proves control of: of a did:web or an https address; empty for others."""
    if identifier.startswith("did:web:"):
        return unquote(identifier.split(":")[2]).lower()
    try:
        parts = urlsplit(identifier)
    except ValueError:  # no address at all, e.g. https://[
        return ""
    # What stands before an @ is a user name, and is chosen to look like a domain.
    return parts.netloc.rpartition("@")[2].lower() if parts.scheme in ("http", "https") else ""
