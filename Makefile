# Each target works from a bare clone with only Python (3.11 or later), make and git.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run test test-postgres check bench pictures lock clean

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
STYLE := ui/static/govuk/govuk-frontend.min.css
WORKERS ?= 2
PYTEST = $(BIN)/pytest --numprocesses $(WORKERS) --dist loadgroup
POSTGRES = $(BIN)/python -m tests.postgres $(PYTEST) -m database
# What a database can keep or break: concurrency, kills, any sequence of verbs, triggers.
PROMISES = tests/integration tests/unit/base/test_triggers.py tests/unit/bids/test_one_way_in.py
COMPILE = var/lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --upgrade \
          --generate-hashes --no-header --no-annotate

help: ## Show these lines
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

setup: $(BIN)/.ready $(STYLE) ## Make .venv and everything in it

run: setup ## Run the service on 127.0.0.1:8000, with the example round if it is empty
	@exec $(BIN)/python -m config.service

test: setup ## Run every test on SQLite, then those of the database's promises on PostgreSQL
	$(BIN)/python -m tests.browser.chromium
	$(PYTEST)
	$(POSTGRES) $(PROMISES)

test-postgres: setup ## Run everything that touches the database on PostgreSQL
	$(BIN)/python -m tests.browser.chromium
	$(POSTGRES)

check: setup ## Lint, types, the apps' order, missing migrations, the deployment check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	BASE_URL=https://grants.example.org $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: setup ## Time the sums of the sift on large rounds
	$(BIN)/python -m tests.bench

pictures: setup ## Take the pictures of the main pages, in docs/pictures
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.pictures

lock: var/lock/bin/uv ## Renew the lock files from pyproject.toml and package.json
	$(COMPILE) pyproject.toml --output-file requirements.txt
	$(COMPILE) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
	$(COMPILE) --group node --output-file requirements-node.txt
	npm update --package-lock-only

clean: ## Remove what setup made; what the service keeps (var/) stays
	rm -rf .venv node_modules var/lock $(dir $(STYLE)) .mypy_cache .ruff_cache .pytest_cache

$(BIN)/.ready: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	    "Python 3.11 or later is needed; name one, as in: make setup PYTHON=python3.12" or 0)'
	$(PYTHON) -m venv .venv
	$(PIP) install --no-compile --require-hashes --requirement requirements-dev.txt
	touch $@

# The machine's npm where there is one that reads our lock, else the one that a wheel brings.
node_modules/.ready: package.json package-lock.json | $(BIN)/.ready
	@if (( $$(npm --version 2>/dev/null | cut -d. -f1) + 0 < 7 )); then \
	    $(PIP) install --require-hashes --requirement requirements-node.txt; \
	    export PATH="$$PWD/$(BIN):$$PATH"; \
	fi; \
	npm ci --no-progress
	touch $@

$(STYLE): node_modules/.ready ui/assets.py
	$(BIN)/python -m ui.assets

var/lock/bin/uv:
	$(PYTHON) -m venv var/lock
	var/lock/bin/pip install --quiet uv
