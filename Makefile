# The verbs: demo, test, test-hub, test-ray, lint, compat, reliability, protos, bench. Everything lives in .venv; nothing is installed elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PROTO_VENV := $(VENV)/protos
HUB_VENV := $(VENV)/hub
BASELINES_VENV := $(VENV)/baselines
LIBRE_VENV := $(VENV)/libretranslate
BASELINES := benchmarks/against/baselines
RAY_VENV := $(VENV)/ray

.PHONY: demo test test-hub test-ray lint audit compat reliability protos bench clean

# Install the product and brief a sample article in three languages.
demo: $(VENV)/.server
	@$(BIN)/newsbrief demo

# Everything a change must pass, except what `make lint` says.
test: $(VENV)/.dev $(PROTO_VENV)/.ok
	$(BIN)/pytest

# The tests that need torch and transformers (marked `torch`), which `make test` does without. Tiny models of every
# architecture are built, trained, pulled and converted; nothing is downloaded but packages.
test-hub: $(HUB_VENV)/.ok
	NEWSBRIEF_TEST_HUB=1 $(HUB_VENV)/bin/python -m pytest tests/models/hub

# The tests that need Ray (marked `ray`), which `make test` does without: a cluster of two nodes on this machine.
test-ray: $(RAY_VENV)/.ok
	NEWSBRIEF_TEST_RAY=1 $(RAY_VENV)/bin/python -m pytest -m ray tests/service/cluster tests/service/executors

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports --no-cache

# Known vulnerabilities of everything installed: only with NEWSBRIEF_AUDIT=1, for it asks PyPI about each package.
audit: $(VENV)/.dev
	$(BIN)/python -m tests.audit

# The thin client alone, in environments of its own with old and new runtimes.
compat: $(VENV)/.dev
	$(BIN)/python -m tests.thin_install

# The reliability suite: 28 rows, about eleven minutes; writes benchmarks/results/reliability.md. Fails when a row does.
reliability: $(VENV)/.dev
	GRPC_VERBOSITY=NONE $(BIN)/python -m tests.reliability

# Regenerate the code below client/ and service/ from protos/ with tools pinned in pyproject.toml ([dependency-groups]
# codegen).
protos: $(PROTO_VENV)/.ok
	$(PROTO_VENV)/bin/python protos/generate.py client service

# What serving costs, and newsbrief against what people use now (about a quarter of an hour; the baselines need 3 GB).
bench: $(VENV)/.dev $(HUB_VENV)/.ok $(BASELINES_VENV)/.ok $(LIBRE_VENV)/.ok
	$(BIN)/python -m benchmarks.serving
	$(HUB_VENV)/bin/python -m benchmarks.against --python $(BASELINES_VENV)/bin/python \
		--libretranslate $(LIBRE_VENV)/bin/libretranslate

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

$(HUB_VENV)/.ok: pyproject.toml models/bundled/pyproject.toml | $(VENV)/bin/python
	$(PYTHON) -m venv $(HUB_VENV)
	$(HUB_VENV)/bin/python -m pip install --quiet --upgrade pip
	$(HUB_VENV)/bin/python -m pip install --quiet --group hub
	$(HUB_VENV)/bin/python -m pip install --quiet --editable '.[hub]' --editable models/bundled
	@touch $@

$(RAY_VENV)/.ok: pyproject.toml models/bundled/pyproject.toml | $(VENV)/bin/python
	$(PYTHON) -m venv $(RAY_VENV)
	$(RAY_VENV)/bin/python -m pip install --quiet --upgrade pip
	$(RAY_VENV)/bin/python -m pip install --quiet --group ray
	$(RAY_VENV)/bin/python -m pip install --quiet --editable '.[ray]' --editable models/bundled
	@touch $@

$(BASELINES_VENV)/.ok: $(BASELINES)/requirements.txt | $(VENV)/bin/python
	$(PYTHON) -m venv $(BASELINES_VENV)
	$(BASELINES_VENV)/bin/python -m pip install --quiet --requirement $<
	@touch $@

$(LIBRE_VENV)/.ok: $(BASELINES)/requirements-libretranslate.txt | $(VENV)/bin/python
	$(PYTHON) -m venv $(LIBRE_VENV)
	$(LIBRE_VENV)/bin/python -m pip install --quiet --requirement $<
	@touch $@

clean:
	rm -rf $(VENV) dist build
