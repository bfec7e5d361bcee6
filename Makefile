# Thin targets: the command `inspections` does the work, and runs where there is no make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export SOURCE REPORTS DATA WORKERS OFFICIAL INDICATORS VERBATIM EXECUTOR STORE FOLLOW_LINKS

.DEFAULT_GOAL := help
.PHONY: help setup run ui query site test check audit fix docs score bench audit-readers damage lock replica sample clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

setup: $(VENV)/.ready ## Set up .venv from the lock file

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: setup ## Read reports and publish the warehouse (SOURCE=folder REPORTS=dir DATA=dir)
	@$(BIN)/inspections run

ui: setup ## Serve the Dagster UI and the daemon behind the nightly schedule
	@$(BIN)/inspections ui

query: setup ## Open an SQL prompt on the published file
	@$(BIN)/inspections query

site: setup ## Build pages from the published file and serve them on http://127.0.0.1:8000
	@$(BIN)/inspections site

test: setup ## Run the whole test suite
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: setup audit ## Lint, formatting, types, who may import whom, and known-vulnerable dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: setup ## Look for known-vulnerable dependencies, where a database of them can be reached
	@$(BIN)/python -m tests.audit_dependencies

fix: setup ## Mend what lint and formatting can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup ## Make docs/data-dictionary.md and docs/questions.md anew
	$(BIN)/python -m pipelines.docs

score: setup ## Measure accuracy over ../shared/corpus and ../shared/seeds
	$(BIN)/python -m tests.accuracy

bench: setup ## Measure speed, memory and size; writes data/bench/latest.json
	$(BIN)/python -m tests.bench

audit-readers: setup ## Compare what both PDF readers make of every report of ../shared/corpus or the sample
	$(BIN)/python -m tests.audit_readers

damage: setup ## Read 5,000 damaged PDFs: each is read or kept apart, within its limits
	$(BIN)/python -m tests.damage --count 5000

lock: ## Make the lock file anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
	  --no-annotate --no-header --all-extras pyproject.toml --output-file requirements.lock

replica: setup ## Serve a replica of the reports site, to try out SOURCE=ofsted by hand
	$(BIN)/python -m tests.replica

sample: setup ## Make the sample reports anew
	$(BIN)/python -m tests.facsimiles

clean: ## Remove what runs have made under data/
	rm -rf data/store data/builds data/published data/dagster
