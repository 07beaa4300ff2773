"""Attacks made from good credentials of every kind of proof: whatever is altered, no other meaning is ever verified.

Some changes are none: JSON-LD sets have no order, and a context that no word comes from says nothing. So the rule that is held is
stronger than "the signature breaks": what is still verified must say exactly the same.
"""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

import pytest

from indexer.verification.claims import Claims
from indexer.verification.keys.interface import KeyKind
from indexer.verification.report import Verdict
from tests.fakes.web import FakeWeb
from tests.unit.verification.asking import codes, judge
from tests.unit.verification.issuing import OB, VC1, VC2, WAYS, Issuer, badge, issuer, raw, signed, token
from tests.unit.verification.issuing_disclosure import cose, derived, digest, disclosure, sd_jwt

KINDS: tuple[KeyKind, ...] = ("Ed25519", "P-256", "P-384", "secp256k1")
ISSUERS: Mapping[str, Issuer] = {kind: issuer(kind) for kind in KINDS}
RSA = issuer("RSA", name="https://university.example/issuer")
WEB = FakeWeb({RSA.id: raw(RSA.document())})
Path = tuple[Any, ...]


def plain(by: Issuer) -> dict[str, Any]:
    return badge(by, **{"@context": [VC2, OB, "https://w3id.org/security/suites/ed25519-2020/v1", *_jws()]})


def _jws() -> list[str]:
    return ["https://w3id.org/security/suites/jws-2020/v1"]


def embedded(way: str) -> dict[str, Any]:
    by = ISSUERS[WAYS[way].kind]
    return signed(plain(by), by, way)


GOOD: Mapping[str, Callable[[], dict[str, Any]]] = {
    **{way: (lambda way=way: embedded(way)) for way in WAYS},  # type: ignore[misc]  # each its own way
    "ecdsa-sd-2023": lambda: derived(plain(ISSUERS["P-256"]), ISSUERS["P-256"]),
}


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a document, the root left out."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from paths(item, (*path, key))


def changed(document: dict[str, Any], path: Path, change: Callable[[Any, Any], None]) -> dict[str, Any]:
    """Return a copy in which `change` was applied to the container and key at `path`."""
    other = copy.deepcopy(document)
    holder: Any = other
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return other


def alter(holder: Any, key: Any) -> None:
    value = holder[key]
    if isinstance(value, str):
        holder[key] = value[:-1] + ("a" if value[-1:] != "a" else "b") if value else "x"
    elif isinstance(value, bool):
        holder[key] = not value
    elif isinstance(value, (int, float)):
        holder[key] = value + 1
    elif isinstance(value, list):
        holder[key] = [*value, "urn:example:added"]
    else:
        holder[key] = {**value, "name": "added"} if value.get("name") != "added" else {}


def drop(holder: Any, key: Any) -> None:
    del holder[key]


def rename(holder: Any, key: Any) -> None:
    if isinstance(holder, dict):
        holder[key + "X"] = holder.pop(key)
    else:
        holder[key] = {"id": "urn:example:other"}


def turn(holder: Any, key: Any) -> None:
    if isinstance(holder[key], list):
        holder[key] = holder[key][::-1]
    else:
        holder[key] = [holder[key]]


def empty(holder: Any, key: Any) -> None:
    holder[key] = None


CHANGES = {"altered": alter, "dropped": drop, "renamed": rename, "turned": turn, "emptied": empty}


def meaning(claims: Claims | None) -> Any:
    """What is shown and indexed, without the order of what has none, and without places."""
    return _settled(asdict(claims)) if claims is not None else None


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _settled(item) for key, item in value.items() if not key.endswith("pointer")}
    if isinstance(value, (list, tuple)):
        return sorted((_settled(item) for item in value), key=repr)
    return value


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("way", GOOD)
def test_nothing_of_a_signed_badge_can_be_changed(way: str, change: str) -> None:
    good = GOOD[way]()
    before = judge(good)
    assert before.verdict is Verdict.VERIFIED
    for path in paths(good):
        report = judge(changed(good, path, CHANGES[change]))
        if report.verdict is Verdict.VERIFIED:
            assert meaning(report.claims) == meaning(before.claims), path
            assert path[0] != "proof" or change == "turned", path


@pytest.mark.parametrize("way", [way for way in GOOD if "jcs" in way])
def test_canonical_json_covers_every_order(way: str) -> None:
    good = GOOD[way]()
    for path in paths(good):
        if path[0] != "proof" and isinstance(at(good, path), list) and len(at(good, path)) > 1:
            assert judge(changed(good, path, turn)).verdict is not Verdict.VERIFIED, path


def at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


@pytest.mark.parametrize("way", GOOD)
def test_a_proof_does_not_fit_another_document(way: str) -> None:
    good = GOOD[way]()
    by = good["issuer"]["id"]
    other = next(issuer for issuer in ISSUERS.values() if issuer.id == by)
    document = plain(other) | {"name": "Another badge"}
    assert judge({**document, "proof": good["proof"]}).verdict is Verdict.FAILED


@pytest.mark.parametrize("way", GOOD)
def test_the_key_of_another_does_not_sign_for_the_issuer(way: str) -> None:
    victim = issuer()
    good = GOOD[way]()
    stolen = {**good, "issuer": {**good["issuer"], "id": victim.id}}
    assert judge(stolen).verdict is Verdict.FAILED
    resigned = {**good, "proof": {**good["proof"], "verificationMethod": victim.method}}
    assert judge(resigned).verdict is Verdict.FAILED


@pytest.mark.parametrize("way", GOOD)
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023", "eddsa-2022"])
def test_a_proof_of_one_suite_is_none_of_another(way: str, suite: str) -> None:
    good = GOOD[way]()
    if good["proof"].get("cryptosuite") != suite:
        confused = {**good["proof"], "type": "DataIntegrityProof", "cryptosuite": suite}
        confused.setdefault("proofValue", confused.get("jws", ""))
        report = judge({**good, "proof": confused})
        # The draft's name of a suite means the same suite; but it is signed, so it cannot be exchanged either.
        assert report.verdict is Verdict.FAILED


# -- tokens


def tokens() -> Iterator[tuple[str, str]]:
    for kind, by in ISSUERS.items():
        yield kind, token(plain(by), by)
    yield "RSA", token(plain(RSA), RSA)
    yield "disclosed", sd_jwt({"iss": ISSUERS["Ed25519"].id, "vct": "urn:v", "_sd": [digest(NAME)]}, ISSUERS["Ed25519"], NAME)


NAME = disclosure("salt", "name", "Ada")


@pytest.mark.parametrize(("name", "text"), list(tokens()))
def test_no_character_of_a_token_can_be_changed(name: str, text: str) -> None:
    assert judge(text, WEB).verdict is Verdict.VERIFIED
    step = max(1, len(text) // 400)
    for index in range(0, len(text), step):
        for other in ("A", "~", "."):
            forged = text[:index] + other + text[index + 1 :]
            if forged != text:
                assert judge(forged, WEB).verdict is not Verdict.VERIFIED, index


@pytest.mark.parametrize(("name", "text"), list(tokens()))
def test_a_token_cannot_be_cut_or_made_longer(name: str, text: str) -> None:
    for forged in (text[:-2], text[1:], text + "A", text + ".", text.replace(".", "..", 1), text.rpartition(".")[0] + "."):
        assert judge(forged, WEB).verdict is not Verdict.VERIFIED


@pytest.mark.parametrize("algorithm", ["none", "HS256", "HS512", "RS256", "ES256", "ES384", "ES512", "ES256K", "PS256", "RS1", "", None, 7])
def test_another_algorithm_in_the_header_is_refused(algorithm: Any) -> None:
    by = ISSUERS["Ed25519"]
    assert judge(token(plain(by), by, alg=algorithm)).verdict in (Verdict.FAILED, Verdict.UNREADABLE)


def test_no_byte_of_a_signed_message_can_be_changed() -> None:
    by = ISSUERS["Ed25519"]
    message = cose(raw(plain(by)), by)
    for index in range(0, len(message), 7):
        forged = message[:index] + bytes([message[index] ^ 1]) + message[index + 1 :]
        assert judge(forged).verdict is not Verdict.VERIFIED, index


# -- readers


@pytest.mark.parametrize("member", ["name", "issuer", "proof", "credentialSubject", "@context"])
def test_a_member_that_stands_twice_is_refused(member: str) -> None:
    good = GOOD["eddsa-rdfc-2022"]()
    text = json.dumps(good)
    for twice in (text[:-1] + f', {json.dumps(member)}: "other"}}', "{" + f"{json.dumps(member)}: {json.dumps(good[member])}," + text[1:]):
        assert judge(twice.encode()).verdict is Verdict.UNREADABLE


def test_deep_nesting_is_refused() -> None:
    good = GOOD["eddsa-rdfc-2022"]()
    deep: Any = "x"
    for _ in range(2_000):
        deep = {"name": deep}
    text = json.dumps(good)[:-1] + ', "evidence": ' + _dumped(deep) + "}"
    assert judge(text.encode()).verdict is Verdict.UNREADABLE


def _dumped(value: Any) -> str:
    depth = 0
    while isinstance(value, dict):
        value, depth = value["name"], depth + 1
    return '{"name":' * depth + '"x"' + "}" * depth


def test_a_poisoned_graph_is_refused() -> None:
    by = ISSUERS["Ed25519"]
    document = plain(by)
    document["@context"] = [*document["@context"], {"p": {"@id": "urn:p", "@type": "@id"}}]
    document["credentialSubject"]["p"] = [
        {"id": f"_:n{a}", "p": [f"_:n{b}" for b in range(9) if a != b]} for a in range(9)
    ]
    document["proof"] = GOOD["eddsa-rdfc-2022"]()["proof"]
    report = judge(document)
    assert report.verdict is Verdict.FAILED
    assert "POISON" in {check.code for check in report.checks}


def test_many_poisoned_parts_cost_little_more_than_one() -> None:
    by = ISSUERS["Ed25519"]
    own = {"p": {"@id": "urn:p", "@type": "@id"}}
    clique = [{"id": f"_:n{a}", "p": [f"_:n{b}" for b in range(7) if a != b]} for a in range(7)]
    part = {**plain(by), "@context": [*plain(by)["@context"], own], "proof": GOOD["eddsa-rdfc-2022"]()["proof"]}
    part["credentialSubject"] = {**part["credentialSubject"], "p": clique}
    before = time.process_time()
    report = judge({"verifiableCredential": [part] * 100})
    assert report.verdict is Verdict.FAILED
    assert time.process_time() - before < 5


def test_many_proofs_are_not_looked_at() -> None:
    good = GOOD["eddsa-rdfc-2022"]()
    assert judge({**good, "proof": [good["proof"]] * 1_000}).verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "own",
    [
        {"OpenBadgeCredential": "urn:example:other"},
        {"credentialSubject": "urn:example:other"},
        {"issuer": {"@id": "urn:example:other"}},
        {"name": "urn:example:other"},
        {"@vocab": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"},
        {"@base": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"},
        {"@language": "en"},
        None,
        {"proof": "urn:example:other"},
        {"DataIntegrityProof": "urn:example:other"},
        {"assertionMethod": "urn:example:other"},
        {"verificationMethod": "@id"},
    ],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_private_vocabulary_changes_no_meaning(own: Any, place: str) -> None:
    good = GOOD["eddsa-rdfc-2022"]()
    before = judge(good)
    contexts = good["@context"]
    report = judge({**good, "@context": [own, *contexts] if place == "first" else [*contexts, own]})
    assert report.verdict is not Verdict.VERIFIED or meaning(report.claims) == meaning(before.claims)


# -- one set of statements, two texts: the signature is good, and readers of JSON would see less


OWN = issuer()


def own_proof(scoped: Any) -> dict[str, Any]:
    """A credential whose private vocabulary explains the words of its proof, with `scoped` for those inside the purpose."""
    sec = "https://w3id.org/security#"
    purpose = {"@id": f"{sec}proofPurpose", "@type": "@vocab", "@context": scoped}
    kind = {"@id": f"{sec}DataIntegrityProof", "@context": {"proofPurpose": purpose}}
    good = signed(badge(OWN), OWN)
    return {
        **{name: good[name] for name in ("id", "credentialSubject", "proof")},
        "@context": [VC1, OB, {"DataIntegrityProof": kind}],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": OWN.id,
        "issuanceDate": "2025-06-01T08:00:00Z",
    }


@pytest.mark.parametrize(
    ("scoped", "code"),
    [
        ({"assertionMethod": {"@id": "https://w3id.org/security#assertionMethod", "@type": "no address"}}, "BAD_CONTEXT"),
        ({"@version": 5}, "BAD_CONTEXT"),
        ("https://unknown.example/context", "CONTEXT_UNAVAILABLE"),
        (7, "BAD_CONTEXT"),
    ],
)
def test_a_vocabulary_that_only_the_proof_uses_is_held_to_the_same_rules(scoped: Any, code: str) -> None:
    report = judge(own_proof(scoped))
    assert codes(report)["proof"] == code
    assert report.verdict in (Verdict.FAILED, Verdict.UNKNOWN)


@pytest.mark.parametrize("member", ["previousProof", "domain"])
def test_a_proof_with_anything_in_it_is_refused_in_words(member: str) -> None:
    for value in ({"@value": 1, "@type": 2}, {"@list": [], "@id": "x"}, {"@language": 5}, {"@graph": 1}, [[1]], {"@context": 5}):
        document = signed(badge(OWN), OWN)
        document["proof"][member] = value
        assert judge(document).verdict is Verdict.FAILED


@pytest.mark.parametrize("name", [{"id": "urn:proof:1"}, ["urn:proof:1"], 5])
def test_a_name_of_a_proof_that_is_no_text_is_no_name(name: Any) -> None:
    document = signed(badge(OWN), OWN)
    other = {**document["proof"], "id": name}
    document["proof"] = [other, {**document["proof"], "previousProof": "urn:proof:1"}]
    assert codes(judge(document))["proof"] == "PREVIOUS_PROOF_MISSING"


CHAIN = {f"t{index}": f"t{index + 1}:x" for index in range(3_000)} | {"t3000": "https://a.example/"}


@pytest.mark.parametrize(
    ("change", "check", "code"),
    [
        ({"@context": [VC2, OB] * 10_000}, "contexts", "BAD_CONTEXT"),
        ({"@context": [VC2, OB, CHAIN]}, "contexts", "BAD_CONTEXT"),
        ({"evidence": [{"id": "urn:x", "type": ["Evidence"], "name": f"{index}"} for index in range(20_000)]}, "terms", "POISON"),
    ],
    ids=["contexts in a row", "terms that rest on terms", "one thing in many places"],
)
def test_what_grows_with_its_square_is_refused_at_once(change: dict[str, Any], check: str, code: str) -> None:
    document, before = {**signed(badge(OWN), OWN), **change}, time.process_time()
    assert codes(judge(document))[check] == code
    assert time.process_time() - before < 5


def test_one_thing_with_very_many_values_in_two_places_is_read() -> None:
    halves = [{"id": "urn:x", "type": ["Evidence"], "name": [f"{index}" for index in range(5_000)]} for _ in range(2)]
    document = signed(badge(OWN), OWN)
    document["evidence"], before = halves, time.process_time()
    assert "signature" in codes(judge(document))
    assert time.process_time() - before < 5
