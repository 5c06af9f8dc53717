# landwatch: the few commands of the project. `make` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
# One more than cores: databases and browsers make a test wait.
WORKERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTEST = OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile
# A link that leads nowhere is an error.
SPHINX = $(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --doctree-dir docs/_build/doctrees
ROOMS = $(addprefix tests/,catalogue measures rules test_snapshot.py test_units.py test_workdays.py)
# Drawn once a run.
SEED := $(shell od -An -N3 -tu4 /dev/urandom | tr -d ' ')

.PHONY: check-front-end check-style check-types help install demo serve test test-long coverage mutants check docs data lock bench release clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install:  ## set up .venv, translations and the scripts of the pages (skips what is done)
	@scripts/install.sh

demo: install  ## set up, then the whole job on the sample; pages and tables go to demo/
	@$(BIN)/landwatch demo --out demo

serve: install  ## serve the sample to a browser on this machine, with an account for each role
	@$(BIN)/landwatch serve --demo

test: install check  ## set up, every check and the tests of every day (ten minutes)
	$(PYTEST) -q -r fE -m "not long"

test-long: install  ## kills, fuzzing, conformance, QGIS and volume, each by name; SEED=N repeats a run
	@echo "The seed is $(SEED); make test-long SEED=$(SEED) draws the same cases again."
	LANDWATCH_TEST_SEED=$(SEED) $(PYTEST) -v -m long --hypothesis-seed=$(SEED)
	@echo "The seed was $(SEED)."

coverage: install  ## lines and branches of the rooms that decide about land, by their own tests; fails below what was reached
	$(BIN)/coverage erase
	OMP_NUM_THREADS=1 $(BIN)/coverage run -m pytest --numprocesses $(WORKERS) --dist loadfile -q -m "not long" $(ROOMS)
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

mutants: install  ## change the package in 300 places, one at a time, and see which no test notices (hours)
	@nice -n 10 $(BIN)/python -m tests.mutants $(if $(filter command line,$(origin SEED)),--seed $(SEED))

docs: install  ## the site, into docs/_build/html: every link checked, every example run, no outside requests
	$(SPHINX) -b html docs docs/_build/html
	$(SPHINX) -b doctest docs docs/_build/doctest

check: install  ## lint, format, types, import directions, docstrings, the site, the front-end; two at a time
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-types check-front-end docs check-style

check-style:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo
	$(BIN)/numpydoc lint $$(find landwatch data -name '*.py')

check-types:
	$(BIN)/mypy

check-front-end:
	@if [ -d node_modules/vitest ]; then npm run --silent check; else \
		echo "The front-end is checked by Node.js 20.19 or newer only."; [ -z "$$LANDWATCH_CI" ]; fi

data: install  ## draw the sample of data/parcels/ anew
	$(BIN)/python data/parcels/generate.py

lock: install  ## solve the dependencies anew: requirements.lock and both package-lock.json
	UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--all-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --output-file requirements.lock pyproject.toml
	scripts/npm-lock.sh

bench: install  ## run the benchmarks
	$(BIN)/python -m benchmarks

release: install  ## tag the version of landwatch/__init__.py with its section of the changelog; pushes nothing
	@git diff --quiet HEAD || { echo "There are changes that are not committed; commit them first." >&2; exit 1; }
	@version=$$($(BIN)/landwatch --version | cut -d' ' -f2) && \
		notes=$$($(BIN)/python scripts/release_notes.py "$$version") && \
		git tag --annotate --cleanup=verbatim --message="$$notes" "v$$version" && \
		echo "Tagged v$$version; git push origin v$$version sends it."

clean:  ## remove what the commands above made, the environment too
	rm -rf .venv node_modules frontend/oldest/node_modules landwatch/maps/assets landwatch/web/assets landwatch/locale/*/LC_MESSAGES/*.mo demo \
		build dist docs/_build .coverage* .hypothesis .import_linter_cache .mypy_cache .mutants .pytest_cache .ruff_cache
	find landwatch tests data -name __pycache__ -type d -prune -exec rm -rf {} +
