"""``python -m demo.outside``: only the outside web, for looking at it while working on the demo."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from demo.outside.server import OutsideServer
from demo.outside.site import Outside
from demo.world.build import build_world


def main() -> None:
    port = int(os.environ.get("EVIDENT_DEMO_OUTSIDE_PORT", "5090"))
    server = OutsideServer(Outside(build_world(now=datetime.now(UTC), port=port)), port)
    print(f"The outside web answers on http://localhost:{port}/ (Ctrl-C ends it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
