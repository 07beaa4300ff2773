"""Reading whatever was handed in: unwrap pictures, presentations and API answers, and say which format the rest is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from indexer.verification.case import Case, Finding
from indexer.verification.errors import CheckFailedError
from indexer.verification.formats.kinds import object_format, old_format, token_format
from indexer.verification.formats.presentations import part_of
from indexer.verification.formats.presenting import Wrapping
from indexer.verification.formats.sd_jwt import as_token
from indexer.verification.formats.structure import listed
from indexer.verification.formats.token_payload import restore
from indexer.verification.intake import IMAGE_LIMIT, TEXT_LIMIT, Kind, decode_base64url, read_json, read_object, sniff
from indexer.verification.proofs.cose import read_cose
from indexer.verification.proofs.disclosure import read_sd_jwt
from indexer.verification.proofs.jose import Token, read_jws
from indexer.verification.unbake import unbake_png, unbake_svg

UNWRAP_LIMIT = 4
NESTED_LIMIT = 100


def read(case: Case) -> Finding:
    """Find out what `case.raw` is, set `case.format` and what its format needs. Raises `CheckFailedError` for what is nothing."""
    raw = case.raw
    if len(raw) > IMAGE_LIMIT:
        raise CheckFailedError("TOO_LARGE", f"At most {IMAGE_LIMIT // 2**20} MB are read, {len(raw)} bytes were found.")
    container = "plain"
    for _ in range(UNWRAP_LIMIT):
        if not raw.strip():
            raise CheckFailedError("EMPTY")
        kind = sniff(raw)
        if kind in (Kind.PNG, Kind.SVG):
            container = str(kind)
            raw = unbake_png(raw) if kind is Kind.PNG else unbake_svg(raw)
            continue
        inner = _READERS.get(kind, _read_other)(raw, case)
        if inner is None:
            return Finding(details={"container": container, "format": case.format})
        raw = inner
    raise CheckFailedError("NOT_A_CREDENTIAL", "It is wrapped into itself too many times.")


def _read_token(raw: bytes, case: Case) -> bytes | None:
    text = _token_text(raw)
    token = read_jws(text)
    payload = read_json(token.payload)
    if not isinstance(payload, dict):
        raise CheckFailedError("NOT_A_CREDENTIAL", "The content of the token is not a credential.")
    case.parsed = Token(token, payload)
    if holds_presentation(payload):
        return _parts(payload.get("vp", payload), case, token=case.parsed)
    if (old := old_format(payload)) is not None:
        case.format, case.document = old, payload
        return None
    case.format = token_format(payload, str(token.header.get("typ", "")).lower())
    if case.format == "sd-jwt-vc":  # nothing is disclosed, and the ~ that should still stand at its end is missing
        case.note("SD_JWT_WITHOUT_TILDE", "The token should end with the sign “~”.")
        return _read_sd(raw.strip().strip(b'"') + b"~", case)
    case.document = restore(payload)
    return None


def _read_sd(raw: bytes, case: Case) -> bytes | None:
    token = read_sd_jwt(_token_text(raw))
    case.parsed = token
    if holds_presentation(token.payload):
        return _parts(token.payload.get("vp", token.payload), case, token=as_token(token))
    if "@context" in token.payload or "vc" in token.payload:
        case.parsed, case.document, case.format, case.shown = as_token(token), restore(token.payload), "vc-sd-jwt", token
    else:
        case.document, case.format = token.payload, "sd-jwt-vc"
    return None


def _read_cose(raw: bytes, case: Case) -> bytes | None:
    message = read_cose(raw)
    payload = read_object(message.payload)
    if holds_presentation(payload):
        return _parts(payload, case, token=Token(message, payload))
    case.format, case.parsed, case.document = "vc-cose", Token(message, payload), restore(payload)
    return None


def _read_other(raw: bytes, case: Case) -> bytes | None:
    text = raw.strip()
    if text.startswith((b"http://", b"https://")) and len(text) < 2048 and b"\n" not in text:
        case.format, case.document = "ob2-hosted", {"id": text.decode("utf-8", "replace")}
        return None
    raise CheckFailedError("NOT_A_CREDENTIAL")


def _read_object(raw: bytes, case: Case) -> bytes | None:
    value = read_json(raw, limit=TEXT_LIMIT)
    if isinstance(value, list):
        return _several(value, case)
    if not isinstance(value, dict):
        raise CheckFailedError("NOT_A_CREDENTIAL")
    if (inner := _unwrapped(value, case)) is not None:
        return inner
    if case.format == "presentation":
        return None
    case.document = value
    case.format = object_format(value)
    return None


# -- wrappings


def _unwrapped(value: dict[str, Any], case: Case) -> bytes | None:
    """Return the one credential in a wrapping; for several, set the format and return None."""
    types = {word for word in listed(value.get("type")) if isinstance(word, str)}
    if types & {"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"}:
        return _enveloped(value)
    if "VerifiablePresentation" in types:
        return _parts(value, case)
    if "@context" in value or "badge" in value:
        return None
    found = []
    for member in ("credential", "verifiableCredential", "credentials", "compactJwsString", "compactJwsStrings"):
        found += [item for item in listed(value.get(member)) if isinstance(item, (dict, str))]
    return _several(found, case) if found else None


def holds_presentation(payload: dict[str, Any]) -> bool:
    """Say whether a token is a presentation."""
    return "vp" in payload or "VerifiablePresentation" in listed(payload.get("type"))


def _parts(presentation: Any, case: Case, *, token: Token | None = None) -> bytes | None:
    if isinstance(presentation, dict) and (token is not None or presentation.get("proof")):
        case.wrapping = case.wrapping or Wrapping(presentation, token)
    inner = listed(presentation.get("verifiableCredential")) if isinstance(presentation, dict) else []
    found = _several([part_of(presentation, item) if isinstance(item, dict) else item for item in inner], case)
    if found is None:
        case.document = presentation
    return found


def _several(items: list[Any], case: Case) -> bytes | None:
    parts = [item.encode() if isinstance(item, str) else json.dumps(item).encode() for item in items[: NESTED_LIMIT + 1]]
    if not parts:
        raise CheckFailedError("NOT_A_CREDENTIAL", "It holds no credential.")
    if len(parts) > NESTED_LIMIT:
        raise CheckFailedError("TOO_LARGE", f"At most {NESTED_LIMIT} credentials are read at once.")
    if len(parts) == 1:
        case.note("UNWRAPPED", "The credential came in a wrapping, e.g. a presentation, which was taken off.")
        return parts[0]
    case.format, case.parsed = "presentation", parts
    return None


def _enveloped(value: dict[str, Any]) -> bytes:
    """Take the token out of the `data:` URL of an enveloped credential (VCDM 2.0 section 4.13)."""
    address = value.get("id")
    if not isinstance(address, str) or not address.startswith(("data:application/vc", "data:application/vp")):
        raise CheckFailedError("NOT_A_CREDENTIAL", "The envelope must hold its content in a data: address.")
    head, comma, body = address.partition(",")
    if not comma or len(body) > TEXT_LIMIT:
        raise CheckFailedError("DECODE", "The envelope is damaged.")
    if head.endswith(";base64"):
        return decode_base64url(body.strip().rstrip("=").replace("+", "-").replace("/", "_"))
    return unquote_to_bytes(body)


def _token_text(raw: bytes) -> str:
    if len(raw) > TEXT_LIMIT:
        raise CheckFailedError("TOO_LARGE", f"At most {TEXT_LIMIT} bytes are read, {len(raw)} were found.")
    return raw.strip().strip(b'"').decode("ascii", "replace")


_READERS: dict[Kind, Callable[[bytes, Case], bytes | None]] = {
    Kind.JWS: _read_token,
    Kind.SD_JWT: _read_sd,
    Kind.COSE: _read_cose,
    Kind.JSON: _read_object,
}
