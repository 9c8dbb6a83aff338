# Tocsin: `make demo` shows what it does, `make test` proves it, `make check` is what every change must pass.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := build/osh-2010.html
# Whole files to each process: a file's tests may share a server or a browser. More than four are not worth their memory.
TESTS := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

.PHONY: help setup demo test check golden lint types contracts lock docs benchmark benchmark-board benchmark-scale train clean

help:  ## show these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(STAMP)  ## make .venv with everything, by pip alone

$(STAMP): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: setup  ## read the shipped example; print the brief and write it as one HTML file
	@mkdir -p build
	@$(BIN)/tocsin brief examples/osh-2010 --store none
	@$(BIN)/tocsin brief examples/osh-2010 --store none --quiet --format html --output $(DEMO) --force 2>/dev/null
	@rm -f build/osh-2010.db; $(BIN)/tocsin read examples/osh-2010 --store build/osh-2010.db --quiet > build/osh-2010.jsonl
	@echo; echo "The same brief as one HTML file, every figure open at its sentence: $(CURDIR)/$(DEMO)"
	@echo "The board on the same reports, to look at every claim and correct it:"
	@echo "    $(BIN)/tocsin serve --store build/osh-2010.db"

test: setup  ## run the whole suite; what needs a missing server is skipped, with the reason
	@$(TESTS) -rs

check: setup lint types contracts  ## what every change must pass
	@$(TESTS) -m "not slow"

lint: setup
	@$(BIN)/ruff check src tests benchmarks

types: setup
	@$(BIN)/mypy

contracts: setup
	@$(BIN)/lint-imports --config pyproject.toml

benchmark: setup  ## score the reader: make benchmark DATA=folder [ROWS=150] [SETS=gva]
	@test -n "$(DATA)" || { echo "make benchmark DATA=FOLDER: the folder with the data sets and their scorers"; exit 2; }
	@$(BIN)/python -m benchmarks.run $(DATA) $(if $(ROWS),--rows $(ROWS)) $(if $(SETS),--set $(SETS))

benchmark-board: setup  ## time the board's pages over 200,000 claims, and try its API with 5,000 made-up requests
	@$(BIN)/python -m benchmarks.board $(if $(CLAIMS),--claims $(CLAIMS))

benchmark-scale: setup  ## what one more report costs when 200,000 are kept (about ten minutes): make benchmark-scale [REPORTS=20000]
	@$(BIN)/python -m benchmarks.scale $(if $(REPORTS),--reports $(REPORTS))

golden: setup  ## write the golden briefs of the examples anew; read git diff tests/golden before you keep them
	@$(BIN)/python -m tests.golden_briefs

docs: setup  ## write the generated pages
	@$(BIN)/python -m tocsin.codebook.document

lock:  ## pin every dependency with its hashes (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --group dev pyproject.toml -o requirements.lock

train: setup  ## learn the small model anew (about half an hour): make train [FACTS=factappeal rows]
	@test -x $(VENV)-train/bin/python || $(PYTHON) -m venv $(VENV)-train
	@$(VENV)-train/bin/python -m pip install --quiet -r training/requirements.txt
	@$(VENV)-train/bin/python -m training.train --out src/tocsin/reading/model $(if $(FACTS),--facts $(FACTS))

clean:  ## remove what was built
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
