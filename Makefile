# Everything a person does here, one verb each. `make PYTHON=python3.13 test` uses another Python.
PYTHON ?= python3
VENV := $(if $(filter python3,$(PYTHON)),.venv,.venv-$(notdir $(PYTHON)))
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
# Kept apart from a test's own folders; the environment may name another.
export VAR_DIR ?= $(CURDIR)/var

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format docs site scrapyd deploy admin-user screenshots torture coverage clean \
	browser forge bench-storage bench-crawl bench-frontier bench-startup bench-jobs bench-browser bench-site bench-forge

help:  ## list the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(VENV)/ready  ## fill .venv with pinned versions

$(VENV)/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { echo "Python's venv is missing, installing it"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null && $(PYTHON) -m venv --clear $(VENV); }
	@PYTHONWARNINGS=ignore $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: setup  ## crawl the practice site and show what is stored
	@$(BIN)/python -m tests.demo

browser:  ## install Chromium and its driver (apt, root) for pages that need JavaScript
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { \
		command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] || { echo "No Chromium here; only root can install it, and only with apt: the browser's tests are skipped."; exit 0; }; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver; } >/dev/null 2>&1 \
		|| echo "Chromium could not be installed: the browser's tests are skipped."; }

forge:  ## install cgit, lighttpd and git (apt, root) for tests of the spider cgit
	@# RUNLEVEL=1: lighttpd is not started as a service.
	@[ -x /usr/lib/cgit/cgit.cgi ] && command -v lighttpd >/dev/null && command -v git >/dev/null || { \
		command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] || { echo "No cgit here; only root can install it, and only with apt: the forge's tests are skipped."; exit 0; }; \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends cgit lighttpd git; } >/dev/null 2>&1 \
		|| echo "cgit could not be installed: the forge's tests are skipped."; }

test: setup browser forge  ## run the tests (PostgreSQL: TEST_DATABASE_URL, or 127.0.0.1:5432 if it answers)
	@# Byte code is kept: hundreds of processes are started.
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n 3 --dist loadfile $(ARGS)

check: setup  ## lint, types, import rules, manual
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m webapp makemigrations --check --dry-run
	$(MAKE) --no-print-directory docs

format: setup  ## put the code into the house's format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: setup  ## build the manual into docs/_build
	$(BIN)/sphinx-build -q -W -b html docs docs/_build/html

site: setup  ## serve admin and site at HOST:PORT (127.0.0.1:8000)
	$(BIN)/python -m webapp migrate --verbosity 0
	$(BIN)/python -m webapp collectstatic --noinput --verbosity 0
	@echo "Serving http://$(HOST):$(PORT)/ (Ctrl-C ends it; a first user: make admin-user)"
	$(BIN)/gunicorn --no-control-socket --bind $(HOST):$(PORT) --workers 2 --threads 4 webapp.wsgi

.PHONY: up
# Five seconds, honcho's own, are short for a crawl or a task to end what it holds.
HONCHO = from honcho import command, manager; manager.KILL_WAIT = 30; command.main()

up: setup  ## run all of it here: site, scrapyd and worker (ARGS="site worker" for a part); Ctrl-C ends it
	@$(BIN)/python -m webapp migrate --verbosity 0
	@$(BIN)/python -m webapp collectstatic --noinput --verbosity 0
	@echo "Serving http://$(HOST):$(PORT)/ (Ctrl-C ends all; a first user: make admin-user)"
	@PATH="$(abspath $(BIN)):$$PATH" HOST=$(HOST) PORT=$(PORT) $(BIN)/python -c "$(HONCHO)" start $(ARGS)

scrapyd: setup  ## run deployed and scheduled crawls: scrapyd from scrapyd.conf
	$(BIN)/python -m webapp migrate --verbosity 0
	$(BIN)/python -m daemon $(ARGS)

deploy: setup  ## build an egg of this tree and hand it to scrapyd (TARGET=name of scrapy.cfg)
	@$(BIN)/python -m daemon.deploy $(TARGET) $(ARGS)

admin-user: setup  ## make a user who may log in to the admin; asks for name and password
	$(BIN)/python -m webapp migrate --verbosity 0
	$(BIN)/python -m webapp createsuperuser

.PHONY: screenshots
screenshots: setup browser  ## photograph every page of the site to var/screenshots
	$(BIN)/python -m tests.screenshots

torture: setup browser  ## the long forms of the tests: many kills, many rows (about 20 minutes)
	TORTURE_KILLS=20 TORTURE_ITEMS=300000 TORTURE_BROWSER_PAGES=500 TORTURE_JOBS=1000 \
		TORTURE_NODES=8 TORTURE_MINUTES=100 STORED_PAYLOADS_ROWS=50 AXE_LOOKS=4 $(BIN)/python -m pytest \
		tests/pipelines tests/ledger tests/browser/test_memory.py tests/daemon/test_nodes.py \
		tests/schedules/test_several_nodes.py tests/webapp/test_stored_payloads.py \
		tests/webapp/test_accessibility.py $(ARGS)

coverage: setup  ## run the tests and say what no test reaches
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered $(ARGS)

bench-storage: $(VENV)/bench  ## CPU of storing an item, against no pipeline and two peers
	$(BIN)/python -m benchmarks.storage $(ARGS)

bench-crawl: $(VENV)/bench  ## pages a CPU-second, against a bare spider that stores nothing
	$(BIN)/python -m benchmarks.crawl $(ARGS)

bench-frontier: $(VENV)/bench  ## CPU of the ledger against memory queues, two workers, memory of URLs
	$(BIN)/python -m benchmarks.frontier $(ARGS)

bench-jobs: $(VENV)/bench  ## launch delay and jobs a minute, against scrapyd's own parts
	$(BIN)/python -m benchmarks.jobs $(ARGS)

bench-startup: $(VENV)/bench  ## CPU of `scrapy list`, against a bare project
	$(BIN)/python -m benchmarks.startup $(ARGS)

bench-browser: $(VENV)/bench browser  ## rendered pages a second, against a bare Selenium loop and scrapy-playwright
	$(BIN)/python -m benchmarks.browser $(ARGS)

bench-site: setup  ## pages and exports at a million rows, against the admin that Django generates
	$(BIN)/python -m benchmarks.site $(ARGS)

bench-forge: $(VENV)/bench forge  ## a forge: pages and commits a CPU-second, stored or not, CPU of mining
	$(BIN)/python -m benchmarks.forge $(ARGS)

$(VENV)/bench: $(VENV)/ready
	@PYTHONWARNINGS=ignore $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	@touch $@

clean:  ## remove environments and built files, keep var/ (the data)
	rm -rf .venv .venv-* docs/_build build *.egg-info .pytest_cache .mypy_cache .ruff_cache
