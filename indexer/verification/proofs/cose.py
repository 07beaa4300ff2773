"""COSE_Sign1 (RFC 9052): the binary sister of a signed token, with the same algorithms under numbers."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

import cbor2

from indexer.verification.errors import CheckFailedError
from indexer.verification.proofs.jose import Jws

# https://www.iana.org/assignments/cose: the numbers of the algorithms in the table of signatures.py.
_ALGORITHMS: Mapping[int, str] = {
    -7: "ES256",
    -8: "EdDSA",
    -9: "ES256",  # RFC 9864: with the curve fixed, which the names of JOSE always were
    -19: "Ed25519",
    -35: "ES384",
    -36: "ES512",
    -37: "PS256",
    -47: "ES256K",
    -51: "ES384",
    -52: "ES512",
    -257: "RS256",
}
_ALG, _CRIT, _KID, _TYP = 1, 2, 4, 16
_SIGN1 = 18


def cose_bytes(raw: bytes) -> bytes:
    """Return the bytes of a message that may be written in base64."""
    text = raw.strip()
    if raw[:1] in (b"\xd2", b"\x84"):
        return raw
    try:
        return b64decode(text.replace(b"-", b"+").replace(b"_", b"/") + b"=" * (-len(text) % 4), validate=True)
    except (ValueError, binascii.Error) as error:
        raise CheckFailedError("DECODE", "A signed message in base64 was expected.") from error


def read_cose(raw: bytes) -> Jws:
    """Read a COSE_Sign1 message. Raises `CheckFailedError` DECODE or ALG_NOT_ALLOWED."""
    message = _load(cose_bytes(raw))
    if isinstance(message, cbor2.CBORTag):
        if message.tag != _SIGN1:
            raise CheckFailedError("DECODE", "A message with one signature was expected.")
        message = message.value
    if not isinstance(message, (list, tuple)) or len(message) != 4:
        raise CheckFailedError("DECODE", "A signed message must have four parts.")
    protected, open_header, payload, signature = message
    if not (isinstance(protected, bytes) and isinstance(payload, bytes) and isinstance(signature, bytes)):
        raise CheckFailedError("DECODE", "The parts of a signed message must be byte strings.")
    header = _header(_load(protected) if protected else {}, open_header)
    signed = cbor2.dumps(["Signature1", protected, b"", payload])
    return Jws(header, payload, signature, signed)


def _header(protected: Any, unprotected: Any) -> dict[str, Any]:
    if not isinstance(protected, Mapping) or not isinstance(unprotected, Mapping):
        raise CheckFailedError("DECODE", "The headers of a signed message must be maps.")
    # The algorithm and what must be understood count only where the signature covers them.
    number = protected.get(_ALG)
    name = _ALGORITHMS.get(number) if isinstance(number, int) else None
    if name is None:
        raise CheckFailedError("ALG_NOT_ALLOWED", f"The message is signed with {number!r:.40}, which is not accepted.")
    if _CRIT in protected:
        raise CheckFailedError("ALG_NOT_ALLOWED", "The message demands an extension that we do not know.")
    found: dict[str, Any] = {"alg": name}
    kid = protected.get(_KID, unprotected.get(_KID))
    if isinstance(kid, bytes):
        found["kid"] = kid.decode("utf-8", "replace")
    if isinstance(protected.get(_TYP), str):
        found["typ"] = protected[_TYP]
    return found


def _load(data: bytes) -> Any:
    try:
        return cbor2.loads(data)
    except (cbor2.CBORDecodeError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise CheckFailedError("DECODE", "The message is not CBOR.") from error
