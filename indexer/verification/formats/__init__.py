"""The formats of credentials: how each is read, and which function answers each check for it. The table stands here."""

from __future__ import annotations

from dataclasses import replace

from indexer.verification.formats import blockcerts, embedded, legacy_endorsements, records, sd_jwt, tokens
from indexer.verification.formats.interface import Format
from indexer.verification.formats.presenting import check_presented

_ALL = (
    Format("ob3-di", "Open Badge 3.0", embedded.CHECKS),
    Format("ob3-endorsement-di", "Open Badges 3.0 endorsement", embedded.CHECKS),
    Format("ob3-jwt", "Open Badge 3.0 as a token", tokens.CHECKS),
    Format("ob3-endorsement-jwt", "Open Badges 3.0 endorsement as a token", tokens.CHECKS),
    Format("vc-jwt", "Verifiable credential 1.1 as a token", tokens.CHECKS),
    Format("vc-jose", "Verifiable credential 2.0 as a token", tokens.CHECKS),
    Format("vc-cose", "Verifiable credential in a binary envelope", tokens.CHECKS),
    Format("vc-sd-jwt", "Verifiable credential with selective disclosure", tokens.CHECKS),
    Format("sd-jwt-vc", "SD-JWT credential", sd_jwt.CHECKS),
    Format("ob2-hosted", "Open Badge 1 or 2, hosted", legacy_endorsements.HOSTED_BADGE),
    Format("ob2-jws", "Open Badge 1 or 2, signed", legacy_endorsements.SIGNED_BADGE),
    Format("ob2-endorsement", "Open Badges 2 endorsement, hosted", legacy_endorsements.HOSTED),
    Format("ob2-endorsement-jws", "Open Badges 2 endorsement, signed", legacy_endorsements.SIGNED),
    Format("clr2-di", "Learner record (CLR 2.0)", records.EMBEDDED_RECORD),
    Format("clr2-jwt", "Learner record (CLR 2.0) as a token", records.TOKEN_RECORD),
    Format("presentation", "Several credentials", records.PRESENTATION),
    Format("blockcerts-v3", "Blockcert", blockcerts.CHECKS),
    Format("vc1-di", "Verifiable credential 1.1", embedded.CHECKS),
    Format("vc2-di", "Verifiable credential 2.0", embedded.CHECKS),
)

# Any of them may have come in a presentation.
FORMATS: dict[str, Format] = {found.id: replace(found, checks={**found.checks, "holder": check_presented}) for found in _ALL}
