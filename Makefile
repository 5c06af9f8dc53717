# landwatch: the few commands of the project. `make` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
# One more than cores: databases and browsers make a test wait.
WORKERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTEST = OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile
# Drawn once a run.
SEED := $(shell od -An -N3 -tu4 /dev/urandom | tr -d ' ')

.PHONY: help install demo test test-long mutants check data lock bench clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install:  ## set up .venv, translations and browser libraries (skips what is done)
	@scripts/install.sh

demo: install  ## set up, then the whole job on the sample; pages and tables go to demo/
	@$(BIN)/landwatch demo --out demo

test: install check  ## set up, every check and the tests of every day (ten minutes)
	$(PYTEST) -q -r fE -m "not long"

test-long: install  ## kills, fuzzing, conformance, QGIS and volume, each by name; SEED=N repeats a run
	@echo "The seed is $(SEED); make test-long SEED=$(SEED) draws the same cases again."
	LANDWATCH_TEST_SEED=$(SEED) $(PYTEST) -v -m long --hypothesis-seed=$(SEED)
	@echo "The seed was $(SEED)."

mutants: install  ## change the package in 300 places, one at a time, and see which no test notices (hours)
	@nice -n 10 $(BIN)/python -m tests.mutants $(if $(filter command line,$(origin SEED)),--seed $(SEED))

check: install  ## lint, format, types, import directions, docstrings
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/numpydoc lint $$(find landwatch data -name '*.py')

data: install  ## draw the sample of data/parcels/ anew
	$(BIN)/python data/parcels/generate.py

lock: install  ## solve the dependencies anew: requirements.lock and package-lock.json
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--all-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --output-file requirements.lock pyproject.toml
	npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts \
		--no-audit --no-fund --loglevel=error

bench: install  ## run the benchmarks
	$(BIN)/python -m benchmarks

clean:  ## remove what the commands above made, the environment too
	rm -rf .venv node_modules landwatch/maps/assets landwatch/locale/*/LC_MESSAGES/*.mo demo \
		build dist .hypothesis .import_linter_cache .mypy_cache .mutants .pytest_cache .ruff_cache
	find landwatch tests data -name __pycache__ -type d -prune -exec rm -rf {} +
