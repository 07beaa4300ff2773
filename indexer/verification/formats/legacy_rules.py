"""The data classes of Open Badges 2.0: which members assertion, badge class and issuer must have, and of which kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.verification.errors import CheckFailedError
from indexer.verification.formats.structure import is_url, listed
from indexer.verification.instants import read_loose

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its test, what to call what was expected, and whether it must be there (several values: `many`)."""

    test: Callable[[Any], bool]
    expected: str
    required: bool = False
    many: bool = False


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _link(value: Any) -> bool:
    return is_url(value) or (isinstance(value, dict) and bool(value))


def _picture(value: Any) -> bool:
    if isinstance(value, dict):
        return is_url(value.get("id"))
    return isinstance(value, str) and (is_url(value) or value.startswith("data:image/"))


def _date(value: Any) -> bool:
    try:
        read_loose(value, pointer="")
    except CheckFailedError:
        return False
    return True


def _alignment(value: Any) -> bool:
    return isinstance(value, dict) and _text(value.get("targetName", value.get("name"))) and is_url(
        value.get("targetUrl", value.get("url"))
    )


ASSERTION: Mapping[str, Member] = {
    "recipient": Member(lambda value: isinstance(value, dict), "an object", required=True),
    "badge": Member(_link, "the address of a badge class", required=True),
    "issuedOn": Member(_date, "a date", required=True),
    "expires": Member(_date, "a date"),
    "image": Member(_picture, "the address of a picture"),
    "evidence": Member(_link, "an address or an object", many=True),
    "narrative": Member(_text, "a text"),
    "revoked": Member(_flag, "true or false"),
    "revocationReason": Member(_text, "a text"),
}
RECIPIENT: Mapping[str, Member] = {
    "type": Member(_text, "a text", required=True),
    "identity": Member(_text, "a text", required=True),
    "hashed": Member(_flag, "true or false"),
    "salt": Member(_text, "a text"),
}
BADGE_CLASS: Mapping[str, Member] = {
    "name": Member(_text, "a text", required=True),
    "description": Member(_text, "a text", required=True),
    "image": Member(_picture, "the address of a picture", required=True),
    "criteria": Member(_link, "an address or an object", required=True),
    "issuer": Member(_link, "the address of an issuer", required=True),
    "alignment": Member(_alignment, "an object with a name and an address", many=True),
    "tags": Member(_text, "a text", many=True),
}
ISSUER: Mapping[str, Member] = {
    "name": Member(_text, "a text", required=True),
    "url": Member(is_url, "an address", required=True),
    "email": Member(_text, "a text"),
    "telephone": Member(_text, "a text"),
    "description": Member(_text, "a text"),
    "image": Member(_picture, "the address of a picture"),
    "publicKey": Member(_link, "the address of a key", many=True),
    "revocationList": Member(is_url, "an address"),
}


ENDORSEMENT: Mapping[str, Member] = {
    "claim": Member(lambda value: isinstance(value, dict), "an object", required=True),
    "issuer": Member(_link, "the address of an issuer", required=True),
    "issuedOn": Member(_date, "a date", required=True),
    "expires": Member(_date, "a date"),
}


def hold(document: Document, rules: Mapping[str, Member], *, pointer: str) -> None:
    """Raise `CheckFailedError` SCHEMA or BAD_DATETIME for the first member that is missing or of the wrong kind."""
    for name, member in rules.items():
        if _is_absent(document.get(name), member):
            if member.required:
                raise CheckFailedError("SCHEMA", f"The part “{name}” is missing.", pointer=f"{pointer}/{name}")
            continue
        for place, value in _values(document[name], member, f"{pointer}/{name}"):
            if not member.test(value):
                code = "BAD_DATETIME" if member.test is _date else "SCHEMA"
                raise CheckFailedError(code, f"The part “{name}” must be {member.expected}.", pointer=place)


def _is_absent(value: Any, member: Member) -> bool:
    """Null says nothing to JSON-LD, and many issuers write null, or an empty text, for what they leave out."""
    return value is None or (value == "" and not member.required)


def _values(value: Any, member: Member, pointer: str) -> Iterator[tuple[str, Any]]:
    if not member.many or not isinstance(value, list):
        yield pointer, value
        return
    yield from ((f"{pointer}/{index}", item) for index, item in enumerate(listed(value)))
