"""However an issuer wrote the address of a competency: whoever has it is found by it, and the page counts them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.domain.frameworks import LoadedCompetency, LoadedFramework, key_of, load
from tests.factories.house import House

GUID = "6b7f0d5c-1f2e-4a3b-9c8d-0123456789ab"
ITEM = f"https://frameworks.example/ims/case/v1p0/CFItems/{GUID}"


@pytest.fixture
def key(house: House) -> str:
    loaded = [LoadedCompetency(ITEM, "Databases", code="HS.DB.2"), LoadedCompetency(ITEM[:-1] + "c", "Kneading", code="HS.B.1")]
    with house.services.database.writing() as session:
        load(session, LoadedFramework("https://frameworks.example/uri/1", "Data skills", loaded), now=house.clock())
    return key_of(ITEM)


def show(house: House, name: str, **alignment: str) -> None:
    """A learner who shows one credential with this alignment."""
    subject: dict[str, Any] = json.loads(house.signed())["credentialSubject"]
    del subject["identifier"]
    subject["achievement"]["alignment"] = [{"type": ["Alignment"], "targetName": "as they call it"} | alignment]
    raw = house.signed(id=f"urn:example:{name}", credentialSubject=subject)
    house.publish(house.hold(house.learner(f"{name}@example.org", name=name), raw))


@pytest.mark.parametrize(
    "alignment",
    [
        {"targetUrl": ITEM},
        {"targetUrl": f"http://mirror.example/ims/case/v1p1/CFItems/{GUID.upper()}/"},
        {"targetUrl": f"https://frameworks.example/uri/{GUID}"},
        {"targetUrl": f"urn:uuid:{GUID}"},
        {"targetUrl": "https://frameworks.example/human/page", "targetCode": GUID, "targetType": "CFItem"},
        {"targetUrl": "https://frameworks.example/", "targetCode": "HS.DB.2", "targetFramework": "Data Skills"},
    ],
    ids=["address", "mirror", "uri", "urn", "guid as code", "framework and code"],
)
def test_whoever_has_it_is_found_by_it(house, key, alignment):
    show(house, "Ana", **alignment)
    show(house, "Ben", targetUrl=ITEM[:-1] + "c")
    rita = house.client(house.recruiter())
    page = rita.get("/search", query_string={"must": key}).text
    assert "Ana" in page
    assert "Ben" not in page
    assert "<strong>1 person</strong>" in rita.get(f"/competencies/{key}").text


def test_what_only_sounds_alike_is_not_the_competency(house, key):
    show(house, "Ana", targetUrl="https://elsewhere.example/1", targetName="Databases", targetCode="HS.DB.2")
    rita = house.client(house.recruiter())
    assert "Nobody shows exactly this" in rita.get(f"/competencies/{key}").text
