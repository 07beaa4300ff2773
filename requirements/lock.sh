#!/bin/sh
# Writes the three hash-locked lists again. Needs uv, nothing else; no download address ends up in them.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 "$@"; }
lock pyproject.toml requirements/build.in --extra production --extra dev -o requirements/dev.lock
lock pyproject.toml requirements/build.in -c requirements/dev.lock -o requirements/core.lock
lock pyproject.toml requirements/build.in --extra production -c requirements/dev.lock -o requirements/production.lock
