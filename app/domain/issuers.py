"""Issuers: met in credentials, recognised by identifier, watched for names that imitate another's."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain import outbox
from app.domain.models import Credential, Issuer, IssuerKind, Publication, Standing
from app.domain.plain import one_line
from app.domain.trust import domain_of
from indexer.verification.claims import Claims

# Letters of other scripts, and Latin variants, that pass for a plain Latin letter at a glance. A small part of Unicode's confusables
# (UTS #39), those that keep appearing in imitated names; combining accents are dropped before this table is used.
LOOKALIKES = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁһӏԛԝвмнткꮃ", "aeopcyxljsdhlqwbmhtkw", strict=True)),
        **dict(zip("αβεηικνορτυχω", "abenikvoptuxw", strict=True)),
        **dict(zip("ıłøđħŧßɑɡɩʟіι", "llodhtsagllll", strict=True)),
        **dict(zip("01358", "olesb", strict=True)),
        "i": "l",  # a capital I, a small l and a one are one stroke in many typefaces
    }
)


LONGEST_IDENTIFIER = 2000
"""In bytes of UTF-8."""


def skeleton(name: str) -> str:
    """A name reduced to what the eye takes in: no case, accents, spaces or punctuation, look-alike letters made one."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c)).translate(LOOKALIKES)
    return re.sub(r"[\W_]+", "", plain).replace("rn", "m").replace("vv", "w")


def kept_identifier(identifier: str) -> str:
    """The identifier as it is stored: an absurdly long one keeps its beginning and the digest of all of it.

    PostgreSQL indexes at most some 2700 bytes and takes no NUL, and two that differ only behind the cut must stay two.
    """
    if "\x00" not in identifier and len(identifier.encode()) <= LONGEST_IDENTIFIER:
        return identifier
    digest = hashlib.sha256(identifier.encode()).hexdigest()
    return f"{one_line(identifier, limit=1500).encode()[:1500].decode(errors='ignore')}...sha256:{digest}"


def meet(session: Session, claims: Claims, *, proven: bool, now: datetime) -> Issuer:
    """The issuer of these claims, remembered when met for the first time.

    proven: the credential passed every check, so the issuer's key did sign it. Only then is the key noted and the name brought up to
    date: a forged credential must not rename a real issuer.
    """
    identifier = kept_identifier(claims.issuer.id)
    issuer = session.scalars(select(Issuer).where(Issuer.identifier == identifier)).first()
    if issuer is None:
        issuer = Issuer(
            identifier=identifier,
            name=_name(claims),
            url=one_line(claims.issuer.url or "", limit=2000),
            domain=one_line(domain_of(claims.issuer.id), limit=255),
            shape=skeleton(_name(claims))[:500],
            keys=[],
            standing=Standing.UNREVIEWED,
            kind=IssuerKind.INSTITUTION,
            first_met_at=now,
            last_met_at=now,
        )
        session.add(issuer)
        session.flush()
        issuer.resembles_id = _resembled(session, issuer)
    if proven:
        _learn(session, issuer, claims, now=now)
    return issuer


def _name(claims: Claims) -> str:
    """What the issuer calls itself, else its identifier."""
    return one_line(claims.issuer.name or "", limit=500) or one_line(claims.issuer.id, limit=500)


def _learn(session: Session, issuer: Issuer, claims: Claims, *, now: datetime) -> None:
    issuer.last_met_at = now
    if claims.key and claims.key not in issuer.keys:
        issuer.keys = [*issuer.keys, claims.key][-50:]
    name = _name(claims)
    if name != issuer.name:
        issuer.name, issuer.shape = name, skeleton(name)[:500]
        issuer.resembles_id = _resembled(session, issuer)
        outbox.touch_all(session, learners_showing(issuer), now=now, narrowing=issuer.resembles_id is not None)


def _resembled(session: Session, issuer: Issuer) -> str | None:
    """An issuer met earlier under another identifier whose name looks the same."""
    earlier = select(Issuer.id).where(
        Issuer.shape == issuer.shape, Issuer.id != issuer.id, Issuer.first_met_at <= issuer.first_met_at
    )
    return session.scalars(earlier.order_by(Issuer.first_met_at).limit(1)).first() if issuer.shape else None


def learners_showing(issuer: Issuer) -> Select[str]:
    """Learners who have published something of this issuer."""
    return select(Credential.learner_id).join(Publication).where(Credential.issuer_id == issuer.id).distinct()


def expose_imitations(session: Session, real: Issuer, *, now: datetime) -> int:
    """Once an admin has approved an issuer, mark unreviewed ones of the same shape as imitating it, also those met earlier.

    They stay out of the search until somebody has looked at each. Returns how many were marked.
    """
    alike = select(Issuer).where(
        Issuer.shape == real.shape, Issuer.id != real.id, Issuer.standing == Standing.UNREVIEWED, Issuer.resembles_id.is_(None)
    )
    found = session.scalars(alike).all() if real.shape else []
    for issuer in found:
        issuer.resembles_id = real.id
        session.flush()
        outbox.touch_all(session, learners_showing(issuer), now=now)
    return len(found)
