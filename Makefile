# One command each. `make` alone lists them. Ports: AIRFLOW_PORT, LOG_PORT, STORE_PORT, ERP_PORT.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || echo python3)
IN := .venv/bin
FLOW ?= sync
REPROCESS ?= failed
CONFIRM ?=
JOBS ?= logical
PYTEST ?=
# $(call yes,NAME,--option): the option for NAME=yes; any other word is refused, and not taken for one
yes = $(if $(filter-out yes,$($(1))),$(error $(1)=$($(1)) means nothing: say $(1)=yes, or leave it out),$(if $($(1)),$(2)))
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo up run checklist reconcile test-reconcile discover migrate clean-demo test test-demo test-scenarios simulate simulate-both nightly oracle boundaries test-kills test-workers test-drift mutants lint docs-check bench lock keys

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

reconcile: setup ## do store, Sync History and ERP agree? STORE=name [FROM=2026-02-01 TO=2026-02-28] [PREPARE=yes: set missing ones to Prepared]
	@$(IN)/python -m runner reconcile --store "$(STORE)" --from "$(FROM)" --to "$(TO)" $(call yes,PREPARE,--prepare)

discover: setup ## write a settings file from the two connections, or add what is new to it: STORE=name
	@$(IN)/python -m runner discover --store "$(STORE)"

migrate: setup ## bring a store's history database to this version: STORE=name
	@$(IN)/python -m runner migrate --store "$(STORE)"

clean-demo: ## forget the demo's state (sandbox, Sync History, Airflow)
	rm -rf .demo

test: setup ## the tests, but for the slow ones (test-demo, test-scenarios, test-kills) (PYTEST="-k name" for some of them)
	$(IN)/python -m pytest -m "not slow" $(PYTEST)

test-demo: setup ## the demo end to end: interrupted, taken up, and once more, which must write nothing
	$(IN)/python -m pytest -m slow tests/runner/test_demo_twice.py $(PYTEST)

lint: setup ## ruff, mypy and the layers
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	$(IN)/mypy
	$(IN)/lint-imports

test-scenarios: setup ## journeys of orders, payments and reconciliations over several whole runs, and what they cost in calls
	$(IN)/python -m pytest -m slow tests/scenarios tests/reconcile $(PYTEST)

simulate: setup ## random faults by seed: SEEDS=1000 [SEED=first]; a failing seed is printed and replays
	BC_MYOB_SEEDS=$(or $(SEEDS),1000) BC_MYOB_FIRST_SEED=$(or $(SEED),0) \
	  $(IN)/python -m pytest tests/faults/test_simulation.py -k no_seed -q -n $(JOBS) $(PYTEST)

simulate-both: setup ## the same for a store whose customers travel both ways: SEEDS=100 [SEED=first]
	BC_MYOB_SEEDS_BOTH=$(or $(SEEDS),100) BC_MYOB_FIRST_SEED=$(or $(SEED),0) \
	  $(IN)/python -m pytest tests/faults/test_simulation.py -k both_ways -q -n $(JOBS) $(PYTEST)

nightly: ## the long runs, one after another, some of them hours: scenarios, seeds, boundaries, kills, workers, drift, planted faults
	$(MAKE) test-scenarios
	$(MAKE) simulate SEEDS=100000
	$(MAKE) boundaries
	$(MAKE) test-workers WORKERS=16 ORDERS=10000
	$(MAKE) test-drift ORDERS=10000
	$(MAKE) test-reconcile FAULTS=1000 SEED=3
	$(MAKE) test-kills KILLS=200
	$(MAKE) simulate-both SEEDS=1000

oracle: setup ## stores nobody has seen, judged field by field by rules written from the documents: SEEDS=50 [SEED=first]
	BC_MYOB_ORACLE_SEEDS=$(or $(SEEDS),50) BC_MYOB_ORACLE_FIRST=$(or $(SEED),0) \
	  $(IN)/python -m pytest tests/oracle -q $(PYTEST)

boundaries: setup ## the reference story with every call and every commit failed in every way, one after another
	BC_MYOB_FAULT_CASES=all $(IN)/python -m pytest tests/faults/test_boundaries.py -q -n $(JOBS) $(PYTEST)

test-kills: setup ## the demo on real Airflow while its tasks and its scheduler are killed: KILLS=50
	BC_MYOB_KILLS=$(or $(KILLS),50) $(IN)/python -m pytest -m slow tests/faults/test_real_kills.py -s $(PYTEST)

test-workers: setup ## many workers over one history, a backfill beside the scheduled run: WORKERS=16 ORDERS=10000
	BC_MYOB_WORKERS=$(or $(WORKERS),16) BC_MYOB_ORDERS=$(or $(ORDERS),10000) \
	  $(IN)/python -m pytest tests/faults/test_overlapping_workers.py -q $(PYTEST)

test-drift: setup ## ten edits a second while the store is walked: ORDERS=10000
	BC_MYOB_DRIFT_ORDERS=$(or $(ORDERS),10000) $(IN)/python -m pytest tests/faults/test_drift_and_poison.py -q $(PYTEST)

test-reconcile: setup ## faults planted into the books of a synchronised shop, and found again: FAULTS=1000 [SEED=1]
	BC_MYOB_RECONCILE_FAULTS=$(or $(FAULTS),1000) BC_MYOB_RECONCILE_SEED=$(or $(SEED),1) \
	  $(IN)/python -m pytest tests/reconcile/test_seeded_faults.py -s -q $(PYTEST)

mutants: setup ## small faults planted into the code that decides; do the tests notice? [OF=statuses|money|mapping|decisions|protocol|pairs|claims|budget] [ONLY="*3 *7"] [AGAIN=yes] [MUTANT_JOBS=2]
	@$(IN)/python -m runner.mutants --of "$(or $(OF),all)" --only "$(ONLY)" $(call yes,AGAIN,--again) $(if $(MUTANT_JOBS),--jobs $(MUTANT_JOBS))

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
