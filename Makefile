# Two commands for a newcomer: `make demo` and `make test`. `make check` is all that must hold before a commit.

PYTHON ?= python3
VENV ?= .venv
# Where torch comes from. PyPI's build for Linux brings CUDA (gigabytes); for the CPU build elsewhere say
#   make demo TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --constraint requirements.lock
TORCH := torch==2.13.0 $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX))
# How many processes share the tests. Most of a test's time is waiting: more of them than cores is right.
WORKERS ?= 4
# What a test starts is compiled once, not with every start.
unexport PYTHONDONTWRITEBYTECODE
QUESTION ?= Who voted against Resolution 2024-31?

.PHONY: demo test check format lint types imports benchmark lock clean

demo: $(VENV)/.installed
	$(BIN)/meetings load knowledge/samples
	@echo
	@echo '$$ meetings ask "$(QUESTION)"'
	@$(BIN)/meetings ask "$(QUESTION)"

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile

check: lint types imports test

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

imports: $(VENV)/.installed-dev
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

benchmark: $(VENV)/.installed-dev
	$(BIN)/python -m tests.benchmarks.quality

lock: $(VENV)/.installed-dev
	$(PIP) freeze --exclude-editable | sed 's/^torch==\([0-9.]*\)+.*/torch==\1/' > requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache

$(VENV)/.torch: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) $(TORCH)
	touch $@

$(VENV)/.installed: $(VENV)/.torch
	$(INSTALL) --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.torch
	$(INSTALL) --editable '.[dev]'
	touch $(VENV)/.installed $@
