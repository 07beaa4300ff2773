"""The list of issuers that this portal's operator knows. Some of the world are left out on purpose."""

from __future__ import annotations

import json
from pathlib import Path

from demo.issuing.identities import issuer_identity
from demo.world.model import World

NAME = "Register of the Northfield region (demo)"


def write_registry(world: World, path: Path) -> None:
    """Write the registry file, in the form that `app.domain.trust` documents."""
    known = [
        {"id": issuer_identity(issuer, world.port).id, "name": issuer.name, "kind": issuer.registry}
        for issuer in world.issuers.values()
        if issuer.registry
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"name": NAME, "issuers": known}, ensure_ascii=False, indent=1), encoding="utf-8")
