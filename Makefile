# A newcomer needs two commands: `make run` starts the app, `make test` runs the tests. `make` alone lists all.
# Written for the make that macOS carries (GNU make 3.81) as well as for newer ones.

VENV := .venv
PYTHON_HERE := $(VENV)/bin/python

# Where the app can be reached: this machine alone. `make run ADDRESS=0.0.0.0` opens it to the network.
ADDRESS ?= localhost

# Tried in turn until one is Python 3.11 or newer. `make run PYTHON=/path/to/python3.12` names one.
PYTHONS := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11 python3.14 python)
IS_NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
HAS_VENV := import ensurepip, venv
PREPARE = @found=; for python in $(PYTHONS); do \
		"$$python" -c '$(IS_NEW_ENOUGH)' >/dev/null 2>&1 || continue; \
		found="$$python"; \
		"$$python" -c '$(HAS_VENV)' >/dev/null 2>&1 && break; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Convscope needs Python 3.11 or newer and found none among: $(PYTHONS)." \
			"Install one, or name it: make PYTHON=/path/to/python3.12 $(firstword $(MAKECMDGOALS))" >&2; \
		exit 1; \
	fi; \
	"$$found" tools/prepare.py

.PHONY: help run setup test test-slow check format bench dev browser

help:
	@echo "make run        prepare everything and start the app"
	@echo "make setup      prepare everything without starting"
	@echo "make test       prepare everything and run the tests, those in a real browser included"
	@echo "make test-slow  run the tests that take minutes"
	@echo "make check      verify format, lint and types"
	@echo "make format     rewrite the files in the house's format"
	@echo "make bench      measure what is said to be fast"

run: setup
	@port=$$($(PYTHON_HERE) tools/find_port.py 8501) && exec $(PYTHON_HERE) -m streamlit run app.py \
		--server.headless true --server.address "$(ADDRESS)" --server.port "$$port"

setup:
	$(PREPARE) requirements.txt

dev:
	$(PREPARE) requirements.txt requirements-dev.txt

browser: dev
	@path=$$($(PYTHON_HERE) tools/find_browser.py) && echo "Browser for the tests: $$path"

test: browser
	$(PYTHON_HERE) -m pytest -m "not slow"

test-slow: browser
	$(PYTHON_HERE) -m pytest -m slow

check: dev
	$(PYTHON_HERE) -m ruff format --check .
	$(PYTHON_HERE) -m ruff check .
	$(PYTHON_HERE) -m mypy

format: dev
	$(PYTHON_HERE) -m ruff format .
	$(PYTHON_HERE) -m ruff check --fix .

bench: browser
	@for script in benchmarks/bench_*.py; do \
		echo "== $$script"; \
		PYTHONPATH=. $(PYTHON_HERE) "$$script" || exit 1; \
	done
