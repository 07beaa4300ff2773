#!/bin/sh
# Makes .venv with the first Python that is new enough, or says in a sentence what is missing. PYTHON chooses another one.
set -eu

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$python" -c "$new_enough" 2>/dev/null; then
        found=$python
        break
    fi
done

if [ -z "${found:-}" ]; then
    echo "Evident needs Python 3.11 or newer. Found: $(${PYTHON:-python3} --version 2>&1 || true)." >&2
    echo "Install a newer one, or name it: make install PYTHON=/path/to/python3.12" >&2
    exit 1
fi
if ! "$found" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "$found cannot make virtual environments: its modules venv and ensurepip are missing." >&2
    echo "On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi
exec "$found" -m venv .venv
