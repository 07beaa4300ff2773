"""The list of checks, in order: what is asked of every credential, in which words, and what an answer rests on.

What each check looks at for one format is in `formats/`; the loop that runs them is in judging.py. A check whose foundation did not
pass is not judged, and the report says so: nothing is quietly left out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One question. `passed` and `absent` are its sentences when all is well, and when there is nothing to look at.

    `needs` must have passed for the question to make sense; after a failure of one of `voided_by` the answer would be worthless.
    `section` names the standard.
    """

    id: str
    title: str
    passed: str
    absent: str
    section: str
    needs: tuple[str, ...] = ()
    voided_by: tuple[str, ...] = ()


_TRUST = ("contexts", "proof", "key", "signature", "hosting")

CHECKS: tuple[Check, ...] = (
    Check(
        "readable",
        "Readable",
        "The file could be read as a credential.",
        "There was nothing to read.",
        "RFC 8259, RFC 7493 (I-JSON), RFC 7515; Open Badges baking",
    ),
    Check(
        "contexts",
        "Words known",
        "Its technical words are ones that we know, with their definitions.",
        "This kind of credential does not name where its words are defined.",
        "JSON-LD 1.1 section 4; VCDM 2.0 section 4.3",
        needs=("readable",),
    ),
    Check(
        "terms",
        "Words clear",
        "Every word of the credential has a fixed meaning, and none was given another one.",
        "This kind of credential does not define its words.",
        "JSON-LD-API section 5.1; VC Data Integrity section 5.4",
        needs=("contexts",),
    ),
    Check(
        "hosting",
        "Served by the issuer",
        "The issuer's own website has exactly this badge.",
        "This kind of credential does not rest on the issuer's website.",
        "Open Badges 2.0 section 'Verification: hosted'",
        needs=("readable",),
    ),
    Check(
        "structure",
        "Complete",
        "The credential has all the parts that its kind must have.",
        "This kind of credential needs no particular parts.",
        "VCDM 1.1 and 2.0 section 4; Open Badges 3.0 and 2.0 data models",
        needs=("readable", "hosting"),
    ),
    Check(
        "proof",
        "Signature present",
        "It carries a signature; the lines on key, issuer and changes say whether that is good.",
        "This kind of credential is not signed; the issuer's website vouches for it.",
        "VC Data Integrity section 4; RFC 7515; VC-JOSE-COSE",
        needs=("readable",),
    ),
    Check(
        "key",
        "Signing key found",
        "The key was found with its owner, who allows it to sign credentials.",
        "There is no key, because there is no signature.",
        "Controlled Identifiers 1.0 section 3; DID Core section 5; did:key, did:web, did:jwk",
        needs=("proof",),
    ),
    Check(
        "issuer",
        "From the issuer",
        "The key belongs to the issuer that the credential names.",
        "There is no key that could belong to the issuer.",
        "VCDM 2.0 section 4.7; Open Badges 3.0 section 'Verification'",
        needs=("hosting", "proof", "key"),
    ),
    Check(
        "signature",
        "Unchanged",
        "The signature fits: nothing was changed since the credential was signed.",
        "There is no signature to compare.",
        "VC-DI-EDDSA, VC-DI-ECDSA section 3; RFC 7518; RFC 8785; RDFC-1.0",
        needs=("proof", "key"),
    ),
    Check(
        "anchor",
        "In a blockchain",
        "The blockchain entry vouches for date and issuer.",
        "The credential does not rest on a blockchain.",
        "Blockcerts v3, MerkleProof2019",
        needs=("signature",),
    ),
    Check(
        "validity",
        "In date",
        "Its own dates include today.",
        "The credential says nothing of its dates.",
        "VCDM 2.0 section 4.9, VCDM 1.1 sections 4.6 and 4.7",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "status",
        "Not revoked",
        "The issuer has not revoked or suspended the credential.",
        "The issuer gave no way to revoke this credential.",
        "Bitstring Status List 1.0; StatusList2021; Open Badges 3.0 'Revocation List'; IETF Token Status List",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "schema",
        "Fits its rules",
        "The content fits the rules (a schema) that the credential names for it.",
        "The credential names no rules for its content.",
        "VC JSON Schema; Open Badges 3.0 section 'Schema Validation'",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "recipient",
        "Whose it is",
        "It was issued to whom it was compared with.",
        "It was not asked whose credential this is.",
        "Open Badges 3.0 'IdentityObject', Open Badges 2.0 'IdentityObject'",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "holder",
        "Presented by its holder",
        "Whom it is about has signed the package in which it came; that does not show who sent it to you.",
        "It did not come in a package that its holder has signed.",
        "VCDM 2.0 section 4.13 'Verifiable Presentations'; VC-JOSE-COSE section 3.1.2",
        needs=("readable",),
    ),
    Check(
        "results",
        "Results fit",
        "The results fit the levels and values that the achievement describes.",
        "The credential carries no results.",
        "Open Badges 3.0 'Result', 'ResultDescription', 'RubricCriterionLevel'",
        needs=("terms",),
        voided_by=_TRUST,
    ),
    Check(
        "evidence",
        "Evidence unchanged",
        "The evidence whose fingerprint is signed is still the same.",
        "The issuer signed no fingerprint of the evidence, so it may have changed since.",
        "VCDM 2.0 sections 5.3 and 5.6",
        needs=("terms",),
        voided_by=_TRUST,
    ),
    Check(
        "endorsements",
        "Endorsements judged",
        "Each endorsement was judged by itself, and all are good.",
        "The credential carries no endorsements.",
        "Open Badges 3.0 'EndorsementCredential'",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "nested",
        "Credentials inside",
        "Each credential inside was judged by itself, and all passed.",
        "There are no credentials inside.",
        "CLR 2.0; VCDM 2.0 section 4.13",
        needs=("readable",),
        voided_by=_TRUST,
    ),
    Check(
        "refresh",
        "Newer version",
        "The issuer offers no newer version.",
        "The issuer gave no way to ask for a newer version.",
        "VCDM section 5.4 'refreshService'; Open Badges 3.0 section 'Verification'",
        needs=("signature",),
        voided_by=_TRUST,
    ),
)

TITLES = {check.id: check.title for check in CHECKS}
