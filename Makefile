# Everything runs in .venv, made on first use and again when pyproject.toml changes.

PYTHON ?= python3
WORKERS ?= 2
CASES ?= ../shared/bench/cases
CLIENTS ?= --install

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
WHEEL := build/wheel

# What is installed to be worked on stays plain Python, and needs nothing to compile it with.
export TIMELINE_COMPILE := 0

.PHONY: help demo test lint format types conformance wheel compiled clients fuzz bench clean
.DEFAULT_GOAL := help

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: $(READY) ## the first file as a table, and as a calendar in build/events.ics
	@mkdir -p build
	$(BIN)/timeline show data/events.yaml
	$(BIN)/timeline export data/events.yaml -o build/events.ics

test: $(READY) ## the tests
	$(BIN)/python -m pytest -q -n $(WORKERS)

lint: $(READY) ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY) ## put everything in ruff's format
	$(BIN)/ruff format .

types: $(READY) ## mypy, strict
	$(BIN)/mypy

conformance: $(READY) ## how much of the public cases is read rightly, against the floors that were reached
	$(BIN)/python benchmarks/conformance.py --cases $(CASES)

wheel: $(WHEEL)/ready ## a wheel in build/wheel that reads words in compiled code (needs a C compiler)

compiled: $(WHEEL)/ready ## the tests, run against that wheel
	$(WHEEL)/venv/bin/python -c 'from timeline.wording import parser; print("compiled:", parser.__file__)'
	$(WHEEL)/venv/bin/python -m pytest -q -n $(WORKERS)

# By way of an sdist, so that what others build from is known to be whole.
$(WHEEL)/ready: $(READY) hatch_build.py $(shell find src -name '*.py')
	rm -rf $(WHEEL)
	TIMELINE_COMPILE=1 $(BIN)/python -m build --outdir $(WHEEL) .
	$(PYTHON) -m venv $(WHEEL)/venv
	$(WHEEL)/venv/bin/python -m pip install --quiet --disable-pip-version-check "$$(echo $(WHEEL)/*.whl)[dev]"
	touch $@

clients: $(READY) ## two calendars, imported into every calendar program that can be had (installs them)
	$(BIN)/python tests/clients/run.py $(CLIENTS)

fuzz: $(VENV)/fuzz ## broken calendars for the import, and broken wordings and files, ten minutes each
	$(BIN)/python tests/fuzz/fuzz_import.py --seconds 600
	$(BIN)/python tests/fuzz/fuzz_wording.py --seconds 600

bench: $(VENV)/peers ## the figures of docs/performance.md, beside the libraries that do the same
	$(BIN)/python benchmarks/imports.py
	$(BIN)/python benchmarks/resolve.py --cases $(CASES)
	$(BIN)/python benchmarks/load.py
	$(BIN)/python benchmarks/index.py
	$(BIN)/python benchmarks/propagate.py
	$(BIN)/python benchmarks/export.py
	$(BIN)/python benchmarks/import_.py
	$(BIN)/python benchmarks/conflicts.py

$(VENV)/fuzz: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	touch $@

$(VENV)/peers: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $@

clean: ## remove what was made
	rm -rf $(VENV) .bench build dist .pytest_cache .hypothesis
