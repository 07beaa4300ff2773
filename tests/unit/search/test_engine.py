"""Which engine an address opens, and that the embedded one needs no client of another."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.search.elasticsearch import ElasticsearchEngine
from app.search.embedded import EmbeddedEngine
from app.search.engine import open_engine
from app.search.interface import SearchError


@pytest.mark.parametrize("url", ["embedded:/somewhere/search.sqlite3", "embedded:"])
def test_an_embedded_address_opens_the_embedded_engine_and_touches_nothing(url: str) -> None:
    assert isinstance(open_engine(url), EmbeddedEngine)
    assert not Path("/somewhere").exists()


@pytest.mark.parametrize(
    ("url", "name", "host"),
    [
        ("http://127.0.0.1:9200", "evident", "http://127.0.0.1:9200"),
        ("https://user:pass@search.example:443/people/", "people", "https://search.example:443"),
    ],
)
def test_a_web_address_opens_elasticsearch_with_the_index_of_its_path(url: str, name: str, host: str) -> None:
    engine = open_engine(url)
    assert isinstance(engine, ElasticsearchEngine)
    assert (engine._server.name, engine._server.shown_host) == (name, host)


def test_elasticsearch_without_its_client_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("app.search.elasticsearch", "elasticsearch", "elastic_transport"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "elastic_transport", None)
    monkeypatch.setitem(sys.modules, "elasticsearch", None)
    with pytest.raises(SearchError, match=r"pip install 'evident\[production\]'"):
        open_engine("http://127.0.0.1:9200")


def test_the_embedded_engine_loads_no_client_of_a_server() -> None:
    program = "import sys, app.search.engine; sys.exit(any(m.startswith('elastic') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).parents[3]).returncode == 0
