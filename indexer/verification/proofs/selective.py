"""ecdsa-sd-2023: a proof from which the holder has left out statements (VC-DI-ECDSA sections 3.4 and 3.5).

The issuer signed a hash of the mandatory statements together with a one-time public key, and with that key each other statement by
itself. Blank nodes carry names made with a secret of the issuer, which the proof maps from the canonical ones.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

import cbor2

from indexer.verification.errors import CheckFailedError
from indexer.verification.intake import decode_base64url
from indexer.verification.jsonld.canon import relabelled
from indexer.verification.jsonld.expansion import Expansion
from indexer.verification.jsonld.rdf import to_quads
from indexer.verification.keys.interface import Method, PublicKey
from indexer.verification.keys.material import from_multikey_bytes
from indexer.verification.proofs.canonical import Canonicalizer
from indexer.verification.proofs.signatures import check_signature

_DERIVED = b"\xd9\x5d\x01"
_BASE = b"\xd9\x5d\x00"
_STATEMENT_LIMIT = 5_000


@dataclass(frozen=True, slots=True)
class DerivedProof:
    """The parts of a derived proof value. `labels` maps canonical names of blank nodes to the issuer's."""

    base_signature: bytes
    raw_key: bytes
    key: PublicKey
    signatures: tuple[bytes, ...]
    labels: dict[str, str]
    mandatory: tuple[int, ...]


def check_derived(document: Expansion, options: Expansion, value: str, method: Method, *, work: Canonicalizer) -> None:
    """Return when a derived proof is good. Raises `CheckFailedError` SD_BASE_PROOF or BAD_SIGNATURE."""
    proof = read_derived(value)
    lines = _lines(document, proof.labels, work)
    mandatory = [line for index, line in enumerate(lines) if index in set(proof.mandatory)]
    others = [line for index, line in enumerate(lines) if index not in set(proof.mandatory)]
    if any(index >= len(lines) for index in proof.mandatory) or len(others) != len(proof.signatures):
        raise CheckFailedError("BAD_SIGNATURE", "The number of statements is not that of the signatures.")
    options_hash = hashlib.sha256(work.canonical(options, "sha256").text.encode()).digest()
    mandatory_hash = hashlib.sha256("".join(mandatory).encode()).digest()
    check_signature("ES256", method.key, proof.base_signature, options_hash + proof.raw_key + mandatory_hash)
    for line, signature in zip(others, proof.signatures, strict=True):
        check_signature("ES256", proof.key, signature, line.encode())


def read_derived(value: str) -> DerivedProof:
    """Read a derived proof value: ``u``, a header of three bytes, CBOR. Raises `CheckFailedError`."""
    data = decode_base64url(value[1:]) if value.startswith("u") else b""
    if data.startswith(_BASE):
        raise CheckFailedError("SD_BASE_PROOF")
    if not data.startswith(_DERIVED):
        raise CheckFailedError("BAD_SIGNATURE", "The value is not that of a derived proof.")
    parts = _read_cbor(data[3:])
    if not isinstance(parts, list) or len(parts) != 5:
        raise CheckFailedError("BAD_SIGNATURE", "The value of the proof must have five parts.")
    base, key, signatures, labels, mandatory = parts
    if not (isinstance(base, bytes) and isinstance(key, bytes)) or len(base) != 64:
        raise CheckFailedError("BAD_SIGNATURE", "The value of the proof is not made of the right parts.")
    found = from_multikey_bytes(key)
    if found.kind != "P-256":
        raise CheckFailedError("ALG_KEY_MISMATCH", "The one-time key must be a P-256 key.")
    return DerivedProof(base, key, found, _signatures(signatures), _labels(labels), _indexes(mandatory))


def _read_cbor(data: bytes) -> Any:
    try:
        return cbor2.loads(data)
    except (cbor2.CBORDecodeError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise CheckFailedError("BAD_SIGNATURE", "The value of the proof is not CBOR.") from error


def _signatures(value: Any) -> tuple[bytes, ...]:
    if not isinstance(value, list) or len(value) > _STATEMENT_LIMIT:
        raise CheckFailedError("BAD_SIGNATURE", f"At most {_STATEMENT_LIMIT} signatures of statements were expected.")
    if not all(isinstance(item, bytes) and len(item) == 64 for item in value):
        raise CheckFailedError("BAD_SIGNATURE", "Each signature of a statement must have 64 bytes.")
    return tuple(value)


def _labels(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise CheckFailedError("BAD_SIGNATURE", "The names of blank nodes must be a map.")
    found = {}
    for number, name in value.items():
        if not isinstance(number, int) or not isinstance(name, bytes) or len(name) != 32:
            raise CheckFailedError("BAD_SIGNATURE", "A name of a blank node must have 32 bytes.")
        found[f"c14n{number}"] = "u" + urlsafe_b64encode(name).decode().rstrip("=")
    return found


def _indexes(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(isinstance(item, int) and item >= 0 for item in value):
        raise CheckFailedError("BAD_SIGNATURE", "The mandatory statements must be named by numbers.")
    return tuple(value)


def _lines(document: Expansion, labels: dict[str, str], work: Canonicalizer) -> list[str]:
    canonical = work.canonical(document, "sha256").labels
    # Two nodes under one name of the issuer would be one node to its signatures, and two to whoever reads the document.
    used = [labels.get(label) for label in canonical.values()]
    if None in used or len(set(used)) != len(used):
        raise CheckFailedError("BAD_SIGNATURE", "The names of blank nodes are not one for each.")
    names = {f"_:{name}": f"_:{labels.get(label, label)}" for name, label in canonical.items()}
    return relabelled(to_quads(document.nodes), names)
