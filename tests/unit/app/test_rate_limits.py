"""Counting requests while the server that counts is away. In a process of its own: what counts is one object for the whole process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.environment import CHECKOUT

ASKED = """
import json
from app.portal import create_app
app = create_app()
app.config["WTF_CSRF_ENABLED"] = False
visitor = app.test_client()
verified = [visitor.post("/api/v1/verify", data=b"{}", content_type="application/json").status_code for _ in range(4)]
signed_in = visitor.post("/sign-in", data={"email": "a@b.example", "password": "not the one"}).status_code
searched = visitor.get("/api/v1/search", headers={"Authorization": "Bearer nonsense"}).status_code
print(json.dumps([verified, signed_in, searched]))
"""


def answers(folder: Path, ratelimit_url: str) -> object:
    """The statuses of four checks, a sign-in and a search with a wrong token, at three checks a minute."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVIDENT_")}
    own = {
        "EVIDENT_DATA_DIR": str(folder),
        "EVIDENT_RATELIMIT_URL": ratelimit_url,
        "EVIDENT_VERIFY_RATE": "3 per minute",
        "EVIDENT_LOG_LEVEL": "ERROR",
    }
    ran = subprocess.run([sys.executable, "-c", ASKED], cwd=CHECKOUT, env=kept | own, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_while_redis_is_away_requests_are_still_answered_and_counted(tmp_path):
    assert answers(tmp_path, "redis://127.0.0.1:9/1") == [[422, 422, 422, 429], 422, 401]


def test_it_is_the_same_with_nothing_but_memory(tmp_path):
    assert answers(tmp_path, "memory://") == [[422, 422, 422, 429], 422, 401]
