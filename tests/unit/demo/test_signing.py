"""What the demo signs is what the specifications say: checked by other code than the one that signed."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections import defaultdict
from typing import Any

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

from demo.issuing import keys
from demo.issuing.credentials import form_of
from demo.issuing.endorsements import endorse_award
from demo.issuing.identities import award_identity, did_document, issuer_identity, profile_document
from demo.issuing.proofs import RDFC_2022, SigningError, add_proof
from demo.issuing.sign import alter, sign_award, sign_testimonial
from demo.issuing.status import write_status_list
from demo.seed.imports import expected_verdict
from demo.world.model import Award, Flaw, World
from indexer.verification.jsonld.contexts import pinned
from indexer.verification.report import Verdict
from indexer.verification.verify import verify
from tests.unit.demo.conftest import NOW, PORT, OutsideFetcher

FORMS = ("vc2-eddsa-rdfc-2022", "vc2-ed25519-2020", "vc1-ed25519-2020", "vc2-jwt-eddsa", "vc1-jwt-eddsa", "vc2-jwt-es256")


def some_of_each_form(world: World, *, each: int) -> list[Award]:
    """Good awards, `each` of every form, half of them witnessed."""
    found: dict[tuple[str, bool], list[Award]] = defaultdict(list)
    for award in world.awards:
        if award.flaw is Flaw.NONE and not (award.achievement.issuer and award.achievement.issuer.gone):
            found[form_of(award), award.witness is not None].append(award)
    assert {form for form, _ in found} == set(FORMS)
    return [a for awards in found.values() for a in awards[: max(1, each // 2)]]


def load_pinned(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": pinned().get(url).context}}


def canonical_by_pyld(document: dict[str, Any]) -> bytes:
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load_pinned}
    return hashlib.sha256(jsonld.normalize(document, options).encode()).digest()


def check_by_pyld(document: dict[str, Any], key: Ed25519PublicKey) -> None:
    unsigned = {k: v for k, v in document.items() if k != "proof"}
    options = dict(document["proof"])
    value = base58.b58decode(options.pop("proofValue")[1:])
    hashed = canonical_by_pyld({"@context": document["@context"], **options}) + canonical_by_pyld(unsigned)
    key.verify(value, hashed)


@pytest.mark.parametrize("form", [f for f in FORMS if "jwt" not in f])
def test_pyld_arrives_at_the_signed_hashes(world: World, form: str) -> None:
    award = next(a for a in some_of_each_form(world, each=2) if form_of(a) == form and a.witness)
    key = award_identity(award, PORT).credentials.private.public_key()
    assert isinstance(key, Ed25519PublicKey)
    check_by_pyld(json.loads(sign_award(award, port=PORT).raw), key)


def test_every_form_is_found_verified_by_the_product(world: World, fetcher: OutsideFetcher) -> None:
    for award in some_of_each_form(world, each=4):
        report = verify(sign_award(award, port=PORT).raw, fetcher=fetcher, now=NOW)
        assert report.verdict is Verdict.VERIFIED, (form_of(award), [c for c in report.checks if c.outcome.value == "failed"])


def test_what_is_flawed_or_gone_is_found_out(world: World, fetcher: OutsideFetcher) -> None:
    bad = [a for a in world.awards if expected_verdict(a) is not Verdict.VERIFIED]
    found = {a.id: verify(sign_award(a, port=PORT).raw, fetcher=fetcher, now=NOW).verdict for a in bad}
    assert found == {a.id: expected_verdict(a) for a in bad}


def test_endorsements_and_testimonials_are_verified_too(world: World, fetcher: OutsideFetcher) -> None:
    witnessed = [a for a in some_of_each_form(world, each=2) if a.witness]
    for award in witnessed:
        report = verify(sign_award(award, port=PORT).raw, fetcher=fetcher, now=NOW)
        assert [e.verdict for e in report.endorsements] == [Verdict.VERIFIED], form_of(award)
    report = verify(sign_testimonial(world.testimonials[0], port=PORT).raw, fetcher=fetcher, now=NOW)
    assert report.verdict is Verdict.VERIFIED


def test_an_endorsement_names_the_credential_it_is_about(world: World) -> None:
    award = next(a for a in world.awards if a.witness and "jwt" not in form_of(a))
    host = json.loads(sign_award(award, port=PORT).raw)
    endorsement = endorse_award(award, port=PORT)
    assert endorsement is not None
    assert host["endorsement"] == [endorsement]
    assert endorsement["credentialSubject"]["id"] == host["id"]


def test_signing_is_repeatable_to_the_byte(world: World) -> None:
    for award in some_of_each_form(world, each=2):
        assert sign_award(award, port=PORT) == sign_award(award, port=PORT)


def test_a_document_with_an_undefined_word_is_not_signed() -> None:
    key = keys.did_key("somebody")
    document = {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:uuid:1", "colour": "red"}
    with pytest.raises(SigningError):
        add_proof(document, key, suite=RDFC_2022, created=NOW)


def test_altering_changes_something_even_at_the_highest_level(world: World) -> None:
    for award in some_of_each_form(world, each=6):
        signed = sign_award(award, port=PORT)
        if signed.filename.endswith("json"):
            document = json.loads(signed.raw)
            assert alter(document) != document


def test_a_revoked_credential_has_its_bit_and_no_other(world: World) -> None:
    issuer = world.issuers["northfield-university"]
    document = write_status_list(issuer, [5, 131_071], port=PORT, now=NOW)
    encoded = document["credentialSubject"]["encodedList"]
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=="))
    assert len(bits) * 8 == 131_072
    assert bits[0] == 0b00000100
    assert bits[-1] == 1
    assert sum(bits) == 5


def test_issuer_documents_list_their_keys_for_assertions(world: World) -> None:
    for issuer in world.issuers.values():
        if issuer.identity == "did:key":
            continue
        document = (did_document if issuer.identity == "did:web" else profile_document)(issuer, PORT)
        assert document["id"] == issuer_identity(issuer, PORT).id
        assert document["assertionMethod"] == [m["id"] for m in document["verificationMethod"]]
        assert all(m["controller"] == document["id"] for m in document["verificationMethod"])
        assert not any("d" in m.get("publicKeyJwk", {}) for m in document["verificationMethod"])


def test_a_signed_digest_is_that_of_the_file_on_the_web(world: World, fetcher: OutsideFetcher) -> None:
    signed = {
        e.id: e.digest
        for a in some_of_each_form(world, each=20)
        for e in (verify(sign_award(a, port=PORT).raw, fetcher=fetcher, now=NOW).claims or pytest.fail("unread")).evidence
        if e.digest and e.id
    }
    assert len(signed) > 5
    for url, digest in signed.items():
        body = fetcher.fetch(url, limit=1_000_000).body
        assert digest == "sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode()
