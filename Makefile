# The two commands: `make demo` and `make test`. `make` alone lists the rest.
# PYTHON=/path/to/python3 picks another Python (3.11 or newer); WORKERS=1 runs the tests on one core.
PYTHON ?= python3
# Two to a core: tests of windows wait for timers half of their time.
WORKERS ?= $(shell expr 2 \* `getconf _NPROCESSORS_ONLN`)
BIN := .venv/bin
# Compiled modules are kept: the tests start the command line hundreds of times and rewrite every test for each worker.
unexport PYTHONDONTWRITEBYTECODE
PREPARE := PYTHON="$(PYTHON)" packaging/prepare
OFFSCREEN := QT_QPA_PLATFORM=offscreen

.DEFAULT_GOAL := help
.PHONY: help prepare demo run check test test-qt67 bench wheel lock

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile

prepare: ## system libraries (apt) and the locked environment in .venv
	@$(PREPARE) .venv requirements.lock

demo: prepare ## a whole reception day into demo/; with a screen, then the window on its office
	$(OFFSCREEN) $(BIN)/petidesk demo --out demo/ --force
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(BIN)/petidesk --data demo/office; fi

run: prepare ## the window on your own data folder
	$(BIN)/petidesk

check: prepare ## style, types and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check ## the checks, then the whole suite without a screen, in parallel and random order
	$(OFFSCREEN) $(BIN)/python -m pytest -n $(WORKERS)

test-qt67: ## the whole suite against Qt 6.7.3, in an environment of its own
	@$(PREPARE) .venv-qt67 requirements-qt67.lock
	$(OFFSCREEN) .venv-qt67/bin/python -m pytest -n $(WORKERS)

bench: prepare ## the table of speeds (some minutes)
	$(OFFSCREEN) $(BIN)/python -m benchmarks

wheel: prepare ## dist/petidesk-VERSION-py3-none-any.whl with forms/ and resources/ inside
	$(BIN)/python -m hatchling build -t wheel

lock: ## both lock files from pyproject.toml, keeping pinned versions (needs uv)
	packaging/lock
