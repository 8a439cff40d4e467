# One door to everything. `make help` lists the commands; each does its set-up by itself, once.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

export PORT ?= 8000
export PORTAL_DATA_DIR ?= $(CURDIR)/var
export FLASK_APP := wsgi

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/pip install -qq --disable-pip-version-check --require-hashes
WORKERS_OF_TESTS ?= 2

# What a command needs, as files: each is made again only when what it was made from has changed.
INSTALLED := $(VENV)/installed
INSTALLED_DEV := $(VENV)/installed-dev
NODE_MODULES := node_modules/.package-lock.json
ASSETS := portal/static/built/manifest.json
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard portal/translations/*/LC_MESSAGES/messages.po))
MADE_INTO_ASSETS := $(shell find portal/static portal/templates -path portal/static/built -prune -o -type f -print)

.PHONY: help install run check test bench measure-truth format translations requirements clean

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 20

install: $(INSTALLED) $(ASSETS) $(CATALOGUES)  ## make .venv and the front-end files, and nothing more

run: export PORTAL_DEMONSTRATION := 1
run: port-is-free install  ## start a complete portal with demonstration data on http://127.0.0.1:$PORT
	@$(BIN)/flask database upgrade
	@$(BIN)/flask demonstration load
	@# The worker ends with gunicorn, whatever ends that, and is started again when something else ends it.
	@(while kill -0 $$$$ 2>/dev/null && ! $(BIN)/flask jobs work --until-gone $$$$; do sleep 1; done) & \
	    exec $(BIN)/gunicorn -c python:portal.gunicorn_settings wsgi:app

test: system-packages $(INSTALLED_DEV) $(ASSETS) $(CATALOGUES)  ## check, then run every test, also in a browser and on PostgreSQL
	@$(MAKE) check
	@$(BIN)/pytest -n $(WORKERS_OF_TESTS)

bench: $(INSTALLED_DEV) $(ASSETS) $(CATALOGUES)  ## measure pages and the work on results, each beside another way in the same run
	@$(BIN)/python -m tests.bench

measure-truth: $(INSTALLED_DEV)  ## measure how close the figures come to a truth that is known, with invented spells
	@$(BIN)/python -m tests.truth

# --- make check: every part is also a command of its own -----------------------------------------------

PARTS_OF_CHECK := check-types check-house check-format check-style check-imports check-templates check-security
HOUSE_TESTS := tests/test_architecture.py tests/test_documents.py tests/test_translations.py tests/migrations
.PHONY: system-packages port-is-free $(PARTS_OF_CHECK)

check: $(INSTALLED_DEV) $(ASSETS) $(CATALOGUES)  ## format, style, types, imports, templates, translations, migrations: under a minute
	@$(MAKE) --jobs=2 --output-sync=target --keep-going $(PARTS_OF_CHECK)
	@echo "Everything in make check holds."

check-format:
	@$(BIN)/ruff format --quiet --check --diff .

check-style:
	@$(BIN)/ruff check --quiet .

check-types:
	@$(BIN)/mypy --no-error-summary

check-imports:
	@$(BIN)/lint-imports --no-logo >$(VENV)/lint-imports.txt || { cat $(VENV)/lint-imports.txt; exit 1; }

check-templates:
	@$(BIN)/djlint portal/templates --check --lint >$(VENV)/djlint.txt 2>&1 || \
	    { cat $(VENV)/djlint.txt; echo "The templates are not formatted or not sound: run make format."; exit 1; }

check-security:
	@$(BIN)/bandit --quiet --severity-level medium -c pyproject.toml -r wsgi.py providers ratings matching portal migrations

check-house:
	@$(BIN)/pytest -q -m "not browser and not postgresql" $(HOUSE_TESTS)

# --- for developers -------------------------------------------------------------------------------------

format: $(INSTALLED_DEV)  ## format code and templates the way make check wants them
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix --exit-zero .
	@$(BIN)/djlint portal/templates --reformat --quiet || true

translations: $(INSTALLED_DEV)  ## bring the .po files up to date with the texts in code and templates
	@$(BIN)/python -m tests.support.translations
	@$(MAKE) $(CATALOGUES)

requirements: $(INSTALLED_DEV)  ## pin the newest versions that fit together, with their hashes
	@for name in requirements requirements-dev requirements-node; do \
	    $(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 --universal --generate-hashes $$name.in -o $$name.txt; \
	done

clean:  ## remove everything that was made on this machine, but not the portal's data
	rm -rf $(VENV) node_modules portal/static/built $(CATALOGUES) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what the commands need -----------------------------------------------------------------------------

system-packages:
	@.ci/system-packages

port-is-free:
	@! (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null || \
	    { echo "Something else already answers on port $(PORT). Choose another one: make run PORT=8001"; exit 1; }

$(BIN)/python:
	@python=$$(.ci/find-python) && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)

$(INSTALLED): requirements.txt | $(BIN)/python
	@echo "Installing the Python packages of requirements.txt"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt $(INSTALLED)
	@echo "Installing the Python packages of requirements-dev.txt"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

# A machine without npm, or with one too old for our lock file, gets node and npm from PyPI, inside .venv.
$(NODE_MODULES): package.json package-lock.json .npmrc | $(INSTALLED)
	@echo "Fetching the front-end packages of package-lock.json"
	@export PATH="$(CURDIR)/$(BIN):$$PATH"; \
	    npm --version 2>/dev/null | grep -qE '^([7-9]|[1-9][0-9])\.' || $(PIP_INSTALL) -r requirements-node.txt; \
	    npm ci --no-progress --loglevel=error
	@touch $@

$(ASSETS): $(NODE_MODULES) $(MADE_INTO_ASSETS) $(INSTALLED) portal/assets.py
	@echo "Building the style sheet and the script"
	@mkdir -p $(@D)
	@$(BIN)/flask assets build
	@touch $@

%.mo: %.po $(INSTALLED)
	@$(BIN)/pybabel --quiet compile -i $< -o $@
