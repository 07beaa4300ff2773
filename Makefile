# What one does with a checkout of Evident. `make help` lists it.
#
# Nothing here needs more than make and Python >= 3.11, except `services` (see scripts/services.sh) and the suites that
# use those servers or a browser, which run when what they need is there.

HOST ?= 127.0.0.1
PORT ?= 5000
export HOST PORT PYTHON

PIP := .venv/bin/python -m pip --disable-pip-version-check --no-input
# The dependencies are pinned by hash; the project itself is installed in place, with the build tools of the lock.
INSTALL_LOCK := $(PIP) install --quiet --require-hashes --requirement
INSTALL_SELF := $(PIP) install --quiet --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.PHONY: help install demo demo-reset test check bench fuzz fuzz-minute services services-stop screenshots lock

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile
	@echo "  HOST and PORT (now $(HOST) and $(PORT)) say where the demo listens."

install: .venv/.core ## Make .venv with the locked dependencies (demo and test do this themselves)

demo: .venv/.core ## Look at it: seeds a world of 150 learners on first use, then serves until Ctrl-C
	@.venv/bin/python -m demo

demo-reset: .venv/.core ## Throw the demo's data away and begin again
	@.venv/bin/python -m demo --reset

test: check ## Run everything that can run here; says what was left out and why
	@if [ -f var/services/env ]; then eval "$$(scripts/services.sh env)"; fi; .venv/bin/python -m pytest

check: .venv/.dev ## Run the style, type and import checks alone (ruff, mypy, import-linter)
	@echo "ruff" && .venv/bin/ruff check --quiet
	@echo "mypy" && .venv/bin/mypy --no-error-summary
	@echo "import-linter" && .venv/bin/lint-imports --no-logo

bench: .venv/.dev ## Measure speed and memory as ratios within one run
	@.venv/bin/python -m bench

fuzz: .venv/.dev ## Run the property tests for long, with new random examples
	@.venv/bin/python -m pytest -m hypothesis --hypothesis-profile=fuzz --timeout=0

fuzz-minute: .venv/.dev ## Look for a minute at what nobody has seen, as continuous integration does
	@.venv/bin/python -m pytest --quiet tests/unit/verification/test_fuzz.py --hypothesis-profile=minute --timeout=0

services: ## Start real PostgreSQL, Redis and Elasticsearch for the tests, without Docker
	@scripts/services.sh start

services-stop: ## Stop the servers that `make services` started
	@scripts/services.sh stop

screenshots: .venv/.dev ## Take pictures of the demo's pages, wide and narrow, into var/screenshots
	@.venv/bin/python -m scripts.screenshots

lock: ## Write requirements/*.lock again from pyproject.toml (needs uv)
	@requirements/lock.sh

# Stamps: a second call takes no time, and a changed lock is installed again.
.venv/bin/python:
	@scripts/create_venv.sh

.venv/.core: requirements/core.lock pyproject.toml | .venv/bin/python
	@echo "Installing the dependencies into .venv ..."
	@$(INSTALL_LOCK) requirements/core.lock
	@$(INSTALL_SELF)
	@touch $@

.venv/.dev: requirements/dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing the dependencies and the development tools into .venv ..."
	@$(INSTALL_LOCK) requirements/dev.lock
	@$(INSTALL_SELF)
	@touch .venv/.core $@
