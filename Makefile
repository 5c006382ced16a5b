# Needs Python 3.11 or newer, git and make; everything else goes into .venv, here.

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# Most tests wait for a disk, so they run in memory where there is room, and programs may lie, in it.
MEMORY := $(shell grep ' /dev/shm ' /proc/mounts 2>/dev/null | grep -qv noexec && \
  df -k --output=avail /dev/shm | awk 'NR == 2 && $$1 > 4000000 {print "/dev/shm"}')
PYTHONS := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11

.PHONY: help demo test check bench screens clean

help:
	@echo "make demo     look at Dana Okafor's school year, in this terminal"
	@echo "make test     run the tests"
	@echo "make check    run the linters and the types"
	@echo "make bench    measure the speed, against the bars of the design"
	@echo "make screens  make the pictures and the command reference of the docs anew"
	@echo "make clean    remove what these made"

demo: .venv/.app
	@$(BIN)/stillpd demo
	@command -v stillpd >/dev/null || echo "Here, type .venv/bin/stillpd for stillpd."

test: .venv/.test
	@$(if $(MEMORY),TMPDIR=$(MEMORY)) $(BIN)/python -m pytest -q -n 3 $(ARGS)

check: .venv/.check
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: .venv/.app
	@$(BIN)/python -m benchmarks.bench $(ARGS)

screens: .venv/.app
	@$(BIN)/python docs/make_screens.py
	@$(BIN)/python docs/make_cli.py
	@$(BIN)/python docs/make_schema.py

clean:
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache benchmarks/.cache
	@find src tests docs benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Of the Pythons on this machine the first that is new enough and can make an environment.
$(BIN)/python:
	@enough=; python=; \
	for each in $(PYTHONS); do \
	  $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  enough=$$each; \
	  $$each -c 'import venv, ensurepip' 2>/dev/null || continue; \
	  python=$$each; break; \
	done; \
	if [ -n "$$python" ]; then \
	  $$python -m venv --clear .venv; \
	elif [ -n "$$enough" ]; then \
	  echo "This Python lacks its venv module. On Debian or Ubuntu: sudo apt install python3-venv" >&2; \
	  exit 1; \
	else \
	  echo "stillpd needs Python 3.11 or newer: https://www.python.org/downloads/" >&2; \
	  exit 1; \
	fi

.venv/.app: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@$(PIP) install -e .
	@touch $@

# The last of these carries axe-core 4.12.1; the browser that it would bring along is not wanted.
.venv/.test: .venv/.app Makefile
	@$(PIP) install 'pip>=25.1'
	@$(PIP) install --group test
	@$(PIP) install --no-deps 'axe-playwright-python==0.1.8' || \
	  echo "Without axe-core nobody checks that a page can be heard: a test is skipped"
	@touch $@

.venv/.check: .venv/.test
	@$(PIP) install --group check
	@touch $@
