"""What each level of the vectors means to this engine: which part of it is asked, and how the answer reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from indexer.verification.case import Case, Recorder
from indexer.verification.claims import Claims, Identifier, IssuerProfile
from indexer.verification.errors import CheckFailedError, VerificationError
from indexer.verification.formats.common import structure_problems
from indexer.verification.formats.detect import read
from indexer.verification.formats.kinds import object_format
from indexer.verification.formats.meaning import check_contexts, check_terms
from indexer.verification.formats.presentations import envelope_problems, presentation_problems
from indexer.verification.formats.structure import Problem, listed, version_of
from indexer.verification.intake import read_json
from indexer.verification.jsonld.canon import canonize
from indexer.verification.jsonld.expand import expand
from indexer.verification.jsonld.jcs import canonical_json
from indexer.verification.jsonld.rdf import to_quads
from indexer.verification.keys.did_web import address
from indexer.verification.keys.documents import read_controller
from indexer.verification.keys.interface import Controller
from indexer.verification.keys.resolve import resolve_controller
from indexer.verification.recipient import check_recipient
from indexer.verification.report import CheckResult, Outcome, Report, Verdict, verdict_of
from indexer.verification.status.checks import check_status
from indexer.verification.unbake import unbake_png, unbake_svg
from indexer.verification.verify import judge_inner, verify
from tests.conformance.cases import Judged, Question
from tests.conformance.nquads import read_nquads
from tests.fakes.web import FakeWeb

_OUTCOMES = {
    Verdict.VERIFIED: "valid",
    Verdict.FAILED: "invalid",
    Verdict.UNREADABLE: "invalid",
    Verdict.UNKNOWN: "indeterminate",
}
_TOKENS = ("jwt", "jose", "cose")
# "proof" asks for the signature, its purpose and the authority of the key, not for issuer, dates, status or content. What a
# token signs are bytes, so the meaning of words has no part in it.
_PROOF_CHECKS = frozenset({"readable", "contexts", "terms", "proof", "key", "signature", "holder"})
_TOKEN_CHECKS = frozenset({"readable", "proof", "key", "signature", "holder"})


def judge_credential(question: Question) -> Judged:
    """The whole engine."""
    return _judged(_report(question).checks)


def judge_proof(question: Question) -> Judged:
    """The signature, its purpose and the authority of the key."""
    report = _report(question)
    return _judged([check for part in (report, *_presented(report)) for check in _signature_of(part)])


def _presented(report: Report) -> tuple[Report, ...]:
    return report.nested if report.format == "presentation" else ()


def _signature_of(report: Report) -> list[CheckResult]:
    wanted = _TOKEN_CHECKS if any(word in report.format for word in _TOKENS) else _PROOF_CHECKS
    return [check for check in report.checks if check.check in wanted]


def judge_merkle(question: Question) -> Judged:
    """Hash and path of a Blockcert, without its chain."""
    return _judged([check for check in _report(question).checks if check.check in _PROOF_CHECKS])


def judge_structure(question: Question) -> Judged:
    """The rules of the data model on a document that may not be issued yet, and that its words can be understood."""
    case = _case(question)
    try:
        case.document = _filled(read_json(question.raw))
        types = {str(word) for word in listed(case.document.get("type"))}
        if types & {"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"}:
            return _from_problems(envelope_problems(case.document))
        if "VerifiablePresentation" in types:
            found = presentation_problems(case.document)
        else:
            case.format = object_format(case.document)
            found = structure_problems(case, template="proof" not in case.document)
        if found:
            return _from_problems(found)
        check_contexts(case)
        if version_of(case.document) == "2.0":
            check_terms(case)
    except VerificationError as error:
        return _from_error(error)
    return Judged("valid")


def _from_problems(found: list[Problem]) -> Judged:
    reasons = tuple(f"{item.code} {item.pointer} {item.sentence}" for item in found)
    return Judged("invalid" if found else "valid", reasons)


def _filled(document: Any) -> Any:
    """Fill in what the W3C suite's own harness puts into its templates before it issues them: two dates and the issuer's id."""
    if isinstance(document, dict) and "proof" not in document:
        for member in ("validFrom", "validUntil"):
            for placeholder, date in _PLACEHOLDERS:
                if document.get(member) == placeholder:
                    document[member] = date
        if isinstance(document.get("issuer"), dict):
            document["issuer"] = {"id": "urn:example:issuer", **document["issuer"]}
    return document


_PLACEHOLDERS = (("PAST DATE", "2020-01-01T00:00:00Z"), ("FUTURE DATE", "2040-01-01T00:00:00Z"))


def judge_status(question: Question) -> Judged:
    """The `credentialStatus` step alone. Where the list itself cannot be decided, its content is looked up all the same."""
    case = _case(question)
    case.document = read_json(question.raw)
    findings = check_status(case)
    if any(finding.code == "STATUS_LIST_UNDECIDED" for finding in findings):
        case.judge = _take_as_it_is
        findings = check_status(case)
    outcomes = {finding.outcome for finding in findings}
    reasons = tuple(f"{finding.code} {finding.detail or ''}" for finding in findings)
    if Outcome.FAILED in outcomes:
        return Judged("invalid", reasons)
    return Judged("indeterminate" if Outcome.UNKNOWN in outcomes else "valid", reasons)


def _take_as_it_is(case: Case) -> Report:
    read(case)
    return Report(case.format, "", case.now, (CheckResult("readable", Outcome.PASSED, "OK", ""),))


def judge_resolution(question: Question) -> Judged:
    """Resolve a DID; what does not resolve, for whatever reason, is invalid. The output is compared by its keys."""
    asked = read_json(question.raw)
    served = {url: json.dumps(document).encode() for url, document in _served(asked).items()}
    web = FakeWeb({**question.web().documents, **served}, now=question.now)
    try:
        if question.format == "did-web" and "url" in asked and address(asked["did"]) != asked["url"]:
            return Judged("invalid", (f"the document lies at {address(asked['did'])}",))
        controller = resolve_controller(asked["did"], web)
    except VerificationError as error:
        return Judged("invalid", (f"{error.code} {error.detail or ''}",))
    differences = _differences(controller, asked.get("didDocument") or {})
    return Judged("invalid" if differences else "valid", tuple(differences))


def judge_canonicalization(question: Question) -> Judged:
    """RDFC-1.0 of N-Quads or JSON-LD, or JCS."""
    try:
        if question.format == "jcs":
            return Judged("valid", output=canonical_json(read_json(question.raw)))
        if question.format == "jsonld-canon":
            quads = to_quads(expand(read_json(question.raw), store=question.contexts()).nodes)
        else:
            quads = read_nquads(question.raw.decode())
        algorithm = "sha384" if "384" in (question.suite or "") else "sha256"
        return Judged("valid", output=canonize(quads, algorithm=algorithm).text.encode())
    except CheckFailedError as error:
        return Judged("aborted" if error.code == "POISON" else "invalid", (error.code,))


def judge_unbake(question: Question) -> Judged:
    """Take the text out of a picture."""
    unbake = unbake_png if question.raw.startswith(b"\x89PNG") else unbake_svg
    try:
        return Judged("valid", output=unbake(question.raw))
    except VerificationError as error:
        return _from_error(error)


def judge_recipient(question: Question) -> Judged:
    """Compare a recipient with a candidate."""
    asked = read_json(question.raw)
    recipient = asked["recipient"]
    identity = Identifier(recipient["identity"], recipient["type"], recipient.get("hashed", False), recipient.get("salt"))
    claims = Claims(issuer=IssuerProfile("urn:example:issuer"), identifiers=(identity,))
    result = check_recipient(claims, [asked["candidate"]["value"]])  # a match or none: at this level nothing stays open
    return Judged("valid" if result.outcome is Outcome.PASSED else "invalid", (f"{result.code} {result.message}",))


def judge_parse(question: Question) -> Judged:
    """The reader of JSON."""
    try:
        read_json(question.raw)
    except VerificationError as error:
        return _from_error(error)
    return Judged("valid")


LEVELS: Mapping[str, Callable[[Question], Judged]] = {
    "credential": judge_credential,
    "proof": judge_proof,
    "merkle-integrity": judge_merkle,
    "structure": judge_structure,
    "status": judge_status,
    "resolution": judge_resolution,
    "canonicalization": judge_canonicalization,
    "unbake": judge_unbake,
    "recipient": judge_recipient,
    "parse": judge_parse,
}


def _served(asked: Mapping[str, Any]) -> dict[str, object]:
    """What the web answers: as given, or the document at its address; for a mapping alone the least that there can be."""
    if "served" in asked:
        return dict(asked["served"])
    return {asked["url"]: asked.get("didDocument") or {"id": asked["did"]}} if "url" in asked else {}


def _report(question: Question) -> Report:
    return verify(
        question.raw,
        fetcher=question.web(),
        now=question.now,
        contexts=question.contexts(),
        known_keys=question.keys(),
    )


def _case(question: Question) -> Case:
    return Case(question.raw, Recorder(question.web()), question.now, question.contexts(), judge_inner)


def _judged(checks: Collection[CheckResult]) -> Judged:
    bad = [check for check in checks if check.outcome in (Outcome.FAILED, Outcome.UNKNOWN)]
    reasons = tuple(f"{check.check}: {check.code} {check.message}" for check in bad)
    return Judged(_OUTCOMES[verdict_of(tuple(checks))], reasons)


def _from_error(error: VerificationError) -> Judged:
    outcome = "invalid" if isinstance(error, CheckFailedError) else "indeterminate"
    return Judged(outcome, (f"{error.code} {error.detail or ''}",))


def _differences(controller: Controller, expected: Mapping[str, object]) -> list[str]:
    """Compare key material and relationships with a DID document, not the layout of its bytes."""
    if not expected:
        return []
    theirs = read_controller(expected, expected_id=str(expected.get("id")))
    found = []
    if controller.id != theirs.id:
        found.append(f"id {controller.id} is not {theirs.id}")
    ours = {method.key.raw for name, method in controller.methods.items() if name in controller.assertion}
    wanted = {method.key.raw for name, method in theirs.methods.items() if name in theirs.assertion}
    if ours != wanted:
        found.append(f"{len(ours)} signing keys found, {len(wanted)} expected, or other ones")
    return found
