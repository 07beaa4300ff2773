"""MerkleProof2019 of Blockcerts: a document's hash, the path from it to a root, and where that root was anchored.

Hash and path are checked here. Whether a blockchain holds the root, since when and by whom, cannot be seen from here.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cbor2

from indexer.verification.errors import CheckFailedError
from indexer.verification.multiformats import decode_multibase

PATH_LIMIT = 64
_VALUE_LIMIT = 64 * 1024
_ROOT, _TARGET, _ANCHORS, _PATH = range(4)


@dataclass(frozen=True, slots=True)
class MerkleProof:
    """What a proof value says: both hashes, the path as (comes left, hash), and the anchors as they were written."""

    target: bytes
    root: bytes
    path: tuple[tuple[bool, bytes], ...]
    anchors: tuple[str, ...]


def read_merkle(value: object) -> MerkleProof:
    """Read a proof value: base58 of CBOR. Raises `CheckFailedError` PROOF_INCOMPLETE."""
    try:
        parts = dict(cbor2.loads(decode_multibase(value, limit=_VALUE_LIMIT)))
        path = tuple(_step(item) for item in parts[_PATH][: PATH_LIMIT + 1])
        found = MerkleProof(_hash(parts[_TARGET]), _hash(parts[_ROOT]), path, tuple(_anchor(item) for item in parts[_ANCHORS]))
    except (cbor2.CBORDecodeError, ValueError, TypeError, LookupError, RecursionError, OverflowError, CheckFailedError) as error:
        raise CheckFailedError("PROOF_INCOMPLETE", "The value of the proof cannot be read.", pointer="/proof/proofValue") from error
    if len(path) > PATH_LIMIT:
        raise CheckFailedError("PROOF_INCOMPLETE", f"A path of at most {PATH_LIMIT} steps was expected.")
    return found


def is_target(proof: MerkleProof, text: str) -> bool:
    """Say whether the canonical `text` has the target's hash."""
    return hmac.compare_digest(hashlib.sha256(text.encode()).digest(), proof.target)


def check_merkle(proof: MerkleProof, text: str, *, pointer: str | None = None) -> None:
    """Return when the canonical `text` has the target's hash and the path leads from it to the root. Raises BAD_HASH."""
    if not is_target(proof, text):
        raise CheckFailedError("BAD_HASH", pointer=pointer)
    current = proof.target
    for left, neighbour in proof.path:
        current = hashlib.sha256(neighbour + current if left else current + neighbour).digest()
    if not hmac.compare_digest(current, proof.root):
        raise CheckFailedError("BAD_HASH", "The path does not lead to the root.", pointer=pointer)


def _step(item: Any) -> tuple[bool, bytes]:
    side, value = item
    if side not in (0, 1):
        raise ValueError("a step goes left or right")
    return side == 0, _hash(value)


def _hash(value: Any) -> bytes:
    """Hashes are hex text, which the field's encoder packed as CBOR once more."""
    text = cbor2.loads(value) if isinstance(value, bytes) else value
    found = bytes.fromhex(text)
    if len(found) != 32:
        raise ValueError("a hash has 32 bytes")
    return found


def _anchor(item: Any) -> str:
    """Write an anchor for people: numbers of chain and network, and the transaction."""
    if isinstance(item, str):
        return item
    parts = dict(item) if not isinstance(item, Mapping) else item
    values = [cbor2.loads(value) if isinstance(value, bytes) else value for _, value in sorted(parts.items())]
    return ":".join(str(value) for value in values)
