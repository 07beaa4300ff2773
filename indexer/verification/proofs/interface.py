"""What a Data Integrity suite is, and what is known of one proof after it was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from indexer.verification.case import Finding
from indexer.verification.keys.interface import Controller, KeyKind, Method
from indexer.verification.report import Outcome

Transform = Literal["rdfc", "jcs", "sd"]


@dataclass(frozen=True, slots=True)
class Suite:
    """One way to sign: how document and options become bytes, which keys it takes, where the signature stands.

    `context` is what the options are read with where the standard of the suite says so; else the document's own context.
    `created` says that the suite demands the time of signing. `unsupported` says why we recognise it and cannot check it.
    """

    name: str
    transform: Transform = "rdfc"
    kinds: tuple[KeyKind, ...] = ()
    value: Literal["proofValue", "jws"] = "proofValue"
    type_iri: str = "https://w3id.org/security#DataIntegrityProof"
    context: str | None = None
    created: bool = False
    unsupported: str | None = None


@dataclass(slots=True)
class Judgement:
    """One proof, judged alone: what was found at each step, in the order of the steps. A missing finding was not reached."""

    index: int
    proof: Mapping[str, Any]
    pointer: str
    suite: Suite | None = None
    method: Method | None = None
    controller: Controller | None = None
    findings: dict[str, Finding] = field(default_factory=dict)
    tolerated: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Every step was reached and passed."""
        return all(finding.outcome is Outcome.PASSED for finding in self.findings.values()) and "signature" in self.findings
