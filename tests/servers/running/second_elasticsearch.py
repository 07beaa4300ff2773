"""A second copy of the Elasticsearch of `make services`, to be killed: same program, other port, other data, a smaller heap."""

from __future__ import annotations

import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3

from tests.servers.running.programs import Program, free_port, wait_until
from tests.support.environment import CHECKOUT

ASK = """set -e
source scripts/services/common.sh
source scripts/services/elasticsearch.sh
printf '%s\\n' "$SERVICES" "$ES_HOME" "$(newest_jdk)"
if as_root; then printf '%s\\n' "$ES_USER"; fi"""


@contextmanager
def second_elasticsearch() -> Iterator[tuple[Program, str]]:
    """The running program and its address. Skips when `make services` has not unpacked one here."""
    services, home, jdk, user = _where()
    # Not in pytest's own folder: that is closed to the user that is lent to the server.
    folder, port = services / f"second-elasticsearch-{uuid.uuid4().hex[:8]}", free_port()
    folder.mkdir()
    if user:
        shutil.chown(folder, user)
    url = f"http://127.0.0.1:{port}"
    program = Program(_command(home, folder, port), folder.with_suffix(".log"), _environment(jdk), Path("/"), user)
    try:
        wait_until_ready(program.start(), url)
        yield program, url
    finally:
        program.kill()
        shutil.rmtree(folder)
        program.log.unlink()


def wait_until_ready(program: Program, url: str) -> float:
    """Returns the seconds it took until every index can be searched."""
    return wait_until(lambda: _is_ready(url), seconds=240, what=f"Elasticsearch at {url}, see {program.log}")


def _is_ready(url: str) -> bool:
    try:
        answer = urllib3.request("GET", f"{url}/_cluster/health?wait_for_status=yellow&timeout=2s", timeout=5, retries=False)
    except urllib3.exceptions.HTTPError:
        return False
    return answer.status == 200


def _where() -> tuple[Path, Path, Path, str | None]:
    asked = subprocess.run(["bash", "-c", ASK], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    services, home, jdk, *user = asked.stdout.splitlines() if asked.returncode == 0 else ("", "", "")
    if not (Path(home) / "bin" / "elasticsearch").is_file():
        pytest.skip(f"no Elasticsearch to start a second time: run `make services` once. {asked.stderr}")
    return Path(services), Path(home), Path(jdk), next(iter(user), None)


def _command(home: Path, folder: Path, port: int) -> list[str]:
    settings = {
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        "http.port": str(port),
        "transport.port": str(free_port()),
        "network.host": "127.0.0.1",
        "discovery.type": "single-node",
        "xpack.security.enabled": "false",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    return [str(home / "bin" / "elasticsearch"), *(f"-E{name}={value}" for name, value in settings.items())]


def _environment(jdk: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "ES_JAVA_HOME": str(jdk), "ES_JAVA_OPTS": "-Xms512m -Xmx512m"}
