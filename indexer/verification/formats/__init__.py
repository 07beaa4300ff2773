"""The formats of credentials: how each is read, and which function answers each check for it. The table stands here."""

from __future__ import annotations

from indexer.verification.formats import embedded
from indexer.verification.formats.interface import Format

_ALL = (
    Format("ob3-di", "Open Badge 3.0", embedded.CHECKS),
    Format("ob3-endorsement-di", "Open Badges 3.0 endorsement", embedded.CHECKS),
    Format("vc1-di", "Verifiable credential 1.1", embedded.CHECKS),
    Format("vc2-di", "Verifiable credential 2.0", embedded.CHECKS),
)

FORMATS: dict[str, Format] = {found.id: found for found in _ALL}
