"""One competency, many addresses: which forms mean the same, and which do not."""

from __future__ import annotations

import pytest

from app.domain.identifiers import canonical, is_identifier, key_of

GUID = "6b7f0d5c-1f2e-4a3b-9c8d-0123456789ab"
OTHER = "6b7f0d5c-1f2e-4a3b-9c8d-0123456789ac"
CTID = f"ce-{GUID}"
ESCO = f"http://data.europa.eu/esco/skill/{GUID}"


@pytest.mark.parametrize(
    "address",
    [
        f"https://frameworks.example/ims/case/v1p0/CFItems/{GUID}",
        f"http://other.example:8080/ims/case/v1p1/CFItems/{GUID.upper()}/",
        f"https://frameworks.example/uri/{GUID}",
        f"https://frameworks.example/uri/{GUID}.json",
        f"https://casenetwork.1edtech.org/{OTHER}/{GUID}",
        f"https://osmt.example/api/skills/{GUID}",
        f"https://osmt.example/api/v3/skills/{GUID}",
        f"urn:uuid:{GUID}",
        f"URN:UUID:{GUID.upper()}",
        f" {GUID} ",
    ],
)
def test_a_guid_is_one_competency_whoever_serves_it(address: str) -> None:
    assert canonical(address) == f"urn:uuid:{GUID}"


@pytest.mark.parametrize(
    "address",
    [
        CTID,
        CTID.upper(),
        f"https://credentialengineregistry.org/resources/{CTID}",
        f"http://credentialengineregistry.org/graph/{CTID}/",
        f"https://sandbox.credentialengineregistry.org/ce-registry/resources/{CTID}",
        f"https://credentialfinder.org/competency/{CTID}",
        f"urn:ctid:{CTID}",
    ],
)
def test_a_ctid_is_one_competency_in_every_form(address: str) -> None:
    assert canonical(address) == CTID


@pytest.mark.parametrize(
    "address",
    [
        ESCO,
        ESCO.replace("http:", "https:"),
        f"HTTP://DATA.europa.eu/esco/skill/{GUID.upper()}/",
        f"https://esco.ec.europa.eu/en/classification/skills?uri={ESCO}",
        f"https://ec.europa.eu/esco/api/resource/skill?uri=http%3A%2F%2Fdata.europa.eu%2Fesco%2Fskill%2F{GUID}&language=en",
    ],
)
def test_a_skill_of_esco_is_its_address_however_it_is_written(address: str) -> None:
    assert canonical(address) == ESCO


def test_esco_itself_is_one_framework_however_it_is_written() -> None:
    assert {canonical(f"{scheme}://data.europa.eu/esco{end}") for scheme in ("http", "https") for end in ("", "/")} == {"http://data.europa.eu/esco"}


@pytest.mark.parametrize("page", ["browse/2.A/2.A.1.a", "result/2.A.1.a", "result/2.A.1.a?a=1"])
def test_an_element_of_onet_is_its_number(page: str) -> None:
    assert canonical(f"http://onetonline.org/find/descriptor/{page}") == "https://www.onetonline.org/find/descriptor/result/2.A.1.a"


@pytest.mark.parametrize("form", ["https://Skills.example/a", "http://skills.example/a/", "https://skills.example:443/a", " https://skills.example/a"])
def test_scheme_host_and_last_slash_do_not_matter(form: str) -> None:
    assert key_of(form) == key_of("https://skills.example/a")


@pytest.mark.parametrize(
    "other",
    [
        "https://skills.example/A",
        "https://skills.example/a#b",
        "https://skills.example/a?b",
        "https://skills.example:8443/a",
        f"https://skills.example/a/{GUID}",
        f"https://skills.example/a?id={CTID}x",
    ],
)
def test_what_may_be_something_else_stays_apart(other: str) -> None:
    assert key_of(other) != key_of("https://skills.example/a")
    assert canonical(other).startswith("https://")


@pytest.mark.parametrize("text", ["", "https://[", "https://x:y/", "SQL", "did:web:a.example", "mailto:a@b.example", "https:///x", "\x00"])
def test_what_is_no_web_address_is_left_alone(text: str) -> None:
    assert canonical(text) == text


def test_only_guids_and_ctids_name_something_by_themselves() -> None:
    assert is_identifier(GUID)
    assert is_identifier(CTID.upper())
    assert not any(map(is_identifier, ("HS.DB.2", f"x {GUID}", "", f"https://x.example/resources/{CTID}")))
