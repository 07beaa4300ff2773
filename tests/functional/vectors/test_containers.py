"""A credential of every container, the whole way: imported through the page, published, found by its competency; and checked at
every door with one answer. One portal for all of them, because setting one up takes longer than the rest."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

from app.domain.models import Credential
from tests.factories.house import House, upload
from tests.fakes.web import NOON
from tests.functional.vectors.containers import CONTAINERS, SKILL, Maker


def stored(house: House) -> list[Credential]:
    with house.services.database.reading() as session:
        return list(session.query(Credential).all())


def words_of(page: str) -> str:
    """The words of a page, without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page)))


def whole_way(house: House, make: Maker, ada: Any, rita: Any, key: str) -> None:
    """Import, publish, find, remove, and find nobody."""
    page = ada.post("/my/import", data={"file": upload(make(house), "credential.bin")})
    held = stored(house)
    assert held, words_of(page.text)
    assert {credential.verdict for credential in held} == {"verified"}, words_of(page.text)
    for credential in held:
        answer = ada.post(f"/my/credentials/{credential.id}/publish", data={"audience-whole": "recruiters"})
        assert answer.status_code == 302, words_of(answer.text)
    house.index()
    assert "Ada Baker" in rita.get("/search", query_string={"must": key}).text
    for credential in held:
        ada.post(f"/my/credentials/{credential.id}/remove")
    house.index()
    assert not stored(house)
    assert "Ada Baker" not in rita.get("/search", query_string={"must": key}).text


def test_each_is_imported_published_and_found_by_its_competency(house: House) -> None:
    key = house.load_skills(SKILL, "juggle")[SKILL]
    ada, rita = house.client(house.learner("ada@example.org", name="Ada Baker")), house.client(house.recruiter())
    for name, make in CONTAINERS.items():
        try:
            whole_way(house, make, ada, rita, key)
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}") from error


def written(house: House, folder: Path) -> Path:
    """What the web of the house answers, as documents for the command, which is another program with another web."""
    folder.mkdir()
    names: dict[str, str | int] = {}
    for number, (url, body) in enumerate(house.web.documents.items()):
        names[url] = body if isinstance(body, int) else str(number)
        if isinstance(body, bytes):
            (folder / str(number)).write_bytes(body)
    (folder / "documents.json").write_text(json.dumps(names))
    return folder


def by_command(house: House, raw: bytes, folder: Path) -> Any:
    """The report that the command prints."""
    folder.mkdir()
    file, outside = folder / "credential", written(house, folder / "outside")
    file.write_bytes(raw)
    words = ["verify", "--json", "--at", f"{NOON:%Y-%m-%dT%H:%M:%SZ}", "--documents", str(outside), str(file)]
    result = house.app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)["report"]


def test_command_api_and_page_give_one_report(house: House, tmp_path: Path) -> None:
    house.clock.now, client = NOON, house.client()
    for number, (name, make) in enumerate(CONTAINERS.items()):
        raw = make(house)
        report = by_command(house, raw, tmp_path / str(number))
        from_somewhere = {"REMOTE_ADDR": f"192.0.2.{number}"}  # one address may not ask that often
        by_file = client.post("/api/v1/verify", data={"file": upload(raw)}, environ_base=from_somewhere)
        by_body = client.post("/api/v1/verify", data=raw, content_type="application/octet-stream", environ_base=from_somewhere)
        assert json.loads(by_file.text)["report"] == json.loads(by_body.text)["report"] == report, name
        page = words_of(client.post("/verify", data={"file": upload(raw)}, environ_base=from_somewhere).text)
        parts = (report, *report["nested"], *report["endorsements"])
        assert [check["message"] for part in parts for check in part["checks"] if check["message"] not in page] == [], name
        assert report["sha256"] in page, name
