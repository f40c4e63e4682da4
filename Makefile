# Needs Python 3.11 or later, make and git. The first target that needs .venv makes it.

# Tried in this order; give one to choose it: make PYTHON=python3.12 test
PYTHON ?= python3.13 python3.12 python3.11 python3

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test check fuzz format clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## assess the founding case
	@$(BIN)/ripeness assess iran-us-2020

test: check ## the same as check

check: $(READY) ## lint, format, types, layers, tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -q -n auto

# How many inputs, and the seed that they come from: make fuzz N=100000 SEED=7
N ?= 1000000
SEED ?= 1

fuzz: $(READY) ## try a million damaged and hostile inputs, or N of them, from SEED
	@PYTHONPATH=tests $(BIN)/python -m fuzz --count $(N) --seed $(SEED)

format: $(READY) ## rewrite the code in the house format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean: ## remove .venv and everything that can be made again
	rm -rf $(VENV) fuzz-found build dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A candidate has to run, since the shims of version managers exist without a Python behind them.
$(READY): pyproject.toml constraints.txt
	@chosen=; bare=; \
	for python in $(PYTHON); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
		if "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then chosen=$$python; break; fi; \
		bare=$${bare:-$$python}; \
	done; \
	if [ -z "$$chosen" ] && [ -n "$$bare" ]; then \
		package=$$("$$bare" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		echo "$$bare cannot make a virtual environment, for it lacks ensurepip." >&2; \
		echo "On Debian and Ubuntu: apt-get install python3-venv (or $$package)" >&2; \
		exit 1; \
	fi; \
	if [ -z "$$chosen" ]; then \
		echo "No Python 3.11 or later found; tried: $(PYTHON)" >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; \
		exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$chosen" --version), once; this takes a minute." && \
	"$$chosen" -m venv --clear $(VENV) && \
	$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]' && \
	touch $@
