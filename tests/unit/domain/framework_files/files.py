"""Small framework files of every form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.domain.framework_files.interface import Reading
from app.domain.models import AssociationKind

ESCO = "http://data.europa.eu/esco/skill/"
CASE = "https://frameworks.example/ims/case/v1p0/"
REGISTRY = "https://credentialengineregistry.org/resources/"
ONET = "https://www.onetonline.org/find/descriptor/result/"


def write(folder: Path, content: object, name: str = "file.json") -> Path:
    """A file with this text, or with this value as JSON."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def item(number: int, **members: Any) -> dict[str, Any]:
    """A CFItem."""
    return {"identifier": f"id-{number}", "uri": f"{CASE}CFItems/{number}", "fullStatement": f"Does {number}.", **members}


def says(origin: object, kind: str, target: object, **members: Any) -> dict[str, Any]:
    """A CFAssociation."""
    return {"associationType": kind, "originNodeURI": origin, "destinationNodeURI": target, **members}


def package(*items: dict[str, Any], associations: tuple[dict[str, Any], ...] = (), **members: Any) -> dict[str, Any]:
    """A CFPackage."""
    document = {"uri": f"{CASE}CFDocuments/1", "title": "Data skills", "creator": "A board", "version": "2", **members}
    return {"CFDocument": document, "CFItems": list(items), "CFAssociations": list(associations)}


def said(reading: Reading, strip: str = "") -> set[tuple[str, AssociationKind, str]]:
    """The associations, with the common beginning of their addresses taken off."""
    return {(a.origin.replace(strip, ""), a.kind, a.target.replace(strip, "")) for a in reading.framework.associations}
