# The verbs: demo, test, lint, compat, reliability, protos, bench. Everything lives in .venv; nothing is installed elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PROTO_VENV := $(VENV)/protos

.PHONY: demo test lint compat reliability protos bench clean

# Install the product and brief a sample article in three languages.
demo: $(VENV)/.server
	@$(BIN)/newsbrief demo

# Everything a change must pass, except what `make lint` says.
test: $(VENV)/.dev $(PROTO_VENV)/.ok
	$(BIN)/pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports --no-cache

# The thin client alone, in environments of its own with old and new runtimes.
compat: $(VENV)/.dev
	$(BIN)/python -m tests.thin_install

# The reliability suite: 25 rows, about ten minutes; writes benchmarks/results/reliability.md. Fails when a row does.
reliability: $(VENV)/.dev
	GRPC_VERBOSITY=NONE $(BIN)/python -m tests.reliability

# Regenerate the code below client/ and service/ from protos/ with tools pinned in pyproject.toml ([dependency-groups]
# codegen).
protos: $(PROTO_VENV)/.ok
	$(PROTO_VENV)/bin/python protos/generate.py client service

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.serving

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.server: pyproject.toml models/bundled/pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[server]' --editable models/bundled
	@touch $@

$(VENV)/.dev: $(VENV)/.server
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

$(PROTO_VENV)/.ok: pyproject.toml | $(VENV)/bin/python
	$(PYTHON) -m venv $(PROTO_VENV)
	$(PROTO_VENV)/bin/python -m pip install --quiet --upgrade pip
	$(PROTO_VENV)/bin/python -m pip install --quiet --group codegen
	@touch $@

clean:
	rm -rf $(VENV) dist build
