"""Judging the embedded proofs of a document, each alone, in the steps of verification.md section 3 (VC-DI section 4.3).

The order: shape and purpose, dates, the meaning of the proof's own words, key and its controller, issuer, chain, signature. A step
that fails ends the judgement of that proof; the other proofs are still looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from indexer.verification.case import Case, Finding, finding_of
from indexer.verification.errors import CheckFailedError, CheckUnknownError, VerificationError
from indexer.verification.instants import SKEW, has_zone, in_words, read_instant
from indexer.verification.jsonld.checked import expanded
from indexer.verification.jsonld.contexts import ContextStore
from indexer.verification.jsonld.expansion import Expansion
from indexer.verification.keys.interface import ASSERTION, PRESENTATION, Controller, Method
from indexer.verification.keys.resolve import check_authority, refuse_unlisted, resolve_method
from indexer.verification.proofs.chain import previous_proofs, rests_on_bad
from indexer.verification.proofs.hashing import options, without_proof
from indexer.verification.proofs.interface import Judgement, Suite
from indexer.verification.proofs.plain import check_plain
from indexer.verification.proofs.selective import check_derived
from indexer.verification.proofs.suites import find_suite

PROOF_LIMIT = 10
_SEC = "https://w3id.org/security#"
_PURPOSES = {"assertionMethod": f"{_SEC}assertionMethod", "authentication": f"{_SEC}authenticationMethod"}


def list_proofs(document: Mapping[str, Any]) -> list[Judgement]:
    """Return the proofs of a document, unjudged. Raises `CheckFailedError` NO_PROOF or PROOF_INCOMPLETE."""
    value = document.get("proof")
    proofs = value if isinstance(value, list) else [value]
    if value is None or not proofs:
        raise CheckFailedError("NO_PROOF")
    if len(proofs) > PROOF_LIMIT:
        raise CheckFailedError("PROOF_INCOMPLETE", f"At most {PROOF_LIMIT} signatures are looked at.", pointer="/proof")
    found = []
    for index, proof in enumerate(proofs):
        pointer = f"/proof/{index}" if isinstance(value, list) else "/proof"
        if not isinstance(proof, dict):
            raise CheckFailedError("PROOF_INCOMPLETE", "A signature must be an object.", pointer=pointer)
        found.append(Judgement(index, proof, pointer))
    return found


class ProofJudge:
    """Judges the proofs of one document. `issuer` is whom the document names, None when it names nobody.

    With `presented` the document is a presentation: its proof may be for authentication, and need not name anybody.
    """

    def __init__(self, case: Case, *, issuer: str | None, presented: bool = False) -> None:
        self._case = case
        self._issuer = issuer
        self._presented = presented
        self._proofs: list[Judgement] = []

    def judge(self) -> list[Judgement]:
        """Judge every proof. Raises `CheckFailedError` when there is none."""
        self._proofs = list_proofs(self._case.document)
        for judgement in self._proofs:
            self._judge(judgement)
        for judgement in self._proofs:
            if rests_on_bad(judgement, self._proofs):
                judgement.findings["signature"] = finding_of(CheckFailedError("PREVIOUS_PROOF_INVALID"), judgement.pointer)
        return self._proofs

    def _judge(self, judgement: Judgement) -> None:
        steps = (
            ("proof", self._check_shape),
            ("key", self._check_key),
            ("issuer", self._check_issuer),
            ("signature", self._check_signature),
        )
        for name, step in steps:
            try:
                judgement.findings[name] = step(judgement)
            except VerificationError as error:
                judgement.findings[name] = finding_of(error, judgement.pointer)
                # An issuer that is not bound does not keep us from saying whether the signature itself is good.
                if name != "issuer":
                    return

    # -- shape

    def _check_shape(self, judgement: Judgement) -> Finding:
        proof, pointer = judgement.proof, judgement.pointer
        judgement.suite = suite = find_suite(proof, pointer=pointer)
        if suite.unsupported is not None:
            code = "UNSUPPORTED_CRYPTOSUITE" if "cryptosuite" in proof else "UNSUPPORTED_PROOF_TYPE"
            raise CheckUnknownError(code, suite.unsupported, details={"suite": suite.name})
        for member in ("proofPurpose", "verificationMethod", suite.value):
            if not isinstance(proof.get(member), str):
                raise CheckFailedError("PROOF_INCOMPLETE", f"The signature has no part “{member}”.", pointer=pointer)
        previous_proofs(judgement, self._proofs)
        self._check_purpose(proof, pointer)
        self._check_dates(proof, suite, pointer)
        if suite.transform != "jcs":
            self._check_meaning(judgement, suite)
        return Finding(details={"suite": suite.name})

    def _check_purpose(self, proof: Mapping[str, Any], pointer: str) -> None:
        allowed = PRESENTATION if self._presented else ASSERTION
        if proof["proofPurpose"] not in allowed:
            expected = "” or “".join(allowed)
            found = f"It says {proof['proofPurpose']!r:.60} where “{expected}” must stand."
            raise CheckFailedError("PROOF_PURPOSE", found, pointer=pointer)
        for member in ("domain", "challenge"):
            if member in proof and not self._presented:
                self._case.note("PROOF_" + member.upper(), f"The signature has a “{member}”: it was made for one exchange.")

    def _check_dates(self, proof: Mapping[str, Any], suite: Suite, pointer: str) -> None:
        now = self._case.now
        if "created" in proof:
            created = self._instant(proof, "created", pointer)
            if created > now + SKEW:  # no standard makes this wrong; the dates of the credential are what counts
                self._case.note("PROOF_FROM_FUTURE", f"The signature is dated {in_words(created)}.", pointer)
        elif suite.created:
            raise CheckFailedError("PROOF_INCOMPLETE", "The signature does not say when it was made.", pointer=pointer)
        if "expires" in proof:
            expires = self._instant(proof, "expires", pointer)
            self._case.recheck.append(expires)
            if expires <= now:
                raise CheckFailedError("PROOF_EXPIRED", f"It was valid until {in_words(expires)}.", pointer=pointer)

    def _instant(self, proof: Mapping[str, Any], member: str, pointer: str) -> datetime:
        """Read a date of the proof; one without zone may be read as UTC (VC-DI section 2.1)."""
        text = proof[member]
        if isinstance(text, str) and not has_zone(text):
            self._case.note("DATE_WITHOUT_ZONE", f"The date “{member}” of the signature has no time zone; it is read as UTC.", pointer)
        return read_instant(text, pointer=f"{pointer}/{member}", zone_required=False)

    def _check_meaning(self, judgement: Judgement, suite: Suite) -> None:
        """The words of the proof must mean what they say: a context can call anything by these names (VC-DI section 5.4)."""
        expansion = self._expanded_options(judgement, suite, self._case.contexts)
        node = expansion.nodes[0] if len(expansion.nodes) == 1 else {}
        expected = {
            "@type": [suite.type_iri],
            f"{_SEC}proofPurpose": [_PURPOSES[judgement.proof["proofPurpose"]]],
            f"{_SEC}verificationMethod": [judgement.proof["verificationMethod"]],
        }
        if "cryptosuite" in judgement.proof and suite.type_iri == f"{_SEC}DataIntegrityProof":
            expected[f"{_SEC}cryptosuite"] = [judgement.proof["cryptosuite"]]
        for iri, values in expected.items():
            if _plain(node.get(iri)) != values:
                word = iri.rpartition("#")[2].lstrip("@")
                raise CheckFailedError(
                    "CONTEXT_INJECTION", f"The word {word!r} of the signature means something else.", pointer=judgement.pointer
                )
        if expansion.lost:
            lost = expansion.lost[0]
            raise CheckFailedError("DROPPED_TERMS", f"{lost.word!r}: {lost.reason}.", pointer=judgement.pointer + lost.pointer)

    def _expanded_options(self, judgement: Judgement, suite: Suite, store: ContextStore) -> Expansion:
        return expanded(options(judgement.proof, self._case.document, suite), store)

    # -- key and issuer

    def _check_key(self, judgement: Judgement) -> Finding:
        name = judgement.proof["verificationMethod"]
        if self._case.known_keys:
            return self._take_known_key(judgement, name)
        try:
            method = self._find_method(judgement, name, (judgement.proof["proofPurpose"],))
        except VerificationError as error:
            error.pointer = f"{judgement.pointer}/verificationMethod"
            raise
        return self._suitable(judgement, method)

    def _find_method(self, judgement: Judgement, name: str, listed: tuple[str, ...]) -> Method:
        fetcher = self._case.fetcher
        try:
            method, holder, judgement.tolerated = resolve_method(name, fetcher)
            judgement.method = method
            judgement.controller = check_authority(method, holder, now=self._case.now, fetcher=fetcher, relationships=listed)
        except CheckUnknownError:
            refuse_unlisted(name, self._issuer, fetcher=fetcher, relationships=listed)
            raise
        return method

    def _take_known_key(self, judgement: Judgement, name: str) -> Finding:
        """The caller knows the issuer's key, so nobody is asked for it."""
        owner = self._issuer or name.partition("#")[0]
        method = Method(name, owner, "", self._case.known_keys[0])
        judgement.method, judgement.controller = method, Controller(owner, {name: method}, frozenset({name}))
        return self._suitable(judgement, method)

    def _suitable(self, judgement: Judgement, method: Method) -> Finding:
        assert judgement.suite is not None
        if method.key.kind not in judgement.suite.kinds:
            raise CheckFailedError(
                "ALG_KEY_MISMATCH", f"{judgement.suite.name} does not take a {method.key.kind} key.", pointer=judgement.pointer
            )
        return Finding(details={"key": method.id, "kind": method.key.kind})

    def _check_issuer(self, judgement: Judgement) -> Finding:
        assert judgement.controller is not None
        if judgement.controller.id != self._issuer and not (self._presented and self._issuer is None):
            raise CheckFailedError(
                "ISSUER_NOT_BOUND",
                f"The credential names {self._issuer or 'nobody':.200}; the key belongs to {judgement.controller.id:.200}.",
                pointer="/issuer",
            )
        return Finding(details={"controller": judgement.controller.id})

    # -- signature

    def _check_signature(self, judgement: Judgement) -> Finding:
        assert judgement.suite is not None
        assert judgement.method is not None
        before = previous_proofs(judgement, self._proofs)
        document = without_proof(self._case.document)
        if before:
            document["proof"] = [earlier.proof for earlier in before]
        if judgement.suite.transform == "sd":
            body = self._case.expansion if not before else None
            check_derived(
                body or expanded(document, self._case.contexts),
                self._expanded_options(judgement, judgement.suite, self._case.contexts),
                judgement.proof["proofValue"],
                judgement.method,
                work=self._case.work,
            )
        else:
            check_plain(document, judgement, self._case, chained=bool(before))
        return Finding(details={"suite": judgement.suite.name})


def _plain(values: Any) -> Any:
    """Return identifiers and values of an expanded property without their wrapping."""
    if not isinstance(values, list):
        return values
    return [value.get("@id", value.get("@value")) if isinstance(value, dict) else value for value in values]
