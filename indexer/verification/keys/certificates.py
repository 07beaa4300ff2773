"""Chains of certificates (`x5c`): whether each is signed by the next, and whether the last is one of the authorities that somebody chose.

A chain by itself shows nothing: anybody can make one. So there is no built-in list of authorities; the caller of `verify` names them.
Rules of RFC 5280 section 6.1, as far as certificates of signing keys use them; what is marked critical and unknown ends the chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import ExtensionOID

from indexer.verification.errors import CheckFailedError
from indexer.verification.instants import in_words
from indexer.verification.intake import decode_base64

CHAIN_LIMIT = 6
_KNOWN = frozenset(
    {ExtensionOID.BASIC_CONSTRAINTS, ExtensionOID.KEY_USAGE, ExtensionOID.EXTENDED_KEY_USAGE, ExtensionOID.SUBJECT_ALTERNATIVE_NAME}
)
Chain = tuple[x509.Certificate, ...]


def read_chain(value: object) -> Chain:
    """Read `x5c`: certificates in base64 of DER, that of the key first. Raises `CheckFailedError` KEY_UNRESOLVABLE."""
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise CheckFailedError("KEY_UNRESOLVABLE", "The chain of certificates is empty.")
    if len(value) > CHAIN_LIMIT:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"At most {CHAIN_LIMIT} certificates are read.")
    try:
        return tuple(x509.load_der_x509_certificate(decode_base64(item)) for item in value)
    except (ValueError, UnsupportedAlgorithm, CheckFailedError) as error:
        raise CheckFailedError("KEY_UNRESOLVABLE", "A certificate cannot be read.") from error


def read_authorities(pem: bytes) -> Chain:
    """Read the certificates of authorities from PEM text. Raises ValueError."""
    return tuple(x509.load_pem_x509_certificates(pem))


def check_chain(chain: Chain, *, now: datetime) -> None:
    """Return when the chain holds together and is in date. Raises `CheckFailedError` KEY_CHAIN or KEY_EXPIRED."""
    try:
        for depth, certificate in enumerate(chain):
            _check_one(certificate, depth, now)
        for certificate, parent in pairwise(chain):
            certificate.verify_directly_issued_by(parent)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CheckFailedError("KEY_CHAIN", "One certificate is not signed by the next, or cannot be read.") from error


def is_anchored(chain: Chain, authorities: Sequence[x509.Certificate], *, now: datetime) -> bool:
    """Say whether a good chain has an authority in it, or ends with a certificate that one of them has signed and is in date."""
    return any(authority in chain or _vouches(authority, chain, now) for authority in authorities)


def names_of(certificate: x509.Certificate) -> frozenset[str]:
    """Return the addresses and hosts that a certificate is for (its subject alternative names)."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return frozenset()
    addresses = found.get_values_for_type(x509.UniformResourceIdentifier)
    return frozenset(addresses) | {name.lower() for name in found.get_values_for_type(x509.DNSName)}


def is_for(certificate: x509.Certificate, issuer: str) -> bool:
    """Say whether a certificate is for an issuer: by its whole address, or by the host of an https address."""
    parts = urlsplit(issuer)
    return issuer in names_of(certificate) or (parts.scheme == "https" and (parts.hostname or "") in names_of(certificate))


def _check_one(certificate: x509.Certificate, depth: int, now: datetime) -> None:
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        until = certificate.not_valid_after_utc
        raise CheckFailedError("KEY_EXPIRED", f"A certificate was valid until {in_words(until)}, or is not yet.")
    strange = [item.oid for item in certificate.extensions if item.critical and item.oid not in _KNOWN]
    if strange:
        raise CheckFailedError("KEY_CHAIN", f"A certificate demands {strange[0].dotted_string}, which we do not know.")
    if depth > 0 and not _may_certify(certificate, below=depth - 1):
        raise CheckFailedError("KEY_CHAIN", "A certificate is signed by one that may not sign certificates.")


def _may_certify(certificate: x509.Certificate, *, below: int) -> bool:
    """Say whether a certificate is one of an authority, with at most `below` others between it and the key."""
    found = {item.oid: item.value for item in certificate.extensions}
    basic, usage = found.get(ExtensionOID.BASIC_CONSTRAINTS), found.get(ExtensionOID.KEY_USAGE)
    if isinstance(usage, x509.KeyUsage) and not usage.key_cert_sign:
        return False
    return isinstance(basic, x509.BasicConstraints) and basic.ca and (basic.path_length is None or basic.path_length >= below)


def _vouches(authority: x509.Certificate, chain: Chain, now: datetime) -> bool:
    try:
        _check_one(authority, len(chain), now)
        chain[-1].verify_directly_issued_by(authority)
    except (CheckFailedError, InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True
