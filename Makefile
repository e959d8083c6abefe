# One command each. `make` alone lists them. Ports: AIRFLOW_PORT, LOG_PORT, STORE_PORT, ERP_PORT.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || echo python3)
IN := .venv/bin
FLOW ?= sync
REPROCESS ?= failed
CONFIRM ?=
PYTEST ?=
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo up run checklist discover migrate clean-demo test test-demo simulate boundaries test-kills lint docs-check bench lock keys

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 14

setup: ## create .venv with every pinned package (all other commands do it when needed)
	@$(PYTHON) -m runner.bootstrap

demo: setup ## synchronise the demo store with the sandbox ERP on real Airflow, show the outcome, stop again
	@$(IN)/python -m runner demo

up: setup ## the same, and stay with the Airflow UI until Ctrl-C
	@$(IN)/python -m runner up

run: setup ## one run of a configured store: STORE=name [FROM=2026-02-01 TO=2026-02-28] [FLOW=sync|backfill]
	@$(IN)/python -m runner run --store "$(STORE)" --from "$(FROM)" --to "$(TO)" --flow "$(FLOW)" --reprocess "$(REPROCESS)"

checklist: setup ## is everything set up for a store? STORE=name [CONFIRM="Store name" to run the walk-through on a test store]
	@$(IN)/python -m runner checklist --store "$(STORE)" --confirm "$(CONFIRM)"

discover: setup ## write a settings file from the two connections, or add what is new to it: STORE=name
	@$(IN)/python -m runner discover --store "$(STORE)"

migrate: setup ## bring a store's history database to this version: STORE=name
	@$(IN)/python -m runner migrate --store "$(STORE)"

clean-demo: ## forget the demo's state (sandbox, Sync History, Airflow)
	rm -rf .demo

test: setup ## every test that can run on this machine (PYTEST="-k name" for some of them)
	$(IN)/python -m pytest -m "not slow" $(PYTEST)

test-demo: setup ## the demo end to end: interrupted, taken up, and once more, which must write nothing
	$(IN)/python -m pytest -m slow tests/runner/test_demo_twice.py $(PYTEST)

lint: setup ## ruff, mypy and the layers
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	$(IN)/mypy
	$(IN)/lint-imports

simulate: setup ## random faults by seed: SEEDS=1000 [SEED=first]; a failing seed is printed and replays
	BC_MYOB_SEEDS=$(or $(SEEDS),1000) BC_MYOB_FIRST_SEED=$(or $(SEED),0) \
	  $(IN)/python -m pytest tests/faults/test_simulation.py -k no_seed -s -q $(PYTEST)

boundaries: setup ## the reference story with every call and every commit failed in every way, one after another
	BC_MYOB_FAULT_CASES=all $(IN)/python -m pytest tests/faults/test_boundaries.py -s -q $(PYTEST)

test-kills: setup ## the demo on real Airflow while its tasks and its scheduler are killed: KILLS=50
	BC_MYOB_KILLS=$(or $(KILLS),50) $(IN)/python -m pytest -m slow tests/faults/test_real_kills.py -s $(PYTEST)

docs-check: setup ## fail if the mapping and settings pages differ from the code
	$(IN)/python -m bc_myob.mapping.docs --check
	$(IN)/python -m bc_myob.store.docs --check

bench: setup ## what a run costs: calls per record, share of the quota, memory, Airflow's overhead
	$(IN)/python -m benchmarks

lock: setup ## pin every version again (requirements*.in -> requirements*.txt)
	for name in requirements requirements-dev requirements-deploy; do \
	  $(IN)/uv pip compile --quiet --python-version 3.11 --no-header --no-annotate --no-emit-index-url \
	    --no-emit-find-links $$name.in --output-file $$name.txt || exit 1; \
	done

keys: ## fresh secrets for docker-compose.yaml: make keys >> .env (once)
	@$(PYTHON) -m runner.keys
