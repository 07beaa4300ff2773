"""Credentials whose proofs are embedded (Data Integrity and its predecessors): VC 1.1 and 2.0, Open Badges 3.0, CLR 2.0."""

from __future__ import annotations

from dataclasses import replace

from indexer.verification.case import Case, Finding, not_judged
from indexer.verification.errors import CheckUnknownError
from indexer.verification.formats.claims_reader import read_claims
from indexer.verification.formats.common import check_holder, check_structure, check_validity, issuer_id
from indexer.verification.formats.endorsements import check_endorsements
from indexer.verification.formats.evidence import check_evidence
from indexer.verification.formats.interface import CheckFunction
from indexer.verification.formats.meaning import check_contexts, check_terms
from indexer.verification.formats.refresh import check_refresh
from indexer.verification.formats.remarks import remark
from indexer.verification.formats.results import check_results
from indexer.verification.formats.schemas import check_schemas
from indexer.verification.jsonld.checked import expanded
from indexer.verification.proofs.data_integrity import ProofJudge, list_proofs
from indexer.verification.proofs.hashing import without_proof
from indexer.verification.proofs.interface import Judgement
from indexer.verification.report import Outcome
from indexer.verification.status.checks import check_status


def check_meaning(case: Case) -> Finding:
    """The check of words; what they say is read on the way, so that a person sees which credential this is."""
    case.claims = read_claims(case)
    remark(case)
    return check_terms(case)


def check_proof(case: Case) -> Finding:
    """Judge every proof; the others of these four checks tell what was found of the one that counts."""
    if case.role == "part" and "proof" not in case.document:
        return _VOUCHED
    if case.expansion is None:
        list_proofs(case.document)
        return not_judged("contexts")
    judgements = ProofJudge(case, issuer=issuer_id(case.document)).judge()
    judgements = _under_other_revision(case, judgements)
    best = best_of(judgements)
    case.proofs = best
    _note_others(case, judgements, best)
    if best.method is not None and case.claims is not None:
        case.claims = replace(case.claims, key=best.method.id)
    return best.findings["proof"]


def _step(name: str) -> CheckFunction:
    def check(case: Case) -> Finding:
        found: Judgement | None = case.proofs
        if found is None:  # a part without a proof of its own
            return _vouched_issuer(case) if name == "issuer" else _VOUCHED
        return found.findings[name]

    return check


_VOUCHED = Finding(
    Outcome.NOT_APPLICABLE, "VOUCHED", message="It has no signature of its own; that of the record around it covers it."
)


def _vouched_issuer(case: Case) -> Finding:
    """A part without a signature is its issuer's word only when the issuer published the record, and the record is good."""
    if case.vouched_by is None:
        raise CheckUnknownError("VOUCHED", "The record around it did not pass.", pointer="/issuer")
    if issuer_id(case.document) == case.vouched_by:
        return Finding(details={"controller": case.vouched_by})
    raise CheckUnknownError("VOUCHED", f"The record is that of {case.vouched_by:.200}.", pointer="/issuer")


def best_of(judgements: list[Judgement]) -> Judgement:
    """One good proof is enough (Open Badges 3.0); else the one that is wrong says more than one that we cannot check.

    A broken chain spoils them all: the standard ends there with an error, whatever else is good (VC-DI section 4.5).
    """
    broken = [j for j in judgements if any(f.code.startswith("PREVIOUS_PROOF") for f in j.findings.values())]
    good = [judgement for judgement in judgements if judgement.good]
    failed = [j for j in judgements if any(f.outcome is Outcome.FAILED for f in j.findings.values())]
    return (broken or good or failed or judgements)[0]


def _under_other_revision(case: Case, judgements: list[Judgement]) -> list[Judgement]:
    """A signature that does not match may have been made under another text of a context: try those before judging it bad."""
    codes = {finding.code for judgement in judgements for finding in judgement.findings.values()}
    if any(judgement.good for judgement in judgements) or "BAD_SIGNATURE" not in codes or case.expansion is None:
        return judgements
    before = case.contexts, case.expansion
    for store in case.contexts.others(frozenset(case.expansion.contexts)):
        case.contexts = store
        case.expansion = expanded(without_proof(case.document), store)
        found = ProofJudge(case, issuer=issuer_id(case.document)).judge()
        if any(judgement.good for judgement in found):
            case.note("CONTEXT_REVISION", "The credential was signed under an earlier text of its vocabulary.", "/@context")
            case.claims = read_claims(case)
            return found
        case.contexts, case.expansion = before
    return judgements


def _note_others(case: Case, judgements: list[Judgement], best: Judgement) -> None:
    for judgement in judgements:
        for code in judgement.tolerated:
            case.note(code, "The key is named in a form that the standard does not have.", judgement.pointer)
        bad = next((f for f in judgement.findings.values() if f.outcome is not Outcome.PASSED), None)
        if judgement is best or bad is None:
            continue
        case.note(
            "OTHER_PROOF_" + ("FAILED" if bad.outcome is Outcome.FAILED else "UNDECIDED"),
            f"The credential carries another signature that did not pass: {bad.code}.",
            judgement.pointer,
        )


CHECKS: dict[str, CheckFunction] = {
    "contexts": check_contexts,
    "terms": check_meaning,
    "structure": check_structure,
    "proof": check_proof,
    "key": _step("key"),
    "issuer": _step("issuer"),
    "signature": _step("signature"),
    "validity": check_validity,
    "status": check_status,
    "schema": check_schemas,
    "recipient": check_holder,
    "results": check_results,
    "evidence": check_evidence,
    "endorsements": check_endorsements,
    "refresh": check_refresh,
}
