# Two commands do everything: `make run` and `make test`.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# One more than there are processors: some tests wait.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: help install run test test-long bench prove fuzz chaos screens lint clean

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

install: .venv/installed  ## make .venv with the exact versions of constraints.txt

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

run: install  ## the bot, migrated and seeded; without BOT_TOKEN also the sandbox
	$(BIN)/python -m bot migrate
	$(BIN)/python -m bot seed
	exec $(BIN)/python -m bot run

test: install  ## the whole suite; what needs a browser is skipped by name where there is none
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-long: install  ## every screen in both languages; many processes: checks, outages, a large import
	LONG_TESTS=1 $(BIN)/python -m pytest -n auto tests/e2e tests/gallery

bench: install  ## what it costs, as ratios: on screen, build/bench.json, docs/performance.md
	$(BIN)/python -m tests.bench

prove: install  ## ten minutes of new random histories and races, on PostgreSQL too where it is
	end=$$(($$(date +%s) + 600)); while [ $$(date +%s) -lt $$end ]; do \
		STORY_SEED=$$(date +%s) PROVE_RUNS=100 $(BIN)/python -m pytest -q -n auto tests/prove \
			tests/unit/test_pools.py tests/services/test_races.py || exit 1; \
	done

fuzz: install  ## 20,000 new random updates, on PostgreSQL too where it is
	STORY_SEED=$$(date +%s) FUZZ_UPDATES=20000 $(BIN)/python -m pytest -q -n auto tests/fuzz

chaos: install  ## a hundred kills, storms and outages in under ten minutes: build/chaos.json
	rm -f build/chaos.json
	CHAOS_REPORT=1 CHAOS_KILLS=100 CHAOS_REQUESTS=1500 CHAOS_AWAY_S=30 \
		timeout 600 $(BIN)/python -m pytest -n 4 --maxschedchunk 1 \
		tests/chaos/test_kills.py tests/chaos
	cat build/chaos.json

screens: install  ## pictures of every screen in both languages, by Chromium: docs/screens
	$(BIN)/python -m tests.gallery

lint: install  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:  ## what was built; never the database
	rm -rf .venv build *.egg-info .mypy_cache .pytest_cache .ruff_cache
