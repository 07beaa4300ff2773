"""``python -m demo.child worker|web``: one process of the running demo.

It ends by itself when its standard input closes: the parent holds the other end, so even a parent that is killed leaves nobody behind.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

from indexer import worker


def main() -> None:
    """Run the part that is named. Both end on SIGTERM."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.argv[1] == "worker":
        run_worker()
    else:
        run_web(sys.argv[2], sys.argv[3])


def _end_with_parent() -> None:
    while os.read(0, 1024):  # not sys.stdin: its lock, held by this thread, would break the interpreter's end
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def run_worker() -> None:
    from app.services import open_services
    from config.logs import configure_logging
    from config.settings import load_settings

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    settings = load_settings()
    configure_logging(settings)
    worker.run(open_services(settings), stop)


def run_web(host: str, port: str) -> None:
    """gunicorn, as in production but with one process: the embedded engine lives well with threads."""
    from gunicorn.app.wsgiapp import run  # type: ignore[import-untyped]  # gunicorn carries no types

    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = ["--workers", "1", "--threads", "8", "--limit-request-line", "8190", "--log-level", "warning"]
    sys.argv = ["gunicorn", "app.wsgi:app", "--bind", bind, *options]
    run()


if __name__ == "__main__":
    main()
