"""Endorsements: signed words of somebody else about a credential (embedded in it) or about a person (standing alone)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from demo.issuing.credentials import OB, V2, contexts, credential_id, form_of
from demo.issuing.identities import issuer_identity, learner_identity, witness_identity
from demo.issuing.proofs import ED25519_2020, RDFC_2022, add_proof, stamp
from demo.world.lives import SPACE
from demo.world.model import Award, Testimonial


def endorse_award(award: Award, *, port: int) -> dict[str, Any] | None:
    """The endorsement by the award's witness, with its own proof; None without a witness.

    It follows the data model version of its host: both define the same terms, protected, with different meanings, so a version 2
    credential inside a version 1 credential cannot be processed (JSON-LD 1.1 API §4.1.3, protected term redefinition).
    """
    if award.witness is None:
        return None
    identity, at = witness_identity(award.witness), award.issued_at + timedelta(days=3)
    old = form_of(award).startswith("vc1")
    document = {
        "@context": contexts("vc1-ed25519-2020" if old else "vc2-eddsa-rdfc-2022"),
        "id": f"urn:uuid:{uuid.uuid5(SPACE, f'endorsement/{award.id}')}",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"Endorsement by {award.witness.name}",
        "issuer": identity.profile,
        "issuanceDate" if old else "validFrom": stamp(at),
        "credentialSubject": {
            "id": credential_id(award, port),
            "type": ["EndorsementSubject"],
            "endorsementComment": award.witness.comment,
        },
    }
    return add_proof(document, identity.documents, suite=ED25519_2020 if old else RDFC_2022, created=at)


def write_testimonial(item: Testimonial, *, port: int) -> dict[str, Any]:
    """A group's words about a person, signed by the group."""
    identity = issuer_identity(item.issuer, port)
    document = {
        "@context": [V2, OB],
        "id": f"urn:uuid:{item.id}",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"Testimonial of the {item.issuer.name}",
        "issuer": identity.profile,
        "validFrom": stamp(item.issued_at),
        "credentialSubject": {
            "id": learner_identity(item.learner).id,
            "type": ["EndorsementSubject"],
            "endorsementComment": item.comment,
        },
    }
    return add_proof(document, identity.documents, suite=RDFC_2022, created=item.issued_at)
