# Thin targets: the command `inspections` does the work, and runs where there is no make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
  --no-emit-index-url --no-annotate --no-header
export SOURCE REPORTS DATA WORKERS OFFICIAL INDICATORS CORRECTIONS VERBATIM EXECUTOR STORE FOLLOW_LINKS HISTORY_DAYS KEEP_MONTHLY \
  NOTIFY REPORT_ERRORS_TO SITE_URL SITE_SQL UI_HOSTS

.DEFAULT_GOAL := help
.PHONY: help setup dev run ui query site sql-page sql-check test check audit fix docs score bench damage lock replica sample clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

setup: $(VENV)/.ready ## Set up .venv with what a service needs, from requirements.lock

$(VENV)/.ready: requirements-uv.lock requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo 'Setting up $(VENV): a minute.'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

# No part of a service: the targets below that need it add it to .venv.
dev: $(VENV)/.ready-dev ## Add what tests and checks need, from requirements-dev.lock

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

run: setup ## Read reports and publish the warehouse (SOURCE=folder REPORTS=dir DATA=dir)
	@$(BIN)/inspections run

ui: setup ## Serve the Dagster UI and the daemon behind the nightly schedule
	@$(BIN)/inspections ui

query: setup ## Open an SQL prompt on the published file
	@$(BIN)/inspections query

site: setup ## Build pages from the published file and serve them on http://127.0.0.1:8000
	@$(BIN)/inspections site

sql-page: setup ## The pages with one for SQL: fetch DuckDB for the browser from npm, then as `make site` (needs npm)
	npm install --silent --no-save --no-audit --no-fund --prefix data/npm @duckdb/duckdb-wasm@1.32.0
	@SITE_SQL=data/npm/node_modules $(BIN)/inspections site

sql-check: dev ## Ask every ready question on the SQL page in Chromium, after `make sql-page`, and tell how long each takes
	$(BIN)/python -m tests.sql_in_browser data/npm/node_modules

# A file's tests stay together: what they share is made once.
test: dev ## Run the whole test suite
	$(BIN)/python -m pytest -n 3 --dist loadscope --no-loadscope-reorder

check: dev audit ## Lint, formatting, types, who may import whom, and known-vulnerable dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --disable-progress-bar --processes 0 sql

audit: dev ## Look for known-vulnerable dependencies, where a database of them can be reached
	@$(BIN)/python -m tests.audit_dependencies

fix: dev ## Mend what lint and formatting can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup ## Make docs/data-dictionary.md and docs/questions.md anew
	$(BIN)/python -m pipelines.docs

score: dev ## For developers with a folder of real reports (../shared): measure accuracy over them
	$(BIN)/python -m tests.accuracy

bench: dev ## Measure speed, memory and size; writes data/bench/latest.json
	$(BIN)/python -m tests.bench

damage: dev ## Read 5,000 damaged PDFs: each is read or kept apart, within its limits
	$(BIN)/python -m tests.damage --count 5000

lock: setup ## Make the lock files anew, with the versions that are in them (UPGRADE=--upgrade for newer ones)
	echo uv | $(COMPILE) $(UPGRADE) - --output-file requirements-uv.lock
	$(COMPILE) $(UPGRADE) --extra scaling pyproject.toml --output-file requirements.lock
	$(COMPILE) $(UPGRADE) --all-extras --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

replica: dev ## Serve a replica of the reports site, to try out SOURCE=ofsted by hand
	$(BIN)/python -m tests.replica

sample: dev ## Make the sample reports anew
	$(BIN)/python -m tests.facsimiles

clean: ## Remove what runs have made under data/, editions that are to stay too
	rm -rf data/store data/builds data/published data/dagster data/at-work
