"""One credential through `verify` against the least that anybody would write: PyLD, hashlib, cryptography; and hostile inputs."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld import jsonld

from bench.frame import Measure, cpu_seconds
from demo.issuing.keys import Key, did_key
from demo.issuing.proofs import RDFC_2022, add_proof
from indexer.verification.interface import Fetched, FetchError
from indexer.verification.jsonld.contexts import pinned
from indexer.verification.status.bits import INFLATED_LIMIT
from indexer.verification.verify import verify

NOW = datetime(2026, 5, 3, tzinfo=UTC)
CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


class NoWeb:
    """A did:key credential without a status needs nothing from outside."""

    def fetch(self, url: str, *, limit: int, accept: str = "*/*") -> Fetched:
        raise FetchError(url, "this benchmark has no web")


def credential(key: Key, *, evidence: int = 2) -> dict[str, Any]:
    """An ordinary Open Badge 3.0, with as many pieces of evidence as asked."""
    issuer = key.method.split("#")[0]
    return {
        "@context": CONTEXTS,
        "id": "urn:uuid:4f0d1f6e-6f0a-4e0a-9d5a-0d9a52a0c001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Data pipelines",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Northfield University"},
        "validFrom": "2025-05-03T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "id": "did:example:learner",
            "achievement": {
                "id": "https://northfield.example/achievements/pipelines",
                "type": ["Achievement"],
                "name": "Data pipelines",
                "description": "Designs, builds and runs pipelines.",
                "criteria": {"narrative": "Built a pipeline that runs every night, and showed what happens when a source is away."},
                "alignment": [
                    {"type": ["Alignment"], "targetName": name, "targetUrl": f"https://skills.example/{name}"}
                    for name in ("python", "sql", "testing")
                ],
            },
        },
        "evidence": [
            {"id": f"https://work.example/{n}", "type": ["Evidence"], "name": f"Report {n}", "narrative": "What was done, and how. " * 66}
            for n in range(evidence)
        ],
    }


def straight(document: dict[str, Any], key: Ed25519PrivateKey, load: Any) -> None:
    """Canonicalise document and proof options with PyLD, hash, check the signature: no structure, binding, dates or meaning."""
    proof = dict(document["proof"])
    value = base58.b58decode(proof.pop("proofValue")[1:])
    body = {k: v for k, v in document.items() if k != "proof"}
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    parts = [jsonld.normalize(x, options) for x in ({"@context": document["@context"], **proof}, body)]
    key.public_key().verify(value, b"".join(hashlib.sha256(p.encode()).digest() for p in parts))


def loader() -> Any:
    """PyLD's document loader over the pinned contexts."""
    store = pinned()

    def load(url: str, _options: Any) -> dict[str, Any]:
        document = {"@context": store.get(url).context}
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}

    return load


def poison() -> dict[str, Any]:
    """A clique of nine blank nodes, all alike: canonicalisation has to try their permutations."""
    nodes = [f"_:b{n}" for n in range(9)]
    graph = [{"@id": a, "https://x.example/p": [{"@id": b} for b in nodes if a != b]} for a in nodes]
    document = credential(did_key("bench"))
    document["@context"] = [*CONTEXTS, {"clique": {"@id": "https://x.example/clique", "@container": "@graph"}}]
    document["clique"] = graph
    document["proof"] = {
        "type": "DataIntegrityProof",
        "cryptosuite": RDFC_2022,
        "created": "2025-05-03T00:00:00Z",
        "verificationMethod": did_key("bench").method,
        "proofPurpose": "assertionMethod",
        "proofValue": "z" + base58.b58encode(b"\1" * 64).decode(),
    }
    return document


def signed(evidence: int = 2) -> dict[str, Any]:
    key = did_key("bench")
    return add_proof(credential(key, evidence=evidence), key, suite=RDFC_2022, created=NOW)


def judge(document: dict[str, Any]) -> str:
    return verify(json.dumps(document).encode(), fetcher=NoWeb(), now=NOW).verdict.value


LIST = "https://northfield.example/status"


def inflating() -> dict[str, Any]:
    """A credential whose list of status inflates beyond what is read."""
    key = did_key("bench")
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1", "statusListCredential": LIST}
    return add_proof({**credential(key), "credentialStatus": entry}, key, suite=RDFC_2022, created=NOW)


def inflating_list() -> dict[str, Any]:
    """That list, signed by the issuer."""
    key = did_key("bench")
    packed = urlsafe_b64encode(gzip.compress(bytes(INFLATED_LIMIT + 1))).decode().rstrip("=")
    document = {
        "@context": CONTEXTS[:1],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": key.method.split("#")[0],
        "credentialSubject": {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": f"u{packed}"},
    }
    return add_proof(document, key, suite=RDFC_2022, created=NOW)


_IN_A_CHILD = """
import sys
from pathlib import Path
from bench.verification import LIST, NOW, Fetched, verify
small, document, listing = (Path(sys.argv[1], name).read_bytes() for name in ("small", "document", "listing"))
class Web:
    def fetch(self, url, *, limit, accept="*/*"):
        return Fetched(url, listing, "", NOW)
def held(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))
verify(small, fetcher=Web(), now=NOW)
Path("/proc/self/clear_refs").write_text("5")  # the peak begins again from here
before = held("VmRSS")
verify(document, fetcher=Web(), now=NOW)
print(held("VmHWM") - before)
"""


def memory_of(document: dict[str, Any]) -> float:
    """Megabytes that verifying a document takes at most, in a fresh process, above what the engine holds when it is idle."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("small", signed()), ("document", document), ("listing", inflating_list())):
            Path(folder, name).write_text(json.dumps(content))
        command = [sys.executable, "-c", _IN_A_CHILD, folder]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def refusal(document: dict[str, Any]) -> float:
    """The shortest of five times that refusing a document takes, in milliseconds of this process; others use the machine, too."""
    times = []
    for _ in range(5):
        start = time.process_time()
        judge(document)
        times.append((time.process_time() - start) * 1000)
    return min(times)


def run() -> list[Measure]:
    document, private, load = signed(), did_key("bench").private, loader()
    assert judge(document) == "verified"
    assert isinstance(private, Ed25519PrivateKey)
    straight(document, private, load)
    ours = cpu_seconds(lambda: judge(document), times=50)
    bare = cpu_seconds(lambda: straight(document, private, load), times=20)
    small, large = signed(300), signed(1200)
    assert judge(large) == "verified"
    linear = cpu_seconds(lambda: judge(large), times=3, warm_up=1) / cpu_seconds(lambda: judge(small), times=3, warm_up=1)
    hostile = poison()
    assert judge(hostile) == "failed"
    return [
        Measure("verify an Open Badge 3.0 (CPU)", ours * 1000, "ms", bare * 1000, goal=1.0, note="bare: signature only"),
        Measure("1,200 pieces of evidence against 300", linear, "x the time", goal=5.0, note=f"{len(json.dumps(large)) / 2**20:.1f} MiB"),
        Measure("poison graph refused", refusal(hostile), "ms", goal=50),
        Measure("memory of verifying them", memory_of(large), "MB", goal=100, note="1,200 pieces"),
        Measure("memory of refusing a poison graph", memory_of(hostile), "MB", goal=100),
        Measure("memory of refusing an inflating list", memory_of(inflating()), "MB", goal=100),
    ]
