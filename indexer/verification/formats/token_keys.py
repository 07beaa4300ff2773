"""Whose key signed a token: from `kid`, `iss` or `jwk` of its header to a key, and to who stands behind it.

A key that the token brings along (`jwk`) shows only that somebody signed. It counts when the issuer's own document lists it, fails
when that document lists others, and stays "unknown" without such a document. So does one with certificates (`x5c`) that lead to no
authority of the caller's. `jku` and `x5u`, addresses of keys chosen by whoever wrote the token, are never followed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from indexer.verification.case import Case, Finding
from indexer.verification.errors import CheckFailedError, CheckUnknownError, VerificationError
from indexer.verification.keys.certificates import Chain, check_chain, is_anchored, is_for, names_of, read_chain
from indexer.verification.keys.https import is_bare
from indexer.verification.keys.interface import Controller, Method, PublicKey
from indexer.verification.keys.material import from_certificate, from_jwk
from indexer.verification.keys.resolve import check_authority, refuse_unlisted, resolve_controller, resolve_method
from indexer.verification.proofs.signatures import ALGORITHMS


@dataclass(frozen=True, slots=True)
class TokenKey:
    """The key of a token. `controller` is who was shown to stand behind it; None for a key that only the token names.

    `vouched` says that the caller of `verify` knows the key to be the issuer's. `chain` are the certificates that came with it.
    `foreign` says that the issuer's own document lists other keys, and not this one.
    """

    key: PublicKey
    name: str | None
    controller: str | None
    tolerated: tuple[str, ...] = ()
    vouched: bool = False
    chain: Chain = ()
    foreign: bool = False

    @property
    def finding(self) -> Finding:
        """What the check of the key finds: a key of whom nobody stands behind is there, and no more."""
        brought = self.controller is None and not self.vouched
        sentence = "A key came with the credential. Whose key that is, is another check." if brought else None
        return Finding(details={"key": self.name, "kind": self.key.kind}, message=sentence)


def find_key(header: Mapping[str, Any], issuer: str | None, case: Case) -> TokenKey:
    """Return the key of a token with `header` that claims to be from `issuer`.

    Raises `CheckFailedError` (KEY_UNRESOLVABLE, KEY_NOT_AUTHORISED, ...) and `CheckUnknownError` (KEY_UNREACHABLE, KEY_UNBOUND, ...).
    """
    if case.known_keys:
        return TokenKey(_suitable(case.known_keys, header), None, issuer, vouched=True)
    name = header.get("kid")
    if isinstance(name, str) and ":" in name:
        return _named(name, issuer, case)
    if isinstance(header.get("jwk"), dict):
        return _brought(header["jwk"], issuer, case)
    if "x5c" in header and not isinstance(name, str):
        return certified(header["x5c"], issuer, case)
    if issuer is None:
        raise CheckFailedError("KEY_UNRESOLVABLE", "The token names neither its key nor its issuer.")
    return _of_issuer(issuer, name if isinstance(name, str) else None, header, case)


def _suitable(keys: Any, header: Mapping[str, Any]) -> PublicKey:
    """The caller's keys: the first of the kind that the algorithm takes, else the first."""
    found: PublicKey = next((key for key in keys if _suits(key, header)), keys[0])
    return found


def _named(name: str, issuer: str | None, case: Case) -> TokenKey:
    try:
        method, holder, tolerated = resolve_method(name, case.fetcher)
    except CheckUnknownError:
        refuse_unlisted(name, issuer, fetcher=case.fetcher, relationships=case.relationships)
        raise
    if is_bare(holder):  # a JWK or a set of them says nothing of whose it is
        return _listed_by_issuer(method.key, issuer, case)
    owner = check_authority(method, holder, now=case.now, fetcher=case.fetcher, relationships=case.relationships)
    return TokenKey(method.key, method.id, owner.id, tolerated)


def _brought(jwk: Mapping[str, Any], issuer: str | None, case: Case) -> TokenKey:
    return _listed_by_issuer(from_jwk(jwk), issuer, case)


def certified(chain: object, issuer: str | None, case: Case) -> TokenKey:
    """Take the key of the first certificate: the issuer's when it lists it, else as good as the chain behind it."""
    certificates = read_chain(chain)
    found = _listed_by_issuer(from_certificate(certificates[0]), issuer, case)
    return found if found.controller is not None else replace(found, chain=certificates)


def _listed_by_issuer(key: PublicKey, issuer: str | None, case: Case) -> TokenKey:
    """Look for `key` in the issuer's own document; without it, nobody stands behind the key."""
    if issuer is None:
        return TokenKey(key, None, None)
    try:
        controller = resolve_controller(issuer, case.fetcher)
    except VerificationError:
        return TokenKey(key, None, None)
    for method in controller.methods.values():
        if method.key == key and controller.lists(method.id, case.relationships):
            check_authority(method, controller, now=case.now, fetcher=case.fetcher, relationships=case.relationships)
            return TokenKey(key, method.id, controller.id)
    # A document that lists other keys, all of which can be read, has answered; one without keys says nothing of them.
    return TokenKey(key, None, None, foreign=bool(controller.methods) and not controller.broken)


def _of_issuer(issuer: str, name: str | None, header: Mapping[str, Any], case: Case) -> TokenKey:
    """Without an absolute `kid` the key must be in the issuer's document: by name, or because it is the only one that could sign so."""
    controller = resolve_controller(issuer, case.fetcher)
    method = _pick(controller, name, header, case.relationships)
    if method is None:
        raise CheckFailedError("KEY_UNRESOLVABLE", f"The document of {issuer:.200} has no key {name or 'that is the only one'!r:.100}.")
    owner = check_authority(method, controller, now=case.now, fetcher=case.fetcher, relationships=case.relationships)
    return TokenKey(method.key, method.id, owner.id)


def _pick(controller: Controller, name: str | None, header: Mapping[str, Any], relationships: Collection[str]) -> Method | None:
    usable = [method for method in controller.methods.values() if controller.lists(method.id, relationships)]
    if name is None:
        found = [method for method in usable if len(usable) == 1 or _suits(method.key, header)]
    else:
        found = [method for method in usable if method.id in (name, f"{controller.id}#{name.lstrip('#')}")]
    return found[0] if len(found) == 1 else None


def _suits(key: PublicKey, header: Mapping[str, Any]) -> bool:
    algorithm = ALGORITHMS.get(str(header.get("alg")))
    return algorithm is not None and key.kind == algorithm.kind


def require_bound(found: TokenKey, issuer: str | None, case: Case) -> None:
    """Return when the key was shown to belong to `issuer`. Raises ISSUER_NOT_BOUND, KEY_CHAIN (failed) or KEY_UNBOUND (unknown)."""
    if found.controller is None and found.chain:
        _require_certified(found.chain, issuer, case)
    elif found.foreign:
        sentence = f"{issuer or 'nobody':.200} lists other keys, and not that of the token."
        raise CheckFailedError("ISSUER_NOT_BOUND", sentence, pointer="/issuer")
    elif found.controller is None:
        raise CheckUnknownError("KEY_UNBOUND")
    elif found.controller != issuer:
        raise CheckFailedError(
            "ISSUER_NOT_BOUND",
            f"The credential names {issuer or 'nobody':.200}; the key belongs to {found.controller:.200}.",
            pointer="/issuer",
        )


def _require_certified(chain: Chain, issuer: str | None, case: Case) -> None:
    """SD-JWT VC section 3.5: the certificate is for the issuer, and leads to an authority that somebody chose."""
    check_chain(chain, now=case.now)
    if issuer is not None and not is_for(chain[0], issuer):
        names = ", ".join(sorted(names_of(chain[0]))) or "nobody"
        raise CheckFailedError("ISSUER_NOT_BOUND", f"The credential names {issuer:.200}; the certificate is for {names:.200}.")
    if issuer is None or not is_anchored(chain, case.authorities, now=case.now):
        raise CheckUnknownError("KEY_UNBOUND", "Its certificate leads to no authority that the operator of this site has chosen.")
