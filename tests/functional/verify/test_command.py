"""`evident verify` with documents in place of the network: its exit codes, and where answers come from."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.serialization import Encoding

from app.commands.verify import verify_command
from tests.unit.verification.issuing import badge, issuer, raw, signed
from tests.unit.verification.issuing_disclosure import sd_jwt
from tests.unit.verification.test_certificates import ROOT, SCHOOL, leaf, x5c

AT = ("--at", "2026-03-01T12:00:00Z")
ED, SITE = issuer(), issuer(name="https://university.example/issuers/1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The outside: one issuer's document, under its address."""
    place = tmp_path / "outside" / "university.example" / "issuers"
    place.mkdir(parents=True)
    (place / "1").write_bytes(raw(SITE.document()))
    return tmp_path / "outside"


def written(folder: Path, content: Any, name: str = "badge.json") -> str:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else raw(content))
    return str(file)


def run(*words: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(verify_command, [*AT, *map(str, words)], input=given)


def test_each_verdict_has_its_exit_code(tmp_path: Path, folder: Path) -> None:
    good = written(tmp_path, signed(badge(SITE), SITE))
    bad = written(tmp_path, {**signed(badge(SITE), SITE), "name": "Master"}, "bad.json")
    open_ = written(tmp_path, signed(badge(other := issuer(name="https://gone.example/issuer")), other), "open.json")
    none = written(tmp_path, b"just words", "none.txt")
    codes = {name: run("--documents", folder, name).exit_code for name in (good, bad, open_, none)}
    assert list(codes.values()) == [0, 1, 2, 3]
    assert run("--documents", folder, good, open_).exit_code == 2
    assert run("--documents", folder, open_, bad, good).exit_code == 1
    assert run("--documents", folder, bad, none, open_).exit_code == 3


def test_documents_are_found_by_their_address(tmp_path: Path, folder: Path) -> None:
    file = written(tmp_path, signed(badge(SITE), SITE))
    assert run("--documents", folder, file).exit_code == 0
    (folder / "university.example" / "issuers" / "1").rename(tmp_path / "kept")
    result = run("--documents", folder, file)
    assert result.exit_code == 2
    assert "https://university.example/issuers/1" in result.output
    assert "no answer for this address" in result.output
    deeper = folder / "university.example" / "issuers" / "1"
    deeper.mkdir()
    (tmp_path / "kept").rename(deeper / "index.json")
    assert run("--documents", folder, file).exit_code == 0


def test_the_credential_may_be_one_of_the_documents(folder: Path) -> None:
    (folder / "university.example" / "badge").write_bytes(raw(signed(badge(SITE), SITE)))
    assert run("--documents", folder, "https://university.example/badge").exit_code == 0
    result = run("--documents", folder, "https://university.example/other")
    assert result.exit_code == 2
    assert "no answer for this address" in result.output


def test_a_folder_may_map_addresses_to_names_and_answers(tmp_path: Path, folder: Path) -> None:
    file = written(tmp_path, signed(badge(SITE), SITE))
    (folder / "university.example" / "issuers" / "1").rename(folder / "issuer.json")
    written(folder, {SITE.id: "issuer.json"}, "documents.json")
    assert run("--documents", folder, file).exit_code == 0
    written(folder, {SITE.id: 404}, "documents.json")
    assert "the answer is 404" in run("--documents", folder, file).output
    written(folder, {SITE.id: "../badge.json"}, "documents.json")
    assert run("--documents", folder, file).exit_code == 2
    written(folder, {SITE.id: str(folder / "issuer.json")}, "documents.json")
    assert run("--documents", folder, file).exit_code == 2


def test_a_zip_file_is_laid_out_like_a_folder(tmp_path: Path, folder: Path) -> None:
    file, packed = written(tmp_path, signed(badge(SITE), SITE)), tmp_path / "outside.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(folder / "university.example" / "issuers" / "1", "university.example/issuers/1")
    assert run("--documents", packed, file).exit_code == 0


def test_a_manifest_gives_each_case_its_own_documents(tmp_path: Path) -> None:
    stranger = issuer(name=SITE.id)
    written(tmp_path, SITE.document(), "good.json")
    written(tmp_path, stranger.document(), "stranger.json")
    first, second = (written(tmp_path, signed(badge(SITE), SITE), name) for name in ("first.json", "second.json"))
    cases = [{"file": "first.json", "documents": {SITE.id: "good.json"}}, {"file": "second.json", "documents": {SITE.id: "stranger.json"}}]
    for shape in (cases, {"cases": cases}):
        manifest = written(tmp_path, json.dumps(shape).encode(), "manifest.json")
        assert run("--documents", manifest, first).exit_code == 0
        assert run("--documents", manifest, second).exit_code == 1


@pytest.mark.parametrize("content", [b"text", b"5", b'{"documents": 5}', b'[{"file": "x", "documents": {"https://a.example": []}}]', None])
def test_what_is_no_place_of_documents_is_said(tmp_path: Path, content: bytes | None) -> None:
    file = written(tmp_path, signed(badge(ED), ED))
    place = written(tmp_path, content, "place") if content is not None else "nowhere"
    result = run("--documents", place, file)
    assert result.exit_code == 2
    assert "expected a folder, a zip file or a manifest" in result.output


def test_the_report_as_json_is_one_object_or_a_list(tmp_path: Path, folder: Path) -> None:
    file = written(tmp_path, signed(badge(SITE), SITE))
    one = json.loads(run("--json", "--documents", folder, file).output)
    assert (one["verdict"], one["report"]["checked_at"]) == ("verified", "2026-03-01T12:00:00Z")
    two = json.loads(run("--json", "--documents", folder, file, "-", given=(tmp_path / "badge.json").read_text()).output)
    assert [item["source"] for item in two] == [file, "-"]


def test_an_authority_is_somebody_whose_certificates_count(tmp_path: Path, folder: Path) -> None:
    text = sd_jwt({"iss": SCHOOL.id, "vct": "x"}, SCHOOL, kid=None, x5c=x5c(leaf(ROOT)))
    file = written(tmp_path, text.encode(), "degree.txt")
    pem = written(tmp_path, ROOT.certificate.public_bytes(Encoding.PEM), "root.pem")
    assert run("--documents", folder, file).exit_code == 2
    assert run("--documents", folder, "--authority", pem, file).exit_code == 0
    result = run("--documents", folder, "--authority", file, file)
    assert result.exit_code == 2
    assert "expected certificates in PEM" in result.output


@pytest.mark.parametrize("words", [("nowhere.json",), ("--at", "noon", "-"), (), ("--documents",)])
def test_a_wrong_call_is_a_sentence(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(verify_command, list(words), input="{}")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
