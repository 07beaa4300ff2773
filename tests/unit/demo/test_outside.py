"""The outside web answers by host, shows what credentials link to, and stays silent about everything else."""

from __future__ import annotations

import io
import json
import threading
import urllib.request
from urllib.parse import urlsplit

import pytest
from PIL import Image

from demo.outside.facts import series_of
from demo.outside.server import OutsideServer
from demo.outside.site import Answer, Outside
from demo.world import addresses
from demo.world.content import load_content
from demo.world.model import World
from tests.unit.demo.conftest import PORT

KINDS = ("text", "pdf", "chart", "diagram", "map", "screens", "scene", "repository")


def get(outside: Outside, url: str) -> Answer:
    parts = urlsplit(url)
    return outside.answer(parts.netloc, parts.path)


@pytest.mark.parametrize("kind", KINDS)
def test_evidence_of_each_kind_opens(world: World, outside: Outside, kind: str) -> None:
    url = next(url for url, (_, e) in world.pages.items() if e.kind == kind)
    answer = get(outside, url)
    assert answer.status == 200
    assert len(answer.body) > 500
    expected = {"text": "text/plain", "pdf": "application/pdf", "repository": "text/html"}.get(kind, "image/png")
    assert answer.content_type.startswith(expected)


def test_every_text_layout_and_every_scene_is_complete(world: World, outside: Outside) -> None:
    seen = set()
    for url, (_, evidence) in world.pages.items():
        assert evidence.piece is not None
        name = evidence.piece.layout or evidence.piece.scene
        if name and name not in seen:
            seen.add(name)
            assert get(outside, url).status == 200
    wanted = {p.layout or p.scene for bank in load_content(port=PORT).banks.values() for p in bank.pieces.values()} - {""}
    assert seen == wanted


def test_pictures_are_real_pictures(world: World, outside: Outside) -> None:
    url = next(url for url, (_, e) in world.pages.items() if e.kind == "chart")
    with Image.open(io.BytesIO(get(outside, url).body)) as image:
        image.load()
        assert image.size == (960, 600)


def test_a_report_is_a_pdf_whose_table_points_at_its_objects(world: World, outside: Outside) -> None:
    url = next(url for url, (_, e) in world.pages.items() if e.kind == "pdf")
    body = get(outside, url).body
    start = int(body.split(b"startxref\n")[1].split(b"\n")[0])
    entries = body[start:].split(b"trailer")[0].splitlines()[3:]
    for number, entry in enumerate(entries, start=1):
        assert body[int(entry[:10]) :].startswith(f"{number} 0 obj".encode())


def test_the_figures_in_a_text_are_those_of_the_chart(world: World, outside: Outside) -> None:
    url, award = next((u, a) for u, (a, e) in world.pages.items() if e.piece and e.piece.layout == "log")
    series = series_of(award)
    text = get(outside, url).body.decode()
    assert f"{series.labels[0]} {series.values[0]}, {series.labels[1]} {series.values[1]}" in text


def test_each_achievement_has_a_page_and_a_badge_at_its_owner(world: World, outside: Outside) -> None:
    for item in world.achievements.values():
        if item.issuer is not None and not item.issuer.gone:
            address = addresses.achievement(item, PORT)
            assert item.name in get(outside, address).body.decode().replace("&#39;", "'")
            assert get(outside, f"{address}/badge.png").content_type == "image/png"


def test_issuers_publish_only_the_documents_of_their_kind(outside: Outside) -> None:
    assert get(outside, f"http://casa-lingua.localhost:{PORT}/profile").status == 200
    assert get(outside, f"http://casa-lingua.localhost:{PORT}/.well-known/did.json").status == 404
    assert get(outside, f"http://northfield-university.localhost:{PORT}/profile").status == 404
    assert get(outside, f"http://marta-lindqvist.localhost:{PORT}/.well-known/did.json").status == 404


def test_a_closed_academy_answers_nothing(outside: Outside) -> None:
    assert get(outside, f"http://silverline-career-academy.localhost:{PORT}/.well-known/did.json").status == 503


@pytest.mark.parametrize(
    "url",
    [
        "http://nobody.localhost:5090/",
        "http://northfield-university.localhost:5090/credentials/0",
        "http://northfield-university.localhost:5090/../../etc/passwd",
        "http://northfield-university.localhost:5090/achievements/crew-member",
        "http://skills.localhost:5090/everyday/flying",
        "http://evil.example/",
    ],
)
def test_what_is_not_there_is_404(outside: Outside, url: str) -> None:
    assert get(outside, url).status == 404


def test_it_is_served_over_http_by_host(outside: Outside) -> None:
    server = OutsideServer(outside, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/.well-known/%64id.json?x=y"
        request = urllib.request.Request(address, headers={"Host": f"old-mill-makerspace.localhost:{PORT}"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            assert json.loads(answer.read())["id"] == f"did:web:old-mill-makerspace.localhost%3A{PORT}"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    finally:
        server.shutdown()
        server.server_close()


def test_a_hosted_credential_is_the_one_that_was_given_out(world: World, outside: Outside) -> None:
    award = next(a for a in world.awards if a.achievement.issuer and a.achievement.issuer.slug == "northfield-university")
    answer = get(outside, f"http://northfield-university.localhost:{PORT}/credentials/{award.id}")
    assert json.loads(answer.body)["name"] == award.achievement.name
