"""From the name in a proof to a method that its controller stands behind: the table of DID methods, and the four checks.

Steps of verification.md section 3: (5) the name is an absolute URL; (6) the controller's document lists the method for assertions;
the method is neither revoked nor expired. Whether the controller is the issuer (9) is asked by the caller.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlsplit

from indexer.verification.errors import CheckFailedError, CheckUnknownError, VerificationError
from indexer.verification.instants import in_words
from indexer.verification.interface import Fetcher
from indexer.verification.keys import did_jwk, did_key, did_web, https
from indexer.verification.keys.documents import read_controller
from indexer.verification.keys.interface import ASSERTION, Controller, Method, Resolver
from indexer.verification.keys.material import from_multikey
from indexer.verification.keys.web import fetch_object

DID_METHODS: dict[str, Resolver] = {
    "key": did_key.resolve,
    "jwk": did_jwk.resolve,
    "web": did_web.resolve,
}

# How Ed25519, P-256 and P-384 keys begin in base58.
_KEY_PREFIXES = ("z6Mk", "zDna", "z82L")


def resolve_controller(name: str, fetcher: Fetcher) -> Controller:
    """Return the controller document of a DID or web address without fragment.

    Raises `CheckFailedError` when it is wrong, `CheckUnknownError` when nobody could look.
    """
    if name.startswith("did:"):
        method = name.split(":")[1]
        if method not in DID_METHODS:
            return _foreign(name, method, fetcher)
        return DID_METHODS[method](name, fetcher)
    if urlsplit(name).scheme in ("https", "http"):
        return https.resolve(name, fetcher)
    raise CheckFailedError("KEY_UNRESOLVABLE", f"{name:.200} is not an address at which a key can stand.")


def _foreign(name: str, method: str, fetcher: Fetcher) -> Controller:
    """Ask the fetcher itself for the document of an unknown DID method: one that answers DIDs may be plugged in; ours does not."""
    try:
        document = fetch_object(name, fetcher)
    except CheckUnknownError as error:
        raise CheckUnknownError("DID_METHOD_UNSUPPORTED", f"did:{method:.40} is not a method that we look up.") from error
    return read_controller(document, expected_id=name)


def resolve_method(name: object, fetcher: Fetcher) -> tuple[Method, Controller, tuple[str, ...]]:
    """Return the method that `name` means, the document that holds it, and the codes of what was tolerated on the way."""
    if not isinstance(name, str) or ":" not in name:
        raise CheckFailedError("KEY_UNRESOLVABLE", "The signature must name its key by one absolute address.")
    base, _, fragment = name.partition("#")
    _refuse_garbled(fragment)
    controller = resolve_controller(base.partition("?")[0] if name.startswith("did:") else base, fetcher)
    tolerated: tuple[str, ...] = ()
    whole = name.startswith(("did:key:", "did:jwk:"))  # the identifier is the key, so there is no doubt which one is meant
    if whole and not fragment and len(controller.methods) == 1 and name not in controller.methods:
        name, tolerated = next(iter(controller.methods)), ("BARE_DID_KEY",)
    method = controller.methods.get(name)
    if method is None:
        raise CheckFailedError("KEY_UNRESOLVABLE", _missing(controller, name))
    return method, controller, tolerated + method.tolerances


def _refuse_garbled(fragment: str) -> None:
    """A fragment that is written as a key must be one: with a letter changed it can name nothing, whatever the document says."""
    if fragment.startswith(_KEY_PREFIXES):
        from_multikey(fragment)


def check_authority(
    method: Method, holder: Controller, *, now: datetime, fetcher: Fetcher, relationships: Collection[str] = ASSERTION
) -> Controller:
    """Return the document of the method's controller, having seen that it lists the method (for assertions) and that it is current."""
    owner = holder if method.controller == holder.id else resolve_controller(method.controller, fetcher)
    listed = owner.methods.get(method.id)
    if listed is not None and listed.key != method.key:
        raise CheckFailedError("KEY_NOT_AUTHORISED", f"{owner.id} lists another key as {method.id}.")
    if not owner.lists(method.id, relationships):
        wanted = "” or “".join(relationships)
        raise CheckFailedError("KEY_NOT_AUTHORISED", f"{owner.id} does not list the key {method.id} under “{wanted}”.")
    if method.revoked is not None and method.revoked <= now:
        raise CheckFailedError("KEY_REVOKED", f"The key was withdrawn on {in_words(method.revoked)}.")
    if method.expires is not None and method.expires <= now:
        raise CheckFailedError("KEY_EXPIRED", f"The key was valid until {in_words(method.expires)}.")
    return owner


def refuse_unlisted(name: str, issuer: str | None, *, fetcher: Fetcher, relationships: Collection[str] = ASSERTION) -> None:
    """Say what can be said of a key that could not be looked up: it is not the issuer's when the issuer's own document does not list it.

    Raises `CheckFailedError` KEY_NOT_AUTHORISED; returns when the document does list it, or cannot be had either.
    """
    if issuer is None or name.partition("#")[0] == issuer:
        return
    try:
        owner = resolve_controller(issuer, fetcher)
    except VerificationError:
        return
    if not owner.lists(name, relationships):
        raise CheckFailedError("KEY_NOT_AUTHORISED", f"{issuer:.200} does not list the key {name:.200}, which could not be looked up.")


def _missing(controller: Controller, name: str) -> str:
    if name in controller.broken:
        return controller.broken[name]
    return f"The document of {controller.id} has no key {name:.200}."
