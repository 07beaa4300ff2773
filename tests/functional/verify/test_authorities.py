"""Authorities that the operator names: whose certificates of issuers count on this site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from app.services import open_services
from config.settings import Settings, SettingsError
from tests.unit.verification.issuing_disclosure import sd_jwt
from tests.unit.verification.test_certificates import MIDDLE, ROOT, SCHOOL, SITE, leaf, x5c

TOKEN = sd_jwt({"iss": SITE, "vct": f"{SITE}/degree"}, SCHOOL, kid=None, x5c=x5c(leaf(), MIDDLE.certificate))


def verdict(client) -> str:
    return client.post("/api/v1/verify", data=TOKEN, content_type="text/plain").json["verdict"]


def test_an_issuer_is_known_by_an_authority_that_the_operator_names(house, client, settings: Settings, tmp_path: Path):
    assert verdict(client) == "unknown"
    (tmp_path / "root.pem").write_bytes(ROOT.certificate.public_bytes(Encoding.PEM))
    opened = open_services(replace(settings, authorities=(tmp_path / "root.pem",)))
    house.app.extensions["evident"] = replace(house.services, authorities=opened.authorities)
    assert verdict(client) == "verified"


def test_a_file_without_certificates_is_refused_by_name(settings: Settings, tmp_path: Path):
    (tmp_path / "none.pem").write_text("no certificate")
    with pytest.raises(SettingsError, match=r"EVIDENT_AUTHORITIES: .* found none in .*none\.pem"):
        open_services(replace(settings, authorities=(tmp_path / "none.pem",)))
