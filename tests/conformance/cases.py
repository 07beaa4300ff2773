"""Reading a manifest: what is asked of a case stands apart from what is expected, so that nothing can be judged by its answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from indexer.verification.jsonld.contexts import ContextStore, Revision
from indexer.verification.keys.interface import PublicKey
from indexer.verification.keys.material import from_jwk, from_multikey, from_pem
from tests.fakes.web import FakeWeb

_TIMELESS = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Question:
    """One case without its answer. `folder` is where the manifest lies."""

    id: str
    level: str
    format: str
    suite: str | None
    now: datetime
    folder: Path
    file: str
    pointer: str | None
    documents: Mapping[str, str]
    key: str | None = None
    key_pointer: str | None = None

    @cached_property
    def raw(self) -> bytes:
        """The bytes to judge: the file, or the value at the pointer inside it."""
        whole = (self.folder / self.file).read_bytes()
        if self.pointer is None:
            return whole
        value = at_pointer(json.loads(whole), self.pointer)
        return value.encode() if isinstance(value, str) else json.dumps(value).encode()

    def web(self) -> FakeWeb:
        """The only outside there is: the documents that the case names."""
        documents: dict[str, bytes | int] = {url: (self.folder / file).read_bytes() for url, file in self.documents.items()}
        return FakeWeb(documents, now=self.now, missing=404)

    def contexts(self) -> ContextStore:
        """The contexts of the case, under the texts that it maps them to."""
        found = {}
        for url, file in self.documents.items():
            try:
                found[url] = (Revision.of(url, (self.folder / file).read_bytes()),)
            except ValueError:
                continue  # a document of another kind
        return ContextStore(found)

    def keys(self) -> tuple[PublicKey, ...]:
        """The keys that the caller supplies, without the secret parts that some published test keys carry."""
        if self.key is None:
            return ()
        raw = (self.folder / self.key).read_bytes()
        if b"-----BEGIN" in raw:
            return (from_pem(raw.decode()),)
        return tuple(_keys_of(at_pointer(json.loads(raw), self.key_pointer or "")))


def _keys_of(value: Any) -> Iterator[PublicKey]:
    """A JWK, a set of them, a verification method, or the text of a Multikey."""
    if isinstance(value, str):
        yield from_multikey(value)
    elif "kty" in value:
        yield from_jwk({name: part for name, part in value.items() if name not in _SECRET})
    elif "publicKeyMultibase" in value:
        yield from_multikey(value["publicKeyMultibase"])
    else:
        for part in value["keys"] if "keys" in value else [value["publicKeyJwk"]]:
            yield from _keys_of(part)


_SECRET = frozenset({"d", "p", "q", "dp", "dq", "qi", "key_ops", "alg", "use"})


@dataclass(frozen=True)
class Answer:
    """What the manifest expects: one outcome, or one of several; and for some levels an output."""

    expected: str
    acceptable: tuple[str, ...] = ()
    reason_code: str | None = None
    output: Path | None = None
    text: str | None = None

    def allows(self, outcome: str) -> bool:
        return outcome == self.expected or outcome in self.acceptable


@dataclass(frozen=True)
class Judged:
    """What we found: ``valid``, ``invalid``, ``indeterminate``, ``aborted`` or ``unsupported``, and why.

    With `output` the outcome is valid only if that is what was expected.
    """

    outcome: str
    reasons: tuple[str, ...] = ()
    output: bytes | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def read_manifest(path: Path) -> Iterator[tuple[Question, Answer]]:
    """Yield the cases of a manifest: a list, or an object with the list under `cases`."""
    data = json.loads(path.read_bytes())
    for entry in data["cases"] if isinstance(data, dict) else data:
        yield _question(entry, path.parent), _answer(entry, path.parent)


def _question(entry: Mapping[str, Any], folder: Path) -> Question:
    moment = entry.get("evaluation_time")
    return Question(
        id=entry["id"],
        level=entry["level"],
        format=entry["format"],
        suite=entry.get("cryptosuite"),
        now=datetime.fromisoformat(moment).astimezone(UTC) if moment else _TIMELESS,
        folder=folder,
        file=entry["file"],
        pointer=entry.get("pointer"),
        documents=entry.get("documents") or {},
        key=entry.get("key"),
        key_pointer=entry.get("key_pointer"),
    )


def _answer(entry: Mapping[str, Any], folder: Path) -> Answer:
    output = entry.get("expected_output")
    return Answer(
        expected=entry["expected"],
        acceptable=tuple(entry.get("acceptable") or ()),
        reason_code=entry.get("reason_code"),
        output=folder / output if output else None,
        text=entry.get("expected_text"),
    )


def at_pointer(value: Any, pointer: str) -> Any:
    """Return what a JSON Pointer (RFC 6901) names."""
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value
