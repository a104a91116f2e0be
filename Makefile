# ExamDay: `make demo` shows it, `make test` checks it. Each sets itself up first; the second time that is quick.
PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
JOBS ?= 2
LOCKS := provisioning/locks
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-unit lint format lock screenshots screens catalogues docs bench mutation clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:  ## Make .venv and install everything (quick when nothing changed)
	@$(PYTHON) -m provisioning.setup

demo: setup  ## Play one whole exam morning; ARGS="--once --json FILE" ends by itself
	@$(BIN)/examday demo $(ARGS)

test: setup  ## Run every kind of test; ARGS goes to pytest, JOBS=0 runs them in one process
	@$(BIN)/pytest tests -q -n $(JOBS) --dist loadfile $(ARGS)

test-unit: setup  ## Run the quick tests only
	@$(BIN)/pytest tests/unit tests/property -q -n $(JOBS) --dist loadfile $(ARGS)

lint: setup  ## Check style, types and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: setup  ## Put the code into the house style
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lock: setup  ## Write provisioning/locks anew; UPGRADE=1 takes newer versions
	$(COMPILE) --extra dev --output-file $(LOCKS)/dev.lock
	$(COMPILE) --extra hub --constraint $(LOCKS)/dev.lock --output-file $(LOCKS)/hub.lock
	$(COMPILE) --extra kiosk --constraint $(LOCKS)/dev.lock --output-file $(LOCKS)/kiosk.lock

screenshots: setup  ## Draw the pictures in README and docs; ARGS="--shots NAME,NAME" only some of the officer's pages
	@$(if $(ARGS),,$(BIN)/python -m provisioning.screenshots)
	@$(BIN)/python -m tests.web.pictures $(ARGS)

screens: setup  ## Draw every screen of the tablet into docs/screens; ARGS=--check compares instead
	@$(BIN)/python -m tests.ui.drawing $(ARGS)

catalogues: setup  ## Collect, update and compile the tablet's texts; says what is not translated
	@$(BIN)/python -m provisioning.catalogues $(ARGS)

docs: setup  ## Write the protocol reference from the code
	@$(BIN)/examday reference $(ARGS)

bench: setup  ## Measure hub, imports, seating, paper, pages and tablet
	@$(BIN)/examday bench $(ARGS)
	@$(BIN)/python -m tests.bench.fold_measure
	@$(BIN)/python -m tests.bench.import_measure
	@$(BIN)/python -m tests.bench.seating_measure
	@$(BIN)/python -m tests.bench.print_measure
	@$(BIN)/python -m tests.bench.fallback_measure
	@$(BIN)/python -m tests.bench.tablet_measure
	@$(BIN)/python -m tests.bench.browser_measure
	@$(BIN)/python -m tests.bench.screens_measure

mutation: setup  ## Change the record and the rules here and there: do the tests notice? ARGS="--every 10"
	@nice -n 15 $(BIN)/python -m tests.mutation_check $(ARGS)

clean:  ## Remove caches and build products (not .venv)
	rm -rf build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
