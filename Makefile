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
# A module is played by one worker, which makes its office once (tests/workers.py). The slowest tests are told at the end,
# so that one that grows is seen.
PYTEST := -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder --durations=40 --durations-min=1
# Days on which a suite that reads the computer's clock would fail: month's and year's ends, a leap day, a new year.
DAYS ?= 2026-12-31 2027-02-28 2027-06-15 2028-02-29
# What the pictures show, such as PICTURES="--sizes 1920x1080 --steps 0,3 --looks light,dark,contrast".
PICTURES ?=
# Only the day is another: what waits and measures goes by a clock that counts on.
ON_DAY := FAKETIME_DONT_FAKE_MONOTONIC=1 faketime -f

.DEFAULT_GOAL := help
.PHONY: help prepare demo run check compiled fix t test test-days test-qt67 reliability story test-all texts screenshots bench wheel lock \
	tree deb tarball release test-deb test-same-bytes

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

fix: prepare ## what can be mended by itself: order of imports, style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

t: prepare ## the tests of one file or folder: make t F=tests/ui/home
	$(OFFSCREEN) $(BIN)/python -m pytest $(F)

compiled: prepare
	@$(OFFSCREEN) $(BIN)/python -m pytest --collect-only -q >/dev/null

# The checks leave a core free: tests and program are compiled on it once, else every worker would do it for itself.
test: prepare ## the checks, then the whole suite without a screen, in parallel and random order
	@$(MAKE) --no-print-directory -j 2 check compiled
	$(OFFSCREEN) $(BIN)/python $(PYTEST)

test-days: prepare ## the whole suite on the last day of a year, of two Februaries and in June (needs faketime)
	@command -v faketime >/dev/null || { echo "test-days needs faketime: apt-get install faketime"; exit 1; }
	@for day in $(DAYS); do echo "== the suite on $$day"; \
	    $(OFFSCREEN) $(ON_DAY) "@$$day 23:50:00" $(BIN)/python $(PYTEST) || exit 1; done

test-qt67: ## the whole suite against Qt 6.7.3, in an environment of its own
	@$(PREPARE) .venv-qt67 requirements-qt67.lock
	$(OFFSCREEN) .venv-qt67/bin/python $(PYTEST)

story: prepare ## the first day through the real window, by keys alone (Xvfb and xdotool)
	@packaging/story $(BIN)/python -m pytest tests/story

# So many kills and damages; docs/reliability.md says what came of a thousand each.
N ?= 1000
BAD_DAYS := tests/crash tests/reliability tests/storage/file/test_disk_full.py tests/storage/safety tests/desk/secrets \
	tests/desk/test_offline.py tests/commands/test_hostile.py

reliability: prepare ## bad days: kill -9, damaged files, full disks, hostile words; N=1000 of each that is random
	PETIDESK_KILLS=$(N) PETIDESK_DAMAGES=$(N) PETIDESK_POINTS=1 PETIDESK_POWER=$(N) \
		$(OFFSCREEN) $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope -rP $(BAD_DAYS)

test-all: export PETIDESK_THOROUGH = 1
test-all: test test-days test-qt67 reliability story ## every suite, with all examples of the random tests (an hour or more)

# What has an English catalogue so far; a room more is a folder more.
TRANSLATED := petidesk/ui/shell/*.py petidesk/ui/registration/*.py petidesk/ui/look/*.py petidesk/ui/settings/look.py

texts: prepare ## the texts of the windows into resources/i18n, what is translated compiled; the card of keys
	$(BIN)/pyside6-lupdate $(TRANSLATED) -source-language zh_CN -target-language en_GB -no-obsolete -locations none \
		-ts resources/i18n/petidesk_en.ts
	$(BIN)/pyside6-lrelease resources/i18n/petidesk_en.ts -qm resources/i18n/petidesk_en.qm
	$(BIN)/python -c "from petidesk.ui.shell import actions, pages; print(actions.card(pages.pages()), end='')" \
		> resources/help/keys.md

screenshots: prepare ## pictures of every face of the window on the sample office, into screenshots/
	$(OFFSCREEN) $(BIN)/python -m tests.screenshots screenshots $(PICTURES)

bench: prepare ## the table of speeds (some minutes)
	$(OFFSCREEN) $(BIN)/python -m benchmarks

wheel: prepare ## dist/petidesk-VERSION-py3-none-any.whl with forms/ and resources/ inside
	$(BIN)/python -m hatchling build -t wheel

lock: ## both lock files from pyproject.toml, keeping pinned versions (needs uv)
	packaging/lock

# What people install, for Linux on x86_64 (docs/release.md). Each is made from what locks and pins name, in build/linux.
LINUX := packaging/linux

tree: prepare ## the program with its own Python and Qt, as it is installed: build/linux/tree (root makes the build's root)
	@$(LINUX)/gather_tree

deb: tree ## dist/petidesk_VERSION_amd64.deb, for Debian 10, Kylin V10, UOS 20 and newer
	@$(LINUX)/pack_deb

tarball: tree ## dist/petidesk-VERSION-linux-amd64.tar.xz, for the home folder, without root
	@$(LINUX)/pack_tarball

release: deb tarball ## both, with SHA256SUMS, list of components (CycloneDX) and notices in dist/
	@$(LINUX)/write_sums

test-deb: release ## both on minimal roots of bullseye, bookworm and trixie; SUITES="trixie" for one
	@$(LINUX)/test_deb $(SUITES)

test-same-bytes: release ## everything built twice; ALL=all builds Python twice, too
	@$(LINUX)/test_same_bytes $(ALL)
