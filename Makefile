# Everything a person types at Kuule's root. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
CODE := kuule tests bench packaging_hook.py manage.py
# One more than cores: browsers and servers under test leave pauses.
WORKERS ?= 3
# Each blank of these travels to a phone or into a mail program: they are laid out by hand.
BY_HAND := templates/responses,ui/respondent.html,ui/mail.html
# A run starts Python hundreds of times: what one has compiled, the others need not compile again.
export PYTHONDONTWRITEBYTECODE :=
export KUULE_TEST_DATA ?= $(wildcard $(CURDIR)/../shared/data)

.PHONY: help
help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

# --- Set-up ---------------------------------------------------------------------------------------------------
$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit("Kuule needs Python 3.11 or newer; this is %s. Try: make PYTHON=python3.12" % sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.run: $(UV) requirements/base.txt pyproject.toml packaging_hook.py
	@test -e $(VENV)/.dev || $(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/base.txt
	@test ! -e $(VENV)/.dev || $(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(UV) requirements/dev.txt requirements/client.txt
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@$(UV) run --quiet --no-project --isolated --with-requirements requirements/client.txt openapi-python-client --version > /dev/null
	@touch $@

# The client that Delighted published for Node, against which tests run. Without the registry they say so.
$(VENV)/node/.made: $(VENV)/.dev tests/connect/node/package-lock.json
	@mkdir -p $(VENV)/node && cp tests/connect/node/package*.json $(VENV)/node/
	@cd $(VENV)/node && PATH="$(abspath $(BIN)):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: setup assets
setup: $(VENV)/.run $(VENV)/.dev $(VENV)/node/.made assets ## Install everything, for running and for developing
assets: $(VENV)/.run
	@KUULE_HOME=$$(mktemp -d) $(BIN)/python -m kuule.config.prepare --assets

# --- Running --------------------------------------------------------------------------------------------------
HOST ?= 127.0.0.1
PORT ?= 8000
.PHONY: run
run: $(VENV)/.run ## Set up and start Kuule with demo data on the embedded database
	@exec $(BIN)/kuule up --demo --host $(HOST) --port $(PORT)

# --- Checking -------------------------------------------------------------------------------------------------
.PHONY: test checks lint types arch migrations translations suite suite-sqlite suite-postgres soak bench oracles browser
test: setup browser checks suite ## Set up and check everything (under ten minutes)

# Each of these keeps one core busy.
checks: setup
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint types arch migrations translations

lint: setup ## Style of Python and templates
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/djlint --lint --quiet kuule
	$(BIN)/djlint --check --extend-exclude $(BY_HAND) kuule

types: setup ## Types
	$(BIN)/mypy

arch: setup ## Rooms import only what is below them
	$(BIN)/lint-imports --config importlinter.ini

migrations: setup ## No model without its migration
	KUULE_HOME=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run

translations: setup ## Every visible text is translated
	$(BIN)/python -m tests.translations

suite: suite-sqlite suite-postgres

# One worker runs all tests of a file: they share what is dear to set up. The demo is told once on each database: on
# SQLite for its pages and its tour, on PostgreSQL for its figures.
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
suite-sqlite: setup browser
	KUULE_HOME=$$(mktemp -d) $(PYTEST) -m "not soak" --ignore tests/demo/test_seed.py

# Where workers are killed, where two come at the same moment, and where rows are the queue, the database takes part most:
# that runs on PostgreSQL here, the rest in the long run.
EARLY := tests/jobs tests/workspaces/test_at_the_same_moment.py tests/contacts/test_import_killed.py tests/dispatch/test_crash.py \
  tests/responses/test_kill.py tests/responses/test_import_killed.py tests/act/test_telling.py tests/api/test_conventions.py
LATER := $(filter-out tests/__pycache__ tests/oracles tests/stats tests/text tests/analysis,$(patsubst %/,%,$(wildcard tests/*/)))
suite-postgres: setup browser
	KUULE_HOME=$$(mktemp -d) $(BIN)/python -m tests.with_postgres $(PYTEST) -m "not soak and not any_database" $(EARLY)

browser:
	@bash tests/need_browser.sh

LONG_RUN := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder
soak: setup browser ## Long storms and simulations, and the rest of the tests on PostgreSQL (under 40 minutes)
	KUULE_HOME=$$(mktemp -d) $(BIN)/pytest -n 2 --hypothesis-profile thorough tests/stats tests/lib/test_tables.py tests/dispatch/test_asking_machine.py \
	  tests/insight/test_engine_counts.py
	KUULE_HOME=$$(mktemp -d) $(LONG_RUN) -m soak
	KUULE_HOME=$$(mktemp -d) $(BIN)/python -m tests.with_postgres $(LONG_RUN) -m "soak and not any_database"
	KUULE_HOME=$$(mktemp -d) $(BIN)/python -m tests.with_postgres $(PYTEST) -m "not soak and not any_database" $(LATER)

ORACLES ?= tests/oracles/oracles_public.json
oracles: setup ## Run the reference cases of a file through the statistics: make oracles ORACLES=cases.json
	@$(BIN)/python -m tests.oracles "$(ORACLES)"

bench: setup ## Print speed as ratios within one run; writes bench/results.json
	$(BIN)/python -m bench

# --- Upkeep ---------------------------------------------------------------------------------------------------
.PHONY: requirements messages format docs
requirements: $(UV) ## Pin the newest versions, with hashes
	for name in uv base embed dev client; do \
	  $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --custom-compile-command "make requirements" requirements/$$name.in -o requirements/$$name.txt; \
	done

messages: setup ## Collect visible texts for translation (needs gettext)
	cd kuule && ../$(BIN)/python ../manage.py makemessages --locale fi --no-location --no-obsolete

format: setup ## Put code and templates in shape
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)
	$(BIN)/djlint --reformat --quiet --extend-exclude $(BY_HAND) kuule

docs: setup ## Build the documentation site into site/
	$(BIN)/mkdocs build --strict --quiet
