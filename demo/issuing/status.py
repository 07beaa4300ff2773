"""Status lists: one signed list of bits for each issuer (Bitstring Status List v1.0)."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from demo.issuing.credentials import V2
from demo.issuing.identities import issuer_identity
from demo.issuing.keys import base64url
from demo.issuing.proofs import RDFC_2022, add_proof, stamp
from demo.world import addresses
from demo.world.build import BITS
from demo.world.model import Award, Flaw, Issuer

TTL_MS = 24 * 3600 * 1000


def revoked_indexes(awards: Iterable[Award], issuer: Issuer) -> list[int]:
    return [a.status_index for a in awards if a.flaw is Flaw.REVOKED and a.achievement.issuer is issuer]


def write_status_list(issuer: Issuer, revoked: Iterable[int], *, port: int, now: datetime) -> dict[str, Any]:
    """The signed list. 131 072 bits at least, so that a look-up tells nothing about whom it concerns (§1.1, privacy)."""
    address = addresses.status_list(issuer, port)
    identity = issuer_identity(issuer, port)
    document = {
        "@context": [V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": identity.id,
        "validFrom": stamp(now),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": TTL_MS,
            "encodedList": _encoded(revoked),
        },
    }
    return add_proof(document, identity.documents, suite=RDFC_2022, created=now)


def _encoded(revoked: Iterable[int]) -> str:
    """Bit 0 is the highest bit of the first byte; compressed, then base64url behind the multibase letter u (§2.1)."""
    bits = bytearray(BITS // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> (index % 8)
    return "u" + base64url(gzip.compress(bytes(bits), mtime=0))
